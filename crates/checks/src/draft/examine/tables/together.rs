//! Rows and columns of a table that add up one by one, thanks to rounding, and cannot do so for the same numbers.

use std::collections::BTreeMap;

use figures::joint::{self, Equation, Limits, Verdict};
use figures::{Interval, Rational};

use super::grid::Grid;
use super::lines::{Line, Outcome, Place};
use crate::draft::telling::{Found, Message};
use crate::draft::{Mark, Note, Span};
use crate::finding::Severity;

/// A mark at the first total of the lines that cannot hold together; only of a table that adds up in both directions.
pub(super) fn apart(block: usize, grid: &Grid, directions: [&Vec<(Line, Outcome)>; 2]) -> Option<Found> {
    let adding = |judged: &&Vec<(Line, Outcome)>| {
        let adds = |(_, outcome): &&(Line, Outcome)| matches!(outcome, Outcome::Fits | Outcome::Rounds);
        judged.iter().filter(adds).map(|(line, _)| line.clone()).collect::<Vec<_>>()
    };
    let lines = directions.iter().map(adding).collect::<Vec<_>>();
    if lines.iter().any(|lines| lines.len() < 2) {
        return None;
    }
    let lines = lines.concat();
    let mut variables: BTreeMap<Place, usize> = BTreeMap::new();
    let mut intervals: Vec<Interval> = Vec::new();
    let mut equations = Vec::new();
    for line in &lines {
        let mut terms = BTreeMap::new();
        let places = line.parts.iter().map(|place| (*place, 1)).chain([(line.total, -1)]);
        for (place, sign) in places {
            // An empty cell is no variable: the line was judged without it.
            let Some(interval) = line.interval(grid, place) else { continue };
            let variable = *variables.entry(place).or_insert_with(|| {
                intervals.push(interval.clone());
                intervals.len().saturating_sub(1)
            });
            // A cell of a row that counts and of a column that measures stands for the wider of the two.
            if let Some(known) = intervals.get_mut(variable) {
                *known = known.hull(&interval);
            }
            terms.insert(variable, Rational::from(sign));
        }
        equations.push(Equation { terms, constant: Rational::zero() });
    }
    let groups = joint::test(&intervals, &equations, &Limits::default());
    let conflict = groups.into_iter().find_map(|group| match group.verdict {
        Verdict::Inconsistent { conflicts, .. } => conflicts.into_iter().next(),
        Verdict::Consistent | Verdict::Undecided => None,
    })?;
    let totals =
        conflict.equations.keys().filter_map(|at| lines.get(*at)).filter_map(|line| grid.at(line.total));
    let spans: Vec<Span> =
        totals.map(|cell| Span { block, start: cell.span.start, end: cell.span.end }).collect();
    let (first, others) = spans.split_first().filter(|_| conflict.equations.len() > 1)?;
    let others = others.iter().filter(|other| *other != first);
    let note = |span: &Span| Note { text: Message::new("not-together"), span: Some(span.clone()) };
    Some(Mark {
        id: format!("table-together-{block}"),
        rule: "table-together".to_owned(),
        severity: Severity::Warning,
        span: first.clone(),
        message: Message::new("table-together"),
        notes: others.map(note).collect(),
        help: Message::new("table-together-help"),
        figure: None,
        link: None,
    })
}
