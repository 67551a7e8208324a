//! Numbers that two versions write alike, and that the habits of one language make another number: 1,055 copied into a text whose comma
//! parts decimals.
//!
//! Such a number may still be read as is meant, so it agrees; but a reader of that language reads it otherwise. A text that writes most
//! of them so has habits of its own, and then it is no finding.

use super::super::pair::Place;
use super::super::said::{Said, Slip, What, slip};
use super::Side;
use crate::draft::Span;

/// Two numbers that are one only if one of them is not read as its language reads.
#[derive(Clone, Debug)]
pub(in crate::draft) struct Odd {
    /// The words of the first version.
    pub(in crate::draft) first: Span,
    /// The words of the second.
    pub(in crate::draft) second: Span,
    /// Which version writes it against the habits of its language: 0 or 1.
    pub(in crate::draft) side: usize,
}

/// As many may be told of a text that writes all of them so.
const FEW: usize = 3;

/// What agrees only against the habits of a language.
pub(super) fn odd(own: &Side<'_>, other: &Side<'_>) -> Vec<Odd> {
    let mut found = Vec::new();
    let mut habitual = [0_usize; 2];
    for (passage, met) in own.met.iter().enumerate() {
        for (said, there) in met.iter().enumerate() {
            let place = Place { passage, said };
            let both = there.and_then(|there| Some((own.said(place)?, other.said(there)?, there)));
            let Some((here, over, there)) = both else { continue };
            let ambiguous = [is_ambiguous(here), is_ambiguous(over)];
            if matches!(slip(here, over), Some(Slip::PowerOfTen(3 | -3))) && ambiguous.contains(&true) {
                // The one that is written plainly tells what is meant.
                let side = usize::from(ambiguous == [true, true] && is_copied(here, over) || !ambiguous[0]);
                if let (Some(first), Some(second)) = (own.span(place), other.span(there)) {
                    found.push(Odd { first, second, side });
                }
            } else {
                for (count, ambiguous) in habitual.iter_mut().zip(ambiguous) {
                    *count = count.saturating_add(usize::from(ambiguous));
                }
            }
        }
    }
    let count = |side: usize| found.iter().filter(|odd| odd.side == side).count();
    let told = [0, 1].map(|side| count(side) <= FEW || habitual.get(side).is_some_and(|n| *n >= count(side)));
    found.retain(|odd| told.get(odd.side) == Some(&true));
    found
}

/// Whether a number may be read in two ways.
fn is_ambiguous(said: &Said) -> bool {
    matches!(&said.what, What::Number(values) if values.len() > 1)
}

/// Whether the second is the one whose likeliest reading is the smaller: a thousand taken for a decimal.
fn is_copied(first: &Said, second: &Said) -> bool {
    first.value().zip(second.value()).is_some_and(|(first, second)| second.number.abs() < first.number.abs())
}
