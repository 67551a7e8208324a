//! Cells and rows of tables that changed places: both versions say all of their numbers, and not in the same row and column.
//!
//! Rows may be sorted by the names of each language, so a row is known by what else it says; columns by what the other rows say.

use std::collections::{BTreeMap, BTreeSet};

use super::super::clues::{Clue, Clues};
use super::super::pair::Place;
use super::super::passage::Passage;
use super::super::said::What;
use super::super::share::OWN;
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
        let table = Table::of(own, other, rows);
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
    /// What each row says and the other version says in the table, too.
    met: Vec<Vec<Met>>,
    /// How many rows have numbers of a column in the same column over there.
    in_place: BTreeMap<usize, usize>,
}

/// A number of a row that the other version says, too: both places and their columns.
#[derive(Clone, Copy)]
struct Met {
    here: Place,
    there: Place,
    columns: (usize, usize),
}

impl<'a> Table<'a> {
    fn of(own: &'a Side<'a>, other: &'a Side<'a>, rows: &'a [RowPair<'a>]) -> Self {
        let by_other: BTreeMap<usize, &RowPair<'_>> = rows.iter().map(|row| (row.pair.other, row)).collect();
        let met: Vec<Vec<Met>> = rows.iter().map(|row| met(own, row, &by_other)).collect();
        let mut in_place: BTreeMap<usize, usize> = BTreeMap::new();
        for (row, met) in rows.iter().zip(&met) {
            let stay = met.iter().filter(|met| met.there.passage == row.pair.other);
            let stay: BTreeSet<usize> =
                stay.filter(|met| met.columns.0 == met.columns.1).map(|met| met.columns.0).collect();
            for column in stay {
                let count = in_place.entry(column).or_default();
                *count = count.saturating_add(1);
            }
        }
        Self { own, other, rows, met, in_place }
    }

    fn met(&self, row: usize) -> &[Met] {
        self.met.get(row).map(Vec::as_slice).unwrap_or_default()
    }

    /// Two cells of one row.
    fn within_rows(&self, taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        for (at, row) in self.rows.iter().enumerate() {
            let is_moved = |m: &&Met| m.there.passage == row.pair.other && m.columns.0 != m.columns.1;
            let moved: Vec<&Met> = self.met(at).iter().filter(is_moved).take(MOST).collect();
            for (at, one) in moved.iter().enumerate() {
                let back = (one.columns.1, one.columns.0);
                let two = moved.iter().skip(at.saturating_add(1)).find(|two| two.columns == back);
                let rows = |column: usize| self.in_place.get(&column).copied().unwrap_or(0);
                let known = || rows(back.0) >= ROWS && rows(back.1) >= ROWS;
                if let Some(two) = two.filter(|_| known()) {
                    self.push([one, two], taken, found);
                }
            }
        }
    }

    /// Cells of one column in two rows that say all else in their places.
    fn between_rows(&self, taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        let places: BTreeMap<usize, usize> =
            self.rows.iter().enumerate().map(|(at, row)| (row.pair.other, at)).collect();
        let stays = |at: usize| {
            let row = self.rows.get(at).map(|row| row.pair.other);
            let telling = |met: &&Met| self.own.said(met.here).is_some_and(judged::solid);
            self.met(at)
                .iter()
                .filter(telling)
                .any(|met| Some(met.there.passage) == row && met.columns.0 == met.columns.1)
        };
        for (at, row) in self.rows.iter().enumerate() {
            for one in self.met(at) {
                let to = places.get(&one.there.passage).copied();
                let Some(to) = to.filter(|to| *to > at && one.columns.0 == one.columns.1) else { continue };
                let back = |two: &&Met| two.there.passage == row.pair.other && two.columns == one.columns;
                let two = self.met(to).iter().find(back);
                if let Some(two) = two.filter(|_| stays(at) && stays(to)) {
                    self.push([one, two], taken, found);
                }
            }
        }
    }

    /// Names of two rows whose numbers stand beside the other name over there.
    fn labels(&self, taken: &mut BTreeSet<Place>, found: &mut Vec<Swapped>) {
        let names = |passage: Option<&Passage>, side: &Side<'_>| {
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
                    self.met(at).iter().copied().find(stays)
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

/// The numbers behind the name of a row that the other version says somewhere in the table, too.
fn met(own: &Side<'_>, row: &RowPair<'_>, by_other: &BTreeMap<usize, &RowPair<'_>>) -> Vec<Met> {
    let said = own.passages.get(row.pair.own).map(|row| row.said.as_slice()).unwrap_or_default();
    let mut met = Vec::new();
    for (said, _) in said.iter().enumerate().filter(|(_, said)| matches!(said.what, What::Number(_))) {
        let here = Place { passage: row.pair.own, said };
        let Some(there) = own.met(here) else { continue };
        let over_there = by_other.get(&there.passage).and_then(|row| row.other.get(there.said));
        let columns = row.own.get(said).zip(over_there);
        if let Some((a, b)) = columns.filter(|(a, b)| **a > 0 && **b > 0) {
            met.push(Met { here, there, columns: (*a, *b) });
        }
    }
    met
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
