//! Deciding a system: a search, and what it finds proved anew.

use std::collections::BTreeMap;

use crate::interval::Interval;

use super::Equation;
use super::conflict::Conflict;
use super::delta::Delta;
use super::simplex::{Name, Search, Simplex, State};

/// What is known of a system.
pub(super) enum Decision {
    Feasible,
    Infeasible(Box<Conflict>),
    Exhausted,
}

/// Whether the equations can hold inside the intervals. A conflict that cannot be proved anew is none: the system stays undecided.
pub(super) fn decide(
    intervals: &BTreeMap<usize, Interval>,
    equations: &BTreeMap<usize, &Equation>,
    work: &mut usize,
) -> Decision {
    let states = intervals.iter().map(|(variable, interval)| {
        let state = State::new(Delta::lowest(&interval.low), Delta::highest(&interval.high));
        (Name::Variable(*variable), state)
    });
    let mut simplex = Simplex::new(states.collect());
    for (place, equation) in equations {
        simplex.add(*place, &equation.terms, equation.constant.negated());
    }
    match simplex.search(work) {
        Search::Feasible => Decision::Feasible,
        Search::Infeasible(multipliers) => {
            let conflict = Conflict::prove(intervals, equations, multipliers);
            conflict.map_or(Decision::Exhausted, |conflict| Decision::Infeasible(Box::new(conflict)))
        }
        Search::Exhausted => Decision::Exhausted,
    }
}
