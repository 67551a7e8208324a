//! Which periods stand near a mention: those of its sentence, the nearest first.

use super::changes::ends_sentence;
use super::mention::Dated;
use super::scan::Piece;
use super::text::Lexemes;

/// How many periods a mention is given at most.
const MOST: usize = 4;

/// Gives each mention of a quantity the periods of its sentence.
pub(super) fn relate(text: &Lexemes<'_>, pieces: &mut [Piece]) {
    let mut start = 0;
    let mut at = 0;
    for index in 0..=pieces.len() {
        let from = pieces.get(index).map_or(text.len(), |p| p.from);
        let mut ended = index == pieces.len();
        while at < from {
            ended |= ends_sentence(text, at);
            at += 1;
        }
        if ended {
            within(pieces.get_mut(start..index).unwrap_or_default());
            start = index;
        }
        at = pieces.get(index).map_or(at, |p| p.to.max(at));
    }
}

fn within(pieces: &mut [Piece]) {
    let dated: Vec<(usize, Dated)> =
        pieces.iter().filter_map(|p| p.mention.dated.clone().map(|d| (p.from, d))).collect();
    if dated.is_empty() {
        return;
    }
    for piece in pieces.iter_mut().filter(|p| p.mention.kind.is_quantity()) {
        piece.mention.near = nearest(&dated, piece.from);
    }
}

/// The nearest of a list in the order of the text.
fn nearest(dated: &[(usize, Dated)], at: usize) -> Vec<Dated> {
    let split = dated.partition_point(|(from, _)| *from < at);
    let (before, after) = dated.split_at_checked(split).unwrap_or((dated, &[]));
    let (mut before, mut after) = (before.iter().rev().peekable(), after.iter().peekable());
    let mut near = Vec::new();
    while near.len() < MOST {
        let distance_before = before.peek().map(|(from, _)| at - *from);
        let distance_after = after.peek().map(|(from, _)| *from - at);
        let next = match (distance_before, distance_after) {
            (Some(b), Some(a)) if a < b => after.next(),
            (Some(_), _) => before.next(),
            (None, _) => after.next(),
        };
        let Some((_, period)) = next else { break };
        near.push(period.clone());
    }
    near
}
