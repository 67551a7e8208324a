//! Means over the parts of a whole, weighted, and what share of the whole they speak for.
//!
//! The mean is the smallest interval that holds every mean of numbers inside the parts' intervals. As a function of the weights it is a
//! quotient of two linear ones, so its least value has the highest weight on the lowest parts up to some part and the lowest weight on all
//! others (Charnes & Cooper 1962: such a quotient is least in a corner); each such corner is looked at.

use crate::interval::Interval;
use crate::rational::Rational;
use crate::value::{Bound, Decimals, Value};

/// No value is known more coarsely than to ten to this power.
const COARSEST: i32 = -18;

/// The least and the greatest number that something may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub low: Rational,
    /// The greatest.
    pub high: Rational,
}

/// A part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What is averaged; `None` where it is not known.
    pub value: Option<Range>,
    /// What it counts for; never negative.
    pub weight: Range,
}

/// A number, and what else it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The number that the middles of all ranges make.
    pub number: Rational,
    /// What it may be.
    pub range: Range,
}

/// A mean, and how much of the whole it speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mean {
    /// The mean of the parts that have a value; `None` where they may count for nothing.
    pub mean: Option<Estimate>,
    /// The weight of the parts that have a value as a share of that of all, from 0 to 1.
    pub coverage: Estimate,
    /// How many parts have a value.
    pub parts: usize,
}

impl Range {
    /// What a value may be; `None` where its bound leaves it without a limit.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let interval = Interval::of(value);
        Some(Self { low: interval.low.point()?.clone(), high: interval.high.point()?.clone() })
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self { low: self.low.plus(&other.low), high: self.high.plus(&other.high) }
    }

    /// The product with a number that is not negative.
    #[must_use]
    pub fn times(&self, factor: &Rational) -> Self {
        Self { low: self.low.times(factor), high: self.high.times(factor) }
    }

    fn width(&self) -> Rational {
        self.high.minus(&self.low)
    }

    fn middle(&self) -> Option<Rational> {
        self.low.plus(&self.high).over(&Rational::from(2))
    }
}

impl Estimate {
    /// The product with a number that is not negative.
    #[must_use]
    pub fn times(&self, factor: &Rational) -> Self {
        Self { number: self.number.times(factor), range: self.range.times(factor) }
    }

    /// The number as it is known: with as many decimals, `most` at most, as leave what it may be no wider than a unit of the last one.
    #[must_use]
    pub fn known(&self, most: i32) -> Option<Value> {
        let width = self.range.width();
        let mut decimals = most;
        while width > Rational::power_of_ten(decimals.checked_neg()?) {
            decimals = decimals.checked_sub(1).filter(|decimals| *decimals >= COARSEST)?;
        }
        let number = self.number.nearest(decimals).to_decimal()?;
        Value::new(number, Decimals::Exp(decimals), Bound::Exact).ok()
    }
}

/// The mean of parts; `None` where the whole may weigh nothing.
#[must_use]
pub fn weighted(parts: &[Part]) -> Option<Mean> {
    let nothing = || Range { low: Rational::zero(), high: Rational::zero() };
    let mut known = Vec::new();
    let (mut used, mut left) = (nothing(), nothing());
    for part in parts {
        match &part.value {
            Some(value) => {
                used = used.plus(&part.weight);
                known.push((value, &part.weight));
            }
            None => left = left.plus(&part.weight),
        }
    }
    let range = Range { low: share(&used.low, &left.high)?, high: share(&used.high, &left.low)? };
    let coverage = Estimate { number: share(&used.middle()?, &left.middle()?)?, range };
    let mut lows: Vec<Corner<'_>> =
        known.iter().map(|(value, weight)| (value.low.clone(), *weight)).collect();
    // The greatest mean is the least one of the numbers with the other sign.
    let mut highs: Vec<Corner<'_>> =
        known.iter().map(|(value, weight)| (value.high.negated(), *weight)).collect();
    let mean = match (least(&mut lows), least(&mut highs)) {
        (Some(low), Some(high)) => {
            let range = Range { low, high: high.negated() };
            Some(Estimate { number: in_the_middle(&known)?, range })
        }
        (None, _) | (_, None) => None,
    };
    Some(Mean { mean, coverage, parts: known.len() })
}

/// A part of what two numbers make together; `None` where they make nothing.
fn share(part: &Rational, rest: &Rational) -> Option<Rational> {
    part.over(&part.plus(rest))
}

/// The mean of the middles, each counting for the middle of its weight.
fn in_the_middle(known: &[(&Range, &Range)]) -> Option<Rational> {
    let (mut sum, mut all) = (Rational::zero(), Rational::zero());
    for (value, weight) in known {
        let weight = weight.middle()?;
        sum = sum.plus(&value.middle()?.times(&weight));
        all = all.plus(&weight);
    }
    sum.over(&all)
}

/// A number and what it may count for.
type Corner<'a> = (Rational, &'a Range);

/// The least mean of numbers whose weights lie in ranges; `None` where all may count for nothing.
fn least(parts: &mut [Corner<'_>]) -> Option<Rational> {
    parts.sort_by(|one, other| one.0.cmp(&other.0));
    let (mut sum, mut weight) = (Rational::zero(), Rational::zero());
    for (number, range) in parts.iter() {
        sum = sum.plus(&number.times(&range.low));
        weight = weight.plus(&range.low);
    }
    let mut found = sum.over(&weight)?;
    for (number, range) in parts.iter().filter(|(_, range)| range.low != range.high) {
        let more = range.high.minus(&range.low);
        sum = sum.plus(&number.times(&more));
        weight = weight.plus(&more);
        found = found.min(sum.over(&weight)?);
    }
    Some(found)
}

#[cfg(test)]
mod tests;
