//! Which numbers of a sentence may be the parts of a total: a list behind it, or the numbers directly before it.

use super::{Sentence, may_add};
use crate::draft::examine::stated;
use crate::quantities::{Joint, Kind, Mention, Says};

/// How many characters a list may go on behind its last number.
const MOST_TAIL: usize = 160;
/// The most parts of a sum that are looked at.
const MOST_PARTS: usize = 24;
/// How many words of their own may stand between two numbers of one list.
const MOST_BETWEEN: usize = 8;

impl<'a> Sentence<'a> {
    /// Numbers in a list that may be parts of a total, from a place on.
    pub(super) fn list(&self, from: usize, total: &Mention, loose: bool) -> Vec<&'a Mention> {
        let mut parts: Vec<&'a Mention> = Vec::new();
        let mut cursor: Option<usize> = None;
        for part in self.mentions.iter().skip(from).take(MOST_PARTS.saturating_mul(2)).copied() {
            // Behind numbers without a noun a word is more likely a place than what is counted: 17 in Africa, 74 elsewhere.
            let bare =
                !parts.is_empty() && parts.iter().all(|part| part.unit.is_none()) && part.codes().is_empty();
            let additive = may_add(part) && part.change.is_none() && self.adds(total, part, loose || bare);
            if !additive {
                // A share in brackets belongs to the part before it, a year to the phrase.
                if matches!(part.kind, Kind::Date | Kind::Share) || stated::is_in(part, "percent") {
                    continue;
                }
                break;
            }
            if let Some(cursor) = cursor {
                let between = self.between(cursor, part.span.start);
                let own = between.iter().filter(|word| word.says == Says::Word).count();
                let parted = between.iter().any(|w| {
                    w.says == Says::And || self.sign(w, &[',', '、', '，', ';', '；', '،', '؛', '(', '（'])
                });
                if own > MOST_BETWEEN || !parted {
                    break;
                }
            }
            cursor = Some(part.span.end);
            parts.push(part);
        }
        parts
    }

    /// Whether a part can be added to make a total.
    fn adds(&self, total: &Mention, part: &Mention, loose: bool) -> bool {
        let measured =
            |m: &Mention| m.codes().iter().any(|code| self.lexicon.is_measured(code) || code == "percent");
        if measured(total) || measured(part) {
            return total.codes().iter().any(|code| part.codes().contains(code));
        }
        loose || stated::alike(total, part)
    }

    pub(super) fn names_rest(&self, parts: &[&Mention]) -> bool {
        let (Some(last), Some(before)) = (parts.last(), parts.iter().rev().nth(1)) else { return false };
        self.between(before.span.end, last.span.start).iter().any(|word| word.joins(Joint::Rest))
    }

    /// Whether a list ends with the sentence or with a bracket, and its last part is joined by "and" or a sign.
    pub(super) fn is_closed(&self, parts: &[&Mention]) -> bool {
        let Some(last) = parts.last() else { return false };
        let rest = self.text.get(last.span.end..).unwrap_or_default();
        let ends = ['.', '。', ')', '）', ';', '；', '\n'];
        let end = rest.char_indices().take(MOST_TAIL).find(|(_, c)| ends.contains(c)).map(|(at, _)| at);
        let Some(end) = end.or_else(|| (rest.len() < MOST_TAIL).then_some(rest.len())) else { return false };
        let tail = self.words.between(last.span.end, last.span.end.saturating_add(end));
        let own = tail.iter().filter(|word| word.says == Says::Word).count();
        let ends = tail.iter().any(|word| self.sign(word, &[',', '，', '、', '،']) || word.says == Says::And);
        own <= MOST_BETWEEN && !ends
    }

    /// The numbers of one unit that stand directly before a total, in the order of the text.
    pub(super) fn run_before(&self, at: usize, total: &Mention) -> Vec<&'a Mention> {
        let mut parts: Vec<&'a Mention> = Vec::new();
        for part in self.mentions.iter().take(at).rev().take(MOST_PARTS).copied() {
            if part.kind == Kind::Date || stated::is_in(part, "percent") && !stated::is_in(total, "percent") {
                continue;
            }
            let additive = may_add(part) && self.adds(total, part, false);
            let joined = parts.last().is_none_or(|next| {
                let between = self.between(part.span.end, next.span.start);
                between.iter().filter(|word| word.says == Says::Word).count() <= MOST_BETWEEN
            });
            if !additive || !joined {
                break;
            }
            parts.push(part);
        }
        parts.reverse();
        parts
    }
}
