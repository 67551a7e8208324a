//! What passages of two drafts have in common: numbers, names and periods that few others have.
//!
//! Versions of one text say mostly the same numbers, so equal ones are enough to find passages by, and the work grows with the length of the
//! drafts. What limits and rounding let agree is seen when two passages are held against each other.

use std::collections::{BTreeMap, BTreeSet};

use figures::Decimal;

use super::super::passage::Passage;
use super::super::said::{Said, What};
use crate::quantities::DaysOfYear;

/// What is said in more passages of a draft than this tells nothing.
const COMMON: usize = 8;

/// What something weighs that only one passage of each draft says; of n passages an nth of it.
const NUMBER: u32 = 720;
const NAME: u32 = 480;
const PERIOD: u32 = 360;
const WORD: u32 = 240;

/// What something said is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    Number(Decimal),
    Period(String),
    Days(DaysOfYear),
    Name(String),
    Word(String),
}

impl Sign {
    /// The signs of something said; a number that may be read in several ways has several.
    pub(super) fn of(said: &Said) -> Vec<Self> {
        match &said.what {
            What::Number(values) => {
                let mut numbers: Vec<Decimal> =
                    values.iter().chain(&said.written).map(|value| value.number.abs()).collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers.into_iter().map(Self::Number).collect()
            }
            What::Period(period) => vec![Self::Period(period.to_string())],
            What::Days(days) => vec![Self::Days(*days)],
            What::Name(name) => vec![Self::Name(name.clone())],
        }
    }

    fn weight(&self) -> u32 {
        match self {
            // A small number stands everywhere.
            Self::Number(number) if *number < Decimal::TEN => NUMBER / 3,
            Self::Number(_) => NUMBER,
            Self::Name(_) => NAME,
            Self::Period(_) | Self::Days(_) => PERIOD,
            Self::Word(_) => WORD,
        }
    }
}

/// Of each passage of one draft, what it has in common with passages of the other.
pub(super) type Likeness = Vec<BTreeMap<usize, u32>>;

/// What the passages of two drafts have in common; words count where both are written in one language.
pub(super) fn of(own: &[Passage], others: &[Passage], same_language: bool) -> Likeness {
    let (own_signs, other_signs) = (signs(own, same_language), signs(others, same_language));
    let mut likeness: Likeness = vec![BTreeMap::new(); own.len()];
    for (sign, places) in &own_signs {
        let Some(there) = other_signs.get(sign) else { continue };
        let most = places.len().max(there.len());
        if most > COMMON {
            continue;
        }
        let share = u32::try_from(most).ok().and_then(|most| sign.weight().checked_div(most)).unwrap_or(0);
        for place in places {
            let Some(row) = likeness.get_mut(*place) else { continue };
            for other in there {
                let score = row.entry(*other).or_default();
                *score = score.saturating_add(share);
            }
        }
    }
    likeness
}

/// Of each passage of two drafts numbers that stand for its signs, the same for the same.
pub(super) fn numbered(own: &[Passage], others: &[Passage]) -> [Vec<BTreeSet<u32>>; 2] {
    let mut known: BTreeMap<Sign, u32> = BTreeMap::new();
    let mut of = |passages: &[Passage]| -> Vec<BTreeSet<u32>> {
        let mut number = |sign: Sign| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(sign).or_insert(next)
        };
        let signs = |passage: &Passage| passage.said.iter().flat_map(Sign::of).map(&mut number).collect();
        passages.iter().map(signs).collect()
    };
    [of(own), of(others)]
}

/// The passages that have each sign, in their order.
fn signs(passages: &[Passage], words: bool) -> BTreeMap<Sign, Vec<usize>> {
    let mut signs: BTreeMap<Sign, Vec<usize>> = BTreeMap::new();
    for (place, passage) in passages.iter().enumerate() {
        let words = passage.words.iter().filter(|_| words).cloned().map(Sign::Word);
        for sign in passage.said.iter().flat_map(Sign::of).chain(words) {
            let places = signs.entry(sign).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    signs
}
