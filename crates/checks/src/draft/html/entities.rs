//! Text of a page, with its entities resolved, laid beside the bytes that it comes from.

use std::ops::Range;

use crate::draft::builder::Piece;
use crate::draft::place::Origin;

/// The longest entity that is looked for, in bytes.
const LONGEST: usize = 40;

/// Adds a decoded text that comes from bytes of the source: white space becomes one space, soft hyphens go.
pub(super) fn copy(piece: &mut Piece, source: &str, bytes: Range<usize>, decoded: &str) {
    let raw = source.get(bytes.clone()).unwrap_or_default();
    let mut at = 0_usize;
    let mut rest = decoded;
    while let Some(c) = rest.chars().next() {
        let raw_rest = raw.get(at..).unwrap_or_default();
        let (taken, text) = step(raw_rest, rest, c);
        let start = bytes.start.saturating_add(at);
        let end = start.saturating_add(taken).min(bytes.end);
        put(piece, text, start..end);
        at = at.saturating_add(taken);
        rest = rest.get(text.len()..).unwrap_or_default();
    }
}

/// How many bytes of the source the next characters take, and those characters.
fn step<'a>(raw: &str, rest: &'a str, c: char) -> (usize, &'a str) {
    let one = rest.get(..c.len_utf8()).unwrap_or_default();
    let entity = raw.strip_prefix('&').and_then(|r| {
        let name = r.find(|e: char| !e.is_ascii_alphanumeric() && e != '#').unwrap_or(r.len());
        let semicolon = usize::from(r.get(name..).is_some_and(|r| r.starts_with(';')));
        Some(name.saturating_add(semicolon).saturating_add(1)).filter(|l| (3..=LONGEST).contains(l))
    });
    match entity {
        // A bare `&` stands for itself: what follows it does so, too.
        Some(length) if !(c == '&' && same_after(raw, rest)) => (length, one),
        Some(_) | None if raw.starts_with("\r\n") && c == '\n' => (2, one),
        Some(_) | None => (raw.chars().next().map_or(0, char::len_utf8), one),
    }
}

/// Whether the source goes on after `&` as the text does.
fn same_after(raw: &str, rest: &str) -> bool {
    raw.chars().skip(1).zip(rest.chars().skip(1)).take(3).all(|(a, b)| a == b)
}

fn put(piece: &mut Piece, text: &str, bytes: Range<usize>) {
    let space = text.chars().all(|c| c.is_ascii_whitespace());
    if text == "\u{ad}" {
        return;
    }
    if !space {
        let exact = text.len() == bytes.len();
        // One character for an entity of as many bytes: not the same bytes, but the same place.
        return piece
            .push(text, if exact || !bytes.is_empty() { Origin::Bytes(bytes) } else { Origin::Made });
    }
    if !piece.text.ends_with([' ', '\n']) {
        piece.push(" ", Origin::Bytes(bytes));
    }
}

/// Adds a piece to another without doubling the space between them.
pub(super) fn join(target: &mut Piece, mut piece: Piece) {
    if (target.text.is_empty() || target.text.ends_with(' ')) && piece.text.starts_with(' ') {
        let end = piece.text.len();
        piece.cut(1..end);
    }
    target.append(piece);
}
