//! Which passages of the report a passage of a draft speaks of.
//!
//! Passages that share rare numbers, names with digits or rare words go together; where a passage shares nothing, its neighbours may
//! tell: between two that are found side by side stands what the report has between them.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Decimal, Value};

use super::passage::Passage;
use super::said::{Said, Slip, Units, What, slip};
use crate::quantities::Concept;

/// What something shared by only one passage weighs; by n passages an nth of it.
const NUMBER: u32 = 720;
const NAME: u32 = 480;
const DAY: u32 = 360;
const WORD: u32 = 240;
const CONCEPT: u32 = 240;

/// What a passage must at least share to be the one that is meant; between languages numbers alone tell.
const ENOUGH: u32 = 480;
const ENOUGH_BY_NUMBERS: u32 = 240;

/// What stands in more passages than this tells nothing.
const COMMON: usize = 60;

/// How far values are looked for around a number, as one part in so many: limits reach that far.
const REACH: i64 = 2;

/// Passages of a report, to look up by what they share with another.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Numbers by value: the passage and which of its numbers.
    numbers: Vec<(Decimal, usize, usize)>,
    names: BTreeMap<String, BTreeSet<usize>>,
    days: BTreeMap<String, BTreeSet<usize>>,
    words: BTreeMap<String, BTreeSet<usize>>,
    /// Rows of tables by what names them.
    labels: BTreeMap<String, BTreeSet<usize>>,
    concepts: BTreeMap<Concept, BTreeSet<usize>>,
}

impl Index {
    pub(super) fn of(passages: &[Passage]) -> Self {
        let mut index = Self::default();
        for (place, passage) in passages.iter().enumerate() {
            for (at, said) in passage.said.iter().enumerate() {
                match &said.what {
                    What::Number(values) => {
                        let numbers: BTreeSet<Decimal> = values
                            .iter()
                            .chain(&said.written)
                            .chain(&said.disputed)
                            .map(|value| value.number.abs())
                            .collect();
                        index.numbers.extend(numbers.into_iter().map(|number| (number, place, at)));
                    }
                    What::Period(period) => {
                        index.days.entry(period.to_string()).or_default().insert(place);
                    }
                    What::Days(_) => {}
                    What::Name(name) => {
                        index.names.entry(name.clone()).or_default().insert(place);
                    }
                }
            }
            if let Some(label) = &passage.label {
                index.labels.entry(label.clone()).or_default().insert(place);
            }
            for word in &passage.words {
                index.words.entry(word.clone()).or_default().insert(place);
            }
            for concept in passage.concepts() {
                index.concepts.entry(concept).or_default().insert(place);
            }
        }
        index.numbers.sort_unstable();
        index
    }

    /// The passages that say the same as something said, and how many things that is: one figure may be printed in many places.
    pub(super) fn saying(&self, said: &Said, passages: &[Passage]) -> (BTreeSet<usize>, usize) {
        let one = |places: Option<&BTreeSet<usize>>| {
            let places = places.cloned().unwrap_or_default();
            let count = places.len();
            (places, count)
        };
        match &said.what {
            What::Number(values) => self.numbers_saying(said, values, passages),
            What::Period(period) => one(self.days.get(&period.to_string())),
            What::Days(_) => one(None),
            What::Name(name) => one(self.names.get(name)),
        }
    }

    /// Whether the very number, or the period, is said anywhere in a unit that goes with it.
    pub(super) fn says(&self, said: &Said, passages: &[Passage]) -> bool {
        let What::Number(values) = &said.what else { return self.saying(said, passages).1 > 0 };
        let numbers = values.iter().chain(&said.written).map(|value| value.number.abs());
        numbers.into_iter().any(|number| {
            let from = self.numbers.partition_point(|(n, ..)| *n < number);
            let equal =
                self.numbers.get(from..).unwrap_or_default().iter().take_while(|(n, ..)| *n == number);
            equal.into_iter().any(|(_, place, at)| {
                let other = passages.get(*place).and_then(|passage| passage.said.get(*at));
                other.is_some_and(|other| said.units(other) != Units::Other)
            })
        })
    }

    fn numbers_saying(
        &self,
        said: &Said,
        values: &[Value],
        passages: &[Passage],
    ) -> (BTreeSet<usize>, usize) {
        let mut places = BTreeSet::new();
        let (mut figures, mut unbound) = (BTreeSet::new(), 0_usize);
        for number in values.iter().chain(&said.written).map(|value| value.number.abs()) {
            let reach = number.checked_div(Decimal::from(REACH)).unwrap_or_default();
            let (low, high) = (number.saturating_sub(reach), number.saturating_add(reach));
            let from = self.numbers.partition_point(|(n, ..)| *n < low);
            let near = self.numbers.get(from..).unwrap_or_default().iter();
            for (_, place, at) in near.take_while(|(n, ..)| *n <= high) {
                let other = passages.get(*place).and_then(|passage| passage.said.get(*at));
                if let Some(other) = other.filter(|other| said.agrees(other))
                    && places.insert(*place)
                {
                    match &other.figure {
                        Some(key) => drop(figures.insert(key.as_str())),
                        None => unbound = unbound.saturating_add(1),
                    }
                }
            }
        }
        let count = figures.len().saturating_add(unbound);
        (places, count)
    }

    /// What a passage shares with each passage of the report, in weights.
    fn shared(&self, passage: &Passage, passages: &[Passage], same_language: bool) -> BTreeMap<usize, u32> {
        let mut scores: BTreeMap<usize, u32> = BTreeMap::new();
        let add = |scores: &mut BTreeMap<usize, u32>,
                   (places, count): (&BTreeSet<usize>, usize),
                   weight: u32| {
            let share = u32::try_from(count).ok().and_then(|count| weight.checked_div(count)).unwrap_or(0);
            if share > 0 && places.len() <= COMMON {
                for place in places {
                    let score = scores.entry(*place).or_default();
                    *score = score.saturating_add(share);
                }
            }
        };
        for said in &passage.said {
            let weight = match &said.what {
                What::Number(_) => NUMBER,
                What::Name(_) => NAME,
                What::Period(_) | What::Days(_) => DAY,
            };
            let (places, count) = self.saying(said, passages);
            add(&mut scores, (&places, count), weight);
        }
        if same_language {
            for places in passage.words.iter().filter_map(|word| self.words.get(word)) {
                add(&mut scores, (places, places.len()), WORD);
            }
            for places in passage.label.iter().filter_map(|label| self.labels.get(label)) {
                places.iter().for_each(|place| {
                    let score = scores.entry(*place).or_default();
                    *score = score.saturating_add(ENOUGH);
                });
            }
        } else {
            for places in passage.concepts().iter().filter_map(|concept| self.concepts.get(concept)) {
                add(&mut scores, (places, places.len()), CONCEPT);
            }
        }
        scores
    }
}

/// How many passages of the report one of a draft is held against: the report says many things in several places.
const MOST: usize = 16;

/// The passages of the report that each passage of a draft speaks of, by what they have in common, most first; none where that is too little.
pub(super) fn counterparts(
    draft: &[Passage],
    report: &[Passage],
    index: &Index,
    same_language: bool,
) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::with_capacity(draft.len());
    let mut last: Option<usize> = None;
    for passage in draft {
        let scores = index.shared(passage, report, same_language);
        // What follows the passage found before is as good as a little more in common.
        let follows = |place: usize| last.is_some_and(|last| last < place && place <= last.saturating_add(2));
        let mut ranked: Vec<(u32, usize)> = scores
            .into_iter()
            .map(|(place, score)| {
                let near = if follows(place) { ENOUGH / 2 } else { 0 };
                let like =
                    if report.get(place).is_some_and(|other| alike(passage, other)) { ENOUGH / 2 } else { 0 };
                (score.saturating_add(near).saturating_add(like), place)
            })
            .collect();
        let enough = if same_language { ENOUGH } else { ENOUGH_BY_NUMBERS };
        ranked.retain(|(score, _)| *score >= enough);
        // Rows that have one name are one row; others are no rows of that name.
        let is_named = if same_language { passage.label.is_some() } else { !passage.named.is_empty() };
        let is_same_row = |place: usize| {
            report.get(place).is_some_and(|other| {
                if same_language { other.label == passage.label } else { other.named == passage.named }
            })
        };
        if is_named && ranked.iter().any(|(_, place)| is_same_row(*place)) {
            ranked.retain(|(_, place)| is_same_row(*place));
        }
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let places: Vec<usize> = ranked.iter().take(MOST).map(|(_, place)| *place).collect();
        last = places.first().copied().or(last.map(|last| last.saturating_add(1)));
        found.push(places);
    }
    between(draft, report, &mut found);
    found
}

/// Fills gaps: a passage without a counterpart, between two whose counterparts have just one passage between them that says as much.
fn between(draft: &[Passage], report: &[Passage], found: &mut [Vec<usize>]) {
    for at in 0..found.len() {
        if found.get(at).is_none_or(|own| !own.is_empty()) {
            continue;
        }
        let side = |step: Option<usize>| {
            step.and_then(|at| found.get(at)).and_then(|places| places.first()).copied()
        };
        let (before, after) = (side(at.checked_sub(1)), side(at.checked_add(1)));
        let place = match (before, after) {
            (Some(before), Some(after)) if after == before.saturating_add(2) => before.saturating_add(1),
            (Some(before), _) => before.saturating_add(1),
            (None, Some(after)) => after.saturating_sub(1),
            (None, None) => continue,
        };
        if let (Some(own), Some(other)) = (draft.get(at), report.get(place))
            && alike(own, other)
            && let Some(slot) = found.get_mut(at)
        {
            slot.push(place);
        }
    }
}

/// Whether two passages say as many things, each of which may stand for the other.
pub(super) fn alike(a: &Passage, b: &Passage) -> bool {
    let like =
        |a: &Said, b: &Said| a.replaces(b) && (a.units(b) != Units::Other || slip(a, b) == Some(Slip::Unit));
    a.said.len() == b.said.len() && a.said.iter().zip(&b.said).all(|(a, b)| like(a, b))
}
