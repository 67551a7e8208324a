//! Superlatives: what a text calls the first, the most or the least.
//!
//! No series can prove a first, and few prove a record, so that each is listed for somebody to confirm. A series of figures decides two
//! cases: an earlier value that is certainly beyond the one of the text denies the words, and a series that holds every year the words
//! speak of proves them. A declared rule of kind `ranking` over the figure, which holds, proves them too.

mod claim;
mod verdict;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use figures::Answer;
use report::content::Content;
use report::model::Report;

use super::passages::{Passage, excerpt};
use super::series::Series;
use crate::declared::{self, Declared};
use crate::finding::{Finding, Rule, grouped};
use claim::{Claim, claims};
use verdict::{Denied, Verdict};
use vocabulary::Vocabulary;

/// A claim by where it stands: the same place of another language says the same.
type Slot<'p> = (&'p str, usize, usize);

/// A note for each superlative that nothing proves, and a warning for each that a series denies.
pub(crate) fn find<'a>(
    content: &Content,
    passages: &[Passage<'_>],
    reports: &[&Report],
    series: &Series<'_>,
    rules: &[Declared],
    answer: impl Fn(&str) -> Option<&'a Answer>,
) -> Vec<Finding> {
    let proved = declared::proved(rules, Rule::Ranking, answer);
    let mut found: BTreeMap<Slot<'_>, Finding> = BTreeMap::new();
    // The first language's words are told; others only where it has none there.
    for language in content.languages() {
        let Some(words) = Vocabulary::of(language) else { continue };
        for passage in passages.iter().filter(|passage| passage.language == language) {
            for (nth, claim) in claims(passage, words).into_iter().enumerate() {
                let slot = (passage.file, passage.number, nth);
                let finding = judged(content, passage, &claim, reports, series, &proved);
                merge(&mut found, slot, finding);
            }
        }
    }
    found.into_values().filter(|finding| !finding.parts.contains_key(PROVED)).collect()
}

/// Marks what is proved, until other languages have been looked at.
const PROVED: &str = "proved";

fn merge<'p>(found: &mut BTreeMap<Slot<'p>, Finding>, slot: Slot<'p>, finding: Finding) {
    match found.get_mut(&slot) {
        Some(known) => known.places.extend(finding.places),
        None => {
            found.insert(slot, finding);
        }
    }
}

fn judged(
    content: &Content,
    passage: &Passage<'_>,
    claim: &Claim,
    reports: &[&Report],
    series: &Series<'_>,
    proved: &BTreeSet<String>,
) -> Finding {
    let shown = excerpt(passage, &claim.sentence, reports);
    let subject = claim.subject(passage, content);
    let verdict = subject.map_or(Verdict::Open, |number| {
        if proved.contains(&number.key.to_string()) {
            return Verdict::Proved;
        }
        let horizon = claim.horizon(passage, content, series);
        Verdict::of(series, &number.key, claim, horizon)
    });
    let parts = [("word", claim.word.clone()), ("excerpt", shown.clone())];
    let mut finding = Finding::new(Rule::Superlative, &[passage.file, &claim.word, &shown], &parts);
    match verdict {
        Verdict::Open => {}
        Verdict::Proved => {
            finding.parts.insert(PROVED, String::new());
        }
        Verdict::Denied(denied) => finding = denial(passage, claim, &shown, &denied),
    }
    finding
        .figures
        .extend(subject.map(|number| number.key.to_string()).filter(|_| finding.figures.is_empty()));
    finding.places.extend(passage.place(claim.at));
    finding
}

fn denial(passage: &Passage<'_>, claim: &Claim, excerpt: &str, denied: &Denied<'_>) -> Finding {
    let parts = [
        ("word", claim.word.clone()),
        ("excerpt", excerpt.to_owned()),
        ("key", denied.subject.key.clone()),
        ("unit", denied.subject.unit.to_string()),
        ("value", grouped(&denied.value)),
        ("other", denied.earlier.key.clone()),
        ("other_value", grouped(&denied.other)),
        ("gap", grouped(&denied.gap)),
    ];
    let subject = [passage.file, &claim.word, &denied.subject.key];
    let mut finding = Finding::new(Rule::SuperlativeDenied, &subject, &parts);
    finding.figures = vec![denied.subject.key.clone(), denied.earlier.key.clone()];
    finding.sources = denied.earlier.sources.first().cloned().into_iter().collect();
    finding
}

#[cfg(test)]
mod tests;
