//! Directions that the ends deny: "fell from 20 to 30".
//!
//! A word for a direction is often said of another thing ("the reduction programme grew from …"), so it counts only directly beside the ends,
//! and not where its sentence has a word for the other direction or one that leaves open what is meant, as a rank.

use super::claim::Claim;
use super::pairs::MOST_OF_SUBJECT;
use super::{Pair, Sentence, causes};
use crate::draft::examine::stated;
use crate::draft::telling::{Found, Message};
use crate::draft::{Mark, Note};
use crate::finding::Severity;
use crate::quantities::{Direction, Joint, Mention, Role, Says, Word};

/// How many words of their own may stand between the word for the direction and the first end: "fell sharply from".
const MOST_ADVERBS: usize = 1;

/// How many bytes of a sentence are looked at to each side of the ends.
const MOST_BESIDE: usize = 800;
/// Signs that end a sentence or a part of it that is as good as one.
const ENDS: [char; 10] = ['。', '！', '？', '؟', '!', '?', '\n', '\t', ';', '；'];

impl Sentence<'_> {
    /// A mark where the ends of a pair lead the other way than the words beside them.
    pub(super) fn denied(&self, pair: &Pair) -> Option<Found> {
        let [from, to] = self.ends(pair)?;
        let said = self.said_way(from, to)?;
        let (a, b) = (stated::readings(from)?, stated::readings(to)?);
        let denies = |a: &stated::Stated, b: &stated::Stated| {
            let (low, high) = match said {
                Direction::Up => (&b.interval, &a.interval),
                Direction::Down => (&a.interval, &b.interval),
            };
            // Below zero a gap that narrows rises.
            let above = |s: &stated::Stated| s.interval.low.point().is_none_or(|low| !low.is_negative());
            above(a) && above(b) && low.is_less(high) == figures::interval::Truth::True
        };
        if !a.iter().all(|a| b.iter().all(|b| denies(a, b))) {
            return None;
        }
        let [from_words, to_words] = [from, to].map(|mention| self.written(mention));
        let message = match said {
            Direction::Up => Message::new("no-rise"),
            Direction::Down => Message::new("no-fall"),
        };
        let before = Note { text: Message::new("value-before"), span: Some(self.span(from)) };
        let slip = |by: &Mention| {
            let claim = Claim::of(by, [from, to], self.lexicon)?;
            causes::slipped(self.text, &claim, [from, to, by], self.lexicon)
        };
        let claims = if self.explains { self.claims(pair) } else { Vec::new() };
        let cause = claims.into_iter().find_map(slip).map(Message::noted);
        Some(Mark {
            id: format!("change-{}-{}", self.block, to.span.start),
            rule: "change".to_owned(),
            severity: Severity::Warning,
            span: self.span(to),
            message: message.with("from", from_words).with("to", to_words),
            notes: std::iter::once(before).chain(cause).collect(),
            help: Message::new("direction-help"),
            figure: None,
            link: None,
        })
    }

    /// The direction that the words directly beside two ends say, where nothing in the sentence says another.
    fn said_way(&self, from: &Mention, to: &Mention) -> Option<Direction> {
        let (first, second) = if from.span.start < to.span.start { (from, to) } else { (to, from) };
        let start = self.start(first);
        let before = self.between(start, first.span.start);
        let within = self.between(first.span.end, second.span.start);
        let whole = self.between(start, self.end(second));
        if whole.iter().any(|word| word.joins(Joint::Unsure)) {
            return None;
        }
        let found = self.way_before(&before).or_else(|| {
            let to_phrases =
                within.iter().filter(|w| matches!(w.says, Says::Change(Some(Role::To), Some(_))));
            to_phrases.filter_map(way).next()
        })?;
        let others = before.iter().chain(&within).filter_map(way);
        let agrees = others.into_iter().all(|way| way == found);
        agrees.then_some(found)
    }

    /// The direction of the nearest word that tells one, directly before the first end. A verb that only says that something went on from
    /// there ends the search, unless a comma makes it a participle: "fell, going from".
    fn way_before(&self, before: &[Word]) -> Option<Direction> {
        let most = if self.lexicon.verb_first() { MOST_OF_SUBJECT } else { MOST_ADVERBS };
        let (mut own, mut goes, mut parted) = (0_usize, false, false);
        // In Chinese the word stands in the second end's phrase; one before the first end is a subject: 增长从5%变为3%.
        let is_han =
            |word: &Word| self.text.get(word.span.clone()).is_some_and(|t| t.starts_with(|c| c > '\u{2e7f}'));
        for word in before.iter().rev() {
            if is_han(word) {
                return None;
            }
            match word.says {
                Says::Change(_, Some(way)) => return (!goes || parted).then_some(way),
                Says::Change(None, None) => goes = true,
                Says::Sign
                    if self.text.get(word.span.clone()).is_some_and(|s| matches!(s, "," | "，" | "،")) =>
                {
                    if parted || own > 0 {
                        return None;
                    }
                    parted = true;
                }
                Says::Word => own = own.saturating_add(1),
                Says::And | Says::Sign => return None,
                Says::Change(Some(_), None) | Says::Joint(_) | Says::Open | Says::Nothing => {}
            }
            if own > if parted { 0 } else { most } {
                return None;
            }
        }
        None
    }

    /// Where the sentence begins.
    fn start(&self, first: &Mention) -> usize {
        let head = self.before(first.span.start);
        let from = first.span.start.saturating_sub(head.len());
        let sign = head.char_indices().rev().find(|(_, c)| ENDS.contains(c));
        let sign = sign.map(|(at, c)| at.saturating_add(c.len_utf8()));
        let stop = head.rfind(". ").map(|at| at.saturating_add(2));
        from.saturating_add(sign.max(stop).unwrap_or(0))
    }

    /// What stands directly before a byte, as far as it is looked at.
    fn before(&self, end: usize) -> &str {
        let head = self.text.get(..end).unwrap_or_default();
        let from =
            (head.len().saturating_sub(MOST_BESIDE)..=head.len()).find(|at| head.is_char_boundary(*at));
        from.and_then(|at| head.get(at..)).unwrap_or_default()
    }

    /// Where the sentence ends.
    fn end(&self, last: &Mention) -> usize {
        let tail = self.text.get(last.span.end..).unwrap_or_default();
        let to = (MOST_BESIDE..tail.len()).find(|at| tail.is_char_boundary(*at)).unwrap_or(tail.len());
        let tail = tail.get(..to).unwrap_or_default();
        let length = [tail.find(ENDS), tail.find(". ")].into_iter().flatten().min();
        last.span.end.saturating_add(length.unwrap_or(tail.len()))
    }
}

fn way(word: &Word) -> Option<Direction> {
    match word.says {
        Says::Change(_, way) => way,
        Says::Joint(_) | Says::Open | Says::Nothing | Says::And | Says::Word | Says::Sign => None,
    }
}
