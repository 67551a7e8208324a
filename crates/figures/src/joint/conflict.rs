//! A combination of equations that no numbers satisfy, computed anew from what was given.

use std::collections::BTreeMap;

use crate::interval::{End, Interval};
use crate::rational::Rational;

use super::Equation;

/// An end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The lower one.
    Low,
    /// The upper one.
    High,
}

/// Equations and ends of intervals that cannot all hold; without any one of them the rest can.
///
/// The equations, each times its multiplier, add up to `Σ terms = value`; the ends of the intervals keep the sum from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The equations by their places, with multipliers that are not zero; the first is one.
    pub equations: BTreeMap<usize, Rational>,
    /// The ends of intervals, by the variables' places.
    pub bounds: Vec<(usize, Side)>,
    /// The terms of the combination.
    pub terms: BTreeMap<usize, Rational>,
    /// What the sum of the terms would have to be.
    pub value: Rational,
    /// What it may be by these ends.
    pub sum: Interval,
    /// By how much it misses; zero where only an open end keeps it away.
    pub miss: Rational,
}

impl Conflict {
    /// The combination by these multipliers; `None` where it can hold.
    pub(super) fn prove(
        intervals: &BTreeMap<usize, Interval>,
        equations: &BTreeMap<usize, &Equation>,
        multipliers: BTreeMap<usize, Rational>,
    ) -> Option<Self> {
        let mut used: BTreeMap<usize, Rational> =
            multipliers.into_iter().filter(|(_, multiplier)| !multiplier.is_zero()).collect();
        let first = used.values().next()?.clone();
        for multiplier in used.values_mut() {
            *multiplier = multiplier.over(&first)?;
        }
        let (terms, value) = combined(equations, &used)?;
        let all = terms.iter().try_fold(Interval::point(0), |sum, (variable, coefficient)| {
            Some(sum.plus(&intervals.get(variable)?.scaled(coefficient)))
        })?;
        let miss = all.distance(&Interval::point(&value))?;
        let above = all.low.point().is_some_and(|low| *low >= value);
        let sides = terms.iter().map(|(variable, coefficient)| {
            (*variable, if coefficient.is_positive() == above { Side::Low } else { Side::High })
        });
        let sum = match (terms.is_empty(), above) {
            (true, _) => all,
            (false, true) => Interval { high: End::Unbounded, ..all },
            (false, false) => Interval { low: End::Unbounded, ..all },
        };
        Some(Self { equations: used, bounds: sides.collect(), sum, value, miss, terms })
    }
}

/// Terms, without zeros, and value of the sum of multiplied equations.
fn combined(
    equations: &BTreeMap<usize, &Equation>,
    multipliers: &BTreeMap<usize, Rational>,
) -> Option<(BTreeMap<usize, Rational>, Rational)> {
    let mut terms: BTreeMap<usize, Rational> = BTreeMap::new();
    let mut value = Rational::zero();
    for (place, multiplier) in multipliers {
        let equation = equations.get(place)?;
        value = value.minus(&equation.constant.times(multiplier));
        for (variable, coefficient) in &equation.terms {
            let sum = terms.entry(*variable).or_insert_with(Rational::zero);
            *sum = sum.plus(&coefficient.times(multiplier));
        }
    }
    terms.retain(|_, coefficient| !coefficient.is_zero());
    Some((terms, value))
}
