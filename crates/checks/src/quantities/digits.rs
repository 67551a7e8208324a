//! Numbers in digits: groups of three, decimals, and what else the same signs might mean.

use figures::value::parse_decimal;
use figures::{Bound, Decimals};

use super::lexicon::Habits;
use super::mention::Reading;
use super::text::{Gap, Lexemes};
use crate::reading::Amount;

/// A number at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// The lexeme after it.
    pub(super) end: usize,
    /// How it may be read, the likeliest first; none where it is a code.
    pub(super) readings: Vec<Reading>,
    /// Whether habits leave the reading open.
    pub(super) ambiguous: bool,
}

/// A sign between runs of digits: the space is one.
const SPACE: char = ' ';

/// Reads the digits at a place with all groups and decimals that belong to them.
pub(super) fn read(text: &Lexemes<'_>, at: usize, habits: &Habits) -> Option<Numeral> {
    if !text.is_digits(at) {
        return None;
    }
    let (end, signs) = parts(text, at, habits);
    let mut all: Vec<&str> = Vec::new();
    let mut place = at;
    for _ in 0..=signs.len() {
        all.push(text.key(place));
        let is_sign = text.get(place + 1).is_some_and(|_| !text.is_digits(place + 1));
        place += if is_sign { 2 } else { 1 };
    }
    let (readings, ambiguous) = interpret(&all, &signs, habits);
    Some(Numeral { end, readings, ambiguous })
}

/// The lexeme after the last part, and the signs between the parts.
fn parts(text: &Lexemes<'_>, at: usize, habits: &Habits) -> (usize, Vec<char>) {
    let mut signs: Vec<char> = Vec::new();
    let mut end = at + 1;
    let first = text.key(at).len();
    loop {
        let three = |i: usize| text.key(i).len() == 3;
        let grouped_so_far = first <= 3 && signs.iter().all(|s| *s == SPACE);
        if text.is_digits(end)
            && text.get(end).is_some_and(|l| l.gap == Gap::One)
            && grouped_so_far
            && three(end)
        {
            signs.push(SPACE);
            end += 1;
            continue;
        }
        let sign = text.key(end).chars().next().filter(|s| matches!(s, ',' | '.' | '\'' | '٬' | '٫'));
        let Some(sign) = sign.filter(|_| {
            text.touches(end) && text.touches(end + 1) && text.is_digits(end + 1) && text.key(end).len() <= 2
        }) else {
            return (end, signs);
        };
        // A comma of full width, or one that is no decimal sign here, joins groups only.
        let wide = text.written(end) == "，" || text.written(end) == "،" || sign == '\'';
        let is_point = habits.points.contains(sign) && !wide;
        let groups = three(end + 1) && first <= 3;
        let short = text.key(end + 1).len() < 3 && first <= 3 && !wide;
        if !(is_point || groups || sign == '.' || sign == '٫' || short) {
            return (end, signs);
        }
        signs.push(sign);
        end += 2;
    }
}

fn interpret(parts: &[&str], signs: &[char], habits: &Habits) -> (Vec<Reading>, bool) {
    let whole = || number(parts, 0).into_iter().collect::<Vec<_>>();
    let as_decimal = || number(parts, 1).into_iter().collect::<Vec<_>>();
    let first = parts.first().copied().unwrap_or_default();
    let last = parts.last().copied().unwrap_or_default();
    let in_threes = |parts: &[&str]| first.len() <= 3 && parts.iter().skip(1).all(|p| p.len() == 3);
    match signs {
        [] => (whole(), false),
        [SPACE] => (whole(), false),
        ['٬' | '\''] if in_threes(parts) => (whole(), false),
        ['٫'] => (as_decimal(), false),
        [sign] => {
            let may_group = in_threes(parts) && !first.starts_with('0');
            let (groups, points) = (habits.groups.contains(*sign), habits.points.contains(*sign));
            match (may_group, groups, points) {
                (false, _, true) => (as_decimal(), false),
                (false, _, false) => (as_decimal(), last.len() > 3 || !points),
                (true, true, false) => ([whole(), as_decimal()].concat(), *sign == '.'),
                (true, false | true, true) => ([as_decimal(), whole()].concat(), true),
                (true, false, false) => ([whole(), as_decimal()].concat(), true),
            }
        }
        [sign, rest @ ..] if rest.iter().all(|s| s == sign) => {
            if in_threes(parts) && !first.starts_with('0') { (whole(), false) } else { (Vec::new(), false) }
        }
        [sign, rest @ .., point] => {
            let groups = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default();
            let sound = in_threes(groups) && rest.iter().all(|s| s == sign) && *point != SPACE;
            if sound { (as_decimal(), habits.groups.contains(*point)) } else { (Vec::new(), false) }
        }
    }
}

/// The number that parts make together, the last `fractional` of them after the point. Nothing when it cannot be held exactly.
fn number(parts: &[&str], fractional: usize) -> Option<Reading> {
    let split = parts.len().checked_sub(fractional)?;
    let (whole, after) = parts.split_at_checked(split)?;
    let length: usize = parts.iter().map(|p| p.len()).sum();
    if length > 28 {
        return None;
    }
    let mut plain = whole.concat();
    let places = after.iter().map(|p| p.len()).sum::<usize>();
    if places > 0 {
        plain.push('.');
        plain.extend(after.iter().copied());
    }
    let number = parse_decimal(&plain).ok()?;
    let decimals = match places {
        0 => Decimals::Inf,
        n => Decimals::Exp(i32::try_from(n).ok()?),
    };
    Some(Reading { amount: Amount::Exact(number.normalize()), decimals, bound: Bound::Exact })
}
