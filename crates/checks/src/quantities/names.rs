//! Digits that belong to a name, a document's symbol, an address or a footnote: 5G, C25/55, WSIS+20, H.264, `[3]`.

use super::lexicon::Lexicon;
use super::mention::Kind;
use super::sense::Sense;
use super::suffix;
use super::text::{Gap, Lexemes, Sort};

/// How many lexemes a cluster has at most, so that a text that is one cluster is not looked through from each of its words.
const LONGEST: usize = 96;

/// What a cluster is and the lexeme after it.
pub(super) type Found = (usize, Kind);

/// What stands at a place and is no quantity, with the lexeme after it.
pub(super) fn read(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Found> {
    match text.sort(at)? {
        Sort::Raised => Some((at + 1, Kind::Footnote)),
        Sort::Letters => starts_with_letters(text, at, lexicon),
        Sort::Digits => starts_with_digits(text, at, lexicon),
        Sort::Sign => starts_with_sign(text, at),
        Sort::Ideograph => None,
    }
}

fn starts_with_letters(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Found> {
    // mid-2024 is a time.
    let relates = lexicon.relation(text, at).is_some_and(|(len, _)| len > 1 && text.key(at + len - 1) == "-");
    if !is_alphabet(text.written(at)) || relates {
        return None;
    }
    let (end, digits) = cluster(text, at)?;
    let is_address =
        (at..end).any(|i| text.key(i) == "@") || matches!(text.key(at), "www" | "http" | "https");
    if is_address {
        return Some((end, Kind::Address));
    }
    let money = lexicon.find(text, at, |s| matches!(s, Sense::UnitBefore(_)).then_some(()));
    if !digits || money.is_some_and(|(len, ())| text.is_digits(at + len)) {
        return None;
    }
    let is_symbol = (at..end).any(|i| text.key(i) == "/");
    Some((end, if is_symbol { Kind::Document } else { Kind::Name }))
}

/// The lexeme after words that hang together and hold no digits; the same where there are none.
pub(super) fn words_end(text: &Lexemes<'_>, at: usize) -> usize {
    cluster(text, at).filter(|(_, digits)| !digits).map_or(at, |(end, _)| end)
}

/// Letters directly behind digits that are neither scale, unit nor ordinal: 5G.
fn starts_with_digits(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Found> {
    let mut letters = at + 1;
    // A point and more digits belong to the number: 2.5G.
    if text.key(letters) == "." && text.touches(letters + 1) && text.is_digits(letters + 1) {
        letters += 2;
    }
    let direct = text.touches(letters) && text.sort(letters) == Some(Sort::Letters);
    if !direct || !is_alphabet(text.written(letters)) {
        return None;
    }
    let small = text.written(letters).starts_with(char::is_lowercase);
    let known = lexicon.find(text, letters, |s| {
        let known = matches!(s, Sense::Attached(_)) && small
            || matches!(
                s,
                Sense::Scale(_) | Sense::Unit(_) | Sense::OrdinalAfter | Sense::Times | Sense::Year
            );
        known.then_some(())
    });
    if known.is_some() || suffix::symbol(text, letters, lexicon).is_some() {
        return None;
    }
    cluster(text, at).map(|(end, _)| (end.max(letters + 1), Kind::Name))
}

fn starts_with_sign(text: &Lexemes<'_>, at: usize) -> Option<Found> {
    match text.key(at) {
        "[" if text.is_digits(at + 1) && text.key(at + 2) == "]" => Some((at + 3, Kind::Footnote)),
        "+" => telephone(text, at),
        _ => None,
    }
}

/// A plus, a country code and at least two more groups of digits.
fn telephone(text: &Lexemes<'_>, at: usize) -> Option<Found> {
    if !text.is_digits(at + 1) || !text.touches(at + 1) || text.key(at + 1).len() > 3 {
        return None;
    }
    let mut end = at + 2;
    let mut groups = 0_usize;
    while text.is_digits(end) && text.get(end).is_some_and(|l| l.gap == Gap::One) && groups < 8 {
        end += 1;
        groups += 1;
    }
    (groups >= 2).then_some((end, Kind::Address))
}

/// Lexemes without gaps that are letters, digits and the signs that join them; and whether digits are among them.
fn cluster(text: &Lexemes<'_>, at: usize) -> Option<(usize, bool)> {
    let mut end = at + 1;
    let mut digits = text.is_digits(at);
    let mut letters = !digits;
    let solid = |i: usize| text.touches(i) && matches!(text.sort(i), Some(Sort::Digits | Sort::Letters));
    while end < at + LONGEST {
        let mut next = end;
        // Up to three signs stand between: `://`.
        while next < end + 3 && text.touches(next) && is_joint(text.key(next)) {
            next += 1;
        }
        if !solid(next) {
            break;
        }
        digits |= text.is_digits(next);
        letters |= !text.is_digits(next);
        end = next + 1;
    }
    (end > at + 1 && letters).then_some((end, digits))
}

fn is_joint(key: &str) -> bool {
    matches!(key, "-" | "/" | "." | "+" | "_" | ":" | "#" | "@" | "&" | "=" | "?" | "~")
}

/// Letters of scripts that write names with digits; a letter before Arabic digits is a preposition.
fn is_alphabet(written: &str) -> bool {
    written.chars().next().is_some_and(|c| c < '\u{530}')
}
