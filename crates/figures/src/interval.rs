//! What a printed value stands for: an interval with open or closed ends.
//!
//! After XBRL Calculations 1.1 (REC 2023), by default rounding to nearest with both ends closed. Every operation gives the
//! smallest interval that holds each result of numbers in the operands; ends are exact rationals, so nothing is lost.

use std::fmt;

use crate::rational::Rational;
use crate::value::Value;

mod arithmetic;
mod order;
mod rounding;

pub use order::Truth;
pub use rounding::{Reading, Rounding, far_above};

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// No limit.
    Unbounded,
    /// The point belongs to the interval.
    Closed(Rational),
    /// The point does not.
    Open(Rational),
}

/// The values that a printed value may stand for; never none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

impl End {
    /// Where the end is, whether or not the point belongs to the interval; `None` without a limit.
    #[must_use]
    pub fn point(&self) -> Option<&Rational> {
        match self {
            Self::Unbounded => None,
            Self::Closed(point) | Self::Open(point) => Some(point),
        }
    }

    /// An end at a point.
    pub(crate) fn at(point: Rational, closed: bool) -> Self {
        if closed { Self::Closed(point) } else { Self::Open(point) }
    }

    /// The end of a set whose points are moved by a function that keeps or reverses their order.
    fn map(&self, move_point: impl Fn(&Rational) -> Rational) -> Self {
        match self {
            Self::Unbounded => Self::Unbounded,
            Self::Closed(point) => Self::Closed(move_point(point)),
            Self::Open(point) => Self::Open(move_point(point)),
        }
    }
}

impl Interval {
    /// The interval of a value: half a unit of its last known digit to both sides, widened by its bound ([`Reading::default`]).
    #[must_use]
    pub fn of(value: &Value) -> Self {
        Reading::default().interval(value)
    }

    /// The interval of a value that was rounded in a way that is known.
    #[must_use]
    pub fn rounded(value: &Value, rounding: Rounding) -> Self {
        Reading { rounding, ..Reading::default() }.interval(value)
    }

    /// The interval of one number.
    #[must_use]
    pub fn point(number: impl Into<Rational>) -> Self {
        let number = number.into();
        Self { low: End::Closed(number.clone()), high: End::Closed(number) }
    }

    /// Every number.
    #[must_use]
    pub fn everything() -> Self {
        Self { low: End::Unbounded, high: End::Unbounded }
    }

    /// An interval of two ends; `None` when no number lies between them.
    #[must_use]
    pub fn between(low: End, high: End) -> Option<Self> {
        let reaches = order::reaches(&low, &high);
        reaches.then_some(Self { low, high })
    }

    /// The number, if the interval holds one only.
    #[must_use]
    pub fn single(&self) -> Option<&Rational> {
        match (&self.low, &self.high) {
            (End::Closed(low), End::Closed(high)) => (low == high).then_some(low),
            (End::Closed(_) | End::Open(_) | End::Unbounded, _) => None,
        }
    }
}

/// As it is written in mathematics: `[27.5, 28.5]`, `(1000, ∞)`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            End::Unbounded => f.write_str("(-∞"),
            End::Closed(point) => write!(f, "[{point}"),
            End::Open(point) => write!(f, "({point}"),
        }?;
        match &self.high {
            End::Unbounded => f.write_str(", ∞)"),
            End::Closed(point) => write!(f, ", {point}]"),
            End::Open(point) => write!(f, ", {point})"),
        }
    }
}

#[cfg(test)]
mod tests;
