//! Identities that share figures, tested together: each row and each column of a table may add up thanks to rounding, and no numbers
//! make all of them do so.
//!
//! What cannot hold by itself its own rule tells; here are sets of two and more, none of which can be left out, proved in exact numbers
//! ([`figures::joint`]).

use std::collections::BTreeMap;

use figures::interval::Interval;
use figures::joint::{self, Conflict, Equation, Limits, Verdict};
use figures::{Answer, Dimension, Figure, Quantity, Rational, Relation};
use report::content::Content;
use report::model::Report;

use super::totals::{Group, groups};
use crate::declared::Declared;
use crate::finding::{Finding, Rule, grouped};

/// A finding for each irreducible set of identities that cannot hold together.
pub(crate) fn find<'a>(
    reports: &[&Report],
    definitions: &Content,
    rules: &[Declared],
    answer: impl Fn(&str) -> Option<&'a Answer>,
) -> Vec<Finding> {
    let mut system = System::default();
    let groups = groups(reports, definitions);
    groups.iter().filter(|group| group.unshown.is_empty()).for_each(|group| system.add_group(group));
    rules.iter().for_each(|rule| system.add_rule(rule, &answer));
    let tested = joint::test(&system.intervals, &system.equations, &Limits::default());
    let conflicts = tested.iter().flat_map(|group| match &group.verdict {
        Verdict::Inconsistent { conflicts, .. } => conflicts.as_slice(),
        Verdict::Consistent | Verdict::Undecided => &[],
    });
    conflicts.filter(|conflict| conflict.equations.len() > 1).map(|conflict| system.told(conflict)).collect()
}

/// Equations over figures.
#[derive(Default)]
struct System {
    places: BTreeMap<String, usize>,
    intervals: Vec<Interval>,
    equations: Vec<Equation>,
    /// What each equation is called, for people.
    names: Vec<String>,
}

impl System {
    /// The variable of a figure; nothing where it has no value.
    fn variable(&mut self, figure: &Figure) -> Option<usize> {
        if let Some(known) = self.places.get(&figure.key) {
            return Some(*known);
        }
        let quantity = Quantity::of(figure.value.as_ref()?, &figure.unit);
        let place = self.intervals.len();
        self.intervals.push(quantity.interval);
        self.places.insert(figure.key.clone(), place);
        Some(place)
    }

    fn add(&mut self, name: String, terms: Vec<(usize, Rational)>, constant: Rational) {
        let mut equation = Equation { terms: BTreeMap::new(), constant };
        for (variable, coefficient) in terms {
            let sum = equation.terms.entry(variable).or_insert_with(Rational::zero);
            *sum = sum.plus(&coefficient);
        }
        self.equations.push(equation);
        self.names.push(name);
    }

    /// The parts less the total are nothing.
    fn add_group(&mut self, group: &Group<'_>) {
        let mut terms = Vec::new();
        for (_, part) in &group.parts {
            terms.extend(self.variable(part).map(|variable| (variable, Rational::one())));
        }
        let Some(total) = self.variable(group.total) else { return };
        terms.push((total, Rational::from(-1)));
        self.add(format!("{} by {}", group.total.key, group.dimension), terms, Rational::zero());
    }

    /// A declared equation that is linear and whose figures all have values of one unit.
    fn add_rule<'a>(&mut self, rule: &Declared, answer: &impl Fn(&str) -> Option<&'a Answer>) {
        if !rule.statement.right.as_ref().is_some_and(|(relation, _)| *relation == Relation::Equal) {
            return;
        }
        let Some(form) = rule.statement.linear() else { return };
        let mut dimension = Some(form.dimension.clone()).filter(|dimension| *dimension != Dimension::Bare);
        let mut terms = Vec::new();
        for (name, coefficient) in &form.terms {
            let Some(Answer::Figures(figures)) = answer(name) else { return };
            for figure in figures {
                let (of_figure, _) = Dimension::of(&figure.unit);
                if dimension.get_or_insert_with(|| of_figure.clone()) != &of_figure {
                    return;
                }
                let Some(variable) = self.variable(figure) else { return };
                terms.push((variable, coefficient.clone()));
            }
        }
        self.add(rule.id.clone(), terms, form.constant);
    }

    fn told(&self, conflict: &Conflict) -> Finding {
        let names: Vec<&str> = conflict
            .equations
            .keys()
            .filter_map(|place| self.names.get(*place))
            .map(String::as_str)
            .collect();
        let by_place: BTreeMap<usize, &str> =
            self.places.iter().map(|(key, place)| (*place, key.as_str())).collect();
        let figures: Vec<String> = conflict
            .bounds
            .iter()
            .filter_map(|(variable, _)| by_place.get(variable))
            .map(|key| (*key).to_owned())
            .collect();
        let parts = [
            ("identities", names.join("; ")),
            ("count", names.len().to_string()),
            ("value", grouped(&conflict.value)),
            ("sum", grouped(&conflict.sum)),
            ("gap", grouped(&conflict.miss)),
        ];
        let mut subject = names.clone();
        subject.sort_unstable();
        let mut finding = Finding::new(Rule::Together, &subject, &parts);
        finding.figures = figures;
        finding
    }
}

#[cfg(test)]
mod tests;
