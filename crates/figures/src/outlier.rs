//! How far a value lies from others of its series: the z-score and the modified z-score.
//!
//! z = |v − mean| / population standard deviation; modified z = 0.6745 · |v − median| / MAD, the median of the absolute deviations from
//! the median (Iglewicz and Hoaglin 1993, "How to Detect and Handle Outliers"). A deviation is a square root, so scores are held as their
//! squares, which are rational and compare alike.

use crate::interval::{End, Interval};
use crate::rational::Rational;

/// What a value is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Score {
    /// Against mean and standard deviation.
    Z,
    /// Against median and median absolute deviation, which a few far values do not move.
    ModifiedZ,
}

/// 0.6745, the third quartile of the normal distribution, as the method gives it: in ten thousandths.
const QUARTILE: (i64, i64) = (6_745, 10_000);

impl Score {
    /// From which score on a value is flagged where nobody says otherwise.
    pub const THRESHOLD: i64 = 3;

    /// The square of the score of a value among a baseline, which may hold the value or be other periods than its own; `None` where the
    /// baseline is empty or does not spread.
    #[must_use]
    pub fn squared(self, tested: &Rational, baseline: &[Rational]) -> Option<Rational> {
        match self {
            Self::Z => {
                let mean = mean(baseline)?;
                let squares: Vec<Rational> = baseline.iter().map(|v| square(&v.minus(&mean))).collect();
                square(&tested.minus(&mean)).over(&self::mean(&squares)?)
            }
            Self::ModifiedZ => {
                let median = median(baseline)?;
                let deviations: Vec<Rational> = baseline.iter().map(|v| v.minus(&median).abs()).collect();
                let (numerator, denominator) = QUARTILE;
                let quartile = Rational::of(numerator, denominator)?;
                let score = tested.minus(&median).abs().times(&quartile).over(&self::median(&deviations)?)?;
                Some(square(&score))
            }
        }
    }

    /// Whether all that a printed value may be lies at or beyond a threshold, on one side of the baseline. What is not limited on both
    /// sides is no outlier: it may lie anywhere.
    #[must_use]
    pub fn flags(self, tested: &Interval, baseline: &[Rational], threshold: &Rational) -> bool {
        let (End::Closed(low) | End::Open(low), End::Closed(high) | End::Open(high)) =
            (&tested.low, &tested.high)
        else {
            return false;
        };
        let centre = match self {
            Self::Z => mean(baseline),
            Self::ModifiedZ => median(baseline),
        };
        let beyond =
            |value: &Rational| self.squared(value, baseline).is_some_and(|score| score >= square(threshold));
        centre.is_some_and(|centre| (low > &centre) == (high > &centre)) && beyond(low) && beyond(high)
    }
}

/// The arithmetic mean; `None` of nothing.
#[must_use]
pub fn mean(values: &[Rational]) -> Option<Rational> {
    let count = Rational::from(i64::try_from(values.len()).ok()?);
    values.iter().fold(Rational::zero(), |sum, value| sum.plus(value)).over(&count)
}

/// The median; of an even number of values the mean of the two in the middle, `None` of nothing.
#[must_use]
pub fn median(values: &[Rational]) -> Option<Rational> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let upper = sorted.len().checked_div(2)?;
    let lower = sorted.len().checked_sub(1)?.checked_div(2)?;
    mean(&[sorted.get(lower)?.clone(), sorted.get(upper)?.clone()])
}

fn square(value: &Rational) -> Rational {
    value.times(value)
}

#[cfg(test)]
mod tests;
