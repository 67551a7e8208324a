//! A search for numbers inside bounds, after Dutertre and de Moura, "A Fast Linear-Arithmetic Solver for DPLL(T)" (2006).
//!
//! Every equation has a slack variable that is the sum of its terms and is bound to one value. Basic variables are sums of the others;
//! while one of them is out of its bounds it changes places with one that can move: at first with one that few sums hold, which keeps
//! them short, and after a while with the smallest (Bland), so that the search ends. Its work is bounded all the same.

use std::collections::BTreeMap;

use crate::rational::Rational;

use super::delta::Delta;

/// A variable: where it stands and where it may.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) value: Delta,
    pub(super) low: Option<Delta>,
    pub(super) high: Option<Delta>,
}

/// A variable's name: those of the equations come behind the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Variable(usize),
    Slack(usize),
}

/// Changes of places before the smallest variable is taken always.
const FREE_PIVOTS: usize = 500;

/// What a search comes to.
pub(super) enum Search {
    /// All variables are inside their bounds.
    Feasible,
    /// The equations, so multiplied and added, cannot hold: a row whose basic variable is out of its bounds while none of the others
    /// can move on. The others do not depend on each other, so without any one of these bounds the row can be brought to its own;
    /// hence the conflict is irreducible.
    Infeasible(BTreeMap<usize, Rational>),
    /// The work is used up.
    Exhausted,
}

/// The tableau.
pub(super) struct Simplex {
    states: BTreeMap<Name, State>,
    rows: BTreeMap<Name, BTreeMap<Name, Rational>>,
    /// In how many rows each variable stands.
    uses: BTreeMap<Name, usize>,
    pivots: usize,
}

impl State {
    /// A variable in the middle of its bounds, where printed numbers nearly satisfy their equations; at the only bound, else at zero.
    pub(super) fn new(low: Option<Delta>, high: Option<Delta>) -> Self {
        let value = match (&low, &high) {
            (Some(low), Some(high)) => low.middle(high),
            (Some(bound), None) | (None, Some(bound)) => bound.clone(),
            (None, None) => Delta::zero(),
        };
        Self { value, low, high }
    }

    fn can_rise(&self) -> bool {
        self.high.as_ref().is_none_or(|high| self.value < *high)
    }

    fn can_fall(&self) -> bool {
        self.low.as_ref().is_none_or(|low| self.value > *low)
    }

    /// The bound that the value violates, and whether it must rise to it.
    fn wanted(&self) -> Option<(Delta, bool)> {
        let low = self.low.as_ref().filter(|low| self.value < **low).map(|low| (low.clone(), true));
        low.or_else(|| {
            self.high.as_ref().filter(|high| self.value > **high).map(|high| (high.clone(), false))
        })
    }
}

impl Simplex {
    /// No equations over variables with bounds.
    pub(super) fn new(variables: BTreeMap<Name, State>) -> Self {
        Self { states: variables, rows: BTreeMap::new(), uses: BTreeMap::new(), pivots: 0 }
    }

    /// Adds the equation at a place: the sum of its terms has a value.
    pub(super) fn add(&mut self, place: usize, terms: &BTreeMap<usize, Rational>, value: Rational) {
        let row: BTreeMap<Name, Rational> = terms
            .iter()
            .filter(|(_, coefficient)| !coefficient.is_zero())
            .map(|(variable, coefficient)| (Name::Variable(*variable), coefficient.clone()))
            .collect();
        let mut sum = Delta::zero();
        for (name, coefficient) in &row {
            let state = self.states.entry(*name).or_insert_with(|| State::new(None, None));
            sum = sum.plus(&state.value.times(coefficient));
        }
        row.keys().for_each(|name| more(&mut self.uses, *name));
        let bound = Some(Delta::from(value));
        self.states.insert(Name::Slack(place), State { value: sum, low: bound.clone(), high: bound });
        self.rows.insert(Name::Slack(place), row);
    }

    /// Searches until all is inside its bounds or cannot be; each coefficient computed takes one of `work`.
    pub(super) fn search(&mut self, work: &mut usize) -> Search {
        loop {
            let mut violated = self.rows.keys().filter_map(|name| {
                let state = self.states.get(name)?;
                Some((*name, state.wanted()?, state))
            });
            let violated = if self.pivots < FREE_PIVOTS {
                violated.max_by_key(|(_, (wanted, rises), state)| {
                    if *rises { wanted.minus(&state.value) } else { state.value.minus(wanted) }
                })
            } else {
                violated.next()
            };
            let Some((leaving, (wanted, rises), _)) = violated else { return Search::Feasible };
            let Some(row) = self.rows.get(&leaving) else { return Search::Exhausted };
            let mut movable = row.iter().filter(|(name, coefficient)| {
                let up = coefficient.is_positive() == rises;
                let state = self.states.get(*name);
                state.is_some_and(|state| if up { state.can_rise() } else { state.can_fall() })
            });
            let movable = if self.pivots < FREE_PIVOTS {
                movable.min_by_key(|(name, _)| (self.uses.get(*name), **name))
            } else {
                movable.next()
            };
            let Some((entering, coefficient)) = movable.map(|(n, c)| (*n, c.clone())) else {
                return Search::Infeasible(multipliers(leaving, row));
            };
            if self.pivot(leaving, &wanted, entering, &coefficient, work).is_none() {
                return Search::Exhausted;
            }
        }
    }

    /// Lets a basic variable go to its bound and another take its place; `None` when the work is used up.
    fn pivot(
        &mut self,
        leaving: Name,
        wanted: &Delta,
        entering: Name,
        coefficient: &Rational,
        work: &mut usize,
    ) -> Option<()> {
        let inverse = Rational::one().over(coefficient)?;
        self.pivots = self.pivots.saturating_add(1);
        let row = self.rows.remove(&leaving)?;
        row.keys().for_each(|name| fewer(&mut self.uses, *name));
        let uses = self.rows.values().filter(|other| other.contains_key(&entering)).count();
        let length = row.values().fold(0_usize, |sum, coefficient| sum.saturating_add(cost(coefficient)));
        *work = work.checked_sub(uses.saturating_add(1).saturating_mul(length))?;

        let step = wanted.minus(&self.states.get(&leaving)?.value).times(&inverse);
        self.states.get_mut(&leaving)?.value = wanted.clone();
        let state = self.states.get_mut(&entering)?;
        state.value = state.value.plus(&step);

        let mut solved: BTreeMap<Name, Rational> = row
            .into_iter()
            .filter(|(name, _)| *name != entering)
            .map(|(name, part)| (name, part.times(&inverse).negated()))
            .collect();
        solved.insert(leaving, inverse);
        for (basic, other) in &mut self.rows {
            let Some(times) = other.remove(&entering) else { continue };
            let state = self.states.get_mut(basic)?;
            state.value = state.value.plus(&step.times(&times));
            for (name, part) in &solved {
                let sum = other.entry(*name).or_insert_with(|| {
                    more(&mut self.uses, *name);
                    Rational::zero()
                });
                *sum = sum.plus(&part.times(&times));
                if sum.is_zero() {
                    other.remove(name);
                    fewer(&mut self.uses, *name);
                }
            }
        }
        self.uses.remove(&entering);
        solved.keys().for_each(|name| more(&mut self.uses, *name));
        self.rows.insert(entering, solved);
        Some(())
    }
}

/// What a coefficient costs: one of usual length, more with the square of its length.
fn cost(coefficient: &Rational) -> usize {
    let words = coefficient.words().saturating_add(1);
    words.saturating_mul(words)
}

fn more(uses: &mut BTreeMap<Name, usize>, name: Name) {
    let count = uses.entry(name).or_default();
    *count = count.saturating_add(1);
}

fn fewer(uses: &mut BTreeMap<Name, usize>, name: Name) {
    let count = uses.entry(name).or_default();
    *count = count.saturating_sub(1);
}

/// How often each equation stands in a row: the basic variable less its sum.
fn multipliers(basic: Name, row: &BTreeMap<Name, Rational>) -> BTreeMap<usize, Rational> {
    let all = row.iter().map(|(name, coefficient)| (*name, coefficient.negated()));
    let slacks = all.chain([(basic, Rational::one())]).filter_map(|(name, multiplier)| match name {
        Name::Slack(place) => Some((place, multiplier)),
        Name::Variable(_) => None,
    });
    slacks.collect()
}
