//! What stands with each number of a passage besides the concepts that tables know: words by their sound, days and periods.
//!
//! Words belong to a number as its clues do: what nothing parts from it is its own, what may be another's as well counts half.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::passage::Passage;
use super::super::said::What;
use super::super::share::{Between, OWN, share};
use crate::quantities::{self, Lexicon, Piece};

/// Words by their sounds, and times, each by how surely it is the number's.
pub(super) type Tells = BTreeMap<String, u8>;

/// What stands with each thing that a passage says; of other things than numbers nothing.
pub(super) fn of(passage: &Passage, lexicon: &Lexicon) -> Vec<Tells> {
    let mut tells = vec![Tells::new(); passage.said.len()];
    let mut items = items(passage, lexicon).into_iter().peekable();
    let mut last = None;
    let numbers = passage.said.iter().enumerate().filter(|(_, said)| matches!(said.what, What::Number(_)));
    for (at, said) in numbers {
        let mut gap = Vec::new();
        while let Some((_, item)) = items.next_if(|(place, _)| place.start < said.span.start) {
            gap.push(item);
        }
        share(&gap, (last, Some(at)), false, give(&mut tells));
        while let Some((_, item)) = items.next_if(|(place, _)| place.start < said.span.end) {
            if let (Between::Tells(tell), Some(own)) = (item, tells.get_mut(at)) {
                own.insert(tell, OWN);
            }
        }
        last = Some(at);
    }
    let gap: Vec<_> = items.map(|(_, item)| item).collect();
    share(&gap, (last, None), false, give(&mut tells));
    tells
}

/// Where a passage is parted: commas, brackets, ends of sentences, "and".
pub(super) fn parts(passage: &Passage, lexicon: &Lexicon) -> Vec<usize> {
    let pieces = quantities::pieces(&passage.text, lexicon).into_iter();
    let parts = pieces.filter(|(_, piece)| !matches!(piece, Piece::Concept(_) | Piece::Joint | Piece::Than));
    parts.map(|(place, _)| place.start).collect()
}

/// How much two numbers have in common.
pub(super) fn shared(a: &Tells, b: &Tells) -> i32 {
    a.iter().filter_map(|(tell, weight)| Some(i32::from(*weight.min(b.get(tell)?)))).sum()
}

fn items(passage: &Passage, lexicon: &Lexicon) -> Vec<(Range<usize>, Between<String>)> {
    let parts =
        quantities::pieces(&passage.text, lexicon).into_iter().filter_map(|(place, piece)| match piece {
            Piece::Concept(_) => None,
            Piece::Joint | Piece::And | Piece::Than | Piece::Comma | Piece::Part | Piece::End => {
                Some((place, Between::Parts(piece)))
            }
        });
    let times = passage.said.iter().filter_map(|said| match &said.what {
        What::Period(period) => Some((said.span.clone(), Between::Tells(period.to_string()))),
        What::Days(days) => Some((said.span.clone(), Between::Tells(format!("{days:?}")))),
        What::Number(_) | What::Name(_) => None,
    });
    let words = quantities::sounds(&passage.text, lexicon)
        .into_iter()
        .map(|(place, sound)| (place, Between::Tells(sound)));
    let mut items: Vec<(Range<usize>, Between<String>)> = parts.chain(words).collect();
    // Within a date signs part nothing, and names of months are told by it.
    let dates: Vec<Range<usize>> = passage
        .said
        .iter()
        .filter(|said| matches!(said.what, What::Period(_) | What::Days(_)))
        .map(|said| said.span.clone())
        .collect();
    items.retain(|(place, _)| dates.iter().all(|date| place.end <= date.start || date.end <= place.start));
    items.extend(times);
    items.sort_by_key(|(place, _)| place.start);
    items
}

fn give(tells: &mut [Tells]) -> impl FnMut(usize, &String, u8) {
    |to, tell, weight| {
        if let Some(own) = tells.get_mut(to) {
            let held = own.entry(tell.clone()).or_default();
            *held = weight.max(*held);
        }
    }
}
