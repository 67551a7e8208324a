//! Whether a year of a draft is the year of the figures that are told with it.
//!
//! A year belongs to the numbers beside it, in a table to those of its row or column. Where each of them says what the report says of
//! the same thing for other years only, it is the year that is wrong.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Decimal, Period};

use super::Reference;
use super::meant::{Context, Years};
use super::pair::{Fate, Place};
use super::passage::Passage;
use super::said::{Said, What};
use crate::rules::cause;

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
    /// The passage, and which of the things that it says.
    at: Place,
    /// The column of a table that it stands in.
    column: Option<usize>,
    /// Where the report says it, and of which periods; nothing where that is not sure.
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
            for (number, (said, fate)) in passage.said.iter().zip(fates).enumerate() {
                let years: Vec<i16> = said.clues.years().collect();
                if years.is_empty() || said.lasts || !matches!(said.what, What::Number(_)) {
                    continue;
                }
                // Of several years nobody knows which is the number's.
                let alone = context.filter(|_| years.len() == 1);
                let known = alone.and_then(|context| known(said, fate, context, reference));
                let at = Place { passage: at, said: number };
                numbers.extend(years.into_iter().map(|year| Dated {
                    year,
                    at,
                    column: said.column,
                    known: known.clone(),
                }));
            }
        }
        for (at, passage) in places.zip(rows) {
            for (place, said) in passage.said.iter().enumerate() {
                let What::Period(period) = &said.what else { continue };
                let here = Place { passage: at, said: place };
                let told: Vec<&Dated> =
                    numbers.iter().filter(|number| belongs(here, passage, number)).collect();
                if let Some(wrong) = wrong(period, &told) {
                    found.insert(here, wrong);
                }
            }
        }
    }
    found
}

/// Whether a period may be told of a number: a head's of those below it, a row's of those in it, in a sentence of the one before it and the one
/// behind it.
fn belongs(period: Place, passage: &Passage, number: &Dated) -> bool {
    if passage.head {
        // Another period that stands over the number is nearer.
        let over = |said: &Said| said.column.is_some() && said.column == number.column;
        let is_dated = |said: &&Said| matches!(said.what, What::Period(_));
        let here = passage.said.get(period.said).is_some_and(over);
        return here || !passage.said.iter().filter(is_dated).any(over);
    }
    let is_beside = || {
        let (low, high) = (period.said.min(number.at.said), period.said.max(number.at.said));
        let between = passage.said.get(low.saturating_add(1)..high).unwrap_or_default();
        !between.iter().any(|said| matches!(said.what, What::Number(_)))
    };
    period.passage == number.at.passage
        && (passage.label.is_some() || is_beside() && is_own(period.said, passage, number.at.said))
}

/// Whether a period that stands beside a number is its own: one behind a semicolon or in another sentence is not where the number has one
/// nearer.
fn is_own(period: usize, passage: &Passage, number: usize) -> bool {
    let parts = |other: usize| {
        let spans = [other, number].map(|at| passage.said.get(at).map(|said| said.span.clone()));
        let [Some(a), Some(b)] = spans else { return true };
        let between = passage.text.get(a.end.min(b.end)..a.start.max(b.start)).unwrap_or_default();
        between.contains([';', '；', '؛', '。']) || between.contains(". ")
    };
    let other = if period < number { number.checked_add(1) } else { number.checked_sub(1) };
    let other =
        other.filter(|at| passage.said.get(*at).is_some_and(|said| matches!(said.what, What::Period(_))));
    !parts(period) || other.is_none_or(parts)
}

/// What the numbers of a period say against it: all of them are known, one at least is not of its year, and all are of another.
fn wrong(period: &Period, numbers: &[&Dated]) -> Option<Misdated> {
    let year = period.first_day().year();
    if period.last_day().year() != year {
        return None;
    }
    let mut first = None;
    let mut common: Option<BTreeSet<i16>> = None;
    for number in numbers.iter().filter(|number| number.year == year) {
        let (place, years) = number.known.as_ref()?;
        if !years.contains(&year) {
            first = first.or(Some(*place));
        }
        // A value of both years speaks for neither.
        common = Some(common.map_or_else(|| years.clone(), |common| &common & years));
    }
    let place = first?;
    let right = common?.into_iter().filter(|right| is_slip(*right, year));
    let year = right.min_by_key(|right| right.abs_diff(year))?;
    Some(Misdated { place, year })
}

/// Whether one year is soon written for another: a neighbour, or one digit differs. Others are more likely told of something else.
fn is_slip(right: i16, written: i16) -> bool {
    right.abs_diff(written) == 1 || cause::one_digit(Decimal::from(right), Decimal::from(written))
}

/// Where the report says what a number says, and of which years; nothing where that is not sure.
fn known(
    said: &Said,
    fate: &Fate,
    context: &Context,
    reference: &Reference,
) -> Option<(Place, BTreeSet<i16>)> {
    // Values of two times that changed places tell no year.
    if matches!(fate, Fate::Replaced { evidence, .. } if evidence.meant && evidence.framed) {
        return None;
    }
    let meant = reference.figures.meant(said, context, Years::Any, &reference.passages);
    let by_words = meant.agreeing.filter(|c| c.covered >= COVERED && (c.near || c.like >= COVERED));
    let place = by_words.map(|candidate| candidate.place).or(match fate {
        Fate::Agrees(place) => Some(*place),
        Fate::Replaced { .. } | Fate::Unknown => None,
    })?;
    let years = reference.figures.years(said, place, &reference.passages);
    (!years.is_empty()).then_some((place, years))
}
