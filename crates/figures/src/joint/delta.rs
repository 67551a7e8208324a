//! Numbers with an infinitesimal part, so that an open end is a closed one a little further in.

use crate::interval::End;
use crate::rational::Rational;

/// `real + small·δ` for a δ > 0 that is smaller than anything else; ordered accordingly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Delta {
    real: Rational,
    small: Rational,
}

impl Delta {
    pub(super) fn zero() -> Self {
        Self::from(Rational::zero())
    }

    /// The least number of a set with this lower end.
    pub(super) fn lowest(end: &End) -> Option<Self> {
        Self::inside(end, 1)
    }

    /// The largest number of a set with this upper end.
    pub(super) fn highest(end: &End) -> Option<Self> {
        Self::inside(end, -1)
    }

    fn inside(end: &End, way: i64) -> Option<Self> {
        match end {
            End::Unbounded => None,
            End::Closed(point) => Some(Self::from(point.clone())),
            End::Open(point) => Some(Self { real: point.clone(), small: Rational::from(way) }),
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self { real: self.real.plus(&other.real), small: self.small.plus(&other.small) }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        Self { real: self.real.minus(&other.real), small: self.small.minus(&other.small) }
    }

    /// What lies halfway between the two.
    pub(super) fn middle(&self, other: &Self) -> Self {
        let half = Rational::of(1, 2).unwrap_or_else(Rational::zero);
        self.plus(other).times(&half)
    }

    pub(super) fn times(&self, by: &Rational) -> Self {
        Self { real: self.real.times(by), small: self.small.times(by) }
    }
}

impl From<Rational> for Delta {
    fn from(real: Rational) -> Self {
        Self { real, small: Rational::zero() }
    }
}
