//! Whether a total agrees with its parts, after XBRL Calculations 1.1 (REC 2023), and shares that must make a hundred.
//!
//! Each item may have been reported several times. What all its reports allow is their intersection; where that is empty the reports
//! contradict each other, and nothing is said of the total.

use rust_decimal::Decimal;

use crate::interval::{Interval, Reading};
use crate::rational::Rational;
use crate::statement::Grade;
use crate::value::{Bound, Decimals, Value};

/// A part of a total: its weight, 1 or -1 as a rule, and every value reported for it, `None` for one reported as nil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What the part is multiplied by in the sum.
    pub weight: Rational,
    /// Every report of the part.
    pub reported: Vec<Option<Value>>,
}

/// One of the items of a calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// The total.
    Total,
    /// A part, by its place among the parts.
    Part(usize),
}

/// What a total and its parts say of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calculation {
    /// Some numbers inside all intervals make the total; the grade is never [`Grade::Inconsistent`].
    Consistent {
        /// How well they agree.
        grade: Grade,
        /// What the parts may add up to.
        sum: Interval,
        /// What the total may be.
        total: Interval,
    },
    /// No numbers do.
    Inconsistent {
        /// What lies between the two intervals; zero where only an open end keeps them apart.
        miss: Rational,
        /// What the parts may add up to.
        sum: Interval,
        /// What the total may be.
        total: Interval,
    },
    /// Reports of one item that no number satisfies; the sum is not looked at.
    DisallowedDuplicates(Vec<Item>),
    /// Items reported both as nil and with a value; the sum is not looked at.
    InconsistentDuplicates(Vec<Item>),
    /// The total, or every part, is not reported or is nil: there is nothing to compare.
    NotReported,
}

/// What the reports of one item come to.
enum Reports {
    Nil,
    Contradicting,
    PartlyNil,
    Known(Box<(Interval, Option<Rational>)>),
}

impl Part {
    /// A part that is added, reported once.
    #[must_use]
    pub fn plain(value: Value) -> Self {
        Self { weight: Rational::one(), reported: vec![Some(value)] }
    }
}

/// Compares a total with the weighted sum of its parts. All are of one unit and differ in one dimension only; that is the caller's.
#[must_use]
pub fn calculate(total: &[Option<Value>], parts: &[Part], reading: &Reading) -> Calculation {
    let whole = reports(total, reading);
    let known: Vec<_> = parts.iter().map(|part| (&part.weight, reports(&part.reported, reading))).collect();
    let items = || {
        let parts = known.iter().enumerate().map(|(i, (_, reports))| (Item::Part(i), reports));
        std::iter::once((Item::Total, &whole)).chain(parts)
    };
    let partly: Vec<_> = items().filter(|(_, r)| matches!(r, Reports::PartlyNil)).map(|(i, _)| i).collect();
    if !partly.is_empty() {
        return Calculation::InconsistentDuplicates(partly);
    }
    let contradicting: Vec<_> =
        items().filter(|(_, r)| matches!(r, Reports::Contradicting)).map(|(i, _)| i).collect();
    if !contradicting.is_empty() {
        return Calculation::DisallowedDuplicates(contradicting);
    }
    let (sum, printed) = match (weighted(&known), whole) {
        (Some(sum), Reports::Known(known)) => (sum, *known),
        (None, _) | (_, Reports::Nil | Reports::Contradicting | Reports::PartlyNil) => {
            return Calculation::NotReported;
        }
    };
    let ((sum, made), (total, stated)) = (sum, printed);
    match sum.distance(&total) {
        Some(miss) => Calculation::Inconsistent { miss, sum, total },
        None => {
            let exact = made.is_some() && made == stated;
            let grade = if exact { Grade::Exact } else { Grade::ThanksToRounding };
            Calculation::Consistent { grade, sum, total }
        }
    }
}

/// The weighted sum of what is known: an end of it is closed only if that end of every summand is. `None` of nothing.
fn weighted(parts: &[(&Rational, Reports)]) -> Option<(Interval, Option<Rational>)> {
    let summands = parts.iter().filter_map(|(weight, reports)| match reports {
        Reports::Known(known) => {
            let (interval, nominal) = known.as_ref();
            Some((interval.scaled(weight), nominal.as_ref().map(|n| n.times(weight))))
        }
        Reports::Nil | Reports::Contradicting | Reports::PartlyNil => None,
    });
    summands.reduce(|(sum, made), (interval, nominal)| {
        let made = made.and_then(|made| Some(made.plus(&nominal?)));
        (sum.plus(&interval), made)
    })
}

fn reports(reported: &[Option<Value>], reading: &Reading) -> Reports {
    let values: Vec<&Value> = reported.iter().flatten().collect();
    let Some(first) = values.first() else { return Reports::Nil };
    if values.len() < reported.len() {
        return Reports::PartlyNil;
    }
    let all = values
        .iter()
        .skip(1)
        .try_fold(reading.interval(first), |both, value| both.intersection(&reading.interval(value)));
    match all {
        Some(interval) => Reports::Known(Box::new((interval, most_exact(&values)))),
        None => Reports::Contradicting,
    }
}

/// The number of the most exact report that is no bound.
fn most_exact(values: &[&Value]) -> Option<Rational> {
    let numbers = values.iter().filter(|value| value.bound == Bound::Exact);
    let finest = numbers.max_by_key(|value| match value.decimals {
        Decimals::Inf => (true, 0),
        Decimals::Exp(n) => (false, n),
    });
    finest.map(|value| Rational::from(value.number))
}

/// By how much exact shares in percent miss a hundred: too little below zero, too much above; `None` where they make it, as IATI
/// demands. Printed, rounded shares are parts of a total of 100 that is known exactly ([`calculate`]).
#[must_use]
pub fn exact_shares_miss(shares: &[Decimal]) -> Option<Rational> {
    let hundred = Rational::from(-100);
    let miss = shares.iter().fold(hundred, |sum, share| sum.plus(&share.into()));
    (!miss.is_zero()).then_some(miss)
}

#[cfg(test)]
mod tests;
