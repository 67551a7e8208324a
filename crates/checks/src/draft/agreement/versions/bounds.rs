//! Equal numbers that two versions limit otherwise: more than here, less than there, or only one of them at all.

use figures::{Bound, Decimal, Value};

use super::super::pair::Place;
use super::super::said::{Said, What};
use super::Side;
use crate::draft::Span;
use crate::quantities;

/// A number that both say, with a limit that only one gives or that leads the other way.
#[derive(Clone, Debug)]
pub(in crate::draft) struct Bounded {
    /// The words of the first version.
    pub(in crate::draft) first: Span,
    /// The words of the second.
    pub(in crate::draft) second: Span,
    /// One says that it is more, the other that it is less.
    pub(in crate::draft) opposite: bool,
}

/// Where a limit leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    /// Both ways, as "about" does, or as far as a word of vague amounts goes.
    Around,
    Nowhere,
}

/// Everything that has one number and is limited otherwise.
pub(super) fn differing(own: &Side<'_>, other: &Side<'_>) -> Vec<Bounded> {
    let mut found = Vec::new();
    for (passage, met) in own.met.iter().enumerate() {
        for (said, there) in met.iter().enumerate() {
            let place = Place { passage, said };
            let both = there.and_then(|there| Some((own.said(place)?, other.said(there)?, there)));
            let Some((here, over, there)) = both else { continue };
            let opposite = match ways(here, over) {
                Some((Way::Up, Way::Down) | (Way::Down, Way::Up)) => true,
                Some((Way::Up | Way::Down, Way::Nowhere) | (Way::Nowhere, Way::Up | Way::Down)) => false,
                Some((Way::Around, _) | (_, Way::Around))
                | Some((Way::Up, Way::Up) | (Way::Down, Way::Down) | (Way::Nowhere, Way::Nowhere))
                | None => continue,
            };
            let spelled = own.is_spelled(place) || other.is_spelled(there);
            if spelled || !is_limited(here) || !is_limited(over) {
                continue;
            }
            let unlimited = if way_of(here) == Way::Nowhere { (own, place) } else { (other, there) };
            if !opposite && may_be_limited(unlimited.0, unlimited.1) {
                continue;
            }
            if let (Some(first), Some(second)) = (own.span(place), other.span(there)) {
                found.push(Bounded { first, second, opposite });
            }
        }
    }
    found
}

/// A number of a count from which on limits are round.
const LARGE: i64 = 100;

/// Whether a number is one that texts limit: a share, or large and round. Of others a limit is often another word ("ten and over",
/// "eight over the 117"), which not every language's reader knows.
fn is_limited(said: &Said) -> bool {
    let round = |number: Decimal| {
        number.abs() >= Decimal::from(LARGE)
            && number.checked_rem(Decimal::TEN).is_some_and(|rest| rest.is_zero())
    };
    let share = said.codes.iter().any(|code| code == "percent");
    share || said.value().is_some_and(|value| round(value.number))
}

/// As many characters to each side of a number are looked through for a limit that stands apart from it.
const NEAR: usize = 120;

/// Whether words that limit a number stand apart from all numbers in the same sentence: a verb before its subject.
fn may_be_limited(side: &Side<'_>, place: Place) -> bool {
    let Some(passage) = side.passages.get(place.passage) else { return false };
    let Some(said) = passage.said.get(place.said) else { return false };
    let before = passage.text.get(..said.span.start).unwrap_or_default();
    let start = before.char_indices().rev().take(NEAR).take_while(|(_, c)| !ENDS.contains(c)).last();
    let start = start.map_or(said.span.start, |(at, _)| at);
    let sentence = passage.text.get(start..said.span.start).unwrap_or_default();
    quantities::limits(sentence, side.lexicon).iter().any(|limit| {
        let (from, to) = (start.saturating_add(limit.start), start.saturating_add(limit.end));
        passage.said.iter().all(|other| to <= other.span.start || other.span.end <= from)
    })
}

/// Signs that end what a limit may belong to.
const ENDS: [char; 9] = ['.', ';', '!', '?', '。', '；', '؛', '؟', '\t'];

fn way_of(said: &Said) -> Way {
    said.value().map_or(Way::Nowhere, way)
}

/// Where the limits of two equal numbers lead.
fn ways(a: &Said, b: &Said) -> Option<(Way, Way)> {
    let (What::Number(own), What::Number(others)) = (&a.what, &b.what) else { return None };
    let (own, other) = own
        .iter()
        .flat_map(|own| others.iter().map(move |other| (own, other)))
        .find(|(own, other)| own.number == other.number)?;
    Some((way(own), way(other)))
}

fn way(value: &Value) -> Way {
    match value.bound {
        Bound::AtLeast | Bound::MoreThan | Bound::JustOver => Way::Up,
        Bound::AtMost | Bound::LessThan | Bound::JustUnder => Way::Down,
        Bound::About => Way::Around,
        Bound::Exact => Way::Nowhere,
    }
}
