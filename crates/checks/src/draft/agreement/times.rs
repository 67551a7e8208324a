//! A number that is told against another is the same thing at another time.
//!
//! "37 agreements, against 35 in 2023": where the report says the first of a figure, the second must be what it says of that figure at
//! another time. It needs no words, and finds values of two times that changed places.

use figures::Period;

use super::Reference;
use super::clues::Clue;
use super::pair::{Evidence, Fate, Place};
use super::passage::Passage;
use super::said::{Said, Units, slip};

/// Corrects the fates of numbers that are told against a number beside them.
pub(super) fn correct(own: &[Passage], all: &mut [Vec<Fate>], reference: &Reference) {
    for (passage, fates) in own.iter().zip(all) {
        for second in 0..passage.said.len() {
            let Some(first) = passage.said.get(second).and_then(|said| said.against) else { continue };
            for (known, other) in [(first, second), (second, first)] {
                let found = judged(passage, fates, (known, other), reference);
                for (at, fate) in found {
                    if let Some(slot) = fates.get_mut(at) {
                        *slot = fate;
                    }
                }
            }
        }
    }
}

/// What becomes of one number by another that agrees with a figure.
fn judged(
    passage: &Passage,
    fates: &[Fate],
    (known, other): (usize, usize),
    reference: &Reference,
) -> Vec<(usize, Fate)> {
    let (Some(a), Some(b)) = (passage.said.get(known), passage.said.get(other)) else { return Vec::new() };
    let (Some(Fate::Agrees(place)), Some(fate)) = (fates.get(known), fates.get(other)) else {
        return Vec::new();
    };
    let all = reference.figures.at_other_times(*place, &reference.passages);
    let said = |place: Place| reference.at(place).map(|(_, said)| said);
    if let Some(there) = all.iter().copied().find(|there| said(*there).is_some_and(|said| b.agrees(said))) {
        if let (Some(here), Some(there_said)) = (said(*place), said(there))
            && is_exchanged((a, here), (b, there_said))
        {
            return vec![(known, replaced(there, None)), (other, replaced(*place, None))];
        }
        let is_open = !matches!(fate, Fate::Agrees(_));
        return if is_open { vec![(other, Fate::Agrees(there))] } else { Vec::new() };
    }
    // What it says of something that its own words name it says by right.
    let is_known = match fate {
        Fate::Agrees(place) => reference.figures.shares(b, *place, &reference.passages),
        Fate::Replaced { .. } | Fate::Unknown => false,
    };
    if is_known || !b.in_digits {
        return Vec::new();
    }
    let slipped = all.into_iter().find_map(|there| {
        let meant = said(there)?;
        let is_possible = b.units(meant) != Units::Other && is_of_year(b, meant) && !b.may_say(meant);
        slip(b, meant).filter(|_| is_possible).map(|slip| (there, slip))
    });
    slipped.map(|(there, slip)| (other, replaced(there, Some(slip)))).into_iter().collect()
}

fn replaced(by: Place, slip: Option<super::Slip>) -> Fate {
    Fate::Replaced {
        by,
        evidence: Evidence { meant: true, framed: true, support: 1, slip, ..Evidence::default() },
    }
}

/// Whether the years that a number is said of, if any, are those of a figure.
fn is_of_year(said: &Said, figure: &Said) -> bool {
    let mut years = said.clues.years().peekable();
    let own =
        |period: &Period, year: i16| (period.first_day().year()..=period.last_day().year()).contains(&year);
    years.peek().is_none() || figure.period.as_ref().is_none_or(|period| years.any(|year| own(period, year)))
}

/// Whether the value of the later time is told as that of the earlier: what is told against another is the earlier, and no year says
/// otherwise.
fn is_exchanged((a, here): (&Said, &Said), (b, there): (&Said, &Said)) -> bool {
    let (Some(of_a), Some(of_b)) = (&here.period, &there.period) else { return false };
    let before = |said: &Said| said.clues.weight(&Clue::Before) > 0;
    let is_later = |one: &Period, other: &Period| one.first_day() > other.last_day();
    let told_earlier = if before(b) && !before(a) {
        is_later(of_b, of_a)
    } else if before(a) && !before(b) {
        is_later(of_a, of_b)
    } else {
        false
    };
    let has_year = |said: &Said| said.clues.years().next().is_some();
    let says_so = has_year(a) && is_of_year(a, here) || has_year(b) && is_of_year(b, there);
    told_earlier && !says_so
}
