//! Whether a year of a draft is the year of the figures that are told with it.
//!
//! A year belongs to the numbers beside it, in a table to those of its row or column. Where each of them says what the report says of
//! the same thing for other years only, it is the year that is wrong.

use std::collections::{BTreeMap, BTreeSet};

use figures::Period;

use super::Reference;
use super::clues::{Clue, OWN};
use super::meant::{Context, Years};
use super::pair::{Fate, Place};
use super::passage::Passage;
use super::said::{Said, What};

/// What is surely said of a figure, in per cent of what a number's words name.
const COVERED: u32 = 50;

/// A year that none of its numbers is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Misdated {
    /// What the report says of one of its numbers.
    pub(super) place: Place,
    /// The year that the report says it of.
    pub(super) year: i16,
}

/// A number of a draft that a year is told of.
struct Dated {
    year: i16,
    /// Where the report says it, and of which years; nothing where that is not sure.
    known: Option<(Place, BTreeSet<i16>)>,
}

/// Every period of a draft whose numbers the report says of other years, by its place in the draft.
pub(super) fn misdated(
    own: &[Passage],
    fates: &[Vec<Fate>],
    contexts: &[Context],
    reference: &Reference,
) -> BTreeMap<Place, Misdated> {
    let mut found = BTreeMap::new();
    let mut first = 0_usize;
    // Passages of one block stand together: a paragraph alone, the rows of a table.
    for rows in own.chunk_by(|a, b| a.block == b.block) {
        let places = first..first.saturating_add(rows.len());
        first = places.end;
        let mut numbers = Vec::new();
        for (at, passage) in places.clone().zip(rows).filter(|(_, passage)| !passage.head) {
            let (fates, context) = (fates.get(at).map(Vec::as_slice).unwrap_or_default(), contexts.get(at));
            for (said, fate) in passage.said.iter().zip(fates) {
                let years = years(said);
                if years.is_empty() || !matches!(said.what, What::Number(_)) {
                    continue;
                }
                let known = context.and_then(|context| known(said, fate, context, reference));
                numbers.extend(years.into_iter().map(|year| Dated { year, known: known.clone() }));
            }
        }
        for (at, passage) in places.zip(rows) {
            for (place, said) in passage.said.iter().enumerate() {
                if let What::Period(period) = &said.what
                    && let Some(wrong) = wrong(period, &numbers)
                {
                    found.insert(Place { passage: at, said: place }, wrong);
                }
            }
        }
    }
    found
}

fn years(said: &Said) -> Vec<i16> {
    let years = said.clues.each().filter_map(|(clue, weight)| match clue {
        Clue::Year(year) if weight >= OWN => Some(*year),
        Clue::Concept(_) | Clue::Year(_) | Clue::Before | Clue::After => None,
    });
    years.collect()
}

/// What the numbers of a period say against it: all of them are known, and none is of its year.
fn wrong(period: &Period, numbers: &[Dated]) -> Option<Misdated> {
    let year = period.first_day().year();
    if period.last_day().year() != year {
        return None;
    }
    let mut first = None;
    for number in numbers.iter().filter(|number| number.year == year) {
        let (place, years) = number.known.as_ref()?;
        if years.contains(&year) {
            return None;
        }
        first = first.or(Some((*place, years)));
    }
    let (place, years) = first?;
    let year = years.iter().copied().min_by_key(|other| other.abs_diff(year))?;
    Some(Misdated { place, year })
}

/// Where the report says what a number says, and of which years; nothing where that is not sure.
fn known(
    said: &Said,
    fate: &Fate,
    context: &Context,
    reference: &Reference,
) -> Option<(Place, BTreeSet<i16>)> {
    let meant = reference.figures.meant(said, context, Years::Any, &reference.passages);
    let by_words = meant.agreeing.filter(|c| c.covered >= COVERED && (c.near || c.like >= COVERED));
    let place = by_words.map(|candidate| candidate.place).or(match fate {
        Fate::Agrees(place) => Some(*place),
        Fate::Replaced { .. } | Fate::Unknown => None,
    })?;
    let years = reference.figures.years(said, place, &reference.passages);
    (!years.is_empty()).then_some((place, years))
}
