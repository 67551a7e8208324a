//! Whether linear identities that share figures can hold together: rows and columns of a table that each add up thanks to rounding may
//! not do so for one and the same set of numbers.
//!
//! Equations are taken in groups that share variables. Each group is decided exactly, in rationals, by a simplex method with bounds
//! (`simplex`); what it finds is only a hint: a conflict is a combination of the equations whose sum cannot be reached, which
//! `conflict` computes anew from the equations and intervals. Past its limits a group is undecided, never consistent or not.

use std::collections::{BTreeMap, BTreeSet};

use crate::expression::linear::LinearForm;
use crate::interval::Interval;
use crate::rational::Rational;

mod conflict;
mod decide;
mod delta;
mod simplex;

pub use conflict::{Conflict, Side};

/// `Σ coefficient × variable + constant = 0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The coefficient of each variable, by its place among the intervals; of one without an interval nothing is known.
    pub terms: BTreeMap<usize, Rational>,
    /// The constant.
    pub constant: Rational,
}

/// How much is done for one group before it is left undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most variables.
    pub variables: usize,
    /// The most equations.
    pub equations: usize,
    /// The most coefficients that are computed; one of several words counts as the square of their number.
    pub work: usize,
}

/// Equations that share variables, directly or through others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Places of the equations.
    pub equations: Vec<usize>,
    /// How many variables they have.
    pub variables: usize,
    /// What was found.
    pub verdict: Verdict,
}

/// Whether equations can hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Some numbers inside all intervals satisfy all of them.
    Consistent,
    /// No numbers do.
    Inconsistent {
        /// Irreducible conflicts, no two with an equation in common.
        conflicts: Vec<Conflict>,
        /// Whether the equations outside of the conflicts are known to hold together.
        complete: bool,
    },
    /// The group is larger than the limits, or took more work.
    Undecided,
}

impl Default for Limits {
    fn default() -> Self {
        Self { variables: 400, equations: 200, work: 200_000 }
    }
}

impl Equation {
    /// The equation that a linear form makes nothing, with each name's variable.
    #[must_use]
    pub fn of(form: &LinearForm, mut variable: impl FnMut(&str) -> usize) -> Self {
        let mut terms: BTreeMap<usize, Rational> = BTreeMap::new();
        for (name, coefficient) in &form.terms {
            let sum = terms.entry(variable(name)).or_insert_with(Rational::zero);
            *sum = sum.plus(coefficient);
        }
        Self { terms, constant: form.constant.clone() }
    }

    /// The variables that it depends on.
    fn variables(&self) -> impl Iterator<Item = usize> {
        self.terms.iter().filter(|(_, c)| !c.is_zero()).map(|(variable, _)| *variable)
    }
}

/// Tests equations over variables that lie in intervals; each group in the order of its first equation.
#[must_use]
pub fn test(intervals: &[Interval], equations: &[Equation], limits: &Limits) -> Vec<Group> {
    let known: BTreeMap<usize, Interval> = intervals.iter().cloned().enumerate().collect();
    let groups = connected(equations);
    groups.into_iter().map(|places| group(&known, equations, places, limits)).collect()
}

/// Places of equations that share variables.
fn connected(equations: &[Equation]) -> Vec<Vec<usize>> {
    let mut by_variable: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, equation) in equations.iter().enumerate() {
        equation.variables().for_each(|variable| by_variable.entry(variable).or_default().push(place));
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for start in 0..equations.len() {
        if !seen.insert(start) {
            continue;
        }
        let (mut places, mut waiting) = (Vec::new(), vec![start]);
        while let Some(place) = waiting.pop() {
            places.push(place);
            let variables = equations.get(place).into_iter().flat_map(Equation::variables);
            // Each variable leads on once.
            let neighbours = variables.filter_map(|variable| by_variable.remove(&variable)).flatten();
            waiting.extend(neighbours.filter(|next| seen.insert(*next)));
        }
        places.sort_unstable();
        groups.push(places);
    }
    groups
}

/// Equations that cannot hold even alone: a conflict each, irreducible since every end is needed to limit the sum.
fn alone(intervals: &BTreeMap<usize, Interval>, equations: &BTreeMap<usize, &Equation>) -> Vec<Conflict> {
    let one =
        |place: &usize| Conflict::prove(intervals, equations, BTreeMap::from([(*place, Rational::one())]));
    equations.keys().filter_map(one).collect()
}

fn group(
    intervals: &BTreeMap<usize, Interval>,
    equations: &[Equation],
    places: Vec<usize>,
    limits: &Limits,
) -> Group {
    let mut rest: BTreeMap<usize, &Equation> =
        places.iter().filter_map(|place| Some((*place, equations.get(*place)?))).collect();
    let variables: BTreeSet<usize> = rest.values().flat_map(|equation| equation.variables()).collect();
    let known = variables.iter().filter_map(|v| Some((*v, intervals.get(v)?.clone()))).collect();
    let done = |verdict| Group { equations: places.clone(), variables: variables.len(), verdict };
    if variables.len() > limits.variables || places.len() > limits.equations {
        return done(Verdict::Undecided);
    }
    let mut work = limits.work;
    // What cannot hold by itself is told by itself; the joint test is of the others.
    let mut conflicts = alone(&known, &rest);
    conflicts.iter().flat_map(|conflict| conflict.equations.keys()).for_each(|place| {
        rest.remove(place);
    });
    loop {
        let found = match decide::decide(&known, &rest, &mut work) {
            decide::Decision::Feasible if conflicts.is_empty() => return done(Verdict::Consistent),
            decide::Decision::Feasible => return done(Verdict::Inconsistent { conflicts, complete: true }),
            decide::Decision::Infeasible(conflict) => Some(conflict),
            decide::Decision::Exhausted => None,
        };
        match found {
            Some(conflict) => {
                conflict.equations.keys().for_each(|place| {
                    rest.remove(place);
                });
                conflicts.push(*conflict);
            }
            None if conflicts.is_empty() => return done(Verdict::Undecided),
            None => return done(Verdict::Inconsistent { conflicts, complete: false }),
        }
    }
}

#[cfg(test)]
mod tests;
