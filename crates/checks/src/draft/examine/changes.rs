//! Changes that do not follow from their ends: "from 117 to 127, up 18 %", "doubled from 20 to 30", "fell from 20 to 30".
//!
//! Two ends make a pair where one sentence names both. A difference, a growth or a factor belongs to a pair only where nothing but words of
//! change joins them; where another word stands between, it may be said of another thing, and nothing is claimed.

mod causes;
mod claim;
mod direction;
mod pairs;

use std::collections::BTreeSet;

use figures::{Dimension, End, Interval, Rational};

use super::sentences;
use super::stated::is_in;
use crate::draft::telling::{Found, Message, Part};
use crate::draft::{Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::{Lexicon, Mention, Role, Words};

/// A mark for each change of one sentence that its two ends contradict; the first `explained` of a block with the likeliest cause, which
/// takes much more than to find them.
pub(super) fn broken(
    block: usize,
    text: &str,
    mentions: &[Mention],
    lexicon: &Lexicon,
    explained: usize,
) -> Vec<Found> {
    if mentions.iter().all(|mention| mention.change.is_none()) {
        return Vec::new();
    }
    let words = Words::of(text, lexicon);
    let mut marks = Vec::new();
    for mentions in sentences(text, mentions) {
        let explains = marks.len() < explained;
        let sentence = Sentence { block, text, words: &words, lexicon, mentions, explains };
        for pair in sentence.pairs() {
            if let Some(mark) = sentence.denied(&pair) {
                marks.push(mark);
                continue;
            }
            let claims = sentence.claims(&pair).into_iter();
            marks.extend(claims.filter_map(|by| sentence.contradiction(&pair, by)));
            marks.extend(sentence.growth_as_value(&pair));
        }
    }
    let mut seen = BTreeSet::new();
    marks.retain(|mark| seen.insert(mark.span.clone()));
    marks
}

/// A sentence with its mentions.
struct Sentence<'a> {
    block: usize,
    text: &'a str,
    words: &'a Words<'a>,
    lexicon: &'a Lexicon,
    mentions: &'a [Mention],
    /// Whether causes are looked for.
    explains: bool,
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

    /// A growth behind a word for the value after: from 100 to 150, 增长到50%.
    fn growth_as_value(&self, pair: &Pair) -> Option<Found> {
        let [from, to] = self.ends(pair)?;
        let next = self.mentions.get(pair.from.max(pair.to).saturating_add(1))?;
        let is_value = next.change.is_some_and(|change| change.role == Role::To) && is_in(next, "percent");
        let last = from.span.end.max(to.span.end);
        if !is_value || is_in(to, "percent") || !self.is_said_of(next, last) {
            return None;
        }
        let claim = claim::Claim::of(next, [from, to], self.lexicon).filter(|claim| claim.holds(None))?;
        let words = self.written(next);
        let made = self.made([from, to], &claim)?;
        Some(Mark {
            id: format!("change-{}-{}", self.block, next.span.start),
            rule: "change".to_owned(),
            severity: Severity::Warning,
            span: self.span(next),
            message: Message::new("growth-as-value").with("by", words),
            notes: vec![Note { text: made, span: Some(self.span(to)) }],
            help: Message::new("growth-as-value-help"),
            figure: None,
            link: None,
        })
    }

    /// What two ends give, in the unit as it is written where it is one of things.
    fn made(&self, [from, to]: [&Mention; 2], claim: &claim::Claim) -> Option<Message> {
        let made = claim.made()?;
        let number = match (&made.nominal, made.interval.single()) {
            (_, Some(number)) => shown(number),
            (Some(number), None) => format!("{} {}", shown(number), between(&made.interval)),
            (None, None) => between(&made.interval),
        };
        let unit = if made.dimension == Dimension::Bare { String::new() } else { made.dimension.to_string() };
        let is_share = matches!(unit.as_str(), "" | "percent" | "pp" | "ratio");
        let written =
            to.unit.as_ref().map(|unit| unit.text.clone()).filter(|text| !is_share && !text.is_empty());
        let ends = Message::new("change-made").with("from", self.written(from)).with("to", self.written(to));
        Some(ends.with("made", Part::Measured(number, written.unwrap_or(unit))))
    }

    /// Nothing where units do not go together, or something is not known: then nothing is claimed.
    fn contradiction(&self, pair: &Pair, by: &Mention) -> Option<Found> {
        let [from, to] = self.ends(pair)?;
        let claim = claim::Claim::of(by, [from, to], self.lexicon)?;
        if claim.holds(None) && !claim.is_points_in_percent() {
            return None;
        }
        let made = self.made([from, to], &claim)?;
        let [from_words, to_words, by_words] = [from, to, by].map(|mention| self.written(mention));
        let first = Note { text: made, span: Some(self.span(to)) };
        let likely = || causes::likely(self.text, &claim, [from, to, by], self.lexicon);
        let causes = self.explains.then(likely).into_iter().flatten();
        let causes = causes.map(Message::noted);
        Some(Mark {
            id: format!("change-{}-{}", self.block, by.span.start),
            rule: "change".to_owned(),
            severity: Severity::Warning,
            span: self.span(by),
            message: Message::new("change")
                .with("by", by_words)
                .with("from", from_words)
                .with("to", to_words),
            notes: std::iter::once(first).chain(causes).collect(),
            help: Message::new("change-help"),
            figure: None,
            link: None,
        })
    }
}

/// A number for people: few digits tell by how much a change is missed.
fn shown(number: &Rational) -> String {
    let decimals = if number.abs() < Rational::one() { 4 } else { 2 };
    number.shown(decimals).to_string()
}

/// What numbers an interval holds, its ends shown alike.
fn between(interval: &Interval) -> String {
    let low = match &interval.low {
        End::Unbounded => "(-∞".to_owned(),
        End::Closed(point) => format!("[{}", shown(point)),
        End::Open(point) => format!("({}", shown(point)),
    };
    let high = match &interval.high {
        End::Unbounded => "∞)".to_owned(),
        End::Closed(point) => format!("{}]", shown(point)),
        End::Open(point) => format!("{})", shown(point)),
    };
    format!("{low}, {high}")
}

#[cfg(test)]
mod tests;
