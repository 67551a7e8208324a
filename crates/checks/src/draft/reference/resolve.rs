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

/// How deep the numbers of sections are followed; no report is numbered deeper.
const DEEPEST: usize = 16;

/// The numbered parts of a draft. What answers ask of all of them is gathered once.
struct Parts {
    /// The block that has a kind and number.
    known: BTreeMap<(Target, String), usize>,
    /// Plain texts lose headings; other forms do not.
    lossy: bool,
    /// Headings without a number, by their blocks.
    bare: Vec<usize>,
    pictures: usize,
    /// How many there are of each kind.
    counts: BTreeMap<Target, usize>,
    /// The least and the largest own number of the sections within one, by the number of that one.
    within: BTreeMap<String, (u32, u32)>,
    /// Sections in the order of their numbers, each with the last block of those up to it and the first block of those from it on.
    ordered: Vec<(Vec<u32>, usize, usize)>,
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
        let mut counts: BTreeMap<Target, usize> = BTreeMap::new();
        for (target, _) in known.keys() {
            let count = counts.entry(*target).or_default();
            *count = count.saturating_add(1);
        }
        let sections = known.iter().filter(|((target, _), _)| *target == Target::Section);
        let sections: Vec<(&str, usize)> = sections.map(|((_, number), at)| (number.as_str(), *at)).collect();
        let (within, ordered) = (within(&sections), ordered(&sections));
        Self { known, lossy: matches!(draft.form, Form::Text), bare, pictures, counts, within, ordered }
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
                let captions = self.counts.get(&reference.target).copied().unwrap_or(0);
                // A text with more pictures than captions has lost some.
                let lost = self.lossy && self.pictures > captions && reference.target == Target::Figure;
                if lost { Answer::Uncertain } else { Answer::Missing }
            }
        }
    }

    /// A section that has no heading of its own.
    fn section(&self, number: &str) -> Answer {
        if !self.counts.contains_key(&Target::Section) || number.split('.').count() > DEEPEST {
            return Answer::Uncertain;
        }
        let below = (Target::Section, format!("{number}."));
        let next = self.known.range(&below..).next();
        if next.is_some_and(|((target, n), _)| *target == below.0 && n.starts_with(&below.1)) {
            return Answer::Uncertain;
        }
        let (above, own) = parted(number);
        let Ok(own) = own.parse::<u32>() else { return Answer::Uncertain };
        // A brother's child shows that the brother is there, too.
        let brothers = self.within.get(above);
        let between = brothers.is_some_and(|(least, largest)| *least < own && *largest > own);
        let possible = (self.lossy && between) || (brothers.is_some() && self.nameless(number));
        if possible { Answer::Uncertain } else { Answer::Missing }
    }

    /// Whether a heading without a number stands where that of a section is to be looked for.
    fn nameless(&self, number: &str) -> bool {
        let place = order(number);
        let first = self.ordered.partition_point(|(n, ..)| *n < place);
        let behind = self.ordered.partition_point(|(n, ..)| *n <= place);
        let before = first.checked_sub(1).and_then(|at| self.ordered.get(at)).map_or(0, |(_, last, _)| *last);
        let after = self.ordered.get(behind).map_or(usize::MAX, |(.., first)| *first);
        let next = self.bare.partition_point(|at| *at <= before);
        self.bare.get(next).is_some_and(|at| *at < after)
    }
}

/// The least and the largest own number of the sections within each; a section within one that has no heading counts, too.
fn within(sections: &[(&str, usize)]) -> BTreeMap<String, (u32, u32)> {
    let mut within: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (number, _) in sections {
        let mut above = String::new();
        for own in number.split('.').take(DEEPEST) {
            if let Ok(own) = own.parse() {
                let (least, largest) = within.entry(above.clone()).or_insert((own, own));
                (*least, *largest) = (own.min(*least), own.max(*largest));
            }
            if !above.is_empty() {
                above.push('.');
            }
            above.push_str(own);
        }
    }
    within
}

/// Sections in the order of their numbers, with the last block of those before and the first of those behind, themselves among them.
fn ordered(sections: &[(&str, usize)]) -> Vec<(Vec<u32>, usize, usize)> {
    let mut ordered: Vec<_> = sections.iter().map(|(number, at)| (order(number), *at, *at)).collect();
    ordered.sort();
    let mut last = 0;
    for (_, up_to, _) in &mut ordered {
        last = last.max(*up_to);
        *up_to = last;
    }
    let mut first = usize::MAX;
    for (.., from) in ordered.iter_mut().rev() {
        first = first.min(*from);
        *from = first;
    }
    ordered
}

/// A section's number and that of the section around it.
fn parted(number: &str) -> (&str, &str) {
    number.rsplit_once('.').unwrap_or(("", number))
}

/// Numbers in the order of sections.
fn order(number: &str) -> Vec<u32> {
    number.split('.').take(DEEPEST).map(|n| n.parse().unwrap_or(0)).collect()
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
