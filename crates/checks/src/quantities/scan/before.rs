//! The words before a number: what limits it, joins it to what stands before, or says what a rate is given for.

use super::{Before, Piece, Walk};
use crate::quantities::mention::{Kind, Role};
use crate::quantities::number;
use crate::quantities::sense::Sense;
use crate::quantities::suffix;
use crate::quantities::text::{Gap, Sort};

/// How many words stand at most between a verb of change and the word before the value after.
const MOST_TO_VERB: usize = 8;

impl Walk<'_, '_> {
    /// Whether a word that may limit a number joins what stands before it here: from 20 до 30, снизилась до 30.
    pub(super) fn connects(&self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let (len, _) = lexicon.bound_before(text, at)?;
        let joins = lexicon
            .find(text, at, |s| matches!(s, Sense::Between | Sense::Change(Some(Role::To), _)).then_some(()));
        joins.filter(|(other, ())| *other == len)?;
        let key = at.checked_sub(1).map_or("", |before| text.key(before));
        let is_factor = |piece: &Piece| piece.mention.kind == Kind::Multiple && matches!(key, "," | "–");
        let mut before = self.pieces.iter().rev();
        let follows = before.next().is_some_and(|piece| {
            let directly = piece.to == at || piece.to + 1 == at && (key == ")" || is_factor(piece));
            // A period may stand between: from 88 % in 2019 to 92 %.
            let dated = piece.mention.kind == Kind::Date
                && before.next().is_some_and(|p| p.mention.kind.is_quantity() && p.to + 3 > piece.from);
            directly && (piece.mention.kind.is_quantity() || dated)
        });
        let verb = at.checked_sub(1).and_then(|before| lexicon.change(text, before));
        let governed = verb.is_some_and(|(verb_len, (role, _))| {
            verb_len == 1 && role.is_none() || verb_len == len + 1 && role == Some(Role::To)
        });
        (follows || governed || self.is_governed_from_afar(at)).then_some(len)
    }

    /// Whether a verb of change stands before it in the same clause, or a comma behind the difference: довести долю женщин до 50 %,
    /// creció un 6 %, hasta 24 millones.
    fn is_governed_from_afar(&self, at: usize) -> bool {
        let (text, lexicon) = (self.text, self.lexicon);
        let last = self.pieces.last().map_or(0, |piece| piece.to);
        let is_share = |piece: &Piece| piece.mention.codes().iter().any(|code| code == "percent");
        let verb = |place: usize| {
            matches!(lexicon.change(text, place), Some((_, (None, _) | (Some(Role::By), Some(_)))))
        };
        // Behind a difference the verb stands before that.
        let by = self
            .pieces
            .last()
            .filter(|piece| piece.to + 1 == at && text.key(last) == "," && piece.mention.kind.is_quantity());
        let mut end = at;
        if let Some(piece) = by {
            let next = number::in_digits(text, at + 1, lexicon);
            let unit =
                next.map(|number| suffix::read(text, number.end, lexicon)).and_then(|suffix| suffix.unit);
            let same =
                unit.is_some_and(|unit| unit.codes.iter().any(|code| piece.mention.codes().contains(code)));
            if !same && !is_share(piece) {
                return false;
            }
            end = piece.from;
        }
        let from = end.saturating_sub(MOST_TO_VERB).max(if by.is_some() { 0 } else { last });
        let clause = (from..end).rev().take_while(|place| text.sort(*place) != Some(Sort::Sign));
        clause.into_iter().any(verb)
    }

    pub(super) fn take_before(&self, before: &mut Before) -> bool {
        let (text, lexicon, at) = (self.text, self.lexicon, before.at);
        let unit = lexicon
            .find(text, at, |s| if let Sense::UnitBefore(code) = s { Some(code.clone()) } else { None });
        if let Some((len, code)) = unit.filter(|_| before.unit.is_none()) {
            before.unit = Some((at, at + len, code));
            before.at += len;
            return true;
        }
        if let Some((len, bound)) = lexicon.bound_before(text, at) {
            before.bound = before.bound.or(Some(bound));
            before.at += len;
            return true;
        }
        if let Some(len) = lexicon.is(text, at, &Sense::Article).filter(|_| before.bound.is_some()) {
            before.at += len;
            return true;
        }
        let signed = matches!(text.key(at), "-" | "–" | "+" | "±");
        let opens = text.get(at).is_some_and(|l| l.gap != Gap::None)
            || at
                .checked_sub(1)
                .is_none_or(|i| matches!(text.key(i), "(" | ":") || text.sort(i) == Some(Sort::Ideograph));
        if signed && opens && text.touches(at + 1) {
            before.negative = matches!(text.key(at), "-" | "–");
            before.at += 1;
            return true;
        }
        false
    }

    /// What a rate is given for: a power of ten of persons after "per".
    pub(super) fn basis(&mut self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let start = at + lexicon.is(text, at, &Sense::Per)?;
        let number = number::in_digits(text, start, lexicon)?;
        let digits: String = (number.from..number.end).map(|i| text.key(i)).collect();
        let is_round =
            digits.strip_prefix("10").is_some_and(|rest| rest.chars().all(|c| matches!(c, '0' | ',')));
        let suffix = suffix::read(text, number.end, lexicon);
        let persons = suffix.unit.as_ref().is_some_and(|unit| unit.codes.iter().any(|c| c == "person"));
        let verb = at.checked_sub(1).and_then(|before| lexicon.change(text, before));
        (is_round && persons && verb.is_none()).then(|| self.push_plain(start, suffix.end, Kind::Basis))
    }
}
