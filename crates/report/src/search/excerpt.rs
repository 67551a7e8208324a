//! Pieces of a text with the words that were asked for marked.

use std::ops::Range;

use super::Marked;
use super::fold::Folded;
use super::query::Query;

/// How many characters stand before the first word, and after it.
const BEFORE: usize = 60;
const AFTER: usize = 160;

/// The whole text.
pub(super) fn whole(text: &Folded, query: &Query) -> Marked {
    marked(&text.original, 0..text.original.len(), &query.places(text))
}

/// The text around the first word, from one word's edge to another's.
pub(super) fn around(text: &Folded, query: &Query) -> Marked {
    let places = query.places(text);
    let original = text.original.as_str();
    let first = places.first().map_or(0, |place| place.start);
    let range = edge_before(original, first)..edge_after(original, first);
    let mut pieces = marked(original, range.clone(), &places);
    if range.start > 0 {
        pieces.insert(0, ("… ".to_owned(), false));
    }
    if range.end < original.len() {
        pieces.push((" …".to_owned(), false));
    }
    pieces
}

fn edge_before(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some((start, _)) = before.char_indices().rev().nth(BEFORE) else { return 0 };
    let cut = before.get(start..).unwrap_or_default();
    // Texts without spaces are cut where they are.
    cut.find(' ').map_or(start, |space| start + space + 1)
}

fn edge_after(text: &str, at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    let Some((end, _)) = after.char_indices().nth(AFTER) else { return text.len() };
    let cut = after.get(..end).unwrap_or_default();
    at + cut.rfind(' ').filter(|space| *space > end / 2).unwrap_or(end)
}

fn marked(text: &str, range: Range<usize>, places: &[Range<usize>]) -> Marked {
    let mut pieces = Vec::new();
    let mut at = range.start;
    let mut add = |from: usize, to: usize, asked: bool| {
        if let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) {
            pieces.push((piece.to_owned(), asked));
        }
    };
    for place in places.iter().filter(|place| place.start >= range.start && place.end <= range.end) {
        add(at, place.start, false);
        add(place.start, place.end, true);
        at = place.end;
    }
    add(at, range.end, false);
    pieces
}
