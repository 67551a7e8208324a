//! Changes: which mention is the value before, which the value after, which the difference.
//!
//! A preposition alone says little ("to 30 countries"), so a role needs a verb or noun of change in its sentence, or its partner.

use figures::Bound;

use super::lexicon::Lexicon;
use super::mention::{Change, Direction, Kind, Role};
use super::ranges;
use super::scan::Piece;
use super::sense::Sense;
use super::text::{Gap, Lexemes, Sort};
use crate::reading::Amount;

/// How many lexemes may stand between a verb of change and the number that it governs without a preposition.
const REACH: usize = 3;
/// How many lexemes behind a mention a noun of change is looked for.
const REACH_BEHIND: usize = 3;

/// What the sentence said so far.
#[derive(Default)]
struct Said {
    /// Whether a verb or noun of change stands in the sentence.
    verb: bool,
    way: Option<Direction>,
    /// The mention that a "from" stands before, and whether a verb or a "to" bears it out.
    from: Option<(usize, bool)>,
    /// The last phrase of change: the lexeme after it, its role, its direction.
    last: Option<(usize, Option<Role>, Option<Direction>)>,
    /// Whether that phrase may also mean "from".
    may_open: bool,
}

impl Said {
    /// Lets a phrase of change reach over a period: from 2019年的 88 %.
    fn pass(&mut self, from: usize, to: usize) {
        if let Some((end, ..)) = self.last.as_mut().filter(|(end, ..)| *end == from) {
            *end = to;
        }
    }
}

/// Marks the mentions that are part of a change.
pub(super) fn mark(text: &Lexemes<'_>, lexicon: &Lexicon, pieces: &mut [Piece]) {
    let mut said = Said::default();
    let mut at = 0;
    for index in 0..pieces.len() {
        let Some((from, to, kind)) = pieces.get(index).map(|p| (p.from, p.to, p.mention.kind)) else {
            return;
        };
        while at < from {
            if ends_sentence(text, at) {
                drop_from(&mut said, pieces);
                said = Said::default();
            }
            at += heard(text, at, lexicon, &mut said).max(1);
        }
        let number = pieces.get(index).map_or(0, |piece| piece.mention.number.start);
        if kind.is_quantity() && limits_difference(text, lexicon, (from, to), number) {
            said.last = Some((from, Some(Role::By), None));
        }
        at = to.max(at);
        if kind == Kind::Date {
            said.pass(from, to);
        }
        if !kind.is_quantity() {
            continue;
        }
        let next = next_end(pieces, index, to);
        let verb = said.verb;
        let is_time = pieces.get(index).is_some_and(|p| is_time(p.mention.codes()));
        let change = role(text, lexicon, &mut said, (index, from, to, next), kind)
            .filter(|c| !(is_time && c.role == Role::By))
            .or_else(|| factor(pieces, index));
        let tells = said.last.is_some_and(|(_, role, way)| role == Some(Role::From) && way.is_some());
        if tells && change.is_some_and(|c| c.role == Role::From) {
            after_before(pieces, index, change.and_then(|c| c.direction));
        }
        let mut borne = None;
        if let Some(change) = change.filter(|c| c.role == Role::Factor) {
            said.verb = true;
            said.way = change.direction.or(said.way);
        }
        if change.is_some_and(|c| c.role == Role::To) {
            borne = bear_out(&mut said, pieces, change.and_then(|c| c.direction));
        }
        if let Some(piece) = pieces.get_mut(index) {
            piece.mention.change = change;
            piece.verbal = verb || said.verb;
        }
        if let (Some(first), true) = (borne, verb) {
            settle(pieces, first, index);
        }
    }
    drop_from(&mut said, pieces);
}

/// A span of time is when something changed, not by how much.
fn is_time(codes: &[String]) -> bool {
    codes.iter().any(|code| matches!(code.as_str(), "year" | "month" | "week" | "day" | "hour"))
}

/// Where a connector with the next mention starts, and where that mention does: a period may stand between.
fn next_end(pieces: &[Piece], index: usize, to: usize) -> Option<(usize, usize)> {
    let bounded = pieces.get(index)?.mention.reading().is_some_and(|r| r.bound == Bound::About);
    let next = pieces.get(index + 1).filter(|_| !bounded)?;
    if next.mention.kind == Kind::Date && next.from <= to + REACH {
        return pieces.get(index + 2).map(|after| (next.to, after.from));
    }
    Some((to, next.from))
}

/// Whether the last of the words that limit a number tells a difference: менее чем на 5 %.
fn limits_difference(
    text: &Lexemes<'_>,
    lexicon: &Lexicon,
    (from, to): (usize, usize),
    number: usize,
) -> bool {
    let limits = (from..to).take_while(|place| text.get(*place).is_some_and(|lexeme| lexeme.end <= number));
    let last = limits.skip(1).last().and_then(|place| lexicon.change(text, place));
    matches!(last, Some((1, (Some(Role::By), None))))
}

/// Takes in the phrase of change at a place; its length.
fn heard(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon, said: &mut Said) -> usize {
    let Some((len, (role, way))) = lexicon.change(text, at) else { return 0 };
    said.way = way.or(said.way);
    said.verb |= way.is_some() || role.is_none();
    said.last = Some((at + len, role, way));
    said.may_open = lexicon.is(text, at, &Sense::Change(Some(Role::From), None)) == Some(len);
    len
}

fn role(
    text: &Lexemes<'_>,
    lexicon: &Lexicon,
    said: &mut Said,
    (index, from, to, next): (usize, usize, usize, Option<(usize, usize)>),
    kind: Kind,
) -> Option<Change> {
    let (last_end, role, way) = said.last.unwrap_or_default();
    let near = last_end > 0 && last_end <= from;
    let adjacent = near && last_end + 1 >= from;
    let direction = way.or(said.way);
    // "de 41 % à 45 %": one preposition means from where a "to" follows, else by.
    let open = said.may_open && way.is_none() && kind == Kind::Quantity;
    let opens = open && next.is_some_and(|(start, next)| leads_to(text, lexicon, start, next));
    let role = if opens { Some(Role::From) } else { role };
    let found = match role.filter(|_| adjacent) {
        Some(Role::From) => {
            said.from = Some((index, said.verb));
            Some(Role::From)
        }
        Some(Role::To) => (said.verb || said.from.is_some()).then_some(Role::To),
        Some(role @ (Role::By | Role::Factor)) => said.verb.then_some(role),
        None => (near && last_end + REACH >= from && way.is_some()).then_some(Role::By),
    };
    // "grew 2.5 times" tells a factor; "grew by 2.5 times" may tell what was added, and stays as it is said.
    let adds = match role {
        Some(Role::By) => true,
        Some(Role::From | Role::To | Role::Factor) => false,
        None => lexicon.times_add(),
    };
    let is_factor = kind == Kind::Multiple && found == Some(Role::By) && !adds;
    let found = if is_factor { Some(Role::Factor) } else { found };
    if let Some(role) = found {
        return Some(Change { role, direction });
    }
    let behind = (to..to + REACH_BEHIND).take_while(|i| text.sort(*i) != Some(Sort::Sign)).find_map(|i| {
        let after =
            lexicon.find(text, i, |s| if let Sense::ChangeAfter(way) = s { Some(*way) } else { None })?;
        // "more than" limits what follows.
        (!lexicon.limits_next(text, i, after.0)).then_some(after)
    });
    let role = if kind == Kind::Multiple { Role::Factor } else { Role::By };
    behind.map(|(_, way)| Change { role, direction: Some(way) })
}

/// Whether a "to" and nothing else stands between two places.
fn leads_to(text: &Lexemes<'_>, lexicon: &Lexicon, at: usize, next: usize) -> bool {
    let found = lexicon.find(text, at, |sense| {
        matches!(sense, Sense::Between | Sense::Change(Some(Role::To), _)).then_some(())
    });
    found.is_some_and(|(len, ())| at + len == next)
}

/// A factor in one word tells its own direction.
fn factor(pieces: &[Piece], index: usize) -> Option<Change> {
    let mention = &pieces.get(index)?.mention;
    if mention.kind != Kind::Multiple || mention.unit.is_some() {
        return None;
    }
    let direction = match mention.reading()?.amount {
        Amount::Fraction(..) => Some(Direction::Down),
        Amount::Exact(_) => Some(Direction::Up),
        Amount::None => None,
    };
    Some(Change { role: Role::Factor, direction })
}

/// In "reached 322, up from 245" what stands before is the value after.
fn after_before(pieces: &mut [Piece], index: usize, direction: Option<Direction>) {
    let (head, tail) = pieces.split_at_mut_checked(index).unwrap_or_default();
    let Some(unit) = tail.first().and_then(|p| p.mention.unit.as_ref()) else { return };
    let alike = |p: &&mut Piece| {
        p.mention.kind.is_quantity() && p.mention.unit.as_ref().is_some_and(|u| u.codes == unit.codes)
    };
    if let Some(piece) = head.iter_mut().rev().take(2).find(alike)
        && piece.mention.change.is_none()
    {
        piece.mention.change = Some(Change { role: Role::To, direction });
    }
}

/// A "to" bears out the "from" before it and gives it its direction.
fn bear_out(said: &mut Said, pieces: &mut [Piece], way: Option<Direction>) -> Option<usize> {
    let (index, _) = said.from.take()?;
    if let Some(change) = pieces.get_mut(index).and_then(|p| p.mention.change.as_mut()) {
        change.direction = way.or(change.direction);
    }
    Some(index)
}

/// Where a verb does not say where it leads, the values do.
fn settle(pieces: &mut [Piece], first: usize, second: usize) {
    let (Some(one), Some(other)) = (pieces.get(first), pieces.get(second)) else { return };
    // Before a scale is shared, the first of two neighbours is not in the scale of the second.
    if one.power != other.power {
        return;
    }
    let way = ranges::way(&one.mention, &other.mention);
    for index in [first, second] {
        let change = pieces.get_mut(index).and_then(|p| p.mention.change.as_mut());
        if let Some(change) = change {
            change.direction = change.direction.or(Some(way));
        }
    }
}

/// A "from" that nothing bears out is no change.
fn drop_from(said: &mut Said, pieces: &mut [Piece]) {
    let Some((index, false)) = said.from else { return };
    said.from = None;
    if let Some(piece) = pieces.get_mut(index) {
        piece.mention.change = None;
    }
}

/// Whether a sentence ends with a lexeme.
pub(super) fn ends_sentence(text: &Lexemes<'_>, at: usize) -> bool {
    match text.key(at) {
        "。" | "!" | "?" | "؟" | ";" | "؛" => true,
        "." => {
            let next = text.get(at + 1).is_none_or(|l| l.gap != Gap::None);
            next && !text.written(at + 1).starts_with(char::is_lowercase)
        }
        _ => false,
    }
}
