//! Corrects what alignment found of a draft's numbers by what the words around each number name.
//!
//! Alignment knows numbers and their order; texts in two languages, or freely worded, may have no more in common by chance. What a
//! number is said of tells which figure it means: where that figure says another value, the number disagrees with it, and where
//! alignment put it beside the number of something else, it does not.

use super::Reference;
use super::meant::{Candidate, Context, Meant, Years};
use super::pair::{Evidence, Fate, Place};
use super::passage::Passage;
use super::said::{Said, What};

/// What is surely like a figure, in per cent, and how much likelier it must be than another.
const LIKE: u32 = 50;
const LIKELIER: u32 = 25;
/// The least weight of what both are said of.
const TELLING: u32 = 5;

/// What stands around each passage of a draft, for what is said of its numbers.
pub(super) fn contexts(own: &[Passage], all: &[Vec<Fate>], reference: &Reference) -> Vec<Context> {
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
        reference.figures.context(&near, &agreeing, &reference.passages)
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
    for (at, passage) in own.iter().enumerate().filter(|(_, passage)| !passage.head) {
        let (Some(fates), Some(context)) = (all.get_mut(at), contexts.get(at)) else { continue };
        let places = counterparts.get(at).map(Vec::as_slice).unwrap_or_default();
        for (said, fate) in passage.said.iter().zip(fates) {
            let is_sure = match fate {
                Fate::Agrees(_) => same_language,
                Fate::Replaced { evidence, .. } => evidence.words,
                Fate::Unknown => false,
            };
            if is_sure || !matches!(said.what, What::Number(_)) {
                continue;
            }
            let meant = reference.figures.meant(said, context, Years::Same, &reference.passages);
            if let Some(better) = meant_fate(said, &meant, passage, places) {
                *fate = better;
            }
        }
    }
}

/// What became of a number by the figures that it is like; nothing where they do not tell.
fn meant_fate(said: &Said, meant: &Meant, passage: &Passage, places: &[usize]) -> Option<Fate> {
    let likeness = |candidate: Option<Candidate>| candidate.map_or(0, |c| c.likeness);
    let (agrees, other) = (likeness(meant.agreeing), likeness(meant.other));
    let covered = meant.other.map_or(0, |c| c.covered);
    let agreeing = meant.agreeing.filter(|c| {
        let as_like = c.like >= LIKE && agrees >= other;
        as_like || c.near && c.covered >= LIKE && c.covered >= covered
    });
    if let Some(candidate) = agreeing {
        return Some(Fate::Agrees(candidate.place));
    }
    // What a row is called in words that nobody knows may be anything.
    let known = passage.label.is_none() || !passage.named.is_empty();
    let candidate = meant.other.filter(|_| said.in_digits).filter(|c| {
        let here = places.contains(&c.place.passage);
        let likelier = other >= agrees.saturating_add(LIKELIER);
        c.like >= LIKE && c.shared >= TELLING && likelier && (known || here)
    })?;
    let evidence = Evidence { meant: true, slip: candidate.slip, support: 1, ..Evidence::default() };
    Some(Fate::Replaced { by: candidate.place, evidence })
}
