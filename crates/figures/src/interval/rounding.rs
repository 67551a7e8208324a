//! From a printed value to its interval, for each way of rounding and each bound.
//!
//! | rounding | v > 0 | v < 0 | v = 0 |
//! |---|---|---|---|
//! | nearest | [v−h, v+h] | same | same |
//! | truncation | [v, v+u) | (v−u, v] | (−u, u) |
//! | half up, away from zero | [v−h, v+h) | (v−h, v+h] | (−h, h) |
//! | half even | closed if v/u is even, else open | same | closed |
//! | floor | [v, v+u) | same | same |
//! | ceiling | (v−u, v] | same | same |
//!
//! u is 10^-decimals, h half of it. A value that is known exactly stands for itself.

use crate::rational::Rational;
use crate::value::{Bound, Decimals, Value};

use super::{End, Interval, order};

/// How the last known digit of a printed value came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest, a half either way (XBRL Calculations 1.1): both ends belong to it.
    #[default]
    Nearest,
    /// Further digits are cut off: toward zero.
    Truncation,
    /// To the nearest, a half away from zero.
    HalfUp,
    /// To the nearest, a half to the even digit (IEEE 754).
    HalfEven,
    /// Down.
    Floor,
    /// Up.
    Ceiling,
}

impl Rounding {
    /// Every rounding with its name in files.
    pub const NAMES: [(Self, &'static str); 6] = [
        (Self::Nearest, "nearest"),
        (Self::Truncation, "truncation"),
        (Self::HalfUp, "half-up"),
        (Self::HalfEven, "half-even"),
        (Self::Floor, "floor"),
        (Self::Ceiling, "ceiling"),
    ];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(r, _)| *r == self).map_or("nearest", |(_, n)| n)
    }

    /// The rounding of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(r, _)| *r)
    }
}

/// How printed values are read: the rounding, and how far "about" reaches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// How values were rounded.
    pub rounding: Rounding,
    /// The share of a value by which "about" reaches both ways, "nearly" down and "just over" up; not negative.
    pub about: Rational,
}

/// To nearest, and five hundredths.
impl Default for Reading {
    fn default() -> Self {
        Self { rounding: Rounding::default(), about: Rational::power_of_ten(-2).times(&Rational::from(5)) }
    }
}

impl Reading {
    /// What a value stands for: the interval of its rounding, widened by its bound.
    ///
    /// At-least opens that interval upwards and at-most downwards; more-than and less-than begin at the number itself, which
    /// does not belong to them. About, just-under and just-over reach as far as the share or the rounding, whichever is further.
    #[must_use]
    pub fn interval(&self, value: &Value) -> Interval {
        let number = Rational::from(value.number);
        match value.bound {
            Bound::MoreThan => Interval { low: End::Open(number), high: End::Unbounded },
            Bound::LessThan => Interval { low: End::Unbounded, high: End::Open(number) },
            Bound::Exact => self.of_digits(&number, value.decimals),
            Bound::AtLeast => Interval { high: End::Unbounded, ..self.of_digits(&number, value.decimals) },
            Bound::AtMost => Interval { low: End::Unbounded, ..self.of_digits(&number, value.decimals) },
            Bound::About => self.widened(&number, value.decimals),
            Bound::JustUnder => {
                let low = self.widened(&number, value.decimals).low;
                Interval { low, high: End::Closed(number) }
            }
            Bound::JustOver => {
                let high = self.widened(&number, value.decimals).high;
                Interval { low: End::Closed(number), high }
            }
        }
    }

    fn of_digits(&self, number: &Rational, decimals: Decimals) -> Interval {
        match decimals {
            Decimals::Inf => Interval::point(number),
            Decimals::Exp(n) => of_step(number, &Rational::power_of_ten(n.saturating_neg()), self.rounding),
        }
    }

    fn widened(&self, number: &Rational, decimals: Decimals) -> Interval {
        let slack = number.abs().times(&self.about).abs();
        let share =
            Interval { low: End::Closed(number.minus(&slack)), high: End::Closed(number.plus(&slack)) };
        self.of_digits(number, decimals).hull(&share)
    }
}

/// The numbers that a rounding brings to `number`, whose last digit is worth `step`.
fn of_step(number: &Rational, step: &Rational, rounding: Rounding) -> Interval {
    let half = step.over(&Rational::from(2)).unwrap_or_else(Rational::zero);
    let around = |reach: &Rational, low_closed, high_closed| Interval {
        low: End::at(number.minus(reach), low_closed),
        high: End::at(number.plus(reach), high_closed),
    };
    let up = || Interval { low: End::Closed(number.clone()), high: End::Open(number.plus(step)) };
    let down = || Interval { low: End::Open(number.minus(step)), high: End::Closed(number.clone()) };
    match rounding {
        Rounding::Nearest => around(&half, true, true),
        Rounding::Truncation if number.is_positive() => up(),
        Rounding::Truncation if number.is_negative() => down(),
        Rounding::Truncation => around(step, false, false),
        Rounding::HalfUp => around(&half, number.is_positive(), number.is_negative()),
        Rounding::HalfEven => {
            let even = number.over(step).is_some_and(|digits| digits.is_even());
            around(&half, even, even)
        }
        Rounding::Floor => up(),
        Rounding::Ceiling => down(),
    }
}

/// Whether a number that "at least" or "more than" allows is so far above that it hardly can be what is meant: "40+" is said of
/// 44, not of 400. True where all of the other interval lies beyond twice the stated, positive number; such a pair is consistent and
/// deserves a note.
#[must_use]
pub fn far_above(stated: &Value, other: &Interval) -> bool {
    let upwards = match stated.bound {
        Bound::AtLeast | Bound::MoreThan => true,
        Bound::Exact
        | Bound::AtMost
        | Bound::LessThan
        | Bound::About
        | Bound::JustUnder
        | Bound::JustOver => false,
    };
    let twice = Rational::from(stated.number).times(&Rational::from(2));
    upwards && twice.is_positive() && !order::reaches(&other.low, &End::Closed(twice))
}
