//! Passages of sections that are one, of which nothing stands over there: a row or a paragraph that one version has lost.

use std::collections::{BTreeMap, BTreeSet};

use super::super::pair::Place;
use super::passages::{Form, Pair};
use super::{Side, counts, judged};
use crate::draft::Span;

/// A passage that only one version has.
#[derive(Clone, Debug)]
pub(in crate::draft) struct Alone {
    /// Which version has it: 0 or 1.
    pub(in crate::draft) side: usize,
    /// The first number that it says.
    pub(in crate::draft) span: Span,
    /// What stands before it, over there.
    pub(in crate::draft) beside: Span,
    /// It is a row of a table.
    pub(in crate::draft) row: bool,
}

/// As far a passage is looked for that one without a counterpart can be told beside.
const NEAR: usize = 64;

/// Passages of both versions that nothing goes with, in sections of which most goes together.
pub(super) fn passages(
    own: &Side<'_>,
    other: &Side<'_>,
    pairs: &[Pair],
    sections: &[(usize, usize)],
) -> Vec<Alone> {
    let mut found = Vec::new();
    // Files of two forms have other blocks: a page has lists of links, a document none.
    let same_form = own.draft.form == other.draft.form;
    for side in [0, 1] {
        let (here, there) = if side == 0 { (own, other) } else { (other, own) };
        let ends = |pair: &Pair| if side == 0 { (pair.own, pair.other) } else { (pair.other, pair.own) };
        let partners: BTreeMap<usize, usize> = pairs.iter().map(ends).collect();
        // A section that is missing is told once.
        let headed: BTreeSet<usize> =
            sections.iter().map(|pair| if side == 0 { pair.0 } else { pair.1 }).collect();
        let lonely = |passage: usize| !partners.contains_key(&passage) && is_telling(here, passage);
        let mut counted: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for passage in 0..here.passages.len() {
            let (paired, alone) = counted.entry(here.group(passage)).or_default();
            *paired = paired.saturating_add(usize::from(partners.contains_key(&passage)));
            *alone = alone.saturating_add(usize::from(lonely(passage)));
        }
        let (tables, blocks) = (tables(here, &partners, there), [blocks(here), blocks(there)]);
        for passage in (0..here.passages.len()).filter(|passage| lonely(*passage)) {
            let section = here.sections.get(passage).copied().unwrap_or(0);
            let (paired, alone) = counted.get(&here.group(passage)).copied().unwrap_or_default();
            if !headed.contains(&section) || paired < alone.saturating_mul(2) {
                continue;
            }
            let row = matches!(here.forms.get(passage), Some(Form::Row(..)));
            // Where nothing is lost, what goes with it is there and is not read.
            let lost = if row {
                is_longer(here, passage, &tables)
            } else {
                let [ours, theirs] =
                    blocks.each_ref().map(|blocks| blocks.get(&here.group(passage)).copied());
                same_form && ours > theirs
            };
            if !lost {
                continue;
            }
            let before = (0..passage).rev().take_while(|at| here.group(*at) == here.group(passage));
            let behind =
                (passage..here.passages.len()).take_while(|at| here.group(*at) == here.group(passage));
            let beside = before.take(NEAR).chain(behind.take(NEAR)).find_map(|at| partners.get(&at));
            let beside = beside.and_then(|passage| there.span(Place { passage: *passage, said: 0 }));
            let first = numbers(here, passage).next();
            if let (Some(span), Some(beside)) = (first.and_then(|place| here.span(place)), beside) {
                found.push(Alone { side, span, beside, row });
            }
        }
    }
    found
}

/// How many rows the table over there has, of each table that has one.
fn tables(here: &Side<'_>, partners: &BTreeMap<usize, usize>, there: &Side<'_>) -> BTreeMap<usize, usize> {
    let rows = |(own, other): (&usize, &usize)| match (here.forms.get(*own)?, there.forms.get(*other)?) {
        (Form::Row(..), Form::Row(_, rows)) => Some((here.passages.get(*own)?.block, *rows)),
        (Form::Heading | Form::Text | Form::Row(..), _) => None,
    };
    partners.iter().filter_map(rows).collect()
}

/// Whether a row stands in a table that has more rows than the one over there.
fn is_longer(here: &Side<'_>, passage: usize, tables: &BTreeMap<usize, usize>) -> bool {
    let there = here.passages.get(passage).and_then(|passage| tables.get(&passage.block));
    match (here.forms.get(passage), there) {
        (Some(Form::Row(_, rows)), Some(there)) => rows > there,
        (Some(Form::Row(..) | Form::Text | Form::Heading) | None, _) => false,
    }
}

/// How many blocks each group of sections has.
fn blocks(side: &Side<'_>) -> BTreeMap<usize, usize> {
    let mut blocks: BTreeMap<usize, usize> = BTreeMap::new();
    for block in &side.draft.blocks {
        let section = block.section.map_or(0, |section| section.saturating_add(1));
        let count = blocks.entry(side.groups.get(section).copied().unwrap_or(0)).or_default();
        *count = count.saturating_add(1);
    }
    blocks
}

/// The numbers of a passage that every language writes.
fn numbers<'a>(side: &'a Side<'_>, passage: usize) -> impl Iterator<Item = Place> + 'a {
    let said = side.passages.get(passage).into_iter().flat_map(|passage| passage.said.iter().enumerate());
    let telling = said.filter(|(_, said)| {
        said.value().is_some_and(|value| !judged::may_be_year(value)) && judged::solid(said)
    });
    let places = telling.map(move |(said, _)| Place { passage, said });
    // What stands first in a line numbers it.
    let row = matches!(side.forms.get(passage), Some(Form::Row(..)));
    let places = places.filter(move |place| {
        row || side.said(*place).is_some_and(|said| said.span.start > 0 || said.measured)
    });
    places.filter(|place| !side.is_spelled(*place))
}

/// Whether a passage says numbers that would be found if they stood over there, and nothing that was.
fn is_telling(side: &Side<'_>, passage: usize) -> bool {
    let heading = matches!(side.forms.get(passage), Some(Form::Heading));
    let said = side.passages.get(passage).map(|passage| passage.said.as_slice()).unwrap_or_default();
    let met = said
        .iter()
        .enumerate()
        .any(|(said, what)| counts(what) && side.met(Place { passage, said }).is_some());
    !heading && !met && numbers(side, passage).next().is_some()
}
