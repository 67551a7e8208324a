//! Which figure of the report a number of a draft means, by what both are said of.
//!
//! Each figure that the report prints is known by the concepts of its measure's name, of its codes and of the words around it wherever it
//! stands. A concept weighs the more the fewer figures have it (Spärck Jones 1972). How like a number is to a figure is the share
//! of weights that both have: of all that the number's own words name, and of the codes that tell the figure from its siblings.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use figures::{Decimal, FigureKey, Period};

use super::Reference;
use super::clues::Clue;
use super::pair::Place;
use super::passage::Passage;
use super::said::{Said, Slip, Units, slip};
use crate::quantities::Concept;

/// Concepts that more figures than this have are not looked up by.
const COMMON: usize = 400;

/// What is said once for a whole passage weighs one part in so many.
const LESS: u32 = 4;

/// A unit is common that one figure of so many is in.
const RARE: usize = 50;

/// What standing near what else a passage says is worth, in per cent.
const NEAR_BY: u32 = 20;

/// How many figures that are as like are kept.
const MOST_ALIKE: usize = 8;

/// A figure as the report prints it.
#[derive(Clone, Debug)]
struct Entry {
    /// Service and measure.
    measure: String,
    places: Vec<Place>,
    /// What is said of it anywhere.
    said_of: BTreeSet<Concept>,
    /// What tells it from other figures of its measure.
    told_by: BTreeSet<Concept>,
    /// The years of its period, and those that it is printed with.
    years: BTreeSet<i16>,
}

/// The figures that a report prints, to look up by what is said of them.
#[derive(Debug, Default)]
pub(super) struct Figures {
    entries: Vec<Entry>,
    by_key: BTreeMap<String, usize>,
    /// The figures that differ in nothing but their period.
    by_time: BTreeMap<String, Vec<usize>>,
    by_concept: BTreeMap<Concept, Vec<usize>>,
    /// How many figures are in each unit.
    units: BTreeMap<String, usize>,
    /// What tells the figures of a measure from each other.
    telling: BTreeMap<String, BTreeSet<Concept>>,
}

/// What surrounds a number of a draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    concepts: BTreeSet<Concept>,
    measures: BTreeSet<String>,
    passages: BTreeSet<usize>,
}

/// Which years a number may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Years {
    /// Those that are said of it.
    Same,
    /// Any: whether they are right is asked.
    Any,
}

/// A figure that a number may mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The share of what the number's own words name that is said of the figure, in per cent by weight.
    pub(super) covered: u32,
    /// The weight of what is said of both.
    pub(super) shared: u32,
    /// Whether it stands near what else the passage says.
    pub(super) near: bool,
    /// How like it is by what is said of both, in per cent.
    pub(super) like: u32,
    /// The same, and more where it stands near what else the passage says.
    pub(super) likeness: u32,
    /// Where the report says it.
    pub(super) place: Place,
    /// The slip that makes one of the other, where they do not agree.
    pub(super) slip: Option<Slip>,
    /// Whether both are in one unit, and few figures are: resolutions.
    pub(super) rare: bool,
}

impl Candidate {
    fn order(&self) -> impl Ord + use<> {
        (self.covered, self.likeness, self.slip.is_some())
    }
}

/// The likest figure that agrees with a number, and the likest that do not: several are as like where words tell no time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) agreeing: Option<Candidate>,
    pub(super) others: Vec<Candidate>,
}

impl Meant {
    /// The same without what does not agree.
    pub(super) fn confirming(&self) -> Self {
        Self { others: Vec::new(), agreeing: self.agreeing }
    }

    /// The likest that does not agree.
    pub(super) fn other(&self) -> Option<Candidate> {
        self.others.first().copied()
    }

    fn add_other(&mut self, candidate: Candidate) {
        match self.other().map(|best| best.order().cmp(&candidate.order())) {
            Some(Ordering::Greater) => {}
            Some(Ordering::Equal) if self.others.len() < MOST_ALIKE => self.others.push(candidate),
            Some(Ordering::Equal) => {}
            Some(Ordering::Less) | None => self.others = vec![candidate],
        }
    }

    /// Whether a number may mean what another says: one of those that it is likest has its digits, or nothing is known of it.
    pub(super) fn may_mean(&self, other: &Said, reference: &Reference) -> bool {
        let mut said = self.others.iter().filter_map(|candidate| reference.at(candidate.place));
        self.others.is_empty() || said.any(|(_, said)| said.has_digits_of(other))
    }

    /// Whether a number that agrees with the figure at a place means just that by its words.
    pub(super) fn is_at(&self, place: Place, reference: &Reference) -> bool {
        let figure = |place: Place| reference.at(place).and_then(|(_, said)| said.figure.as_deref());
        let other = self.other().map_or(0, |c| c.covered);
        self.agreeing.is_some_and(|c| figure(c.place) == figure(place) && c.covered >= other)
    }
}

impl Figures {
    pub(super) fn of(passages: &[Passage]) -> Self {
        let mut figures = Self::default();
        for (place, passage) in passages.iter().enumerate() {
            for (at, said) in passage.said.iter().enumerate() {
                let Some(key) = &said.figure else { continue };
                let fresh = figures.entries.len();
                let entry = *figures.by_key.entry(key.clone()).or_insert(fresh);
                if entry == fresh {
                    for code in &said.codes {
                        let having = figures.units.entry(code.clone()).or_default();
                        *having = having.saturating_add(1);
                    }
                    let measure = key.split('?').next().unwrap_or_default().to_owned();
                    let (said_of, told_by) = (BTreeSet::new(), said.told_by.clone());
                    let (places, years) = (Vec::new(), BTreeSet::new());
                    figures.entries.push(Entry { measure, places, said_of, told_by, years });
                }
                if let Some(entry) = figures.entries.get_mut(entry) {
                    entry.places.push(Place { passage: place, said: at });
                    entry.years.extend(said.period.as_ref().into_iter().flat_map(years_of));
                    entry.years.extend(said.clues.years());
                    entry.said_of.extend(said.clues.concepts());
                }
            }
        }
        figures.share();
        for (at, entry) in figures.entries.iter().enumerate() {
            let telling = figures.telling.entry(entry.measure.clone()).or_default();
            telling.extend(entry.told_by.iter().copied());
            for concept in &entry.said_of {
                figures.by_concept.entry(*concept).or_default().push(at);
            }
        }
        figures
    }

    /// What is said of a figure at one time goes for it at another.
    fn share(&mut self) {
        let mut said_of: BTreeMap<String, BTreeSet<Concept>> = BTreeMap::new();
        for (key, at) in &self.by_key {
            let concepts = self.entries.get(*at).map(|entry| entry.said_of.iter().copied());
            said_of.entry(timeless(key)).or_default().extend(concepts.into_iter().flatten());
        }
        for (key, at) in &self.by_key {
            self.by_time.entry(timeless(key)).or_default().push(*at);
            if let (Some(entry), Some(concepts)) = (self.entries.get_mut(*at), said_of.get(&timeless(key))) {
                entry.said_of.clone_from(concepts);
            }
        }
    }

    /// What a concept weighs: the more the fewer figures have it; nothing where none has.
    fn weight(&self, concept: Concept) -> u32 {
        let having = self.by_concept.get(&concept).map_or(0, Vec::len);
        let one_of = self.entries.len().checked_div(having).unwrap_or(0);
        one_of.checked_ilog2().map_or(0, |bits| bits.saturating_add(1))
    }

    /// The figures that a number is most like, among them rather those near what else its passage says.
    pub(super) fn meant(&self, said: &Said, context: &Context, years: Years, passages: &[Passage]) -> Meant {
        let own = said.clues.known_by();
        let found = own.iter().filter_map(|concept| self.by_concept.get(concept));
        let places: BTreeSet<usize> =
            found.filter(|places| places.len() <= COMMON).flatten().copied().collect();
        let mut meant = Meant::default();
        for entry in places.into_iter().filter_map(|at| self.entries.get(at)) {
            if years == Years::Same && !may_be_of(said, entry) {
                continue;
            }
            let near = context.measures.contains(&entry.measure)
                || entry.places.iter().any(|place| context.passages.contains(&place.passage));
            let (agrees, place) = if let Some(place) = agreeing(said, entry, passages) {
                (true, place)
            } else if let Some(place) = differing(said, entry, passages, |code| self.is_common(code))
                && near
                && !self.is_sibling(entry, &own)
            {
                (false, place)
            } else {
                continue;
            };
            let other = passages.get(place.passage).and_then(|passage| passage.said.get(place.said));
            let slip = other.and_then(|other| slip(said, other));
            let rare = other.is_some_and(|other| said.units(other) == Units::Same)
                && !said.codes.iter().any(|code| self.is_common(code));
            let candidate =
                Candidate { near, place, slip, rare, ..self.likeness(entry, said, &own, context) };
            let nearer = if near { NEAR_BY } else { 0 };
            let candidate = Candidate { likeness: candidate.like.saturating_add(nearer), ..candidate };
            if !agrees {
                meant.add_other(candidate);
            } else if meant.agreeing.is_none_or(|best| best.order() < candidate.order()) {
                meant.agreeing = Some(candidate);
            }
        }
        meant
    }

    /// How like a number is to a figure by what is said of both.
    fn likeness(&self, entry: &Entry, said: &Said, own: &BTreeSet<Concept>, context: &Context) -> Candidate {
        let weigh = |concepts: &mut dyn Iterator<Item = Concept>| -> u32 {
            concepts.map(|concept| self.weight(concept)).fold(0, u32::saturating_add)
        };
        let total = weigh(&mut own.iter().copied());
        let shared = weigh(&mut own.intersection(&entry.said_of).copied());
        let mut all = total;
        for concept in &entry.told_by {
            if said.clues.weight(&Clue::Concept(*concept)) == 0 {
                let missing = self.weight(*concept);
                // What tells the figure may be said once for a whole passage.
                let said_before = context.concepts.contains(concept);
                all = all.saturating_add(if said_before { missing.div_ceil(LESS) } else { missing });
            }
        }
        let share = |whole: u32| shared.saturating_mul(100).checked_div(whole).unwrap_or(0);
        Candidate { covered: share(total), shared, like: share(all), ..Candidate::default() }
    }

    /// Whether a number's words tell another figure of the same measure.
    fn is_sibling(&self, entry: &Entry, own: &BTreeSet<Concept>) -> bool {
        own.difference(&entry.said_of).any(|concept| self.tells(&entry.measure, *concept))
    }

    /// Whether many figures are in a unit.
    fn is_common(&self, code: &str) -> bool {
        let having = self.units.get(code).copied().unwrap_or(0);
        having.saturating_mul(RARE) >= self.entries.len()
    }

    /// Whether a concept tells figures of a measure from each other.
    fn tells(&self, measure: &str, concept: Concept) -> bool {
        self.telling.get(measure).is_some_and(|telling| telling.contains(&concept))
    }

    /// What the passage of a number says beside it: the concepts that it names, and where the report says what else it says.
    pub(super) fn context(&self, around: &[&Passage], agreeing: &[Place], passages: &[Passage]) -> Context {
        let concepts = around.iter().flat_map(|passage| passage.mentioned.iter().copied()).collect();
        let key = |place: &Place| passages.get(place.passage)?.said.get(place.said)?.figure.as_deref();
        let entry = |place: &Place| self.entries.get(*self.by_key.get(key(place)?)?);
        let measures = agreeing.iter().filter_map(entry).map(|entry| entry.measure.clone()).collect();
        let near = |place: &Place| place.passage.saturating_sub(NEAR)..place.passage.saturating_add(NEAR + 1);
        Context { concepts, measures, passages: agreeing.iter().flat_map(near).collect() }
    }

    /// Where the report prints a figure, and whether it says there what a number says; nothing where the number cannot stand for it.
    pub(super) fn says(&self, key: &str, said: &Said, passages: &[Passage]) -> Option<(Place, bool)> {
        let entry = self.entries.get(*self.by_key.get(key)?)?;
        if let Some(place) = agreeing(said, entry, passages) {
            return Some((place, true));
        }
        let stands =
            |other: &Said| said.replaces(other) && !said.may_say(other) && said.units(other) != Units::Other;
        let place = entry.places.iter().copied().find(|place| says(passages, *place, stands))?;
        Some((place, false))
    }

    /// In how many ways words and years tell a figure: by what tells it from its siblings, and by its period.
    pub(super) fn told(&self, key: &str, named: &BTreeSet<Concept>, years: &BTreeSet<i16>) -> usize {
        let Some(entry) = self.by_key.get(key).and_then(|at| self.entries.get(*at)) else { return 0 };
        usize::from(!entry.told_by.is_disjoint(named))
            .saturating_add(usize::from(!entry.years.is_disjoint(years)))
    }

    /// The years of which the report says what a number says, of the figure that stands at a place or of the same at other times: those of
    /// its periods, and those that it is printed with.
    pub(super) fn years(&self, said: &Said, place: Place, passages: &[Passage]) -> BTreeSet<i16> {
        let at = passages.get(place.passage).and_then(|passage| passage.said.get(place.said));
        let Some(key) = at.and_then(|said| said.figure.as_ref()) else { return BTreeSet::new() };
        let all = self.by_time.get(&timeless(key)).into_iter().flatten();
        let entries = all.filter_map(|at| self.entries.get(*at));
        let agreeing = entries.filter(|entry| agreeing(said, entry, passages).is_some());
        agreeing.flat_map(|entry| entry.years.iter().copied()).collect()
    }
}

/// Where the report says of a figure what a number says.
fn agreeing(said: &Said, entry: &Entry, passages: &[Passage]) -> Option<Place> {
    entry.places.iter().copied().find(|place| says(passages, *place, |other| said.agrees(other)))
}

/// Where the report says something of a figure that a number may stand for.
fn differing(
    said: &Said,
    entry: &Entry,
    passages: &[Passage],
    is_common: impl Fn(&str) -> bool,
) -> Option<Place> {
    let common = said.measured || said.codes.iter().all(|code| is_common(code));
    let differs = |other: &Said| {
        said.replaces(other)
            && !said.may_say(other)
            && match said.units(other) {
                Units::Same => true,
                Units::Open => match slip(said, other) {
                    Some(Slip::Digit) => said.value().is_some_and(|value| value.number.abs() >= Decimal::TEN),
                    Some(Slip::PowerOfTen(_) | Slip::Unit | Slip::Swapped) => true,
                    // The cells of a column need no unit to stand for each other.
                    None => said.written.is_some() && other.written.is_some(),
                },
                // Things are counted by many words; what many figures count is surely another. A narrower word is said of the figure too.
                Units::Other => {
                    let slipped = slip(said, other) == Some(Slip::Unit);
                    slipped && common && (said.measured || said.counted.is_disjoint(&entry.said_of))
                }
            }
    };
    entry.places.iter().copied().find(|place| says(passages, *place, differs))
}

/// Whether the years that a number is said of, if any, are the figure's.
fn may_be_of(said: &Said, entry: &Entry) -> bool {
    let mut years = said.clues.years().peekable();
    years.peek().is_none() || entry.years.is_empty() || years.any(|year| entry.years.contains(&year))
}

/// The years that a period has part in.
fn years_of(period: &Period) -> RangeInclusive<i16> {
    period.first_day().year()..=period.last_day().year()
}

/// A key without its period.
pub(super) fn timeless(key: &str) -> String {
    key.parse::<FigureKey>().map_or_else(|_| key.to_owned(), |key| key.without("period").to_string())
}

/// Passages so far from each other speak of one thing.
const NEAR: usize = 3;

fn says(passages: &[Passage], place: Place, holds: impl Fn(&Said) -> bool) -> bool {
    passages.get(place.passage).and_then(|passage| passage.said.get(place.said)).is_some_and(holds)
}
