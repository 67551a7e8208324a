//! Changes that do not follow from their ends: "from 117 to 127, up 18 %", "doubled from 20 to 30", "fell from 20 to 30".
//!
//! Two ends make a pair where one sentence names both. A difference, a growth or a factor belongs to a pair only where nothing but words of
//! change joins them; where another word stands between, it may be said of another thing, and nothing is claimed.

mod causes;
mod claim;
mod direction;
mod pairs;

use super::same_sentence;
use crate::draft::{Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::{Lexicon, Mention, Words};

/// A mark for each change of one sentence that its two ends contradict.
pub(super) fn broken(block: usize, text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Mark> {
    if mentions.iter().all(|mention| mention.change.is_none()) {
        return Vec::new();
    }
    let words = Words::of(text, lexicon);
    let mut marks = Vec::new();
    for mentions in mentions.chunk_by(|before, after| same_sentence(text, before, after)) {
        let sentence = Sentence { block, text, words: &words, lexicon, mentions };
        for pair in sentence.pairs() {
            match sentence.denied(&pair) {
                Some(mark) => marks.push(mark),
                None => marks.extend(
                    sentence.claims(&pair).into_iter().filter_map(|by| sentence.contradiction(&pair, by)),
                ),
            }
        }
    }
    marks
}

/// A sentence with its mentions.
struct Sentence<'a> {
    block: usize,
    text: &'a str,
    words: &'a Words<'a>,
    lexicon: &'a Lexicon,
    mentions: &'a [Mention],
}

/// Two ends of a change, by their places among the mentions of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    from: usize,
    to: usize,
}

impl<'a> Sentence<'a> {
    fn span(&self, mention: &Mention) -> Span {
        Span { block: self.block, start: mention.span.start, end: mention.span.end }
    }

    fn written(&self, mention: &Mention) -> &'a str {
        self.text.get(mention.span.clone()).unwrap_or_default()
    }

    fn ends(&self, pair: &Pair) -> Option<[&'a Mention; 2]> {
        Some([self.mentions.get(pair.from)?, self.mentions.get(pair.to)?])
    }

    /// Nothing where units do not go together, or something is not known: then nothing is claimed.
    fn contradiction(&self, pair: &Pair, by: &Mention) -> Option<Mark> {
        let [from, to] = self.ends(pair)?;
        let claim = claim::Claim::of(by, [from, to], self.lexicon)?;
        if claim.holds(None) && !claim.is_points_in_percent() {
            return None;
        }
        let made = claim.made()?;
        let [from_words, to_words, by_words] = [from, to, by].map(|mention| self.written(mention));
        let first =
            Note { text: format!("from {from_words} to {to_words} is {made}"), span: Some(self.span(to)) };
        let causes = causes::likely(self.text, &claim, [from, to, by], self.lexicon);
        let causes = causes.into_iter().map(|text| Note { text, span: None });
        Some(Mark {
            id: format!("change-{}-{}", self.block, by.span.start),
            rule: "change".to_owned(),
            severity: Severity::Warning,
            span: self.span(by),
            message: format!("{by_words} does not follow from {from_words} and {to_words}"),
            notes: std::iter::once(first).chain(causes).collect(),
            help: "correct the change or one of its ends".to_owned(),
            figure: None,
            link: None,
        })
    }
}

#[cfg(test)]
mod tests;
