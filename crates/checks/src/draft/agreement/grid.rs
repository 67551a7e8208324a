//! Which figure a cell of a table must be, by the others of its row and of its column.
//!
//! The figures of a column are of one measure and differ in what tells the rows: Africa, Europe; those of a row agree in that. So where
//! most of a column and something of the row are known, the figure of a cell is known before it is read, and what the cell says must be
//! its value. It needs no words, and finds two cells that changed places, which agree with the report somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use figures::FigureKey;

use super::Reference;
use super::pair::{Evidence, Fate, Place};
use super::passage::Passage;
use super::said::{Said, What};

/// How many other cells of a column tell what it holds; words must tell where there are fewer.
const ENOUGH: usize = 2;

/// The dimension that tells the rows of a series.
const PERIOD: &str = "period";

/// How many dimensions may be open at once: each doubles what is tried.
const MOST_OPEN: usize = 3;

/// How many rows above and below tell what a column holds, and how many cells of a row are looked at.
const AROUND: usize = 16;
const MOST_CELLS: usize = 64;

/// A number in a table.
struct Cell<'a> {
    at: Place,
    column: usize,
    said: &'a Said,
    key: Option<FigureKey>,
}

impl Cell<'_> {
    fn key(&self) -> Option<&FigureKey> {
        self.key.as_ref()
    }

    /// The year that is told of it, where there is one.
    fn year(&self) -> Option<String> {
        let mut years = self.said.clues.years();
        years.next().filter(|_| years.next().is_none()).map(|year| year.to_string())
    }
}

/// Corrects the fates of cells by the others of their rows and columns.
pub(super) fn correct(own: &[Passage], all: &mut [Vec<Fate>], reference: &Reference) {
    let mut first = 0_usize;
    let mut better = Vec::new();
    for rows in own.chunk_by(|a, b| a.block == b.block) {
        let places = first..first.saturating_add(rows.len());
        first = places.end;
        let rows = cells(places, rows, all, reference);
        if !rows.iter().flatten().any(|cell| cell.key.is_some()) {
            continue;
        }
        let mut told: BTreeMap<String, Vec<&Cell<'_>>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let around = at.saturating_sub(AROUND)..rows.len().min(at.saturating_add(AROUND + 1));
            let others = || rows.iter().enumerate().take(around.end).skip(around.start);
            let others = || others().filter(|(other, _)| *other != at).map(|(_, row)| row);
            for cell in row {
                let cells: Vec<&Cell<'_>> =
                    others().flatten().filter(|other| other.column == cell.column).collect();
                let column: Vec<&FigureKey> = cells.iter().filter_map(|cell| cell.key()).collect();
                let row: Vec<&FigureKey> =
                    row.iter().filter(|other| other.column != cell.column).filter_map(Cell::key).collect();
                let key = of_series(cell, &cells)
                    .or_else(|| expected(&column, &row, |keys| likeliest(keys, cell, own, reference)));
                if let Some(key) = key {
                    told.entry(key).or_default().push(cell);
                }
            }
        }
        for (key, cells) in told {
            // A figure stands once in a table: what several cells should be is a misread table.
            if let [cell] = cells.as_slice() {
                better.extend(judged(cell, &key, reference).map(|fate| (cell.at, fate)));
            }
        }
    }
    for (at, fate) in better {
        if let Some(slot) = all.get_mut(at.passage).and_then(|fates| fates.get_mut(at.said)) {
            *slot = fate;
        }
    }
}

/// The numbers of each row of a table but for those of its heads and of the cells that name its rows.
fn cells<'a>(
    places: Range<usize>,
    rows: &'a [Passage],
    all: &[Vec<Fate>],
    reference: &'a Reference,
) -> Vec<Vec<Cell<'a>>> {
    let mut table = Vec::new();
    for (passage, row) in places.zip(rows).filter(|(_, row)| row.label.is_some() && !row.head) {
        let fates = all.get(passage).map(Vec::as_slice).unwrap_or_default();
        let mut cells = Vec::new();
        for (number, (said, fate)) in row.said.iter().zip(fates).enumerate() {
            let Some(column) = said.column.filter(|column| *column > 0) else { continue };
            if !matches!(said.what, What::Number(_)) {
                continue;
            }
            let key = match fate {
                Fate::Agrees(place) => reference.at(*place).and_then(|(_, other)| other.figure.as_deref()),
                Fate::Replaced { .. } | Fate::Unknown => None,
            };
            let at = Place { passage, said: number };
            cells.push(Cell { at, column, said, key: key.and_then(|key| key.parse().ok()) });
        }
        cells.truncate(MOST_CELLS);
        table.push(cells);
    }
    table
}

/// What becomes of a cell that must be a figure; nothing where that is known.
fn judged(cell: &Cell<'_>, key: &str, reference: &Reference) -> Option<Fate> {
    if cell.key.as_ref().is_some_and(|held| held.to_string() == key) {
        return None;
    }
    let (place, agrees) = reference.figures.says(key, cell.said, &reference.passages)?;
    if agrees {
        return Some(Fate::Agrees(place));
    }
    let slip = reference.at(place).and_then(|(_, right)| super::said::slip(cell.said, right));
    let evidence = Evidence { meant: true, framed: true, slip, support: ENOUGH, ..Evidence::default() };
    Some(Fate::Replaced { by: place, evidence })
}

/// The key of a cell in a series, by the year of its row: most others of the column are of one measure, each of the year of its row.
///
/// Where a cell says what the report says for a year that no other row has, or its year stands twice, the year may be the mistake; that
/// is left to who judges years.
fn of_series(cell: &Cell<'_>, column: &[&Cell<'_>]) -> Option<String> {
    let year = cell.year()?;
    let is_of_its_row =
        |other: &&&Cell<'_>| other.key().is_some_and(|key| key.code(PERIOD) == other.year().as_deref());
    let mut series = column.iter().filter(is_of_its_row).filter_map(|other| other.key());
    let timeless = series.next()?.clone().without(PERIOD);
    let is_of_series = |key: &FigureKey| key.clone().without(PERIOD) == timeless;
    let others = series.filter(|key| is_of_series(key)).count().saturating_add(1);
    if others < ENOUGH || others.saturating_mul(2) < column.len() {
        return None;
    }
    let is_taken = |period: &str| column.iter().any(|other| other.year().as_deref() == Some(period));
    let held = cell.key().filter(|key| is_of_series(key)).and_then(|key| key.code(PERIOD));
    let is_likely = !is_taken(&year) && held.is_none_or(is_taken);
    is_likely.then(|| timeless.with(PERIOD, &year).to_string())
}

/// The key that the others of a column and a row leave for a cell.
fn expected(
    column: &[&FigureKey],
    row: &[&FigureKey],
    likeliest: impl Fn(Vec<String>) -> Option<String>,
) -> Option<String> {
    let first = *column.first()?;
    let alike = |key: &&&FigureKey| {
        let names = key.dimensions.keys().eq(first.dimensions.keys());
        (&key.service, &key.measure) == (&first.service, &first.measure) && names
    };
    if row.is_empty() || column.iter().filter(alike).count() < column.len() {
        return None;
    }
    let mut keys = vec![first.clone()];
    let mut open = 0_usize;
    for name in first.dimensions.keys() {
        let of_column: BTreeSet<&str> = column.iter().filter_map(|key| key.code(name)).collect();
        let of_row: BTreeSet<&str> = row.iter().filter_map(|key| key.code(name)).collect();
        let mut codes: Vec<&str> = Vec::new();
        match (of_column.len(), of_row.len()) {
            // The column has one, and there are enough to know it.
            (1, _) if column.len() >= ENOUGH => codes.extend(of_column),
            // It tells the rows: what the row has.
            (2.., 1) => codes.extend(of_row),
            (1, 0 | 1) => codes.extend(of_column.union(&of_row).copied()),
            _ => return None,
        }
        if codes.len() > 1 {
            open = open.saturating_add(1);
        }
        if open > MOST_OPEN {
            return None;
        }
        keys = codes.iter().flat_map(|code| keys.iter().cloned().map(|key| key.with(name, code))).collect();
    }
    if open == 0 {
        return keys.first().map(ToString::to_string);
    }
    // What other cells are, this one is not.
    keys.retain(|key| !column.contains(&key) && !row.contains(&key));
    likeliest(keys.iter().map(ToString::to_string).collect())
}

/// The one of some keys that the words of a cell tell.
fn likeliest(keys: Vec<String>, cell: &Cell<'_>, own: &[Passage], reference: &Reference) -> Option<String> {
    let named = &own.get(cell.at.passage)?.named;
    let score = |key: &String| reference.figures.told(key, named, &cell.said.clues.years().collect());
    let mut scored: Vec<(usize, String)> = keys.into_iter().map(|key| (score(&key), key)).collect();
    scored.sort_by(|a, b| b.cmp(a));
    match scored.as_slice() {
        [(best, key), (next, _), ..] if best > next => Some(key.clone()),
        [(best, key)] if *best > 0 => Some(key.clone()),
        _ => None,
    }
}
