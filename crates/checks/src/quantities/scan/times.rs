//! Dates with the words that relate what is said to them, and years told from numbers of four digits.

use super::Walk;
use crate::quantities::dates::{self, Led};
use crate::quantities::mention::{Dated, Kind, Relation};
use crate::quantities::sense::Sense;
use crate::quantities::suffix;
use crate::quantities::text::Gap;

impl Walk<'_, '_> {
    /// A date, with the words before it that relate it.
    pub(super) fn related(&mut self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let found = lexicon.relation(text, at);
        let start = at + found.map_or(0, |(len, _)| len);
        let opened = found.is_some_and(|(_, relation)| relation == Relation::Between);
        let led = Led { opened, related: found.is_some() || self.is_alone(start) };
        let date = dates::read(text, start, lexicon, led)?;
        if date.is_bare && !self.is_year(at, (start, date.end), found.is_some()) {
            return None;
        }
        let word = found.map(|(_, relation)| relation);
        let relation = match (date.relation, word) {
            (Some(Relation::Between), _) => Relation::Between,
            (Some(own), None) => own,
            // 从2019年的…: the word is of the value, not of the year.
            (_, Some(Relation::Since | Relation::Until)) if self.belongs(at, date.end) => Relation::In,
            (own, Some(Relation::In)) => own.unwrap_or(Relation::In),
            (_, Some(word)) => word,
            (None, None) => Relation::In,
        };
        self.push_plain(start, date.end, Kind::Date);
        if let Some(piece) = self.pieces.last_mut() {
            let span = piece.mention.span.clone();
            piece.mention.dated = date.period.map(|period| Dated { span, period, relation });
            piece.mention.days = date.days;
        }
        Some(date.end)
    }

    /// Whether a word before a period is one of change, and the period belongs to what follows it.
    fn belongs(&self, at: usize, end: usize) -> bool {
        let changes = self.lexicon.change(self.text, at).is_some_and(|(_, (role, _))| role.is_some());
        changes && self.lexicon.is(self.text, end, &Sense::Of).is_some()
    }

    /// Whether a word stands alone in its cell.
    fn is_alone(&self, at: usize) -> bool {
        let begins = |at: usize| self.text.get(at).is_none_or(|lexeme| lexeme.gap == Gap::Break);
        (at == 0 || begins(at)) && begins(at + 1)
    }

    /// Whether a bare year is one: a word relates it, or nothing that it could count follows.
    fn is_year(&self, at: usize, (start, end): (usize, usize), related: bool) -> bool {
        let suffix = suffix::read(self.text, end, self.lexicon);
        if related {
            // "up to 2000 participants": a word that limits as well relates no year where a unit follows.
            let limits = self.lexicon.bound_before(self.text, at).is_some();
            return suffix.power == 0 && !(limits && suffix.is_known());
        }
        // A currency or a joined sign makes it a number whatever follows.
        let touching = self.text.key(end) == "%" || self.text.key(end) == "+";
        let year = dates::read(self.text, start, self.lexicon, Led::default());
        let recent =
            year.and_then(|d| d.period).is_some_and(|p| (1980..=2050).contains(&p.first_day().year()));
        recent && suffix.is_bare() && suffix.bound.is_none() && !touching
    }
}
