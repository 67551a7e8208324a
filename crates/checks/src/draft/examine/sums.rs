//! Sums in running text: "91, of which 60 … and the other 37 …", "60 and 31, together 97", "91 (60 men and 37 women)".
//!
//! Parts that a text names may overlap, or may not be all. So what is more than its whole is told; a sum that misses its total is told only where
//! the text says that the parts are all (together, the remaining, a list in brackets or behind a colon) and the sum is near the total. Where any
//! reading or any run of the parts makes the total, nothing is told.

mod parts;

use figures::interval::Truth;
use figures::{Interval, Rational};

use super::{sentences, slips, stated};
use crate::draft::telling::{Found, Message, Part};
use crate::draft::{Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::{Joint, Kind, Lexicon, Mention, Says, Word, Words};

/// A word that may be so many units and more counts anything.
const MOST_UNITS: usize = 2;

/// How many bytes behind a total are looked at for what makes it one.
const NEAR: usize = 64;
/// How many words may stand between a total and what says that parts follow.
const MOST_BEFORE_PARTS: usize = 6;

/// A mark for each sum that its total denies.
pub(super) fn broken(block: usize, text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Found> {
    let counted = mentions.iter().filter(|mention| may_add(mention)).count();
    if counted < 2 {
        return Vec::new();
    }
    let words = Words::of(text, lexicon);
    let mut marks = Vec::new();
    for mentions in sentences(text, mentions) {
        let mentions: Vec<&Mention> = mentions.iter().collect();
        let sentence = Sentence { block, text, words: &words, lexicon, mentions };
        marks.extend(sentence.parts_follow());
        marks.extend(sentence.parts_precede());
    }
    marks
}

struct Sentence<'a> {
    block: usize,
    text: &'a str,
    words: &'a Words<'a>,
    lexicon: &'a Lexicon,
    mentions: Vec<&'a Mention>,
}

/// How sure a text makes that its parts are all and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Completeness {
    /// Parts are named, perhaps not all.
    Open,
    /// The last part is the rest.
    Rest,
    /// The parts are all.
    Closed,
}

/// Whether a mention can be a part or a total.
fn may_add(mention: &Mention) -> bool {
    let is_time = |code: &String| {
        matches!(code.as_str(), "year" | "month" | "week" | "day" | "hour" | "ordinal" | "pp" | "ratio")
    };
    mention.kind == Kind::Quantity
        && mention.change.is_none_or(|change| change.role == crate::quantities::Role::To)
        && mention.range.is_none()
        && !mention.codes().iter().any(is_time)
}

impl<'a> Sentence<'a> {
    /// The words between two mentions, but for those of the mentions between them.
    fn between(&self, start: usize, end: usize) -> Vec<Word> {
        let first = self.mentions.partition_point(|m| m.span.end <= start);
        let within: Vec<_> =
            self.mentions.iter().skip(first).take_while(|m| m.span.start < end).map(|m| &m.span).collect();
        let inside = |word: &Word| within.iter().any(|m| m.start < word.span.end && word.span.start < m.end);
        self.words.between(start, end).into_iter().filter(|word| !inside(word)).collect()
    }

    fn written(&self, range: std::ops::Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    fn sign(&self, word: &Word, signs: &[char]) -> bool {
        word.says == Says::Sign && self.written(word.span.clone()).starts_with(signs)
    }

    /// A total that its parts follow.
    fn parts_follow(&self) -> Option<Found> {
        for (at, total) in self.mentions.iter().enumerate().filter(|(_, m)| may_add(m)) {
            let Some(next) = self.mentions.get(at.saturating_add(1)) else { continue };
            let words = self.between(total.span.end, next.span.start);
            let opener = words
                .iter()
                .position(|word| word.joins(Joint::OfWhich) || self.sign(word, &[':', '：', '(', '（']));
            let Some(opener) = opener.filter(|opener| *opener <= MOST_BEFORE_PARTS) else { continue };
            let of_which = words.get(opener).is_some_and(|word| word.joins(Joint::OfWhich));
            let parts = self.list(at.saturating_add(1), total, of_which);
            let first_near = words.len().saturating_sub(opener) <= MOST_BEFORE_PARTS;
            if of_which
                && first_near
                && let Some(part) = parts.first()
                && self.is_whole_of(at, part)
                && let Some(mark) = self.more_than_whole(total, part)
            {
                return Some(mark);
            }
            let rest = self.names_rest(&parts);
            let completeness = match (of_which, rest) {
                (false, _) => Completeness::Closed,
                (true, true) => Completeness::Rest,
                (true, false) => Completeness::Open,
            };
            let bracketed = of_which || self.is_closed(&parts);
            if parts.len() >= 2 && bracketed {
                return self.misses(total, &parts, completeness);
            }
        }
        None
    }

    /// A total behind its parts: together 91, 91 in all.
    fn parts_precede(&self) -> Option<Found> {
        for (at, total) in self.mentions.iter().enumerate().skip(2).filter(|(_, m)| may_add(m)) {
            let Some(before) = at.checked_sub(1).and_then(|at| self.mentions.get(at)) else { continue };
            let lead = self.between(before.span.end, total.span.start);
            let tail = self.between(total.span.end, total.span.end.saturating_add(NEAR));
            let near = lead.iter().rev().take(2).any(|word| word.joins(Joint::Together));
            let behind = tail.iter().take(1).any(|word| word.joins(Joint::Together));
            // 60 and 31 participants, 91 in all: a sign must part the total from its parts.
            let parted = lead.iter().any(|word| word.says == Says::Sign);
            let says_more = lead.iter().filter(|word| word.says == Says::Word).count() > 2;
            if !(near || behind) || !parted || says_more {
                continue;
            }
            let parts = self.run_before(at, total);
            if parts.len() >= 2 {
                return self.misses(total, &parts, Completeness::Closed);
            }
        }
        None
    }

    /// Whether the number at a place can only be the whole that a part is of: of what is counted alike, and no larger number stands before
    /// it. "300 people in 3 workshops, of whom 120" are 120 of the people.
    fn is_whole_of(&self, at: usize, part: &Mention) -> bool {
        let Some(total) = self.mentions.get(at) else { return false };
        // What counts anything, as 个, says no more than nothing.
        let general = part.codes().len() > MOST_UNITS;
        let same = part.codes().is_empty() || general || stated::alike(total, part);
        let earlier = self.mentions.iter().take(at).filter(|m| may_add(m));
        let holds = |m: &Mention| {
            let (Some(all), Some(one)) = (stated::readings(m), stated::readings(part)) else { return true };
            all.iter().any(|a| one.iter().any(|b| a.interval.is_less(&b.interval) != Truth::True))
        };
        same && !earlier.copied().any(holds)
    }

    fn more_than_whole(&self, total: &Mention, part: &Mention) -> Option<Found> {
        let (all, one) = (stated::readings(total)?, stated::readings(part)?);
        let above = |a: &stated::Stated, b: &stated::Stated| a.interval.is_less(&b.interval) == Truth::True;
        if !all.iter().all(|a| one.iter().all(|b| above(a, b))) {
            return None;
        }
        let [total_words, part_words] = [total, part].map(|m| self.written(m.span.clone()));
        Some(self.mark(
            part,
            Message::new("no-part").with("part", part_words).with("total", total_words),
            (total, "the-whole"),
            None,
        ))
    }

    /// A mark where no reading of parts and total, and no run of the parts, lets them agree.
    fn misses(&self, total: &Mention, parts: &[&Mention], completeness: Completeness) -> Option<Found> {
        let whole = stated::readings(total)?;
        let each: Vec<Vec<stated::Stated>> =
            parts.iter().map(|part| stated::readings(part)).collect::<Option<_>>()?;
        if whole.len() > 1 || each.iter().any(|readings| readings.len() > 1) {
            return None;
        }
        let all = &whole.first()?.interval;
        let each: Vec<&Interval> =
            each.iter().filter_map(|readings| readings.first()).map(|s| &s.interval).collect();
        for start in 0..each.len() {
            let mut sum = Interval::point(Rational::zero());
            for (count, part) in each.iter().skip(start).enumerate() {
                sum = sum.plus(part);
                if count > 0 && sum.meets(all) {
                    return None;
                }
            }
        }
        let sum = each.iter().fold(Interval::point(Rational::zero()), |sum, part| sum.plus(part));
        let share = if completeness == Completeness::Rest { 3 } else { 1 };
        let near = stated::around(whole.first()?.nominal.as_ref()?, &stated::tenths(share));
        let told = match completeness {
            Completeness::Closed | Completeness::Rest => near.meets(&sum),
            Completeness::Open => near.meets(&sum) && all.is_less(&sum) == Truth::True,
        };
        let slip = || {
            parts.iter().enumerate().find_map(|(at, part)| {
                let others = each.iter().enumerate().filter(|(other, _)| *other != at);
                let rest = others.fold(Interval::point(Rational::zero()), |sum, (_, part)| sum.plus(part));
                let own = each.get(at)?;
                slips::told(self.text, part, self.lexicon, |power| rest.plus(&own.scaled(power)).meets(all))
            })
        };
        let cause = slip().filter(|_| completeness != Completeness::Open);
        if !told && cause.is_none() {
            return None;
        }
        let shown = sum.single().map_or_else(|| sum.to_string(), ToString::to_string);
        let named: Vec<String> =
            parts.iter().map(|part| self.written(part.span.clone()).to_owned()).collect();
        let message = Message::new("sum")
            .with("parts", Part::All(named))
            .number("sum", &shown)
            .with("total", self.written(total.span.clone()));
        let last = parts.last()?;
        let note = match completeness {
            Completeness::Closed | Completeness::Rest => "one-part",
            Completeness::Open => "one-part-or-more",
        };
        let mark = self.mark(total, message, (last, note), cause);
        // Parts that may overlap are worth a look, no more.
        let severity = if completeness == Completeness::Open { Severity::Note } else { mark.severity };
        Some(Mark { severity, ..mark })
    }

    fn mark(
        &self,
        at: &Mention,
        message: Message,
        (other, note): (&Mention, &'static str),
        cause: Option<Message>,
    ) -> Found {
        let span = |m: &Mention| Span { block: self.block, start: m.span.start, end: m.span.end };
        Mark {
            id: format!("sum-{}-{}", self.block, at.span.start),
            rule: "sum".to_owned(),
            severity: Severity::Warning,
            span: span(at),
            message,
            notes: std::iter::once(Note { text: Message::new(note), span: Some(span(other)) })
                .chain(cause.map(Message::noted))
                .collect(),
            help: Message::new("sum-help"),
            figure: None,
            link: None,
        }
    }
}

#[cfg(test)]
mod tests;
