//! Which passage of one draft is which of the other, within sections that are one: in their order, then by what they have in common.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::find::alike;
use super::super::passage::Passage;
use super::likeness::Likeness;
use super::walk;
use crate::draft::{Draft, Kind};

/// What speaks for two passages being one, and against; what they have in common counts besides.
const MOST: u32 = 1_440;
const FORM: i32 = 80;
const OTHER_FORM: i32 = -200;
const HEADING: i32 = 600;
const ROW: i32 = 200;
const LIKE: i32 = 120;
const ALL: i32 = 300;
const BASE: i32 = -100;

/// What passages in another order must have in common.
const ENOUGH: u32 = 240;

/// What a passage is in its draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Heading,
    Text,
    /// A row of a table: which, and of how many.
    Row(usize, usize),
}

/// The form of each passage of a draft.
pub(super) fn forms(draft: &Draft, passages: &[Passage]) -> Vec<Form> {
    let form = |passage: &Passage| match draft.blocks.get(passage.block).map(|block| &block.kind) {
        Some(Kind::Heading { .. }) => Form::Heading,
        Some(Kind::Table(table)) => {
            let before = |row: &crate::draft::Row| {
                row.cells.first().is_some_and(|cell| cell.range.start < passage.start)
            };
            Form::Row(table.rows.iter().take_while(|row| before(row)).count(), table.rows.len())
        }
        Some(
            Kind::Paragraph
            | Kind::Item { .. }
            | Kind::Caption
            | Kind::Image
            | Kind::Footnote { .. }
            | Kind::Aside,
        )
        | None => Form::Text,
    };
    passages.iter().map(form).collect()
}

/// Two passages that are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) own: usize,
    pub(super) other: usize,
    /// What stands before both, and behind.
    pub(super) before: Next,
    pub(super) behind: Next,
    /// One of them stands in another pair already: what is one passage here is several there.
    pub(super) part: bool,
}

/// What stands next to both passages of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The section begins or ends.
    End,
    /// A pair, by its first passage.
    Pair(usize),
    /// Something that is in no pair, or in another order.
    Other,
}

impl Pair {
    /// Two passages that are one by what they say, wherever they stand.
    fn found(own: usize, other: usize, part: bool) -> Self {
        Self { own, other, before: Next::Other, behind: Next::Other, part }
    }
}

/// Passages, their forms and their signs.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) passages: &'a [Passage],
    pub(super) forms: &'a [Form],
    /// Numbers that stand for the signs of each passage.
    pub(super) signs: &'a [BTreeSet<u32>],
}

/// The passages of two sections that are one, each at most once.
pub(super) fn pairs(
    own: Row<'_>,
    other: Row<'_>,
    (rows, columns): (&[usize], &[usize]),
    likeness: &Likeness,
) -> Vec<Pair> {
    let (own_forms, other_forms) = (own.forms, other.forms);
    let common = |i: usize, j: usize| likeness.get(i).and_then(|row| row.get(&j)).copied().unwrap_or(0);
    let worth = |i: usize, j: usize| {
        let (i, j) = (*rows.get(i)?, *columns.get(j)?);
        let form = match (own_forms.get(i)?, other_forms.get(j)?) {
            (Form::Heading, Form::Heading) => HEADING,
            (Form::Text, Form::Text) => FORM,
            (Form::Row(a, m), Form::Row(b, n)) if a == b && m == n => FORM + ROW,
            (Form::Row(..), Form::Row(..)) => FORM,
            (Form::Heading, _) | (_, Form::Heading) => return None,
            (Form::Text, Form::Row(..)) | (Form::Row(..), Form::Text) => OTHER_FORM,
        };
        let like = if alike(own.passages.get(i)?, other.passages.get(j)?) { LIKE } else { 0 };
        let like = like.saturating_add(overlap(own.signs.get(i)?, other.signs.get(j)?));
        let shared = i32::try_from(common(i, j).min(MOST)).unwrap_or(0);
        Some(BASE.saturating_add(form).saturating_add(like).saturating_add(shared)).filter(|worth| *worth > 0)
    };
    let steps = walk::pairs(rows.len(), columns.len(), worth);
    let same_form = |own: usize, other: usize| same_form(own_forms.get(own), other_forms.get(other));
    let steps = filled(&steps, (rows.len(), columns.len()), |i, j| {
        rows.get(i).zip(columns.get(j)).is_some_and(|(own, other)| same_form(*own, *other))
    });
    let mut found = placed(&steps, rows, columns);
    let mut left: BTreeSet<usize> = rows.iter().copied().collect();
    let mut free: BTreeSet<usize> = columns.iter().copied().collect();
    for pair in &found {
        left.remove(&pair.own);
        free.remove(&pair.other);
    }
    let in_section: BTreeSet<usize> = columns.iter().copied().collect();
    let best = |own: usize, of: &BTreeSet<usize>| {
        let shared = likeness.get(own).into_iter().flatten();
        let likely = shared.filter(|(other, score)| **score >= ENOUGH && of.contains(other));
        let likely = likely.filter(|(other, _)| same_form(own, **other));
        likely.max_by_key(|(other, score)| (**score, Reverse(**other))).map(|(other, _)| *other)
    };
    // Rows sorted by the names of their language, paragraphs in another order; else what is parted here and joined there.
    for own in left {
        if let Some(other) = best(own, &free) {
            found.push(Pair::found(own, other, false));
            free.remove(&other);
        } else if let Some(other) = best(own, &in_section) {
            found.push(Pair::found(own, other, true));
        }
    }
    let mut joined: BTreeMap<usize, (u32, usize)> = BTreeMap::new();
    for own in rows {
        let shared = likeness.get(*own).into_iter().flatten();
        for (other, score) in shared.filter(|(other, score)| **score >= ENOUGH && free.contains(other)) {
            let slot = joined.entry(*other).or_insert((*score, *own));
            *slot = (*slot).max((*score, *own));
        }
    }
    let joined = joined.into_iter().filter(|(other, (_, own))| same_form(*own, *other));
    found.extend(joined.map(|(other, (_, own))| Pair::found(own, other, true)));
    found
}

/// As many passages of both sides in a gap are put together in that many.
const MOST_FILLED: usize = 8;

/// The steps, and in gaps that are equally long on both sides what stands in one place and has one form.
fn filled(
    steps: &[(usize, usize)],
    (rows, columns): (usize, usize),
    same_form: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut filled = Vec::with_capacity(steps.len());
    let (mut row, mut column) = (0_usize, 0_usize);
    for (i, j) in steps.iter().copied().chain([(rows, columns)]) {
        let (height, width) = (i.saturating_sub(row), j.saturating_sub(column));
        let gap = || (0..height).map(|k| (row.saturating_add(k), column.saturating_add(k)));
        if height == width && height <= MOST_FILLED && gap().all(|(i, j)| same_form(i, j)) {
            filled.extend(gap());
        }
        if i < rows && j < columns {
            filled.push((i, j));
        }
        (row, column) = (i.saturating_add(1), j.saturating_add(1));
    }
    filled
}

/// The pairs of all steps, with what stands next to them.
fn placed(steps: &[(usize, usize)], rows: &[usize], columns: &[usize]) -> Vec<Pair> {
    let mut found = Vec::with_capacity(steps.len());
    for (at, (i, j)) in steps.iter().enumerate() {
        let own = |step: &(usize, usize)| rows.get(step.0).map_or(Next::Other, |own| Next::Pair(*own));
        let before = at.checked_sub(1).and_then(|at| steps.get(at));
        let before = match before.filter(|(k, l)| k + 1 == *i && l + 1 == *j) {
            Some(step) => own(step),
            None if *i == 0 && *j == 0 => Next::End,
            None => Next::Other,
        };
        let behind = match steps.get(at + 1).filter(|(k, l)| i + 1 == *k && j + 1 == *l) {
            Some(step) => own(step),
            None if i + 1 == rows.len() && j + 1 == columns.len() => Next::End,
            None => Next::Other,
        };
        if let (Some(own), Some(other)) = (rows.get(*i), columns.get(*j)) {
            found.push(Pair { own: *own, other: *other, before, behind, part: false });
        }
    }
    found
}

/// How much of what two passages say is the same, however often it is said elsewhere.
fn overlap(own: &BTreeSet<u32>, other: &BTreeSet<u32>) -> i32 {
    let all = i32::try_from(own.len().saturating_add(other.len())).unwrap_or(i32::MAX);
    let both = i32::try_from(own.intersection(other).count()).unwrap_or(0);
    both.saturating_mul(2).saturating_mul(ALL).checked_div(all).unwrap_or(0)
}

fn same_form(a: Option<&Form>, b: Option<&Form>) -> bool {
    matches!(
        (a, b),
        (Some(Form::Heading), Some(Form::Heading))
            | (Some(Form::Text), Some(Form::Text))
            | (Some(Form::Row(..)), Some(Form::Row(..)))
    )
}
