//! Whether the parts that a draft refers to are there: by its headings and captions.

use std::collections::BTreeMap;

use super::find::plain;
use super::{Answer, Reference, Target, words};
use crate::draft::caption;
use crate::draft::model::{Draft, Form, Kind};

/// Answers for each reference, in their order.
#[must_use]
pub fn resolve(draft: &Draft, references: &[Reference]) -> Vec<Answer> {
    let parts = Parts::of(draft);
    references.iter().map(|r| parts.answer(r)).collect()
}

/// The numbered parts of a draft.
struct Parts {
    /// The block that has a kind and number.
    known: BTreeMap<(Target, String), usize>,
    /// Plain texts lose headings; other forms do not.
    lossy: bool,
    /// Headings without a number, by their blocks.
    bare: Vec<usize>,
    pictures: usize,
}

impl Parts {
    fn of(draft: &Draft) -> Self {
        let mut known = BTreeMap::new();
        let mut bare = Vec::new();
        for (index, block) in draft.blocks.iter().enumerate() {
            if let Kind::Heading { number, .. } = &block.kind {
                match number {
                    Some(number) => {
                        known.entry((Target::Section, plain(number))).or_insert(index);
                    }
                    None => bare.push(index),
                }
            }
            let named =
                matches!(block.kind, Kind::Heading { .. } | Kind::Caption | Kind::Paragraph | Kind::Aside);
            if named && let Some((target, number)) = titled(&block.text) {
                known.entry((target, number)).or_insert(index);
            }
        }
        let pictures = draft.blocks.iter().filter(|b| matches!(b.kind, Kind::Image)).count();
        Self { known, lossy: matches!(draft.form, Form::Text), bare, pictures }
    }

    fn answer(&self, reference: &Reference) -> Answer {
        if reference.foreign {
            return Answer::Uncertain;
        }
        let key = (reference.target, reference.number.clone());
        if let Some(block) = self.known.get(&key) {
            return Answer::Exists(*block);
        }
        match reference.target {
            Target::Section => self.section(&reference.number),
            // Only numbered headings and captions are known; a paragraph's number may be the program's own.
            Target::Paragraph => Answer::Uncertain,
            Target::Figure | Target::Table | Target::Annex | Target::Box => {
                let captions = self.known.keys().filter(|(target, _)| *target == reference.target).count();
                // A text with more pictures than captions has lost some.
                let lost = self.lossy && self.pictures > captions && reference.target == Target::Figure;
                if lost { Answer::Uncertain } else { Answer::Missing }
            }
        }
    }

    /// A section that has no heading of its own.
    fn section(&self, number: &str) -> Answer {
        let sections = || self.known.keys().filter(|(t, _)| *t == Target::Section).map(|(_, n)| n.as_str());
        if sections().next().is_none() {
            return Answer::Uncertain;
        }
        let below = format!("{number}.");
        if sections().any(|n| n.starts_with(&below)) {
            return Answer::Uncertain;
        }
        let (above, own) = parted(number);
        let Ok(own) = own.parse::<u32>() else { return Answer::Uncertain };
        // A brother's child shows that the brother is there, too.
        let depth = number.split('.').count();
        let cut = |n: &str| n.split('.').take(depth).collect::<Vec<_>>().join(".");
        let brother = |n: &str| {
            let (parent, last) = parted(n);
            (parent == above).then(|| last.parse::<u32>().ok()).flatten()
        };
        let brothers: Vec<u32> = sections().filter_map(|n| brother(&cut(n))).collect();
        let between = brothers.iter().any(|b| *b < own) && brothers.iter().any(|b| *b > own);
        let possible = (self.lossy && between) || (!brothers.is_empty() && self.nameless(number));
        if possible { Answer::Uncertain } else { Answer::Missing }
    }

    /// Whether a heading without a number stands where that of a section is to be looked for.
    fn nameless(&self, number: &str) -> bool {
        let place = order(number);
        let sections = || self.known.iter().filter(|((t, _), _)| *t == Target::Section);
        let before = sections().filter(|((_, n), _)| order(n) < place).map(|(_, at)| *at).max().unwrap_or(0);
        let after =
            sections().filter(|((_, n), _)| order(n) > place).map(|(_, at)| *at).min().unwrap_or(usize::MAX);
        self.bare.iter().any(|at| before < *at && *at < after)
    }
}

/// A section's number and that of the section around it.
fn parted(number: &str) -> (&str, &str) {
    number.rsplit_once('.').unwrap_or(("", number))
}

/// Numbers in the order of sections.
fn order(number: &str) -> Vec<u32> {
    number.split('.').map(|n| n.parse().unwrap_or(0)).collect()
}

/// The part that a heading, a caption or a short line names at its start.
fn titled(text: &str) -> Option<(Target, String)> {
    if let Some((target, number)) = caption::of(text) {
        return Some((target, plain(number)));
    }
    let (target, word) = words::at_start(text)?;
    let rest = text.get(word..)?.trim_start();
    let length = words::number_length(rest);
    let after = rest.get(length..)?.trim();
    (length > 0 && after.is_empty()).then(|| (target, plain(rest.get(..length).unwrap_or_default())))
}
