//! Which numbers that are left over differ, and which only one version has, by what stands around them.

mod both;
mod grade;

use std::collections::{BTreeMap, BTreeSet};

use self::both::{Both, Grounds, MUCH, SOME};
use self::grade::Around;
use super::super::pair::{Evidence, Place};
use super::super::said::{self, Said, Slip, What};
use super::passages::Pair;
use super::{Candidate, Side, Signs, elsewhere};
use crate::draft::Span;
use crate::quantities;
use crate::reading::Amount;

pub(in crate::draft) use self::both::Ground;
pub(super) use self::both::{columns_of, may_be_year, solid};

/// Something that two versions say differently in one place.
#[derive(Clone, Debug)]
pub(in crate::draft) struct Differing {
    /// The words of the first version.
    pub(in crate::draft) first: Span,
    /// The words of the second.
    pub(in crate::draft) second: Span,
    /// They name a period, not a number.
    pub(in crate::draft) period: bool,
    /// What stands around them leaves no doubt that both are the same thing.
    pub(in crate::draft) sure: bool,
    /// The slip that makes one of the other.
    pub(in crate::draft) slip: Option<Slip>,
    /// How many other things both passages say.
    pub(in crate::draft) support: usize,
    /// What else speaks for it.
    pub(in crate::draft) ground: Ground,
    /// Nothing else is left over on either side.
    pub(in crate::draft) sole: bool,
}

/// Something that only one of two versions says, although all around it agrees.
#[derive(Clone, Debug)]
pub(in crate::draft) struct Missing {
    /// Which version says it: 0 or 1.
    pub(in crate::draft) side: usize,
    /// Its words.
    pub(in crate::draft) span: Span,
    /// The words of the other version that the words beside it agree with.
    pub(in crate::draft) beside: Span,
    /// How many other things both passages say.
    pub(in crate::draft) support: usize,
    /// How many more numbers that stand with it are missing, too.
    pub(in crate::draft) more: usize,
}

/// What differs and what is missing.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) differing: Vec<Differing>,
    pub(super) missing: Vec<Missing>,
    /// What differs, on each side.
    pub(super) places: [BTreeSet<Place>; 2],
}

/// Judges what is left over in passages that are one.
pub(super) fn judge(
    own: &Side<'_>,
    other: &Side<'_>,
    pairs: &[Pair],
    candidates: &[Candidate],
    signs: &Signs,
) -> Judged {
    let mut by_passage: BTreeMap<usize, Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        by_passage.entry(candidate.own.passage).or_default().push(candidate);
    }
    let mut all: Vec<Both<'_>> = pairs.iter().map(|pair| Both::of(own, other, *pair)).collect();
    let grounds = Grounds::of(&all);
    let mut judged = Judged::default();
    for both in &mut all {
        grounds.put(both);
        let candidates = by_passage.get(&both.pair.own).map(Vec::as_slice).unwrap_or_default();
        judged.differing(both, candidates, signs);
        judged.missing(both);
    }
    judged
}

impl Judged {
    fn differing(&mut self, both: &Both<'_>, candidates: &[&Candidate], signs: &Signs) {
        let mut tries: Vec<(Place, Place, Evidence)> =
            candidates.iter().map(|candidate| (candidate.own, candidate.other, candidate.evidence)).collect();
        for place in both.open.first().into_iter().flatten() {
            let cell = both.cell(*place);
            let sole = both.own.said(*place).and_then(|said| both.sole(1, said));
            for there in [cell, sole].into_iter().flatten() {
                if !tries.iter().any(|(own, other, _)| own == place && *other == there) {
                    tries.push((*place, there, Evidence::default()));
                }
            }
        }
        for (own, other, evidence) in tries {
            let taken = |side: usize, place: &Place| {
                both.open.get(side).is_none_or(|open| !open.contains(place))
                    || self.places.get(side).is_some_and(|places| places.contains(place))
            };
            if taken(0, &own) || taken(1, &other) {
                continue;
            }
            let (Some(said), Some(there)) = (both.own.said(own), both.other.said(other)) else { continue };
            let sole = both.sole(0, there) == Some(own) && both.sole(1, said) == Some(other);
            let cell = both.cell(own) == Some(other);
            let spelled = [both.own.is_spelled(own), both.other.is_spelled(other)];
            let around = Around { evidence, close: sole || cell, weight: both.weight, spelled };
            let Some(sure) = around.grade(said, there) else { continue };
            if both.is_written(0, own, Some(other)) || both.is_written(1, other, Some(own)) {
                continue;
            }
            // What stands elsewhere in the section is weak evidence of something else.
            let is_elsewhere = || elsewhere(both.own, both.other, signs, own).next().is_some();
            if !sure && !evidence.framed && is_elsewhere() {
                continue;
            }
            let (Some(first), Some(second)) = (both.own.span(own), both.other.span(other)) else { continue };
            let period = !matches!(said.what, What::Number(_));
            let slip = said::slip(said, there);
            let (support, ground) = (both.support, both.ground);
            self.differing.push(Differing { first, second, period, sure, slip, support, ground, sole });
            for (places, place) in self.places.iter_mut().zip([own, other]) {
                places.insert(place);
            }
        }
    }

    fn missing(&mut self, both: &Both<'_>) {
        if both.pair.part {
            return;
        }
        let side = match both.open.each_ref().map(Vec::is_empty) {
            [false, true] => 0,
            [true, false] => 1,
            [true, true] | [false, false] => return,
        };
        let left = both.open.get(side).map(Vec::as_slice).unwrap_or_default();
        if left.iter().any(|place| self.places.get(side).is_some_and(|used| used.contains(place))) {
            return;
        }
        let (here, there) = if side == 0 { (both.own, both.other) } else { (both.other, both.own) };
        let telling: Vec<Place> =
            left.iter().copied().filter(|place| tells(both, (here, there), side, *place)).collect();
        // One number, or what a sentence says: then all that it says stands together.
        let enough = match (left.len(), telling.len()) {
            (1, 1) => both.weight >= MUCH,
            (_, 0) => false,
            (_, 1) => both.weight >= MUCH && stand_together(here, left),
            (_, _) => both.weight >= SOME && stand_together(here, left),
        };
        let Some(place) = telling.first().copied().filter(|_| enough) else { return };
        let beside = beside(here, place).and_then(|beside| there.span(beside));
        if let (Some(span), Some(beside)) = (here.span(place), beside) {
            let more = telling.len().saturating_sub(1);
            self.missing.push(Missing { side, span, beside, support: both.support, more });
        }
    }
}

/// Whether something left over is a number that the other version would say too.
fn tells(both: &Both<'_>, (here, there): (&Side<'_>, &Side<'_>), side: usize, place: Place) -> bool {
    let Some(said) = here.said(place) else { return false };
    let year = said.value().is_some_and(may_be_year);
    // What stands first numbers an item: it may be read in one language and not in another.
    let is_number = !year && matches!(said.what, What::Number(_)) && solid(said) && !here.is_spelled(place);
    let first = said.span.start == 0 && !said.measured;
    is_number
        && !first
        && !both.is_written(side, place, None)
        && !says_near(here, there, place, both.pair, side)
}

/// Whether nothing that the other version says too stands between things left over.
fn stand_together(side: &Side<'_>, left: &[Place]) -> bool {
    let (Some(first), Some(last)) = (left.first(), left.last()) else { return false };
    let met = side.met.get(first.passage).and_then(|met| met.get(first.said..=last.said));
    met.is_some_and(|met| met.iter().all(Option::is_none))
}

/// Whether the passage over there or one beside it says a number, too, also where it agrees with another one.
fn says_near(here: &Side<'_>, there: &Side<'_>, place: Place, pair: Pair, side: usize) -> bool {
    let near = if side == 0 { pair.other } else { pair.own };
    let Some(said) = here.said(place) else { return false };
    let passages = there.passages.get(near.saturating_sub(2)..).unwrap_or_default().iter().take(5);
    passages.flat_map(|passage| &passage.said).any(|other| said.agrees(other))
        || is_spelled(said, there, near)
}

/// Whether a passage spells a number in words that are not read as one, since nothing known is counted.
fn is_spelled(said: &Said, side: &Side<'_>, passage: usize) -> bool {
    let (Some(passage), What::Number(values)) = (side.passages.get(passage), &said.what) else {
        return false;
    };
    quantities::spelled(&passage.text, side.lexicon).iter().any(|amount| match amount {
        Amount::Exact(number) => values.iter().any(|value| value.number == *number),
        Amount::Fraction(..) | Amount::None => false,
    })
}

/// What the nearest thing before something left over, else behind it, agrees with.
fn beside(side: &Side<'_>, place: Place) -> Option<Place> {
    let met = side.met.get(place.passage)?;
    let before = met.get(..place.said)?.iter().rev().flatten();
    before.chain(met.get(place.said..)?.iter().flatten()).next().copied()
}
