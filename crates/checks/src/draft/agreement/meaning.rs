//! Corrects what alignment found of a draft's numbers by what the words around each number name.
//!
//! Alignment knows numbers and their order; texts in two languages, or freely worded, may have no more in common by chance. What a
//! number is said of tells which figure it means: where that figure says another value, the number disagrees with it, and where
//! alignment put it beside the number of something else, it does not.

use figures::Decimal;

use super::Reference;
use super::meant::{Candidate, Context, Meant, Years};
use super::pair::{Evidence, Fate, Place};
use super::passage::Passage;
use super::said::{Said, What};

/// What is surely like a figure, in per cent, and how much likelier it must be than another.
const LIKE: u32 = 50;
const LIKELIER: u32 = 25;
/// What is like enough where a slip makes one of the other and few figures are in the unit of both.
const LIKE_BY_UNIT: u32 = 33;
/// How many passages away, as rows of a table, two numbers may have changed places.
const SWAPPED: usize = 4;
/// The least weight of what both are said of.
const TELLING: u32 = 5;

/// What stands around each passage of a draft, for what is said of its numbers.
pub(super) fn contexts(
    own: &[Passage],
    all: &[Vec<Fate>],
    counterparts: &[Vec<usize>],
    reference: &Reference,
) -> Vec<Context> {
    let agreeing = |fates: &Vec<Fate>| -> Vec<Place> {
        let places = fates.iter().filter_map(|fate| match fate {
            Fate::Agrees(place) => Some(*place),
            Fate::Replaced { .. } | Fate::Unknown => None,
        });
        places.collect()
    };
    let found: Vec<Vec<Place>> = all.iter().map(agreeing).collect();
    let contexts = own.iter().enumerate().map(|(at, passage)| {
        let around = at.saturating_sub(1)..at.saturating_add(2);
        let agreeing: Vec<Place> = around.clone().filter_map(|at| found.get(at)).flatten().copied().collect();
        let near = around.filter_map(|at| own.get(at)).filter(|near| near.section == passage.section);
        let near: Vec<&Passage> = near.collect();
        let places = counterparts.get(at).map(Vec::as_slice).unwrap_or_default();
        reference.figures.context(&near, (&agreeing, places), &reference.passages)
    });
    contexts.collect()
}

/// Corrects what alignment found by what the words around each number name.
pub(super) fn correct(
    own: &[Passage],
    counterparts: &[Vec<usize>],
    all: &mut [Vec<Fate>],
    contexts: &[Context],
    (reference, same_language): (&Reference, bool),
) {
    let meant: Vec<Vec<Meant>> = own
        .iter()
        .zip(contexts)
        .map(|(passage, context)| {
            let mean = |said| reference.figures.meant(said, context, Years::Same, &reference.passages);
            if passage.head { Vec::new() } else { passage.said.iter().map(mean).collect() }
        })
        .collect();
    for (at, passage) in own.iter().enumerate() {
        let (Some(fates), Some(here)) = (all.get_mut(at), meant.get(at)) else { continue };
        let places = counterparts.get(at).map(Vec::as_slice).unwrap_or_default();
        let near = at.saturating_sub(SWAPPED)..at.saturating_add(SWAPPED).saturating_add(1);
        for (number, ((said, fate), meant_here)) in passage.said.iter().zip(fates).zip(here).enumerate() {
            let is_sure = match fate {
                Fate::Agrees(_) => same_language,
                Fate::Replaced { evidence, .. } => evidence.words,
                Fate::Unknown => false,
            };
            if is_sure || !matches!(said.what, What::Number(_)) {
                continue;
            }
            let swapped = |place: Place| {
                let others = near.clone().filter_map(|at| own.get(at).zip(meant.get(at)));
                let mut others = others.flat_map(|(passage, meant)| passage.said.iter().zip(meant));
                reference.at(place).is_some_and(|(_, right)| {
                    others.any(|(other, meant)| {
                        let moved = other.has_digits_of(right) && !meant.is_at(place, reference);
                        moved && meant.may_mean(said, reference)
                    })
                })
            };
            // What another number of the passage surely says, this one does not.
            let taken = |place: Place| {
                let others = here.iter().enumerate().filter(|(other, _)| *other != number);
                others.into_iter().any(|(_, other)| other.is_at(place, reference))
            };
            // In one language alignment knows more than the words of a small number, of which there are many.
            let small = said.value().is_some_and(|value| value.number.abs() < Decimal::ONE_HUNDRED);
            let meant_here =
                if same_language && small { meant_here.confirming() } else { meant_here.clone() };
            if let Some(better) = meant_fate(said, &meant_here, (passage, places), (swapped, taken)) {
                *fate = better;
            }
        }
    }
}

/// What became of a number by the figures that it is like; nothing where they do not tell.
fn meant_fate(
    said: &Said,
    meant: &Meant,
    (passage, places): (&Passage, &[usize]),
    (swapped, taken): (impl Fn(Place) -> bool, impl Fn(Place) -> bool),
) -> Option<Fate> {
    let likeness = |candidate: Option<Candidate>| candidate.map_or(0, |c| c.likeness);
    let (agrees, other) = (likeness(meant.agreeing), likeness(meant.other()));
    let covered = meant.other().map_or(0, |c| c.covered);
    let agreeing = meant.agreeing.filter(|c| {
        let as_like = c.like >= LIKE && agrees >= other;
        // What stands where alignment found it, and is like nothing else, needs few words.
        let alone = meant.others.is_empty() && places.contains(&c.place.passage);
        as_like || alone || c.near && c.covered >= LIKE && c.covered >= covered
    });
    if let Some(candidate) = agreeing {
        return Some(Fate::Agrees(candidate.place));
    }
    // What a row is called in words that nobody knows may be anything.
    let known = passage.label.is_none() || !passage.named.is_empty();
    // Of several years, or of a part of a name, nobody knows whose the number is.
    if !said.in_digits || said.clues.years().nth(1).is_some() {
        return None;
    }
    let is_meant = |c: &Candidate| {
        let here = places.contains(&c.place.passage);
        let likelier = c.likeness >= agrees.saturating_add(LIKELIER);
        // What neither a slip makes of the figure nor changed places with it is more likely something that the report does not say.
        let by_unit = c.rare && c.near && c.slip.is_some();
        let is_like = c.like >= if by_unit { LIKE_BY_UNIT } else { LIKE };
        let is_like = is_like && c.shared >= TELLING && likelier && (known || here);
        is_like && !taken(c.place)
    };
    let mut candidates = meant.others.iter().copied().filter(is_meant);
    // The likest first; a slip tells more than another place.
    let slipped = candidates.clone().find(|c| c.slip.is_some());
    let candidate = slipped.or_else(|| candidates.find(|c| swapped(c.place)))?;
    let evidence = Evidence { meant: true, slip: candidate.slip, support: 1, ..Evidence::default() };
    Some(Fate::Replaced { by: candidate.place, evidence })
}
