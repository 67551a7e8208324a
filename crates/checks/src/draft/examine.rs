//! What a draft contradicts in itself and in the report, and how many of its quantities the figures know.
//!
//! Without a database: parts that a text refers to and that are not there, changes, ranges, sums and tables that do not hold, and one thing
//! with two values. Against the report: what stands where it says something else ([`agreement`]). Against the figures: each quantity that
//! has the value and unit of one agrees with it; the others are unknown and counted, not listed, since what is no figure yet is no mistake.

mod changes;
mod known;
mod ranges;
mod references;
pub(super) mod slips;
mod stated;
mod sums;
mod tables;
mod twice;

use std::collections::HashSet;

use figures::Figure;

use super::agreement::{self, Agreeing, Reference};
use super::telling::{Found, Words};
use super::{Draft, Mark};
use crate::quantities::{self, Lexicon, Mention};

pub use known::Known;

/// What became of a draft's quantities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them: amounts, counts, shares, multiples, ordinals.
    pub quantities: usize,
    /// Those with the value and the unit of a figure, accepted or not.
    pub agreeing: usize,
}

impl Tally {
    /// Quantities that no figure accounts for.
    #[must_use]
    pub fn unknown(self) -> usize {
        self.quantities.saturating_sub(self.agreeing)
    }
}

/// What was found in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// The findings, errors first, then in the order of the draft.
    pub marks: Vec<Mark>,
    /// Its quantities.
    pub tally: Tally,
    /// Quantities and periods that say what the report says in the same place.
    pub agreeing: Vec<Agreeing>,
}

/// Examines a draft with the words of its language, against figures, none of which is no mistake, and against what a report says; what is
/// found is told in `words`.
#[must_use]
pub fn examine<'a>(
    draft: &Draft,
    (language, lexicon): (&str, &Lexicon),
    figures: impl IntoIterator<Item = &'a Figure>,
    reference: Option<&Reference>,
    words: &Words,
) -> Examined {
    let known = Known::of(figures);
    let agreement =
        reference.map(|report| agreement::judge(draft, lexicon, language, report)).unwrap_or_default();
    let agreeing: HashSet<(usize, usize)> =
        agreement.agreeing.iter().map(|agreeing| (agreeing.span.block, agreeing.span.start)).collect();
    let contradicting: HashSet<(usize, usize)> =
        agreement.marks.iter().map(|mark| (mark.span.block, mark.span.start)).collect();
    let mut marks: Vec<Found> = references::missing(draft);
    marks.extend(agreement.marks);
    let mut examined = Examined { agreeing: agreement.agreeing, ..Examined::default() };
    let mut statements = twice::Statements::default();
    for (place, block) in draft.blocks.iter().enumerate() {
        let mentions = quantities::read(&block.text, lexicon);
        let stated = mentions.iter().filter(|mention| mention.kind.is_quantity());
        for mention in stated {
            examined.tally.quantities = examined.tally.quantities.saturating_add(1);
            let at = (place, mention.span.start);
            let agrees = agreeing.contains(&at) || known.agrees(mention) && !contradicting.contains(&at);
            examined.tally.agreeing = examined.tally.agreeing.saturating_add(usize::from(agrees));
        }
        let explained = MOST_EXPLAINED.saturating_sub(marks.len());
        marks.extend(changes::broken(place, &block.text, &mentions, lexicon, explained));
        marks.extend(ranges::reversed(place, &block.text, &mentions, lexicon));
        marks.extend(sums::broken(place, &block.text, &mentions, lexicon));
        marks.extend(tables::broken(draft, place, lexicon));
        statements.take(draft, place, &mentions, lexicon);
    }
    marks.extend(statements.differing(draft, lexicon));
    marks.sort_by(|a, b| (a.severity, &a.span).cmp(&(b.severity, &b.span)));
    examined.marks = marks.into_iter().map(|found| words.mark(found)).collect();
    examined
}

/// How many findings a draft has before causes of changes are no longer looked for: nobody acts on as many.
const MOST_EXPLAINED: usize = 256;

/// The most mentions of one sentence that are looked at together.
const MOST_MENTIONS: usize = 64;

/// The mentions of each sentence of a text; those of a very long one in several parts.
fn sentences<'a>(text: &'a str, mentions: &'a [Mention]) -> impl Iterator<Item = &'a [Mention]> {
    let sentences = mentions.chunk_by(move |before, after| same_sentence(text, before, after));
    sentences.flat_map(|sentence| sentence.chunks(MOST_MENTIONS))
}

/// What joins mentions of one sentence: the text between them ends none.
fn same_sentence(text: &str, before: &Mention, after: &Mention) -> bool {
    let between = text.get(before.span.end..after.span.start).unwrap_or_default();
    !between.contains(['。', '！', '？', '؟', '!', '?', '\n', '\t']) && !between.contains(". ")
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod told;
