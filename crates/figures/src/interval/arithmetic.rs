//! Sums, products and quotients of intervals.
//!
//! An end of a result is closed only if the numbers that make it belong to the operands.

use crate::rational::Rational;

use super::{End, Interval, order};

/// A candidate for an end of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Corner {
    Below,
    At(Rational, bool),
    Above,
}

impl Interval {
    /// What the sum of two numbers may be.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self { low: sum(&self.low, &other.low), high: sum(&self.high, &other.high) }
    }

    /// What the difference of two numbers may be.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// What the number with the other sign may be.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { low: self.high.map(Rational::negated), high: self.low.map(Rational::negated) }
    }

    /// What a number times a weight may be: a negative weight swaps the ends and whether they are open or closed, and
    /// nothing times anything is exactly nothing.
    #[must_use]
    pub fn scaled(&self, weight: &Rational) -> Self {
        if weight.is_zero() {
            return Self::point(Rational::zero());
        }
        let [low, high] = [&self.low, &self.high].map(|end| end.map(|point| point.times(weight)));
        if weight.is_negative() { Self { low: high, high: low } } else { Self { low, high } }
    }

    /// What the product of two numbers may be.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let [low, high] = [(&self.low, false), (&self.high, true)];
        let [other_low, other_high] = [(&other.low, false), (&other.high, true)];
        let corners = [
            corner(low, other_low),
            corner(low, other_high),
            corner(high, other_low),
            corner(high, other_high),
        ];
        let [lowest, highest] = [false, true].map(|up| {
            let mut corners = corners.iter();
            let first = corners.next().cloned().unwrap_or(Corner::Below);
            corners.fold(first, |best, next| further(best, next.clone(), up))
        });
        Self { low: end(lowest), high: end(highest) }
    }

    /// What the quotient of two numbers may be; `None` where the divisor may be zero.
    ///
    /// A divisor that is positive and may be as near to zero as one likes leaves the quotient without a limit.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        if divisor.contains(Rational::zero()) {
            return None;
        }
        let turned = |end: &End| match end {
            End::Unbounded => End::Open(Rational::zero()),
            End::Closed(point) | End::Open(point) if point.is_zero() => End::Unbounded,
            End::Closed(_) | End::Open(_) => {
                end.map(|point| Rational::one().over(point).unwrap_or_else(Rational::zero))
            }
        };
        let (low, high) = (turned(&divisor.high), turned(&divisor.low));
        Some(self.times(&Self { low, high }))
    }

    /// What the number without its sign may be.
    #[must_use]
    pub fn abs(&self) -> Self {
        let turned = self.negated();
        if self.contains(Rational::zero()) {
            let high = self.hull(&turned).high;
            return Self { low: End::Closed(Rational::zero()), high };
        }
        let positive = matches!(self.low.point(), Some(low) if !low.is_negative());
        if positive { self.clone() } else { turned }
    }

    /// What the smaller of two numbers may be.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        let high = order::pick(&self.high, &other.high, false, |x, y| x < y).clone();
        Self { low: self.hull(other).low, high }
    }

    /// What the larger of two numbers may be.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        self.negated().min(&other.negated()).negated()
    }

    /// The numbers rounded to 10^-decimals, halves away from zero, as one interval.
    #[must_use]
    pub fn nearest(&self, decimals: i32) -> Self {
        // A half may be left out by an open end; to take it in nevertheless only widens.
        let round = |end: &End| match end {
            End::Unbounded => End::Unbounded,
            End::Closed(point) | End::Open(point) => End::Closed(point.nearest(decimals)),
        };
        Self { low: round(&self.low), high: round(&self.high) }
    }
}

fn sum(a: &End, b: &End) -> End {
    match (a, b) {
        (End::Unbounded, _) | (_, End::Unbounded) => End::Unbounded,
        (End::Closed(a), End::Closed(b)) => End::Closed(a.plus(b)),
        (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => End::Open(a.plus(b)),
    }
}

/// The product of two ends, each with whether it is an upper one.
fn corner(a: (&End, bool), b: (&End, bool)) -> Corner {
    let zero = |end: &End| matches!(end, End::Closed(point) if point.is_zero());
    if zero(a.0) || zero(b.0) {
        // Zero is reached whatever the other number is, be it limited or not.
        return Corner::At(Rational::zero(), true);
    }
    match (a.0, b.0) {
        (End::Unbounded, End::Unbounded) => unlimited(a.1 == b.1),
        (End::Unbounded, End::Closed(point) | End::Open(point)) => toward(point, a.1),
        (End::Closed(point) | End::Open(point), End::Unbounded) => toward(point, b.1),
        (End::Closed(x), End::Closed(y)) => Corner::At(x.times(y), true),
        (End::Closed(x) | End::Open(x), End::Closed(y) | End::Open(y)) => Corner::At(x.times(y), false),
    }
}

fn unlimited(above: bool) -> Corner {
    if above { Corner::Above } else { Corner::Below }
}

/// A point times what grows without a limit, upwards or downwards. Nearly zero times such a number may be anything; the other
/// corners tell how far that goes.
fn toward(point: &Rational, above: bool) -> Corner {
    if point.is_zero() {
        Corner::At(Rational::zero(), false)
    } else {
        unlimited(point.is_positive() == above)
    }
}

/// The corner that lies further up or down; of two at one place the one that belongs to the result.
fn further(a: Corner, b: Corner, up: bool) -> Corner {
    match (&a, &b) {
        (Corner::Above, _) => {
            if up {
                a
            } else {
                b
            }
        }
        (_, Corner::Above) => {
            if up {
                b
            } else {
                a
            }
        }
        (Corner::Below, _) => {
            if up {
                b
            } else {
                a
            }
        }
        (_, Corner::Below) => {
            if up {
                a
            } else {
                b
            }
        }
        (Corner::At(x, closed), Corner::At(y, _)) if x == y => {
            if *closed {
                a
            } else {
                b
            }
        }
        (Corner::At(x, _), Corner::At(y, _)) => {
            if (x > y) == up {
                a
            } else {
                b
            }
        }
    }
}

fn end(corner: Corner) -> End {
    match corner {
        Corner::Below | Corner::Above => End::Unbounded,
        Corner::At(point, closed) => End::at(point, closed),
    }
}
