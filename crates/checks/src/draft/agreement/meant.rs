//! Which figure of the report a number of a draft means, by what both are said of.
//!
//! Each figure that the report prints is known by the concepts of its measure's name, of its codes and of the words around it wherever it
//! stands. A concept weighs the more the fewer figures have it (Spärck Jones 1972). How like a number is to a figure is the share
//! of weights that both have: of all that the number's own words name, and of the codes that tell the figure from its siblings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use figures::{FigureKey, Period};

use super::Reference;
use super::clues::Clue;
use super::pair::Place;
use super::passage::Passage;
use super::said::{Said, Slip, Units, slip};
use crate::quantities::Concept;

/// Concepts that more figures than this have are not looked up by.
const COMMON: usize = 400;

/// A year that more figures than this are of tells nothing.
const RARE_YEAR: usize = 12;

/// What is said once for a whole passage weighs one part in so many.
const LESS: u32 = 4;

/// The unit of an index.
const RATIO: &str = "ratio";

/// A unit is common that one figure of so many is in.
const RARE: usize = 50;

/// What standing near what else a passage says is worth, in per cent.
const NEAR_BY: u32 = 20;

/// What two passages share by weight that speak of the same.
const SAME: u32 = 15;

/// How much less of a number's words may be said of a figure that is nearly as like as the likest, in per cent.
const NEARLY: u32 = 15;

/// How many figures that are as like are kept.
const MOST_ALIKE: usize = 24;

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
    by_year: BTreeMap<i16, Vec<usize>>,
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
        (self.covered, self.likeness)
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

    /// Leaves the likest of those that do not agree, and those that are nearly as like, the likest first.
    fn settle(&mut self) {
        self.others.sort_by_key(|candidate| std::cmp::Reverse(candidate.order()));
        let best = self.other().map_or(0, |best| best.covered);
        self.others.retain(|candidate| candidate.covered.saturating_add(NEARLY) >= best);
        self.others.truncate(MOST_ALIKE);
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
            for year in &entry.years {
                figures.by_year.entry(*year).or_default().push(at);
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
        self.rarity(self.by_concept.get(&concept).map_or(0, Vec::len))
    }

    /// What something weighs that so many figures have.
    fn rarity(&self, having: usize) -> u32 {
        let one_of = self.entries.len().checked_div(having).unwrap_or(0);
        one_of.checked_ilog2().map_or(0, |bits| bits.saturating_add(1))
    }

    /// The figures that a number is most like, among them rather those near what else its passage says.
    pub(super) fn meant(&self, said: &Said, context: &Context, years: Years, passages: &[Passage]) -> Meant {
        let own = said.clues.known_by();
        let found = own.iter().filter_map(|concept| self.by_concept.get(concept));
        let mut places: BTreeSet<usize> =
            found.filter(|places| places.len() <= COMMON).flatten().copied().collect();
        // A year that few figures are of tells them as words do, unless it is asked for.
        let dated: BTreeSet<i16> =
            if years == Years::Same { said.clues.years().collect() } else { BTreeSet::new() };
        let rare = dated.iter().filter_map(|year| self.by_year.get(year));
        places.extend(rare.filter(|places| places.len() <= RARE_YEAR).flatten());
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
                Candidate { near, place, slip, rare, ..self.likeness(entry, said, (&own, &dated), context) };
            let nearer = if near { NEAR_BY } else { 0 };
            let candidate = Candidate { likeness: candidate.like.saturating_add(nearer), ..candidate };
            if !agrees {
                meant.others.push(candidate);
            } else if meant.agreeing.is_none_or(|best| best.order() < candidate.order()) {
                meant.agreeing = Some(candidate);
            }
        }
        meant.settle();
        meant
    }

    /// How like a number is to a figure by what is said of both.
    fn likeness(
        &self,
        entry: &Entry,
        said: &Said,
        (own, dated): (&BTreeSet<Concept>, &BTreeSet<i16>),
        context: &Context,
    ) -> Candidate {
        let weigh = |concepts: &mut dyn Iterator<Item = Concept>| -> u32 {
            concepts.map(|concept| self.weight(concept)).fold(0, u32::saturating_add)
        };
        let year = |years: &mut dyn Iterator<Item = i16>| -> u32 {
            let having = years.filter_map(|year| self.by_year.get(&year)).map(Vec::len);
            having.filter(|having| *having <= RARE_YEAR).map(|n| self.rarity(n)).fold(0, u32::saturating_add)
        };
        let total = weigh(&mut own.iter().copied()).saturating_add(year(&mut dated.iter().copied()));
        let shared = weigh(&mut own.intersection(&entry.said_of).copied())
            .saturating_add(year(&mut dated.intersection(&entry.years).copied()));
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

    /// Whether the units of both are single ones that many figures are in, and no words say what else is counted: countries, people.
    pub(super) fn are_plain(&self, said: &Said, other: &Said) -> bool {
        let plain = |said: &Said| said.codes.iter().any(|code| self.is_common(code));
        said.codes.len() == 1 && said.counted.is_empty() && plain(said) && plain(other)
    }

    /// Whether a concept tells figures of a measure from each other.
    fn tells(&self, measure: &str, concept: Concept) -> bool {
        self.telling.get(measure).is_some_and(|telling| telling.contains(&concept))
    }

    /// What the passage of a number says beside it: the concepts that it names, and where the report says what else it says.
    pub(super) fn context(
        &self,
        around: &[&Passage],
        (agreeing, counterparts): (&[Place], &[usize]),
        passages: &[Passage],
    ) -> Context {
        // A passage of which much the same is said speaks of the same, also where no number of it agrees.
        let of_same = |place: &&usize| {
            let there = passages.get(**place);
            let is_row =
                |own: &&&Passage| !own.named.is_empty() && there.is_some_and(|t| t.named == own.named);
            if around.iter().any(|own| is_row(&own)) {
                return true;
            }
            let there = there.map(Passage::concepts).unwrap_or_default();
            let own: BTreeSet<Concept> = around.iter().flat_map(|passage| passage.concepts()).collect();
            let shared = own.intersection(&there).map(|concept| self.weight(*concept));
            shared.fold(0, u32::saturating_add) >= SAME
        };
        let of_same: Vec<usize> = counterparts.iter().filter(of_same).copied().collect();
        let concepts = around.iter().flat_map(|passage| passage.mentioned.iter().copied()).collect();
        let key = |place: &Place| passages.get(place.passage)?.said.get(place.said)?.figure.as_deref();
        let entry = |place: &Place| self.entries.get(*self.by_key.get(key(place)?)?);
        let measures = agreeing.iter().filter_map(entry).map(|entry| entry.measure.clone()).collect();
        let near = |place: &Place| place.passage.saturating_sub(NEAR)..place.passage.saturating_add(NEAR + 1);
        Context { concepts, measures, passages: agreeing.iter().flat_map(near).chain(of_same).collect() }
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

    /// Whether what a number is known by is said of the figure that stands at a place.
    pub(super) fn shares(&self, said: &Said, place: Place, passages: &[Passage]) -> bool {
        let key =
            passages.get(place.passage).and_then(|passage| passage.said.get(place.said)?.figure.as_deref());
        let entry = key.and_then(|key| self.entries.get(*self.by_key.get(key)?));
        entry.is_some_and(|entry| !said.clues.known_by().is_disjoint(&entry.said_of))
    }

    /// Where the report prints the figure that stands at a place for other times.
    pub(super) fn at_other_times(&self, place: Place, passages: &[Passage]) -> Vec<Place> {
        let at = |place: Place| passages.get(place.passage).and_then(|passage| passage.said.get(place.said));
        let Some(key) = at(place).and_then(|said| said.figure.as_deref()) else { return Vec::new() };
        let all = self.by_time.get(&timeless(key)).into_iter().flatten();
        let others =
            all.filter_map(|at| self.entries.get(*at)).flat_map(|entry| entry.places.iter().copied());
        others.filter(|other| at(*other).is_some_and(|said| said.figure.as_deref() != Some(key))).collect()
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
                    Some(Slip::PowerOfTen(_) | Slip::Unit | Slip::Swapped | Slip::Digit) => true,
                    // The cells of a column need no unit to stand for each other, an index has none, and what is counted may name the figure.
                    None => {
                        let cells = said.written.is_some() && other.written.is_some();
                        let is_index = other.codes.iter().any(|code| code == RATIO)
                            && said.value().is_some_and(|value| value.number.normalize().scale() > 0);
                        cells || is_index || !said.counted.is_disjoint(&entry.said_of)
                    }
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
