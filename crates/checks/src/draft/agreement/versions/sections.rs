//! Which section of one draft is which of the other: by number, by place in order, and by what they have in common.
//!
//! What stands before the first heading is a section too, the first. A section that has none over there is read as a part of the one before
//! it, since its heading may only be lost.

use std::collections::BTreeMap;

use super::likeness::Likeness;
use super::walk;
use crate::draft::reference::plain;
use crate::draft::{Draft, Section};

/// What speaks for two sections being one, and against.
const NUMBER: i32 = 1_500;
const LEVEL: i32 = 100;
const BASE: i32 = -50;

/// What passages of two sections have in common counts at most so much each.
const MOST: u32 = 720;

/// What sections in another order must have in common.
const ENOUGH: i32 = 960;

/// Sections of two drafts that are one, in the order of the first; either side counts what stands before its headings as 0.
pub(super) fn pairs(
    (own, own_at): (&Draft, &[usize]),
    (other, other_at): (&Draft, &[usize]),
    likeness: &Likeness,
) -> Vec<(usize, usize)> {
    let shared = shared(own_at, other_at, likeness);
    let section =
        |draft: &'_ Draft, at: usize| at.checked_sub(1).and_then(|at| draft.sections.get(at)).cloned();
    let ours: Vec<Option<Section>> = (0..=own.sections.len()).map(|at| section(own, at)).collect();
    let theirs: Vec<Option<Section>> = (0..=other.sections.len()).map(|at| section(other, at)).collect();
    let worth = |i: usize, j: usize| {
        let content = shared.get(&(i, j)).copied().unwrap_or(0);
        let named = match (ours.get(i)?, theirs.get(j)?) {
            (None, None) => NUMBER,
            (Some(a), Some(b)) => alike(a, b),
            (None, Some(_)) | (Some(_), None) => return None,
        };
        let worth = content.saturating_add(named).saturating_add(BASE);
        (worth > 0).then_some(worth)
    };
    let mut found = walk::pairs(ours.len(), theirs.len(), worth);
    // What stands in another order: the best first.
    let mut left: Vec<(i32, (usize, usize))> = shared
        .keys()
        .filter_map(|(i, j)| Some((worth(*i, *j)?, (*i, *j))))
        .filter(|(worth, _)| *worth >= ENOUGH)
        .collect();
    left.sort_unstable_by_key(|(worth, at)| (-worth, *at));
    let mut ours_used: Vec<bool> = vec![false; ours.len()];
    let mut theirs_used: Vec<bool> = vec![false; theirs.len()];
    let mut take = |(i, j): (usize, usize)| match (ours_used.get_mut(i), theirs_used.get_mut(j)) {
        (Some(a), Some(b)) if !*a && !*b => {
            (*a, *b) = (true, true);
            true
        }
        _ => false,
    };
    found.retain(|pair| take(*pair));
    found.extend(left.into_iter().map(|(_, pair)| pair).filter(|pair| take(*pair)));
    found.sort_unstable();
    found
}

/// What sections have in common: of each passage what it shares most.
fn shared(own_at: &[usize], other_at: &[usize], likeness: &Likeness) -> BTreeMap<(usize, usize), i32> {
    let mut shared: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    for (row, own) in likeness.iter().zip(own_at) {
        let mut best: BTreeMap<usize, u32> = BTreeMap::new();
        for (place, score) in row {
            let Some(other) = other_at.get(*place) else { continue };
            let slot = best.entry(*other).or_default();
            *slot = (*slot).max(*score);
        }
        for (other, score) in best {
            let slot = shared.entry((*own, other)).or_default();
            *slot = slot.saturating_add(i32::try_from(score.min(MOST)).unwrap_or(0));
        }
    }
    shared
}

/// What the headings of two sections say of their being one.
fn alike(a: &Section, b: &Section) -> i32 {
    let number = |section: &Section| {
        section.number.as_deref().map(|number| plain(number).trim_end_matches('.').to_lowercase())
    };
    let numbered = match (number(a), number(b)) {
        (Some(a), Some(b)) if a == b => NUMBER,
        (Some(_), Some(_)) => -NUMBER,
        (None, None) => 0,
        (Some(_), None) | (None, Some(_)) => -LEVEL,
    };
    numbered.saturating_add(if a.level == b.level { LEVEL } else { -LEVEL })
}

/// Of each side's sections the one over there that it is read with: its own, else that of the section before it.
pub(super) fn groups(pairs: &[(usize, usize)], ours: usize, theirs: usize) -> (Vec<usize>, Vec<usize>) {
    let of_side = |count: usize, place: fn(&(usize, usize)) -> usize| {
        let mut groups = vec![None; count];
        for (group, pair) in pairs.iter().enumerate() {
            groups.get_mut(place(pair)).into_iter().for_each(|slot| *slot = Some(group));
        }
        let mut last = 0;
        groups
            .into_iter()
            .map(|group| {
                last = group.unwrap_or(last);
                last
            })
            .collect::<Vec<usize>>()
    };
    (of_side(ours, |pair| pair.0), of_side(theirs, |pair| pair.1))
}
