//! How intervals lie to each other: meeting, lying within, by how much they miss, and statements that compare.

use crate::rational::Rational;

use super::{End, Interval};

/// Whether a statement holds on all that its values may be, on nothing of it, or on a part.
///
/// What is undecidable is never reported, neither as true nor as false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds whatever the values are.
    True,
    /// It holds for no values.
    False,
    /// It depends on digits that are not known.
    Undecidable,
}

impl Truth {
    /// Of a statement that holds everywhere, or somewhere.
    #[must_use]
    pub fn of(everywhere: bool, somewhere: bool) -> Self {
        match (everywhere, somewhere) {
            (true, _) => Self::True,
            (false, false) => Self::False,
            (false, true) => Self::Undecidable,
        }
    }

    /// Of the opposite statement.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Undecidable => Self::Undecidable,
        }
    }
}

/// Whether some number lies at or above the lower end and at or below the upper one.
pub(super) fn reaches(low: &End, high: &End) -> bool {
    match (low, high) {
        (End::Unbounded, _) | (_, End::Unbounded) => true,
        (End::Closed(a), End::Closed(b)) => a <= b,
        (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => a < b,
    }
}

/// The one of two ends for which `first` holds. With `outer` no limit goes before any, and of two ends at one point the closed one;
/// else the other way round.
pub(super) fn pick<'a>(
    a: &'a End,
    b: &'a End,
    outer: bool,
    first: impl Fn(&Rational, &Rational) -> bool,
) -> &'a End {
    match (a, b) {
        (End::Unbounded, _) => {
            if outer {
                a
            } else {
                b
            }
        }
        (_, End::Unbounded) => {
            if outer {
                b
            } else {
                a
            }
        }
        (End::Closed(x) | End::Open(x), End::Closed(y) | End::Open(y)) if x == y => {
            let a_open = matches!(a, End::Open(_));
            if a_open == outer { b } else { a }
        }
        (End::Closed(x) | End::Open(x), End::Closed(y) | End::Open(y)) => {
            if first(x, y) {
                a
            } else {
                b
            }
        }
    }
}

impl Interval {
    /// Whether the two share a point: with a the larger lower end and b the smaller upper one, where a < b, or a = b and
    /// that point lies in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        reaches(&self.low, &other.high) && reaches(&other.low, &self.high)
    }

    /// The points that lie in both; `None` where there are none.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let low = pick(&self.low, &other.low, false, |x, y| x > y);
        let high = pick(&self.high, &other.high, false, |x, y| x < y);
        Self::between(low.clone(), high.clone())
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let low = pick(&self.low, &other.low, true, |x, y| x < y).clone();
        let high = pick(&self.high, &other.high, true, |x, y| x > y).clone();
        Self { low, high }
    }

    /// By how much two intervals that do not meet miss each other: what lies between them, zero where only an open end keeps
    /// them apart. `None` where they meet.
    #[must_use]
    pub fn distance(&self, other: &Self) -> Option<Rational> {
        if self.meets(other) {
            return None;
        }
        let between = |high: &End, low: &End| {
            let gap = low.point()?.minus(high.point()?);
            (!gap.is_negative()).then_some(gap)
        };
        between(&self.high, &other.low).or_else(|| between(&other.high, &self.low))
    }

    /// Whether a number lies inside.
    #[must_use]
    pub fn contains(&self, number: impl Into<Rational>) -> bool {
        self.meets(&Self::point(number))
    }

    /// Whether every point lies in the other too.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.hull(other) == *other
    }

    /// Whether every number is less than every one of the other.
    fn lies_below(&self, other: &Self) -> bool {
        !reaches(&other.low, &self.high)
    }

    /// Whether every number is less than, or equal to, every one of the other.
    fn lies_up_to(&self, other: &Self) -> bool {
        match (self.high.point(), other.low.point()) {
            (Some(high), Some(low)) => high <= low,
            (None, _) | (_, None) => false,
        }
    }

    /// Whether the two numbers are equal.
    #[must_use]
    pub fn equals(&self, other: &Self) -> Truth {
        let same = self.single().is_some() && self.single() == other.single();
        Truth::of(same, self.meets(other))
    }

    /// Whether this number is less than the other.
    #[must_use]
    pub fn is_less(&self, other: &Self) -> Truth {
        Truth::of(self.lies_below(other), !other.lies_up_to(self))
    }

    /// Whether this number is less than the other or equal to it.
    #[must_use]
    pub fn is_at_most(&self, other: &Self) -> Truth {
        other.is_less(self).negated()
    }
}
