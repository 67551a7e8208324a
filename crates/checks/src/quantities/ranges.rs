//! Ranges: two neighbours that a connector joins share scale and unit.

use std::cmp::Ordering;

use figures::Decimal;
use figures::value::power_of_ten;

use super::lexicon::Lexicon;
use super::mention::{Direction, Kind, Mention, RangeEnd, Reading, Role, UnitRead};
use super::scan::Piece;
use super::sense::Sense;
use super::suffix::settle;
use super::text::Lexemes;
use crate::reading::Amount;

/// How many words open a range at most: entre un.
const MOST_OPENING: usize = 3;

/// Joins neighbours that are the ends of a range.
pub(super) fn join(text: &Lexemes<'_>, lexicon: &Lexicon, pieces: &mut [Piece]) {
    for index in 1..pieces.len() {
        let Some((head, tail)) = pieces.split_at_mut_checked(index) else { return };
        let (Some(first), Some(second)) = (head.last_mut(), tail.first_mut()) else { return };
        let alike = first.mention.kind == second.mention.kind || second.mention.kind == Kind::Multiple;
        if !alike
            || !may_end(&second.mention)
            || !may_end(&first.mention)
            || !joined(text, lexicon, first, second)
        {
            continue;
        }
        if is_change(first, second) {
            share(first, second, lexicon);
            lead(&mut first.mention, &mut second.mention);
            continue;
        }
        if is_step(first, second) {
            continue;
        }
        if first.mention.range.is_some() || differ(&first.mention, &second.mention) {
            continue;
        }
        share(first, second, lexicon);
        let reversed = is_larger(&first.mention, &second.mention);
        first.mention.range = Some(RangeEnd { first: true, other: index, reversed });
        second.mention.range = Some(RangeEnd { first: false, other: index - 1, reversed });
        // "fell by 15 to 20 %": both ends are the difference.
        let by = first.mention.change.filter(|c| c.role == Role::By);
        first.mention.change = by;
        second.mention.change = by.or(second.mention.change.filter(|c| c.role != Role::To));
    }
}

/// Whether a mention may be the end of a range; "doubled to …" is none.
fn may_end(mention: &Mention) -> bool {
    match mention.kind {
        Kind::Quantity | Kind::Share => true,
        Kind::Multiple => mention.unit.is_some(),
        Kind::Ordinal
        | Kind::Basis
        | Kind::Date
        | Kind::Section
        | Kind::Document
        | Kind::Name
        | Kind::ListMarker
        | Kind::Address
        | Kind::Footnote
        | Kind::Code => false,
    }
}

/// Whether a connector and nothing else stands between two mentions.
fn joined(text: &Lexemes<'_>, lexicon: &Lexicon, first: &Piece, second: &Piece) -> bool {
    let fills = |sense: &Sense| {
        let len = lexicon.find(text, first.to, |s| (s == sense).then_some(())).map(|(len, ())| len);
        len.is_some_and(|len| first.to + len == second.from)
    };
    if fills(&Sense::Between) {
        return true;
    }
    let opens = |back: usize| {
        let at = first.from.checked_sub(back);
        at.is_some_and(|at| lexicon.is(text, at, &Sense::OpenPair) == Some(back))
    };
    fills(&Sense::PairedAnd) && (1..=MOST_OPENING).any(opens)
}

/// Whether "from … to …" tells a change: a verb says so, or each end has its own unit.
fn is_change(first: &Piece, second: &Piece) -> bool {
    let role = |piece: &Piece, role: Role| piece.mention.change.filter(|c| c.role == role);
    let (Some(from), Some(_)) = (role(first, Role::From), role(second, Role::To)) else { return false };
    first.verbal || from.direction.is_some() || !first.mention.codes().is_empty()
}

/// "rose by CHF 3 million to CHF 157 million": the difference, then the value after.
fn is_step(first: &Piece, second: &Piece) -> bool {
    let role = |piece: &Piece| piece.mention.change.map(|c| c.role);
    let codes = first.mention.codes();
    let is_share = codes.iter().any(|code| code == "percent" || code == "pp");
    role(first) == Some(Role::By) && role(second) == Some(Role::To) && !codes.is_empty() && !is_share
}

/// Whether both have a unit of their own and not the same: a million euros to fifteen countries.
fn differ(first: &Mention, second: &Mention) -> bool {
    let (Some(one), Some(other)) = (&first.unit, &second.unit) else { return false };
    one.codes != other.codes || one.codes.is_empty() && one.text != other.text
}

/// A change whose words do not say where it leads goes where its values go.
fn lead(first: &mut Mention, second: &mut Mention) {
    let way = way(first, second);
    for change in [&mut first.change, &mut second.change].into_iter().flatten() {
        change.direction = change.direction.or(Some(way));
    }
}

/// Where a change between two values leads.
pub(super) fn way(first: &Mention, second: &Mention) -> Direction {
    if is_larger(first, second) { Direction::Down } else { Direction::Up }
}

/// Gives the first end the scale and the unit of the second, where it has none of its own.
fn share(first: &mut Piece, second: &mut Piece, lexicon: &Lexicon) {
    let known = !first.mention.codes().is_empty();
    let before = first.mention.unit.as_ref().is_some_and(|u| u.span.start < first.mention.number.start);
    if first.power == 0 && second.power != 0 && (!known || before) && is_of_its_size(first, second) {
        for reading in &mut first.mention.readings {
            *reading = reading.scaled(second.power);
        }
        first.power = second.power;
    }
    if before && second.mention.codes().is_empty() {
        // "USD 2.6-2.8 trillion": the unit stands before the first end for both.
        second.mention.unit = first.mention.unit.clone().map(|unit| UnitRead { shared: true, ..unit });
        for reading in &mut second.mention.readings {
            *reading = settle(*reading, first.mention.codes(), lexicon);
        }
    }
    if before || known {
        return;
    }
    if let Some(unit) = &second.mention.unit {
        first.mention.unit = Some(UnitRead { shared: true, ..unit.clone() });
        for reading in &mut first.mention.readings {
            *reading = settle(*reading, &unit.codes, lexicon);
        }
        if second.mention.kind == Kind::Multiple {
            first.mention.kind = Kind::Multiple;
        }
    }
}

/// In "300 to 1.2 million" the first end stands for itself; in "2 to 3 million" for millions.
fn is_of_its_size(first: &Piece, second: &Piece) -> bool {
    let exact = |reading: Option<&Reading>| match reading.map(|r| r.amount) {
        Some(Amount::Exact(number)) => Some(number),
        Some(Amount::Fraction(..) | Amount::None) | None => None,
    };
    let sizes = || {
        let one = exact(first.mention.reading())?;
        let other = exact(second.mention.reading())?.checked_mul(power_of_ten(-second.power)?)?;
        Some(one <= other.checked_mul(Decimal::TEN)?)
    };
    sizes().unwrap_or(false)
}

fn is_larger(first: &Mention, second: &Mention) -> bool {
    let amount = |mention: &Mention| match mention.reading().map(|r| r.amount) {
        Some(Amount::Exact(number)) => Some(number),
        Some(Amount::Fraction(n, d)) => Decimal::from(n).checked_div(Decimal::from(d)),
        Some(Amount::None) | None => None,
    };
    let both = amount(first).zip(amount(second));
    both.is_some_and(|(a, b)| a.cmp(&b) == Ordering::Greater)
}
