//! The numbers of a text one by one, as coverage accounts for them: each number of a date or a name by itself.

use std::ops::Range;

use figures::value::parse_decimal;

use super::lexicon::Lexicon;
use super::mention::{Kind, Mention};
use super::scan::{Piece, scan};
use super::sense::Sense;
use super::text::{Lexemes, Sort};
use super::{number, numerals, ranges, suffix};
use crate::reading::Amount;

/// Where words that limit a number stand in a text, whether or not a number is read behind them.
pub(crate) fn limits(text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let lexemes = Lexemes::of(text);
    let found = |at: usize| {
        lexicon.bound_before(&lexemes, at).map(|(len, _)| lexemes.span(at, at.saturating_add(len)))
    };
    (0..lexemes.len()).filter_map(found).collect()
}

/// A number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plain {
    /// The number with its minus, without scale; in bytes.
    pub(crate) span: Range<usize>,
    /// What it amounts to in the base unit.
    pub(crate) amount: Amount,
    /// A unit that stands before it, in bytes.
    pub(crate) unit_before: Option<Range<usize>>,
    /// Where its unit may start, in bytes; nothing where none can follow.
    pub(crate) unit_at: Option<usize>,
    /// Whether it is a place in a series.
    pub(crate) is_ordinal: bool,
}

/// The numbers of a text, in order and without overlaps.
pub(crate) fn numbers(text: &str, lexicon: &Lexicon) -> Vec<Plain> {
    let lexemes = Lexemes::of(text);
    let mut pieces = scan(&lexemes, lexicon);
    ranges::join(&lexemes, lexicon, &mut pieces);
    let mut found = Vec::new();
    for piece in &pieces {
        if piece.mention.kind.is_quantity() {
            found.extend(of_quantity(&lexemes, piece, &pieces));
        } else {
            each(&lexemes, piece, lexicon, &mut found);
        }
    }
    found
}

/// What a number amounts to that is the whole of a text; nothing for any other text.
pub(crate) fn alone(text: &str, lexicon: &Lexicon) -> Option<Amount> {
    let lexemes = Lexemes::of(text);
    let minus = usize::from(lexemes.key(0) == "-");
    let number = number::read(&lexemes, minus, lexicon).filter(|n| n.end == lexemes.len());
    let Some(number) = number else {
        return numerals::read(&lexemes, minus, lexicon)
            .filter(|words| words.end == lexemes.len())
            .map(|words| words.reading().amount);
    };
    let Some(reading) = number.readings.first() else { return Some(Amount::None) };
    Some(if minus > 0 { reading.negated().amount } else { reading.amount })
}

/// Every number that a text spells in words, also where too little stands beside it to be read as one.
pub(crate) fn spelled(text: &str, lexicon: &Lexicon) -> Vec<Amount> {
    let lexemes = Lexemes::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        match numerals::read(&lexemes, at, lexicon) {
            Some(words) => {
                found.push(words.reading().amount);
                at = words.end.max(at.saturating_add(1));
            }
            None => at = at.saturating_add(1),
        }
    }
    found
}

fn of_quantity(text: &Lexemes<'_>, piece: &Piece, pieces: &[Piece]) -> Option<Plain> {
    let mention = &piece.mention;
    let amount = mention.reading()?.amount;
    let negative = matches!(amount, Amount::Exact(number) if number.is_sign_negative());
    let sign = usize::from(negative && mention.number.start > 0);
    let start = mention.number.start - sign;
    let span =
        if text.text.is_char_boundary(start) { start..mention.number.end } else { mention.number.clone() };
    let shared = mention.range.filter(|_| mention.unit.as_ref().is_some_and(|unit| unit.shared));
    let giver = shared.filter(|range| range.first).and_then(|range| pieces.get(range.other)).unwrap_or(piece);
    let is_factor = matches!(amount, Amount::Fraction(..)) || is_phrase(mention);
    let unit_at = (!is_factor).then(|| text.span(giver.unit_at, giver.unit_at).start);
    let before = mention.unit.as_ref().map(|unit| unit.span.clone());
    let unit_before = before.filter(|unit| unit.start < mention.number.start);
    Some(Plain { span, amount, unit_before, unit_at, is_ordinal: mention.kind == Kind::Ordinal })
}

/// Whether a factor is told by a phrase, not by a number of times.
fn is_phrase(mention: &Mention) -> bool {
    mention.kind == Kind::Multiple && mention.unit.is_none()
}

/// Each number in digits of a date, a name or an address.
fn each(text: &Lexemes<'_>, piece: &Piece, lexicon: &Lexicon, found: &mut Vec<Plain>) {
    let mut at = piece.from;
    while at < piece.to {
        if text.sort(at) != Some(Sort::Digits) {
            at += 1;
            continue;
        }
        let Some(number) = number::in_digits(text, at, lexicon).filter(|n| n.end <= piece.to) else {
            // What stands behind the name is a number of its own.
            let amount = parse_decimal(text.key(at)).map_or(Amount::None, |n| Amount::Exact(n.normalize()));
            let span = text.span(at, at + 1);
            found.push(Plain { span, amount, unit_before: None, unit_at: None, is_ordinal: false });
            at += 1;
            continue;
        };
        let after = suffix::read(text, number.end, lexicon);
        let amount = number.readings.first().map_or(Amount::None, |r| after.apply(*r).amount);
        // The first of two years takes the word of the second.
        let joint = lexicon.find(text, number.end, |s| (s == &Sense::Between).then_some(()));
        let next = joint.map(|(len, ())| number.end + len).filter(|next| *next < piece.to);
        let second = next.and_then(|next| number::in_digits(text, next, lexicon));
        let unit = second.map_or(after.unit_at, |second| suffix::read(text, second.end, lexicon).unit_at);
        let unit_at = Some(text.span(unit, unit).start);
        found.push(Plain {
            span: text.span(at, number.end),
            amount,
            unit_before: None,
            unit_at,
            is_ordinal: false,
        });
        at = number.end;
    }
}
