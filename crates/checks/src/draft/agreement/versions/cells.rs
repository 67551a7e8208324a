//! Cells and rows of tables that changed places: both versions say all of their numbers, and not in the same row and column.
//!
//! Rows may be sorted by the names of each language, so a row is known by what else it says; columns by what the other rows say.

use std::collections::{BTreeMap, BTreeSet};

use super::super::clues::{Clue, Clues, OWN};
use super::super::pair::Place;
use super::super::passage::Passage;
use super::super::said::What;
use super::passages::{Form, Pair};
use super::swapped::Swapped;
use super::{Side, judged};
use crate::quantities;

/// As many rows must have two columns in their places where those of another row have not.
const ROWS: usize = 2;
/// The most rows of a table that are looked at.
const MOST: usize = 64;

/// Two rows that are one, with the columns of what they say.
struct RowPair<'a> {
    pair: &'a Pair,
    own: Vec<usize>,
    other: Vec<usize>,
}

/// Everything that changed places within tables that are one.
pub(super) fn swapped(own: &Side<'_>, other: &Side<'_>, pairs: &[Pair]) -> Vec<Swapped> {
    let mut tables: BTreeMap<(usize, usize), Vec<RowPair<'_>>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| !pair.part) {
        let (Some(here), Some(there)) = (own.passages.get(pair.own), other.passages.get(pair.other)) else {
            continue;
        };
        let rows = [own.forms.get(pair.own), other.forms.get(pair.other)];
        if let [Some(Form::Row(_, a)), Some(Form::Row(_, b))] = rows
            && a == b
            && !here.head
            && !there.head
        {
            let (own, other) = (judged::columns_of(here), judged::columns_of(there));
            tables.entry((here.block, there.block)).or_default().push(RowPair { pair, own, other });
        }
    }
    let mut found = Vec::new();
    for rows in tables.values().filter(|rows| (2..=MOST).contains(&rows.len())) {
        let table = Table { own, other, rows };
        let mut taken = BTreeSet::new();
        table.within_rows(&mut taken, &mut found);
        table.between_rows(&mut taken, &mut found);
        table.labels(&mut taken, &mut found);
    }
    found
}

/// Two tables that are one.
struct Table<'a> {
    own: &'a Side<'a>,
    other: &'a Side<'a>,
    rows: &'a [RowPair<'a>],
}

/// A number of a row that the other version says, too: both places and their columns.
#[derive(Clone, Copy)]
struct Met {
    here: Place,
    there: Place,
    columns: (usize, usize),
}

impl Table<'_> {
    /// The numbers behind the name of a row that the other version says somewhere in the table, too.
    fn met(&self, row: &RowPair<'_>) -> Vec<Met> {
        let said = self.own.passages.get(row.pair.own).map(|row| row.said.as_slice()).unwrap_or_default();
        let mut met = Vec::new();
        for (said, _) in said.iter().enumerate().filter(|(_, said)| matches!(said.what, What::Number(_))) {
            let here = Place { passage: row.pair.own, said };
            let Some(there) = self.own.met(here) else { continue };
            let over_there = self.rows.iter().find(|row| row.pair.other == there.passage);
            let columns = row.own.get(said).zip(over_there.and_then(|row| row.other.get(there.said)));
            if let Some((a, b)) = columns.filter(|(a, b)| **a > 0 && **b > 0) {
                met.push(Met { here, there, columns: (*a, *b) });
            }
        }
        met
    }

    /// How many rows have numbers of a column in the same column over there.
    fn in_place(&self, column: usize) -> usize {
        let is_in_place = |row: &&RowPair<'_>| {
            self.met(row)
                .iter()
                .any(|met| met.columns == (column, column) && met.there.passage == row.pair.other)
        };
        self.rows.iter().filter(is_in_place).count()
    }

    /// Two cells of one row.
    fn within_rows(&self, taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        for row in self.rows {
            let met = self.met(row);
            let moved =
                met.iter().filter(|m| m.there.passage == row.pair.other && m.columns.0 != m.columns.1);
            let moved: Vec<&Met> = moved.collect();
            for (at, one) in moved.iter().enumerate() {
                let back = (one.columns.1, one.columns.0);
                let two = moved.iter().skip(at.saturating_add(1)).find(|two| two.columns == back);
                let known = || self.in_place(back.0) >= ROWS && self.in_place(back.1) >= ROWS;
                if let Some(two) = two.filter(|_| known()) {
                    self.push([one, two], taken, found);
                }
            }
        }
    }

    /// Cells of one column in two rows that say all else in their places.
    fn between_rows(&self, taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        let met: Vec<Vec<Met>> = self.rows.iter().map(|row| self.met(row)).collect();
        let stays = |at: usize| {
            let row = self.rows.get(at).map(|row| row.pair.other);
            let telling = |met: &&Met| self.own.said(met.here).is_some_and(judged::solid);
            met.get(at)
                .into_iter()
                .flatten()
                .filter(telling)
                .any(|met| Some(met.there.passage) == row && met.columns.0 == met.columns.1)
        };
        for (at, row) in self.rows.iter().enumerate() {
            for one in met.get(at).into_iter().flatten() {
                let to = self.rows.iter().position(|other| other.pair.other == one.there.passage);
                let Some(to) = to.filter(|to| *to > at && one.columns.0 == one.columns.1) else { continue };
                let back = |two: &&Met| two.there.passage == row.pair.other && two.columns == one.columns;
                let two = met.get(to).into_iter().flatten().find(back);
                if let Some(two) = two.filter(|_| stays(at) && stays(to)) {
                    self.push([one, two], taken, found);
                }
            }
        }
    }

    /// Names of two rows whose numbers stand beside the other name over there.
    fn labels(&self, taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        let names = |passage: Option<&crate::draft::agreement::passage::Passage>, side: &Side<'_>| {
            passage.map(|passage| name(passage, side)).unwrap_or_default()
        };
        let named: Vec<[BTreeSet<String>; 2]> = self
            .rows
            .iter()
            .map(|row| {
                let here = names(self.own.passages.get(row.pair.own), self.own);
                [here, names(self.other.passages.get(row.pair.other), self.other)]
            })
            .collect();
        let share = |a: &BTreeSet<String>, b: &BTreeSet<String>| !a.is_disjoint(b);
        for (at, one) in named.iter().enumerate() {
            let rest = named.iter().enumerate().skip(at.saturating_add(1));
            for (to, two) in rest {
                let ([a, c], [b, d]) = (one, two);
                if !share(a, d) || !share(b, c) || share(a, c) || share(b, d) {
                    continue;
                }
                let first = |at: usize| {
                    let row = self.rows.get(at)?;
                    let stays = |met: &Met| met.there.passage == row.pair.other;
                    self.met(row).into_iter().find(stays)
                };
                if let (Some(one), Some(two)) = (first(at), first(to)) {
                    self.push([&one, &two], taken, found);
                }
            }
        }
    }

    /// Tells of two numbers here, and of what stands in their places over there.
    fn push(&self, [one, two]: [&Met; 2], taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        let (here, there) = ([one.here, two.here], [two.there, one.there]);
        if here.iter().any(|place| taken.contains(place)) {
            return;
        }
        let first = here.map(|place| self.own.span(place));
        let second = there.map(|place| self.other.span(place));
        if let ([Some(a), Some(b)], [Some(c), Some(d)]) = (first, second) {
            taken.extend(here);
            found.push(Swapped { first: [a, b], second: [c, d], cells: true });
        }
    }
}

/// What the name of a row says in any language: concepts, times, and words by their sound.
fn name(passage: &Passage, side: &Side<'_>) -> BTreeSet<String> {
    let first = passage.text.split('\t').next().unwrap_or_default();
    let mut clues = Clues::default();
    clues.add_words(first, side.lexicon, OWN);
    let concepts = clues.each().filter(|(clue, _)| matches!(clue, Clue::Concept(_)));
    let concepts = concepts.map(|(clue, _)| format!("{clue:?}"));
    let sounds = quantities::sounds(first, side.lexicon).into_iter().map(|(_, sound)| sound);
    let times =
        passage.said.iter().filter(|said| said.span.end <= first.len()).filter_map(|said| match &said.what {
            What::Period(period) => Some(period.to_string()),
            What::Days(days) => Some(format!("{days:?}")),
            What::Number(_) | What::Name(_) => None,
        });
    concepts.chain(sounds).chain(times).collect()
}
