//! Which mentions of a sentence are the two ends of one change, and what is said of that change.

use std::collections::BTreeSet;

use super::{Pair, Sentence};
use crate::draft::examine::stated::{alike, is_in};
use crate::quantities::{Joint, Kind, Mention, Role, Says, Word};

/// How many words of their own may stand between two ends of which one has no unit.
const MOST_BETWEEN_ENDS: usize = 4;
/// How many words behind a difference tell what it is told against.
const MOST_BEFORE_BASE: usize = 5;
/// How many bytes behind a mention are looked at for what it is of.
pub(super) const NEAR: usize = 64;
/// How many words of its own a subject between its verb and the first end has at most.
pub(super) const MOST_OF_SUBJECT: usize = 3;
/// How many words of their own may stand between the second end and the sign behind which its difference follows.
const MOST_BEFORE_SIGN: usize = 8;

fn role(mention: &Mention) -> Option<Role> {
    mention.change.map(|change| change.role)
}

impl<'a> Sentence<'a> {
    /// The pairs of ends: a value before with the value after that follows it, else with the one that precedes it ("to 45 from 41").
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let has = |at: usize, wanted: Role| self.mentions.get(at).is_some_and(|m| role(m) == Some(wanted));
        let mut taken = BTreeSet::new();
        let mut pairs = Vec::new();
        for from in (0..self.mentions.len()).filter(|at| has(*at, Role::From)) {
            let next = (from.saturating_add(1)..self.mentions.len()).find(|at| has(*at, Role::From));
            let after = from.saturating_add(1)..next.unwrap_or(self.mentions.len());
            let before = (0..from).rev().take_while(|at| !has(*at, Role::From));
            let fits = |at: &usize| has(*at, Role::To) && !taken.contains(at) && self.go_together(from, *at);
            let to = after.clone().find(fits).or_else(|| before.into_iter().find(fits));
            let to = to.or_else(|| self.level_before(from).filter(|at| !taken.contains(at)));
            if let Some(to) = to {
                taken.insert(to);
                pairs.push(Pair { from, to });
            }
        }
        if pairs.is_empty() {
            pairs.extend(self.implied().or_else(|| self.compared()));
        }
        pairs
    }

    /// "322 people, up 41 % from 245 people", "322 people, against 245 people": the value after stands before, without a word that says so.
    fn level_before(&self, from: usize) -> Option<usize> {
        if let Some(beside) = from.checked_sub(1).filter(|to| self.is_compared(*to, from)) {
            return Some(beside);
        }
        let to = from.checked_sub(2)?;
        let [level, by, base] = [to, from.checked_sub(1)?, from].map(|at| self.mentions.get(at));
        let (level, by, base) = (level?, by?, base?);
        let plain = level.change.is_none() && level.kind == Kind::Quantity && is_claim(by);
        let same = level.codes().iter().any(|code| base.codes().contains(code));
        let joined = self.joined(level.span.end, by.span.start, false)
            && self.joined(by.span.end, base.span.start, false);
        (plain && same && joined).then_some(to)
    }

    /// The first number that is compared with the one behind it, where no verb says that one became the other.
    fn compared(&self) -> Option<Pair> {
        let pairs = (1..self.mentions.len()).map(|from| Pair { from, to: from.saturating_sub(1) });
        pairs.into_iter().find(|pair| self.is_compared(pair.to, pair.from))
    }

    /// Whether a number is compared with the one behind it, and nothing else is said between.
    fn is_compared(&self, to: usize, from: usize) -> bool {
        let (Some(level), Some(base)) = (self.mentions.get(to), self.mentions.get(from)) else {
            return false;
        };
        let words = self.between(level.span.end, base.span.start);
        let same = level.codes().iter().any(|code| base.codes().contains(code));
        let than = words.iter().any(|word| word.joins(Joint::Than));
        let plain = words.iter().all(|word| match &word.says {
            Says::Joint(joints) => joints.contains(&Joint::Than) || joints.contains(&Joint::Link),
            Says::Change(_, way) => way.is_none(),
            Says::Open | Says::Nothing | Says::Sign => true,
            Says::And | Says::Word => false,
        });
        level.kind == Kind::Quantity && level.change.is_none() && same && than && plain
    }

    fn go_together(&self, from: usize, to: usize) -> bool {
        let (Some(one), Some(other)) = (self.mentions.get(from), self.mentions.get(to)) else { return false };
        let sure = one.unit.is_some() && other.unit.is_some();
        let (start, end) = (one.span.end.min(other.span.end), one.span.start.max(other.span.start));
        let words = || self.between(start, end).iter().filter(|word| word.says == Says::Word).count();
        alike(one, other) && (sure || words() <= MOST_BETWEEN_ENDS)
    }

    /// "117 countries in 2023 …, rose by 8.5 % to 127 countries": the value before is the only other number of its unit, and a period
    /// stands beside it.
    fn implied(&self) -> Option<Pair> {
        let to = self.mentions.iter().position(|m| role(m) == Some(Role::To))?;
        let after = self.mentions.get(to)?;
        let by = self.mentions.get(to.checked_sub(1)?).filter(|m| role(m) == Some(Role::By))?;
        if !self.joined(by.span.end, after.span.start, false) || after.codes().is_empty() {
            return None;
        }
        let same =
            |m: &&Mention| m.codes().iter().any(|code| after.codes().contains(code)) && alike(m, after);
        if self.mentions.iter().filter(same).count() != 2 {
            return None;
        }
        let from = self.mentions.iter().position(|m| same(&m)).filter(|from| *from < to)?;
        let is_date =
            |at: Option<usize>| at.and_then(|at| self.mentions.get(at)).is_some_and(|m| m.kind == Kind::Date);
        let dated = is_date(from.checked_sub(1)) != is_date(from.checked_add(1));
        let bare = self.mentions.get(from).is_some_and(|m| m.change.is_none());
        (dated && bare).then_some(Pair { from, to })
    }

    /// Differences, growths and factors that are said of a pair and of nothing else.
    pub(super) fn claims(&self, pair: &Pair) -> Vec<&'a Mention> {
        let (first, last) = (pair.from.min(pair.to), pair.from.max(pair.to));
        let mut claims = Vec::new();
        let at = |at: usize| self.mentions.get(at);
        let before = (0..first).rev().filter_map(at).find(|m| m.kind != Kind::Date);
        if let (Some(by), Some(start)) = (before.filter(|m| is_claim(m)), at(first))
            && (self.joined(by.span.end, start.span.start, false) || self.is_verb_of(by, start))
        {
            claims.push(by);
        }
        let within = (first.saturating_add(1)..last).filter_map(at).filter(|m| is_claim(m));
        let end = at(last).map_or(0, |m| m.span.start);
        claims.extend(within.filter(|by| self.joined(by.span.end, end, false)));
        let mut cursor = at(last).map_or(usize::MAX, |m| m.span.end);
        let mut free = true;
        for by in (last.saturating_add(1)..self.mentions.len()).filter_map(at) {
            if by.kind == Kind::Date {
                continue;
            }
            let says = is_claim(by) || self.is_signed(by) || self.is_points(by, at(last));
            let joined = self.joined(cursor, by.span.start, free)
                || by.kind == Kind::Multiple && self.is_said_of(by, cursor);
            if !says || !joined || self.has_a_subject(by) {
                break;
            }
            claims.push(by);
            (cursor, free) = (by.span.end, false);
        }
        let from = at(pair.from);
        if self.are_crossed(last) {
            return Vec::new();
        }
        claims.retain(|by| !self.is_yearly(by) && !self.has_another_base(by, from));
        claims
    }

    /// A share or difference with its sign, as in "(+8.5 %)".
    fn is_signed(&self, mention: &Mention) -> bool {
        let signed = self.written(mention).starts_with(['+', '−', '-', '–', '＋']);
        signed && mention.kind == Kind::Quantity && (is_in(mention, "percent") || is_in(mention, "pp"))
    }

    /// Whether several changes and their differences are told in two rows: "up 50 % and 25 % respectively".
    fn are_crossed(&self, last: usize) -> bool {
        let several = self.mentions.iter().filter(|m| role(m) == Some(Role::From)).count() > 1;
        let end = self.mentions.get(last).map_or(0, |m| m.span.end);
        let behind = || self.words.between(end, end.saturating_add(NEAR.saturating_mul(4)));
        several && behind().iter().any(|word| word.joins(Joint::Unsure))
    }

    /// Percentage points behind a share and a word that joins the two: 92 %, or 4 percentage points.
    fn is_points(&self, mention: &Mention, end: Option<&Mention>) -> bool {
        let linked = |end: &Mention| {
            let words = self.between(end.span.end, mention.span.start);
            words.iter().any(|word| word.joins(Joint::Link))
        };
        let share = end.is_some_and(|end| is_in(end, "percent") && linked(end));
        mention.kind == Kind::Quantity && mention.change.is_none() && is_in(mention, "pp") && share
    }

    /// Whether a mention stands behind a change with its own "to", and nothing else between: 增长到原来的2倍.
    pub(super) fn is_said_of(&self, mention: &Mention, cursor: usize) -> bool {
        self.between(cursor, mention.span.start).iter().all(|word| match &word.says {
            Says::Change(..) | Says::Nothing | Says::Sign => true,
            Says::Joint(joints) => joints.contains(&Joint::Link),
            Says::Open | Says::And | Says::Word => false,
        })
    }

    /// A factor as the verb of a sentence whose subject stands behind it.
    fn is_verb_of(&self, by: &Mention, start: &Mention) -> bool {
        let words = self.between(by.span.end, start.span.start);
        let own = words.iter().filter(|word| word.says == Says::Word).count();
        let plain = words.iter().all(|word| match &word.says {
            Says::Change(_, way) => way.is_none(),
            Says::Joint(_) | Says::Open | Says::Nothing | Says::Word => true,
            Says::And | Says::Sign => false,
        });
        self.lexicon.verb_first() && by.kind == Kind::Multiple && plain && own <= MOST_OF_SUBJECT
    }

    /// Whether a factor in one word is the verb of what follows: where verbs stand first, "fell from 31 to 26, and doubled the income".
    fn has_a_subject(&self, by: &Mention) -> bool {
        let is_verb = self.lexicon.verb_first() && by.kind == Kind::Multiple && by.unit.is_none();
        let words = self.words.between(by.span.end, by.span.end.saturating_add(NEAR));
        is_verb && words.first().is_some_and(|word| word.says == Says::Word)
    }

    /// Whether a change is one of each year, which two ends further apart say nothing of.
    fn is_yearly(&self, mention: &Mention) -> bool {
        let words = self.words.between(mention.span.end, mention.span.end.saturating_add(NEAR));
        let near = words.iter().take(3).take_while(|word| word.says != Says::Sign);
        near.into_iter().any(|word| word.joins(Joint::Yearly))
    }

    /// Whether a difference is told against something else than the value before: 2 million more than planned, 3 % over 2023.
    fn has_another_base(&self, by: &Mention, from: Option<&Mention>) -> bool {
        let next = self.mentions.iter().find(|m| m.span.start >= by.span.end);
        let number = next.filter(|m| m.kind != Kind::Date).map_or(usize::MAX, |m| m.span.start);
        let words = self.words.between(by.span.end, by.span.end.saturating_add(NEAR).min(number));
        // "2 million more, than was planned": the comma stands before what it is more than.
        let is_more = |word: &Word| matches!(word.says, Says::Change(None, Some(_)));
        let more = words.first().is_some_and(is_more);
        let comma = words.get(1).is_some_and(|word| more && self.is_clause_sign(word));
        let skipped = usize::from(more).saturating_add(usize::from(comma));
        let of = words.get(skipped).filter(|_| more && !comma).is_some_and(|word| word.says == Says::Word);
        let words = words.iter().skip(skipped).take(MOST_BEFORE_BASE);
        let words = words.take_while(|word| !self.is_clause_sign(word));
        let than = of || words.clone().any(|word| word.joins(Joint::Than));
        let last = words.last().map_or(by.span.end, |word| word.span.end);
        let base = next.filter(|m| m.span.start < last).and_then(|m| m.dated.as_ref());
        let own = from.and_then(|from| from.near.first());
        match (base, own) {
            (Some(base), Some(own)) => base.period != own.period,
            (Some(_), None) => false,
            // "compared with 117" is the value before itself.
            (None, _) => than && !next.is_some_and(|m| role(m) == Some(Role::From)),
        }
    }

    /// The words between two bytes that stand in no date.
    pub(super) fn between(&self, start: usize, end: usize) -> Vec<Word> {
        let first = self.mentions.partition_point(|m| m.span.end <= start);
        let within = self.mentions.iter().skip(first).take_while(|m| m.span.start < end);
        let dates: Vec<_> = within.filter(|m| m.kind == Kind::Date).map(|m| &m.span).collect();
        let inside = |word: &Word| dates.iter().any(|d| d.start < word.span.end && word.span.start < d.end);
        self.words.between(start, end).into_iter().filter(|word| !inside(word)).collect()
    }

    /// Whether only words of change stand between two bytes; `free` lets the noun of an end go on up to the first sign.
    pub(super) fn joined(&self, start: usize, end: usize, free: bool) -> bool {
        let words = self.between(start, end);
        let sign = words.iter().position(|word| self.is_clause_sign(word)).filter(|_| free);
        let (noun, rest) = words.split_at_checked(sign.unwrap_or(0)).unwrap_or_default();
        let goes_on = noun.iter().all(|word| match &word.says {
            Says::Change(_, way) => way.is_none(),
            Says::Joint(joints) => !joints.contains(&Joint::OfWhich) && !joints.contains(&Joint::Unsure),
            Says::Open | Says::Nothing | Says::And | Says::Word | Says::Sign => true,
        });
        let joins = |word: &Word| match &word.says {
            Says::Joint(joints) => joints.contains(&Joint::Link) || joints.contains(&Joint::Together),
            Says::Change(role, _) => *role != Some(Role::To) || !free,
            Says::Open | Says::Nothing | Says::Sign => true,
            Says::And | Says::Word => false,
        };
        goes_on && noun.len() <= MOST_BEFORE_SIGN && rest.iter().all(joins)
    }

    fn is_clause_sign(&self, word: &Word) -> bool {
        let written = self.text.get(word.span.clone()).unwrap_or_default();
        word.says == Says::Sign
            && written.contains([',', ';', ':', '(', '–', '—', '，', '；', '：', '（', '،', '؛', '、'])
    }
}

fn is_claim(mention: &Mention) -> bool {
    let kinds = matches!(mention.kind, Kind::Quantity | Kind::Share | Kind::Multiple);
    let multiple = mention.kind == Kind::Multiple && role(mention) == Some(Role::To);
    kinds && (multiple || matches!(role(mention), Some(Role::By | Role::Factor)))
}
