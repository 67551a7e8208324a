//! The ends of a change that changed places: the draft says "from" of the later value of a figure and "to" of the earlier.
//!
//! Both numbers agree with the report, so nothing else finds them.

use super::Reference;
use super::clues::Clue;
use super::meant::timeless;
use super::pair::{Evidence, Fate, Place};
use super::passage::Passage;
use super::said::{Said, What};

/// Corrects the fates of numbers that are told as the ends of a change the wrong way round.
pub(super) fn correct(own: &[Passage], all: &mut [Vec<Fate>], reference: &Reference) {
    for (passage, fates) in own.iter().zip(all) {
        let is_number = |said: &Said| matches!(said.what, What::Number(_));
        let numbers: Vec<usize> =
            passage.said.iter().enumerate().filter(|(_, said)| is_number(said)).map(|(at, _)| at).collect();
        for pair in numbers.windows(2) {
            let [first, second] = *pair else { continue };
            let is =
                |at: usize, clue: &Clue| passage.said.get(at).is_some_and(|said| said.clues.weight(clue) > 0);
            let (before, after) = if is(first, &Clue::Before) && is(second, &Clue::After) {
                (first, second)
            } else if is(first, &Clue::After) && is(second, &Clue::Before) {
                (second, first)
            } else {
                continue;
            };
            let place = |at: usize| match fates.get(at) {
                Some(Fate::Agrees(place)) => Some(*place),
                Some(Fate::Replaced { .. } | Fate::Unknown) | None => None,
            };
            let (Some(earlier), Some(later)) = (place(before), place(after)) else { continue };
            if !is_reversed(earlier, later, reference) {
                continue;
            }
            let evidence = Evidence { meant: true, framed: true, support: 1, ..Evidence::default() };
            for (at, by) in [(before, later), (after, earlier)] {
                if let Some(fate) = fates.get_mut(at) {
                    *fate = Fate::Replaced { by, evidence };
                }
            }
        }
    }
}

/// Whether what is told as the earlier value of a figure is the later one, and the other way round.
fn is_reversed(earlier: Place, later: Place, reference: &Reference) -> bool {
    let figure = |place: Place| {
        reference.at(place).and_then(|(_, said)| Some((said.figure.as_ref()?, said.period.as_ref()?)))
    };
    let (Some((earlier, is)), Some((later, was))) = (figure(earlier), figure(later)) else { return false };
    timeless(earlier) == timeless(later) && is.first_day() > was.last_day()
}
