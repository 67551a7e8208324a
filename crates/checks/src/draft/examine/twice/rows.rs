//! A sentence and a row of a table with the same name, in one section and of one period, whose numbers do not meet.
//!
//! The name of the row must be all that the sentence is about; the column is that of the sentence's period, or the only one. Numbers far apart
//! are more likely two things.

use std::collections::{BTreeMap, BTreeSet};

use super::Statement;
use crate::draft::examine::stated::{self, is_in};
use crate::draft::examine::tables::grid::{Content, Grid, Number};
use crate::draft::telling::{Found, Message};
use crate::draft::{Draft, Kind, Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::{Lexicon, content_words};

/// A mark for each statement that a row of a table of its section contradicts.
pub(super) fn differing(draft: &Draft, statements: &[Statement], lexicon: &Lexicon) -> Vec<Found> {
    let section = |block: usize| draft.blocks.get(block).and_then(|block| block.section);
    let mut named: BTreeMap<(Option<usize>, &BTreeSet<String>), Vec<&Statement>> = BTreeMap::new();
    for statement in statements {
        named.entry((section(statement.span.block), &statement.words)).or_default().push(statement);
    }
    let mut marks = Vec::new();
    for (place, block) in draft.blocks.iter().enumerate() {
        let table = matches!(block.kind, Kind::Table(_)) && !statements.is_empty();
        let Some(grid) = Some(block).filter(|_| table).and_then(|block| Grid::of(draft, block, lexicon))
        else {
            continue;
        };
        let labels: Vec<BTreeSet<String>> = grid
            .rows
            .iter()
            .map(|row| {
                let label =
                    row.first().and_then(|cell| block.text.get(cell.span.clone())).unwrap_or_default();
                content_words(label, lexicon).into_iter().collect()
            })
            .collect();
        // Two rows with one name are told apart by what stands around them.
        let mut once = BTreeSet::new();
        let again: BTreeSet<_> = labels.iter().filter(|label| !once.insert(*label)).collect();
        for (row, label) in labels.iter().enumerate() {
            let alone = !again.contains(label);
            let found = named.get(&(section(place), label)).filter(|_| alone);
            for statement in found.into_iter().flatten() {
                marks.extend(mark(draft, statement, place, &grid, row));
            }
        }
    }
    marks
}

fn mark(draft: &Draft, statement: &Statement, table: usize, grid: &Grid, row: usize) -> Option<Found> {
    let column = column(statement, grid, row)?;
    let cell = grid.at((row, column))?;
    let head = grid.heads.get(column)?;
    let Content::Number(numbers) = &cell.content else { return None };
    let span = Span { block: table, start: cell.span.start, end: cell.span.end };
    let written = draft.words(&span);
    let percent = head.percent || written.contains('%');
    let measured = head.measured && !head.percent || grid.labels.get(row).is_some_and(|name| name.measured);
    if percent != is_in(&statement.mention, "percent") || measured || !are_apart(statement, numbers) {
        return None;
    }
    let here = draft.words(&statement.span);
    Some(Mark {
        id: format!("two-values-{}-{}", statement.span.block, statement.span.start),
        rule: "two-values".to_owned(),
        severity: Severity::Warning,
        span: statement.span.clone(),
        message: Message::new("two-values-row").with("here", here).with("there", written),
        notes: vec![Note { text: Message::new("two-values-row-note"), span: Some(span) }],
        help: Message::new("two-values-help"),
        figure: None,
        link: None,
    })
}

/// The column that a statement is of: that of its period, or the only one with numbers where neither names a period.
fn column(statement: &Statement, grid: &Grid, row: usize) -> Option<usize> {
    let numeric = |column: &usize| {
        grid.at((row, *column)).is_some_and(|cell| matches!(cell.content, Content::Number(_)))
    };
    let columns: Vec<usize> = (1..grid.heads.len()).filter(numeric).collect();
    let period = |column: &usize| grid.periods.get(*column).cloned().flatten();
    let mut found = columns.iter().copied().filter(|column| period(column) == statement.period);
    let first = found.next().filter(|_| found.next().is_none())?;
    (statement.period.is_some() || columns.len() == 1).then_some(first)
}

/// Whether two numbers do not meet and lie within a third of each other.
fn are_apart(statement: &Statement, numbers: &[Number]) -> bool {
    let Some(readings) = stated::readings(&statement.mention) else { return false };
    let meets = readings.iter().any(|one| numbers.iter().any(|other| one.interval.meets(&other.interval)));
    let near = |number: &Number| {
        let Some(nominal) = &number.nominal else { return false };
        let around = stated::around(nominal, &stated::tenths(3));
        readings.iter().any(|reading| reading.nominal.as_ref().is_some_and(|n| around.contains(n.clone())))
    };
    !meets && numbers.iter().any(near)
}
