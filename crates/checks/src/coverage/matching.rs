//! Finds a row for each number: a greatest matching of places and rows, paragraph by paragraph.
//!
//! A number that several rows fit must not take the only row of another, so rows are given out by augmenting paths (Kuhn's
//! algorithm); taking the first that fits would leave numbers open that have their row.

use std::collections::{BTreeMap, BTreeSet};

use figures::value::power_of_ten;
use figures::{Decimal, Decimals};

use super::number::Number;
use super::order;
use super::outcome::{Coverage, Open, Stale, Stray};
use super::rows::{Row, RowUnit};
use super::source_map::SourceMap;
use crate::reading::{Amount, Vocabulary};

/// How many rows are moved at most to free one. Numbers of one value in one paragraph are few; a file made to be hostile only
/// gets numbers left open.
const MAX_DEPTH: usize = 200;

type Spot<'a> = (&'a str, u32);

/// Holds numbers against exceptions and rows.
pub(super) fn cover(numbers: &[Number], map: &SourceMap, rows: &[Row], vocabulary: &Vocabulary) -> Coverage {
    let (aggregates, rows): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.aggregate);
    let mut coverage = Coverage { numbers: numbers.len(), rows: rows.len(), ..Coverage::default() };
    let mut left: BTreeMap<Spot<'_>, Group<'_>> = BTreeMap::new();
    for row in &rows {
        left.entry((&row.section, row.paragraph)).or_default().rows.push(row);
    }
    let (mut seen, mut used) = (BTreeMap::new(), BTreeSet::new());
    for number in numbers {
        seen.insert(number.at(), number.text.as_str());
        // No exception can pass a measured quantity: one with `%` or a currency needs its row whatever the exception says.
        let exception = map.exception(number.at()).filter(|e| e.text == number.text);
        match exception.filter(|_| !vocabulary.is_measured(&number.unit)) {
            Some(exception) => {
                used.insert(number.at());
                let count = coverage.excepted.entry(exception.reason.clone()).or_insert(0);
                *count = count.saturating_add(1);
            }
            None => left.entry((&number.section, number.paragraph)).or_default().numbers.push(number),
        }
    }
    for group in left.values() {
        group.settle(vocabulary, &mut coverage);
    }
    let unshown =
        aggregates.into_iter().filter(|row| row.required && !shown_in_section(row, &left, vocabulary));
    coverage.stray.extend(unshown.map(|row| Stray { row: row.clone() }));
    coverage.crossed = order::crossed(&rows, |row| {
        let group = left.get(&(row.section.as_str(), row.paragraph));
        group.map(|group| group.places(row, vocabulary)).unwrap_or_default()
    });
    coverage.open.sort_by_key(|open| open.number.at());
    coverage.stray.sort_by(|a, b| a.row.place.cmp(&b.row.place));
    let stale = map.exceptions().filter(|e| !used.contains(&(e.line, e.column)));
    coverage.stale = stale
        .map(|e| Stale {
            exception: e.clone(),
            found: seen.get(&(e.line, e.column)).map(|text| (*text).to_owned()),
        })
        .collect();
    coverage
}

/// Whether a number of the row's section has its value, unit and time. What an aggregate record stands for may be stated beside the place
/// that the record names.
fn shown_in_section(row: &Row, left: &BTreeMap<Spot<'_>, Group<'_>>, vocabulary: &Vocabulary) -> bool {
    let section = (row.section.as_str(), 0)..=(row.section.as_str(), u32::MAX);
    left.range(section).any(|(_, group)| !group.places(row, vocabulary).is_empty())
}

/// The numbers and rows of one paragraph.
#[derive(Default)]
struct Group<'a> {
    numbers: Vec<&'a Number>,
    rows: Vec<&'a Row>,
}

impl Group<'_> {
    fn settle(&self, vocabulary: &Vocabulary, coverage: &mut Coverage) {
        let owners = self.matched(vocabulary);
        let bound: BTreeSet<usize> = owners.iter().flatten().copied().collect();
        coverage.bound = coverage.bound.saturating_add(bound.len());
        let free = |index: usize| owners.get(index).is_none_or(Option::is_none);
        let strays: Vec<&Row> =
            self.rows.iter().enumerate().filter(|(i, _)| free(*i)).map(|(_, r)| *r).collect();
        for (index, number) in self.numbers.iter().enumerate() {
            if !bound.contains(&index) {
                let same = strays.iter().find(|r| amounts(number.amount, r, vocabulary));
                let nearest = same.or(strays.iter().find(|r| r.required)).map(|r| (*r).clone());
                coverage.open.push(Open { number: (*number).clone(), nearest });
            }
        }
        let required = strays.into_iter().filter(|r| r.required);
        coverage.stray.extend(required.map(|row| Stray { row: row.clone() }));
    }

    /// Where the numbers stand that a row may account for.
    fn places(&self, row: &Row, vocabulary: &Vocabulary) -> Vec<(u32, u32)> {
        let fit =
            |number: &&&Number| amounts(number.amount, row, vocabulary) && agrees(number, row, vocabulary);
        self.numbers.iter().filter(fit).map(|number| number.at()).collect()
    }

    /// For each row the number that it accounts for.
    fn matched(&self, vocabulary: &Vocabulary) -> Vec<Option<usize>> {
        let fits: Vec<Vec<usize>> = self.numbers.iter().map(|n| self.fitting(n, vocabulary)).collect();
        let mut owners = vec![None; self.rows.len()];
        for number in 0..self.numbers.len() {
            assign(number, &fits, &mut owners, &mut vec![false; self.rows.len()], MAX_DEPTH);
        }
        owners
    }

    /// The rows that fit a number; those that must be shown first.
    fn fitting(&self, number: &Number, vocabulary: &Vocabulary) -> Vec<usize> {
        let fits = |row: &Row| amounts(number.amount, row, vocabulary) && agrees(number, row, vocabulary);
        let mut rows: Vec<usize> =
            self.rows.iter().enumerate().filter(|(_, r)| fits(r)).map(|(i, _)| i).collect();
        rows.sort_by_key(|i| self.rows.get(*i).is_none_or(|r| !r.required));
        rows
    }
}

/// Gives a number a row that is free, or else moves others where that frees one.
fn assign(
    number: usize,
    fits: &[Vec<usize>],
    owners: &mut [Option<usize>],
    tried: &mut [bool],
    depth: usize,
) -> bool {
    let candidates = fits.get(number).map_or(&[][..], Vec::as_slice);
    if let Some(slot) = candidates.iter().find(|row| owners.get(**row) == Some(&None)) {
        return give(owners, *slot, number);
    }
    let Some(deeper) = depth.checked_sub(1) else { return false };
    for &row in candidates {
        if tried.get_mut(row).is_none_or(|t| std::mem::replace(t, true)) {
            continue;
        }
        let owner = owners.get(row).copied().flatten();
        if owner.is_some_and(|other| assign(other, fits, owners, tried, deeper)) {
            return give(owners, row, number);
        }
    }
    false
}

fn give(owners: &mut [Option<usize>], row: usize, number: usize) -> bool {
    owners.get_mut(row).map(|owner| *owner = Some(number)).is_some()
}

/// Whether a number and a row have the same value. A fraction is one that the row's value rounds.
fn amounts(amount: Amount, row: &Row, vocabulary: &Vocabulary) -> bool {
    match amount {
        Amount::Exact(number) => number == row.value,
        Amount::Fraction(n, d) => of_fraction(n, d, row, vocabulary).unwrap_or(false),
        Amount::None => false,
    }
}

fn of_fraction(numerator: u32, denominator: u32, row: &Row, vocabulary: &Vocabulary) -> Option<bool> {
    let RowUnit::Code(unit) = &row.unit else { return Some(false) };
    let whole = match vocabulary.kind(unit) {
        "share" => Decimal::ONE_HUNDRED,
        "ratio" => Decimal::ONE,
        _ => return Some(false),
    };
    let value = Decimal::from(numerator).checked_mul(whole)?.checked_div(Decimal::from(denominator))?;
    let half = match row.decimals {
        Decimals::Inf => Decimal::ZERO,
        Decimals::Exp(n) => power_of_ten(n.checked_neg()?)?.checked_div(Decimal::TWO)?,
    };
    Some(value.checked_sub(row.value)?.abs() <= half)
}

/// Whether the time stated and the unit read may be the row's.
fn agrees(number: &Number, row: &Row, vocabulary: &Vocabulary) -> bool {
    number.periods.admit(row.period.as_ref()) && has_unit(number, row, vocabulary)
}

fn has_unit(number: &Number, row: &Row, vocabulary: &Vocabulary) -> bool {
    match (&row.unit, number.amount) {
        // The kind of unit was looked at with the value.
        (RowUnit::Code(_), Amount::Fraction(..)) => true,
        (RowUnit::Code(unit), _) => vocabulary.accepts(&number.unit, unit),
        (RowUnit::Count, _) => vocabulary.accepts_count(&number.unit),
    }
}
