//! Numbers that were converted from another unit by a rate: what the result may be, and what is said of the rates that were used.
//!
//! The rate is exact, since it is what somebody published. Original and result are known to their decimals, so the result holds when
//! its interval meets that of the original times the rate. A bound is passed over: it limits both numbers alike.

use crate::figure::Source;
use crate::interval::Interval;
use crate::period::Period;
use crate::rational::Rational;
use crate::unit::Unit;
use crate::value::{Bound, Value};
use rust_decimal::Decimal;

/// A number and the rate by which it is converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The number in its own unit.
    pub original: Value,
    /// How many units of the result one unit of the original is worth.
    pub rate: Decimal,
}

impl Conversion {
    /// The original times the rate.
    #[must_use]
    pub fn product(&self) -> Rational {
        Rational::from(self.original.number).times(&Rational::from(self.rate))
    }

    /// What the original may be, times the rate.
    #[must_use]
    pub fn interval(&self) -> Interval {
        digits(&self.original).scaled(&Rational::from(self.rate))
    }

    /// Whether a number may be what the conversion gives.
    #[must_use]
    pub fn gives(&self, result: &Value) -> bool {
        self.interval().meets(&digits(result))
    }

    /// Both sides as they are compared: `28700000 [28695000, 28705000] is not 26000000 × 1.1 = 28600000`.
    #[must_use]
    pub fn compared(&self, result: &Value) -> String {
        let word = if self.gives(result) { "is" } else { "is not" };
        let left = shown(&result.number.into(), &digits(result));
        let right = shown(&self.product(), &self.interval());
        format!("{left} {word} {} × {} = {right}", self.original.number.normalize(), self.rate.normalize())
    }
}

/// What a number may be by its digits alone.
fn digits(value: &Value) -> Interval {
    Interval::of(&Value { bound: Bound::Exact, ..*value })
}

/// A number with its interval; one that is exact stands alone.
fn shown(number: &Rational, interval: &Interval) -> String {
    match interval.single() {
        Some(_) => number.to_string(),
        None => format!("{number} {interval}"),
    }
}

/// Which of the records behind a value were converted, and by which rates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversions {
    /// How many records were; an aggregate one counts once.
    pub count: i64,
    /// The units from which they were, in the order of their codes; the first [`MAX_UNITS`].
    pub units: Vec<Unit>,
    /// The rates, by unit and day; the first [`MAX_RATES`].
    pub rates: Vec<Rate>,
    /// How many rates there are beyond these.
    pub more: i64,
}

/// The most units that are named.
pub const MAX_UNITS: usize = 20;

/// The most rates that are named.
pub const MAX_RATES: usize = 5;

/// A rate that records were converted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The unit from which.
    pub from: Unit,
    /// How many units of the result one of these is worth.
    pub exchange_rate: Decimal,
    /// The day of the rate.
    pub value_date: Period,
    /// The document that says it, with its publisher and date.
    pub document: Source,
    /// How many records were converted by it; an aggregate one counts once.
    pub count: i64,
}

impl Rate {
    /// What tells rates apart, in the order in which they are named.
    fn key(&self) -> (&str, String, Decimal, &str) {
        (self.from.code(), self.value_date.to_string(), self.exchange_rate, &self.document.document)
    }
}

impl Conversions {
    /// What is said of rates, each of which may stand several times; `None` of none.
    #[must_use]
    pub fn of(rates: Vec<Rate>) -> Option<Self> {
        let mut rates = rates;
        rates.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut told: Vec<Rate> = Vec::new();
        for rate in rates {
            match told.last_mut().filter(|last| last.key() == rate.key()) {
                Some(last) => last.count = last.count.saturating_add(rate.count),
                None => told.push(rate),
            }
        }
        let count = told.iter().fold(0, |sum: i64, rate| sum.saturating_add(rate.count));
        let mut units: Vec<Unit> = told.iter().map(|rate| rate.from.clone()).collect();
        units.dedup();
        units.truncate(MAX_UNITS);
        let more = i64::try_from(told.len().saturating_sub(MAX_RATES)).unwrap_or(i64::MAX);
        told.truncate(MAX_RATES);
        (!told.is_empty()).then_some(Self { count, units, rates: told, more })
    }
}

#[cfg(test)]
mod tests;
