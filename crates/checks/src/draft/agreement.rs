//! What a draft says in other numbers than the report.
//!
//! A draft is walked passage by passage (paragraphs, items, rows of tables). For each the passages of the report are found that share its
//! rare numbers, names and words ([`find`]), and the numbers of both are put side by side ([`pair`]). What the words around a number name
//! ([`clues`]) tells which figure it means ([`meant`]), whatever the order ([`meaning`]), and of which year ([`periods`]). Where one
//! stands in the place of another and the evidence is good, the draft disagrees with the figure. Numbers that nothing is known of are
//! no finding. It works between languages too: numbers and concepts say the same in all of them.

mod clues;
mod find;
mod flatten;
mod grid;
mod marks;
mod meaning;
mod meant;
mod pair;
mod passage;
mod periods;
mod reversed;
mod said;
mod scale;
mod share;
mod signs;
mod times;
pub(super) mod versions;

use std::collections::BTreeMap;
use std::ops::Range;

use figures::Period;
use report::Report;

use self::find::Index;
use self::meant::Figures;
use self::pair::{Evidence, Fate, Place};
use self::passage::Passage;
use self::periods::Misdated;
use self::said::{Said, Slip, Units, What};
use super::telling::Found;
use super::{Draft, Kind, Span};
use crate::quantities::Lexicon;

/// What a report says, to hold drafts against.
#[derive(Debug)]
pub struct Reference {
    language: String,
    passages: Vec<Passage>,
    index: Index,
    figures: Figures,
    /// The revision of each figure.
    revisions: BTreeMap<String, i64>,
}

impl Reference {
    /// What a report says, read with the words of its language.
    #[must_use]
    pub fn of(report: &Report, lexicon: &Lexicon) -> Self {
        let passages = flatten::passages(report, lexicon);
        let index = Index::of(&passages);
        let figures = Figures::of(&passages);
        let revisions = report.figures.iter().map(|figure| (figure.key.clone(), figure.revision)).collect();
        Self { language: report.language.clone(), passages, index, figures, revisions }
    }

    /// Whether a number stands at a place that is no figure: it tells nothing of other numbers.
    fn is_loose(&self, place: Place) -> bool {
        self.at(place).is_some_and(|(_, said)| matches!(said.what, What::Number(_)) && said.figure.is_none())
    }

    /// What stands at a place.
    fn at(&self, place: Place) -> Option<(&Passage, &Said)> {
        let passage = self.passages.get(place.passage)?;
        Some((passage, passage.said.get(place.said)?))
    }
}

/// What became of the numbers of a draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Agreement {
    /// A mark for each number that says something else than the report.
    pub(super) marks: Vec<Found>,
    /// What says what the report says in the same place.
    pub(super) agreeing: Vec<Agreeing>,
}

/// Words of a draft that say what the report says in the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreeing {
    /// The words.
    pub span: Span,
    /// The key of the figure that the number is; of a period, none.
    pub figure: Option<String>,
}

/// Holds a draft in some language against a report.
pub(super) fn judge(draft: &Draft, lexicon: &Lexicon, language: &str, reference: &Reference) -> Agreement {
    let same_language = reference.language == language;
    let mut own = passage::of_draft(draft, lexicon);
    signs::settle(&mut own);
    let counterparts = find::counterparts(&own, &reference.passages, &reference.index, same_language);
    let mut all: Vec<Vec<Fate>> = own
        .iter()
        .zip(&counterparts)
        .map(|(passage, places)| fates(passage, places, reference, same_language))
        .collect();
    let contexts = meaning::contexts(&own, &all, &counterparts, reference);
    meaning::correct(&own, &counterparts, &mut all, &contexts, (reference, same_language));
    // What was found of one number tells what those beside it speak of.
    let contexts = meaning::contexts(&own, &all, &counterparts, reference);
    meaning::correct(&own, &counterparts, &mut all, &contexts, (reference, same_language));
    grid::correct(&own, &mut all, reference);
    scale::correct(&own, &mut all, reference);
    times::correct(&own, &mut all, reference);
    reversed::correct(&own, &mut all, reference);
    let misdated = periods::misdated(&own, &all, &contexts, reference);
    let mut agreement = Agreement::default();
    for (at, (passage, fates)) in own.iter().zip(all).enumerate() {
        for (number, (said, fate)) in passage.said.iter().zip(fates).enumerate() {
            // A word for a number in a table's head is the scale of its columns.
            if passage.head && !said.in_digits && matches!(said.what, What::Number(_)) {
                continue;
            }
            let here = Here { draft, own: (passage, said), reference, same_language };
            match misdated.get(&Place { passage: at, said: number }) {
                // What the report says in its place is better told.
                Some(wrong) if !here.is_replaced(&fate) => here.misdated(*wrong, &mut agreement),
                Some(_) | None => here.settle(&fate, &mut agreement),
            }
        }
    }
    agreement
}

/// Something that a draft says, and what it is held against.
struct Here<'a> {
    draft: &'a Draft,
    own: (&'a Passage, &'a Said),
    reference: &'a Reference,
    same_language: bool,
}

impl Here<'_> {
    fn misdated(&self, wrong: Misdated, agreement: &mut Agreement) {
        let told = self.reference.at(wrong.place);
        let mark = told.map(|told| marks::misdated(self.own, told, wrong.year, self.reference));
        agreement.marks.extend(mark);
    }

    fn is_replaced(&self, fate: &Fate) -> bool {
        match fate {
            Fate::Replaced { by, evidence } => self.reference.at(*by).is_some_and(|other| {
                convinces((self.own.1, other), *evidence, self.reference, self.same_language)
            }),
            Fate::Agrees(_) | Fate::Unknown => false,
        }
    }

    fn settle(&self, fate: &Fate, agreement: &mut Agreement) {
        let (passage, said) = self.own;
        match fate {
            Fate::Agrees(place) => {
                let Some(other) = self.reference.at(*place) else { return };
                let meant = other.1;
                // What other sources say stands in notes by right.
                let in_note = self
                    .draft
                    .blocks
                    .get(passage.block)
                    .is_some_and(|block| matches!(block.kind, Kind::Footnote { .. }));
                let disputed = said.is_disputed_by(meant) && said.shares_words(meant);
                if self.same_language && disputed && !in_note {
                    agreement.marks.push(marks::disputed(self.own, other, self.reference));
                } else if meant.figure.is_some() || matches!(said.what, What::Period(_)) {
                    let Range { start, end } = passage.range(said);
                    let span = Span { block: passage.block, start, end };
                    agreement.agreeing.push(Agreeing { span, figure: meant.figure.clone() });
                }
            }
            Fate::Replaced { by, evidence } => {
                let Some(other) = self.reference.at(*by) else { return };
                if self.is_replaced(fate) {
                    let sure = evidence.words || evidence.framed;
                    agreement.marks.push(marks::mark(self.own, other, sure, self.reference));
                }
            }
            Fate::Unknown => {}
        }
    }
}

/// What became of each thing that a passage says: by the passage that has most in common with it, and then by each that has something.
fn fates(passage: &Passage, places: &[usize], reference: &Reference, same_language: bool) -> Vec<Fate> {
    let mut fates = vec![Fate::Unknown; passage.said.len()];
    for place in places {
        if fates.iter().all(|fate| matches!(fate, Fate::Agrees(_))) {
            break;
        }
        let others = pair::pair(passage, &reference.passages, *place, same_language);
        let agreeing = agreeing(&others);
        let is_loose = |fate: &Fate| matches!(fate, Fate::Agrees(place) if reference.is_loose(*place));
        for (fate, other) in fates.iter_mut().zip(others) {
            match (&*fate, &other) {
                (Fate::Replaced { .. }, other) if is_loose(other) => {}
                (loose, Fate::Replaced { .. }) if is_loose(loose) => *fate = other,
                _ => fate.improve(other, agreeing),
            }
        }
    }
    let support = agreeing(&fates);
    for fate in &mut fates {
        if let Fate::Replaced { evidence, .. } = fate {
            evidence.support = evidence.support.max(support);
        }
    }
    fates
}

fn agreeing(fates: &[Fate]) -> usize {
    fates.iter().filter(|fate| matches!(fate, Fate::Agrees(_))).count()
}

/// Whether a period is a part of a year: a quarter, a month or a day of it, or several of these.
fn is_within(part: &Period, year: &Period) -> bool {
    matches!(year, Period::Year(_)) && part != year && year.contains(part)
}

/// How many things that agree beside it make a place in a row, or a slip, good evidence.
const SUPPORT: usize = 2;

/// Whether it is clear enough that a number stands for another. What the report says elsewhere is no slip of something here.
fn convinces(
    (said, (passage, meant)): (&Said, (&Passage, &Said)),
    evidence: Evidence,
    reference: &Reference,
    same_language: bool,
) -> bool {
    // Languages put years before and behind what is said of them.
    let in_other_order = || !same_language && passage.said.iter().any(|other| said.agrees(other));
    let possible = match (&said.what, &meant.what) {
        // A number that no figure stands behind is no evidence against another.
        (What::Number(_), What::Number(_)) => meant.figure.is_some(),
        // A month of a year is no other period.
        (What::Period(own), What::Period(other)) => {
            !is_within(own, other) && !is_within(other, own) && !in_other_order()
        }
        (What::Number(_) | What::Period(_) | What::Days(_) | What::Name(_), _) => false,
    };
    if !possible || evidence.words || evidence.meant {
        return possible;
    }
    // Things are counted by many words; a measured unit is surely another.
    let other_unit = said.units(meant) == Units::Other;
    let narrower = meant.clues.concepts().any(|concept| said.counted.contains(&concept));
    let placed = evidence.framed || evidence.beside;
    // Countries are not taken for people by another choice of words, where the report knows no such number of people.
    let placed = placed
        || reference.figures.are_plain(said, meant) && !reference.index.says(said, &reference.passages);
    let counted = evidence.support >= SUPPORT && !narrower && placed;
    let sure = said.measured || meant.measured || counted;
    if other_unit && !(evidence.slip == Some(Slip::Unit) && sure) {
        return false;
    }
    // What stands in a place without a unit may be anything, unless a slip makes one of the other.
    let cells = said.written.is_some() && meant.written.is_some();
    let is_number = matches!(said.what, What::Number(_));
    if is_number && evidence.slip.is_none() && said.units(meant) == Units::Open && !cells {
        return false;
    }
    if same_language && is_number && !cells && !said.shares_words(meant) {
        return false;
    }
    if evidence.slip.is_some() && evidence.beside && evidence.support >= SUPPORT {
        return true;
    }
    if evidence.framed && (evidence.support >= SUPPORT || evidence.whole) {
        return true;
    }
    if evidence.support == 0 || reference.index.says(said, &reference.passages) {
        return false;
    }
    let slipped = match evidence.slip {
        Some(Slip::PowerOfTen(_) | Slip::Unit | Slip::Swapped) => true,
        // One digit of two is soon another by chance.
        Some(Slip::Digit) => {
            evidence.support >= SUPPORT
                || said.value().is_some_and(|value| value.number.mantissa().unsigned_abs() >= 100)
        }
        None => false,
    };
    slipped || evidence.framed || evidence.lone && evidence.support >= SUPPORT
}

#[cfg(test)]
mod tests;
