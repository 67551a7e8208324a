//! Two language versions of one report held against each other: where their numbers and periods differ, section by section.
//!
//! Neither is right by right, so each finding leads to the words of both. What is said with other words, in another order or another
//! paragraph of the section is no finding, and small numbers, which languages leave to words like "both", are none alone.

mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::versions::{self, Held};
use super::telling::Words;
use super::{Draft, Form, Span};
use crate::finding::Severity;

pub use super::agreement::versions::Version;

/// What comparing two versions found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Where they differ: errors first, then in the order of the first version.
    pub differences: Vec<Difference>,
    /// Their sections, in the order of the first version; those that only the second has come last.
    pub sections: Vec<SectionPair>,
}

/// A place where two versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<T = String> {
    /// Stable while what it is about stays.
    pub id: String,
    /// The rule that found it, as its name in files.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The words of the first version; none where it has no such section.
    pub first: Option<Span>,
    /// The words of the second version; none where it has no such section.
    pub second: Option<Span>,
    /// What is wrong, one sentence.
    pub message: T,
    /// What else bears on it, in order of importance.
    pub notes: Vec<T>,
    /// What to do.
    pub help: T,
}

/// A section of one version and the one of the other that it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionPair {
    /// The section of the first version, as index into its sections; none for what stands before the first heading.
    pub first: Option<usize>,
    /// The section of the second version, likewise.
    pub second: Option<usize>,
    /// Which of the two versions has it: one or both.
    pub has: [bool; 2],
    /// Numbers and periods that both say, each counted in its section of the first version.
    pub agreeing: usize,
    /// Findings that begin in it.
    pub differing: usize,
    /// Numbers and periods that only one says, of both.
    pub unmatched: usize,
}

/// Holds two versions against each other; what is found is told in `words`.
#[must_use]
pub fn compare(first: &Version<'_>, second: &Version<'_>, words: &Words) -> Comparison {
    let held = versions::hold(first, second);
    let mut differences = told::differences(first, second, &held, words);
    let mut sections = sections(first.draft, second.draft, &held);
    let place = |side: usize, pair: &SectionPair| (side, if side == 0 { pair.first } else { pair.second });
    let has = |pair: &SectionPair| pair.has.into_iter().enumerate().filter(|(_, has)| *has);
    let places: BTreeMap<(usize, Option<usize>), usize> = sections
        .iter()
        .enumerate()
        .flat_map(|(at, pair)| has(pair).map(move |(side, _)| (place(side, pair), at)))
        .collect();
    for difference in &differences {
        let of = |side: usize, draft: &Draft, span: &Option<Span>| {
            span.as_ref().map(|span| (side, draft.blocks.get(span.block).and_then(|block| block.section)))
        };
        let begins =
            of(0, first.draft, &difference.first).or_else(|| of(1, second.draft, &difference.second));
        let found = begins.and_then(|place| sections.get_mut(*places.get(&place)?));
        found.into_iter().for_each(|pair| pair.differing = pair.differing.saturating_add(1));
    }
    differences.sort_by(|a, b| {
        (a.severity, a.first.is_none(), &a.first, &a.second).cmp(&(
            b.severity,
            b.first.is_none(),
            &b.first,
            &b.second,
        ))
    });
    Comparison { differences, sections }
}

/// The sections of both with what their numbers came to.
fn sections(first: &Draft, second: &Draft, held: &Held) -> Vec<SectionPair> {
    let count = |counts: &BTreeMap<usize, usize>, at: usize| counts.get(&at).copied().unwrap_or(0);
    let partners: BTreeMap<usize, usize> = held.sections.iter().copied().collect();
    let paired: BTreeSet<usize> = partners.values().copied().collect();
    let ours = (0..=first.sections.len()).map(|own| {
        let other = partners.get(&own).copied();
        let ([left, right], [agreeing, _]) = (&held.left, &held.agreeing);
        SectionPair {
            first: own.checked_sub(1),
            second: other.and_then(|other| other.checked_sub(1)),
            has: [true, other.is_some()],
            agreeing: count(agreeing, own),
            differing: 0,
            unmatched: count(left, own).saturating_add(other.map_or(0, |other| count(right, other))),
        }
    });
    let theirs = (0..=second.sections.len()).filter(|at| !paired.contains(at)).map(|other| SectionPair {
        second: other.checked_sub(1),
        has: [false, true],
        unmatched: count(&held.left[1], other),
        ..SectionPair::default()
    });
    let is_told = |pair: &SectionPair| {
        let headed = pair.first.is_some() || pair.second.is_some();
        headed || pair.agreeing.saturating_add(pair.unmatched) > 0
    };
    ours.chain(theirs).filter(is_told).collect()
}

/// Whether the reading of a draft may have lost headings.
fn is_lossy(draft: &Draft) -> bool {
    draft.form == Form::Text
}

#[cfg(test)]
mod tests;
