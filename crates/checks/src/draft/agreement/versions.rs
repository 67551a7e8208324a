//! Two drafts of one text in two languages held against each other: what each says in numbers, passage by passage.
//!
//! Sections are put together first ([`sections`]), then their passages ([`passages`]), then the numbers of both as a draft's are with a
//! report's ([`pair`]). Versions have one order, so a place says more here than between a draft and a report; but neither is right by
//! right, and no figure stands behind a number. What is left over on one side and stands elsewhere in the section of the other has only
//! moved. What is left over on both sides in one place differs where the evidence is good ([`judged`]).

mod alone;
mod bounds;
mod cells;
mod habits;
mod judged;
mod likeness;
mod passages;
mod sections;
mod swapped;
mod tells;
mod walk;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use self::likeness::{Likeness, Sign};
use self::passages::{Form, Pair, Row};
use super::pair::{self, Fate, Place};
use super::passage::{self, Passage};
use super::said::{Said, What};

use crate::draft::{Draft, Span};
use crate::quantities::Lexicon;

pub(in crate::draft) use self::alone::Alone;
pub(in crate::draft) use self::bounds::Bounded;
pub(in crate::draft) use self::habits::Odd;
pub(in crate::draft) use self::judged::{Differing, Ground, Missing};
pub(in crate::draft) use self::swapped::Swapped;
pub(in crate::draft) use super::said::Slip;

/// One language version: the draft, its language, and the words to read it with.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// The code of its language.
    pub language: &'a str,
    /// The words of that language.
    pub lexicon: &'a Lexicon,
}

/// What two versions say and do not say in the same places.
#[derive(Debug, Default)]
pub(in crate::draft) struct Held {
    /// Sections that are one, in the order of the first version; either side counts what stands before its headings as 0.
    pub(in crate::draft) sections: Vec<(usize, usize)>,
    /// Numbers and periods of each section that the other version says too, of both versions.
    pub(in crate::draft) agreeing: [BTreeMap<usize, usize>; 2],
    /// Numbers and periods of each section that are left over, of both versions.
    pub(in crate::draft) left: [BTreeMap<usize, usize>; 2],
    /// What differs.
    pub(in crate::draft) differing: Vec<Differing>,
    /// What only one of them says.
    pub(in crate::draft) missing: Vec<Missing>,
    /// Numbers that changed places.
    pub(in crate::draft) swapped: Vec<Swapped>,
    /// What has one number and is limited otherwise.
    pub(in crate::draft) bounds: Vec<Bounded>,
    /// What agrees only against the habits of a language.
    pub(in crate::draft) odd: Vec<Odd>,
    /// Passages that only one of them has.
    pub(in crate::draft) alone: Vec<Alone>,
}

/// A version, its passages, and what became of what they say.
struct Side<'a> {
    draft: &'a Draft,
    lexicon: &'a Lexicon,
    passages: Vec<Passage>,
    forms: Vec<Form>,
    /// The section of each passage.
    sections: Vec<usize>,
    /// The section over there that each section is read with, by its place among those that are one.
    groups: Vec<usize>,
    /// What the other version says instead or too, of each thing said.
    met: Vec<Vec<Option<Place>>>,
}

impl<'a> Side<'a> {
    fn of(version: &Version<'a>) -> Self {
        let draft = version.draft;
        let passages = passage::of_draft(draft, version.lexicon);
        let forms = passages::forms(draft, &passages);
        let section = |passage: &Passage| {
            let section = draft.blocks.get(passage.block).and_then(|block| block.section);
            section.map_or(0, |section| section.saturating_add(1))
        };
        let sections = passages.iter().map(section).collect();
        let met = passages.iter().map(|passage| vec![None; passage.said.len()]).collect();
        Self { draft, lexicon: version.lexicon, passages, forms, sections, groups: Vec::new(), met }
    }

    fn said(&self, place: Place) -> Option<&Said> {
        self.passages.get(place.passage)?.said.get(place.said)
    }

    fn met(&self, place: Place) -> Option<Place> {
        *self.met.get(place.passage)?.get(place.said)?
    }

    fn meet(&mut self, place: Place, other: Place) {
        let slot = self.met.get_mut(place.passage).and_then(|met| met.get_mut(place.said));
        slot.into_iter().for_each(|slot| *slot = slot.or(Some(other)));
    }

    fn group(&self, passage: usize) -> usize {
        self.sections.get(passage).and_then(|section| self.groups.get(*section)).copied().unwrap_or(0)
    }

    /// What a passage says that nothing of the other version is known to say too.
    fn open(&self, passage: usize) -> impl Iterator<Item = Place> + '_ {
        let met = self.met.get(passage).into_iter().flatten().enumerate();
        met.filter(|(_, met)| met.is_none()).map(move |(said, _)| Place { passage, said })
    }

    fn words(&self, place: Place) -> Option<&str> {
        let passage = self.passages.get(place.passage)?;
        passage.text.get(passage.said.get(place.said)?.span.clone())
    }

    /// Whether something is written without any digit.
    fn is_spelled(&self, place: Place) -> bool {
        self.words(place).is_some_and(|words| !words.chars().any(char::is_numeric))
    }

    fn span(&self, place: Place) -> Option<Span> {
        let passage = self.passages.get(place.passage)?;
        let range = passage.range(passage.said.get(place.said)?);
        Some(Span { block: passage.block, start: range.start, end: range.end })
    }
}

/// Whether it counts: names help to find what a text speaks of, and are written otherwise in another language.
fn counts(said: &Said) -> bool {
    matches!(said.what, What::Number(_) | What::Period(_) | What::Days(_))
}

/// Holds two versions against each other.
pub(in crate::draft) fn hold(first: &Version<'_>, second: &Version<'_>) -> Held {
    let same_language = first.language == second.language;
    let (mut own, mut other) = (Side::of(first), Side::of(second));
    let likeness = likeness::of(&own.passages, &other.passages, same_language);
    let sections = sections::pairs((own.draft, &own.sections), (other.draft, &other.sections), &likeness);
    let (ours, theirs) = (own.draft.sections.len() + 1, other.draft.sections.len() + 1);
    (own.groups, other.groups) = sections::groups(&sections, ours, theirs);
    let (rows, columns) = (by_group(&own, sections.len()), by_group(&other, sections.len()));
    let pairs = paired(&own, &other, (&rows, &columns), &likeness);
    let mut candidates = Vec::new();
    for pair in &pairs {
        candidates.extend(meet(&mut own, &mut other, *pair, same_language));
    }
    let signs = places(&other);
    moved(&mut own, &mut other, &signs, &pairs);
    let judged = judged::judge(&own, &other, &pairs, &candidates, &signs);
    let mut held = Held { sections, ..Held::default() };
    held.count(&own, &other, &judged);
    (held.differing, held.missing) = (judged.differing, judged.missing);
    held.swapped = swapped::digits(&own, &other, &pairs);
    let told: BTreeSet<Span> = held.swapped.iter().flat_map(|found| found.first.clone()).collect();
    held.differing.retain(|found| !told.contains(&found.first));
    held.swapped.extend(swapped::in_text(&own, &other, &pairs));
    held.swapped.extend(cells::swapped(&own, &other, &pairs));
    held.bounds = bounds::differing(&own, &other);
    held.odd = habits::odd(&own, &other);
    held.alone = alone::passages(&own, &other, &pairs, &held.sections);
    held
}

/// The passages that are one, in all groups of sections.
fn paired(
    own: &Side<'_>,
    other: &Side<'_>,
    (rows, columns): (&[Vec<usize>], &[Vec<usize>]),
    likeness: &Likeness,
) -> Vec<Pair> {
    let [own_signs, other_signs] = likeness::numbered(&own.passages, &other.passages);
    let row = |side, signs| -> Row<'_> {
        let side: &Side<'_> = side;
        Row { passages: &side.passages, forms: &side.forms, signs }
    };
    let of_group = |(rows, columns): (&Vec<usize>, &Vec<usize>)| {
        passages::pairs(row(own, &own_signs), row(other, &other_signs), (rows, columns), likeness)
    };
    rows.iter().zip(columns).flat_map(of_group).collect()
}

/// The passages of each group of sections.
fn by_group(side: &Side<'_>, groups: usize) -> Vec<Vec<usize>> {
    let mut by_group = vec![Vec::new(); groups];
    for passage in 0..side.passages.len() {
        by_group
            .get_mut(side.group(passage))
            .into_iter()
            .for_each(|list: &mut Vec<usize>| list.push(passage));
    }
    by_group
}

/// Something of the first version that stands in the place of something of the second.
#[derive(Clone, Debug)]
struct Candidate {
    own: Place,
    other: Place,
    evidence: pair::Evidence,
}

/// Puts together what two passages both say, and gives what stands in the place of something else.
fn meet(own: &mut Side<'_>, other: &mut Side<'_>, pair: Pair, same_language: bool) -> Vec<Candidate> {
    let Some(passage) = own.passages.get(pair.own) else { return Vec::new() };
    let fates = pair::pair(passage, &other.passages, pair.other, same_language);
    let mut candidates = Vec::new();
    for (said, fate) in fates.into_iter().enumerate() {
        let own_place = Place { passage: pair.own, said };
        match fate {
            Fate::Agrees(place) if own.met(own_place).is_none() => {
                own.meet(own_place, place);
                other.meet(place, own_place);
            }
            Fate::Agrees(_) => {}
            Fate::Replaced { by, evidence } => {
                candidates.push(Candidate { own: own_place, other: by, evidence });
            }
            Fate::Unknown => {}
        }
    }
    counted(own, other, pair);
    candidates
}

/// Puts together equal numbers of things that are counted: languages name them by words that mean more or less.
fn counted(own: &mut Side<'_>, other: &mut Side<'_>, pair: Pair) {
    let open: Vec<Place> = own.open(pair.own).collect();
    for place in open {
        let Some(said) = own.said(place) else { continue };
        let equal = other.open(pair.other).find(|there| {
            other.said(*there).is_some_and(|there| !said.measured && !there.measured && said.equals(there))
        });
        if let Some(there) = equal {
            own.meet(place, there);
            other.meet(there, place);
        }
    }
}

/// Where a version says what, in each group of sections.
type Signs = BTreeMap<(usize, Sign), Vec<Place>>;

/// The most places of one number that are looked at.
const MOST_PLACES: usize = 64;

fn places(side: &Side<'_>) -> Signs {
    let mut signs: Signs = BTreeMap::new();
    for (place, passage) in side.passages.iter().enumerate() {
        for (at, said) in passage.said.iter().enumerate() {
            for sign in Sign::of(said) {
                let places = signs.entry((side.group(place), sign)).or_default();
                if places.len() < MOST_PLACES {
                    places.push(Place { passage: place, said: at });
                }
            }
        }
    }
    signs
}

/// Where the other version says the same in the same group of sections.
fn elsewhere<'a>(
    own: &'a Side<'_>,
    other: &'a Side<'_>,
    signs: &'a Signs,
    place: Place,
) -> impl Iterator<Item = Place> + 'a {
    let said = own.said(place);
    let group = own.group(place.passage);
    let places = said.map(Sign::of).unwrap_or_default().into_iter();
    let places = places.filter_map(move |sign| signs.get(&(group, sign))).flatten().copied();
    places.filter(move |there| said.zip(other.said(*there)).is_some_and(|(said, there)| said.agrees(there)))
}

/// Puts together what has moved to another passage of the section: paragraphs are parted and joined, sentences go elsewhere.
fn moved(own: &mut Side<'_>, other: &mut Side<'_>, signs: &Signs, pairs: &[Pair]) {
    let partner: BTreeMap<usize, usize> = pairs.iter().map(|pair| (pair.own, pair.other)).collect();
    for passage in 0..own.passages.len() {
        let open: Vec<Place> = own.open(passage).collect();
        for place in open {
            let free = |there: &Place| other.met(*there).is_none();
            let there = elsewhere(own, other, signs, place).find(free).or_else(|| {
                // A limit says what it covers: it is looked for here and beside.
                let near = partner.get(&passage)?;
                let beside = [Some(*near), near.checked_sub(1), near.checked_add(1)].into_iter().flatten();
                let said = own.said(place)?;
                beside
                    .flat_map(|near| other.open(near))
                    .find(|there| other.said(*there).is_some_and(|other| said.agrees(other)))
            });
            if let Some(there) = there {
                own.meet(place, there);
                other.meet(there, place);
            }
        }
    }
}

impl Held {
    /// Counts what agrees and what is left over.
    fn count(&mut self, own: &Side<'_>, other: &Side<'_>, judged: &judged::Judged) {
        let differing =
            |side: usize, place: &Place| judged.places.get(side).is_some_and(|places| places.contains(place));
        for (at, side) in [own, other].into_iter().enumerate() {
            for (passage, section) in side.sections.iter().enumerate() {
                let said = side.passages.get(passage).map(|p| p.said.as_slice()).unwrap_or_default();
                for (said, _) in said.iter().enumerate().filter(|(_, said)| counts(said)) {
                    let place = Place { passage, said };
                    let counts = match side.met(place) {
                        Some(_) => &mut self.agreeing,
                        None if differing(at, &place) => continue,
                        None => &mut self.left,
                    };
                    let Some(counter) = counts.get_mut(at).map(|counts| counts.entry(*section)) else {
                        continue;
                    };
                    let counter = counter.or_default();
                    *counter = counter.saturating_add(1);
                }
            }
        }
    }
}
