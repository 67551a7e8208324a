//! From grouped records to the value of one key: which records lie in it, their exact sum, and whether the sum is whole.
//!
//! A record lies in a key, lies outside, or cannot be placed: its date is wider than the period asked, or it is coded to the
//! total of a dimension of which one code is asked. What cannot be placed is not used and makes the sum partial.

mod adding;

use std::collections::{BTreeMap, BTreeSet};

use figures::conversion::{MAX_UNITS, Rate};
use figures::{OtherUnit, Period, Source, Unit, Value};
use interchange::Areas;

use crate::computation::{Dates, Group};
use adding::Adding;
pub(crate) use adding::known_to;

/// The most places that a computed figure names.
pub(crate) const MAX_SOURCES: usize = 20;

/// One key, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The code of each dimension asked; a total is left out.
    pub(crate) codes: BTreeMap<String, String>,
    /// The period, where the measure has one.
    pub(crate) period: Option<Period>,
    /// For an area the codes that count for it: itself and its members in that period.
    pub(crate) areas: BTreeSet<String>,
}

impl Wanted {
    /// What an exact canonical key asks; `total_area` is how its measure writes the total over areas.
    pub(crate) fn new(codes: BTreeMap<String, String>, areas: Option<&Areas>) -> Self {
        let mut codes = codes;
        let period = codes.remove("period").and_then(|p| p.parse::<Period>().ok());
        if codes.get("area").is_some_and(|a| a == "WORLD") {
            codes.remove("area");
        }
        let mut accepted = BTreeSet::new();
        if let Some(area) = codes.get("area") {
            accepted.insert(area.clone());
            let day = period.clone().unwrap_or(Period::Year(9998));
            let members = areas.map(|a| a.members_of(area, &day)).unwrap_or_default();
            accepted.extend(members.into_iter().map(str::to_owned));
        }
        Self { codes, period, areas: accepted }
    }

    /// The codes that count for a dimension; `None` for all.
    pub(crate) fn accepted(&self, dimension: &str) -> Option<BTreeSet<String>> {
        let code = self.codes.get(dimension)?;
        Some(if dimension == "area" { self.areas.clone() } else { BTreeSet::from([code.clone()]) })
    }

    fn holds(&self, dimension: &str, code: &str) -> bool {
        if dimension == "area" {
            self.areas.contains(code)
        } else {
            self.codes.get(dimension).is_some_and(|c| c == code)
        }
    }
}

/// Whether records lie in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lies {
    In,
    Outside,
    /// It cannot be told.
    Unplaced,
}

/// A sum of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) value: Value,
    /// Whether every record that may belong to it is in it, as far as the records show.
    pub(crate) whole: bool,
    pub(crate) records: i64,
    pub(crate) revision: i64,
    pub(crate) sources: Vec<Source>,
    /// By which rates records were converted, each time that one was.
    pub(crate) converted: Vec<Rate>,
}

/// The value that an aggregate record states at its own coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordCell {
    pub(crate) value: Value,
    pub(crate) source: Source,
    pub(crate) converted: Option<Rate>,
    pub(crate) revision: i64,
}

/// Why a sum has no value that can be held: 28 digits are too few, or bounds contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sum leaves what can be kept exactly (18 digits); ask for a part of it")]
pub(crate) struct Overflow;

/// What records give for one key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totalled {
    /// The sum of those that lie in the key; `None` where there is none with a value.
    pub(crate) total: Option<Total>,
    /// Whether a record could not be placed, or has no value.
    pub(crate) gaps: bool,
    /// The aggregate record at the very coordinates of the key, where there is one alone.
    pub(crate) cell: Option<RecordCell>,
    /// Records that lie in the key and are not in the sum, since their numbers are in another unit.
    pub(crate) other_units: BTreeMap<String, i64>,
}

impl Totalled {
    /// The first of the units that the sum leaves out.
    pub(crate) fn other_units(&self) -> Vec<OtherUnit> {
        let units = self.other_units.iter();
        let unit =
            |(code, count): (&String, &i64)| Some(OtherUnit { unit: Unit::new(code).ok()?, count: *count });
        units.filter_map(unit).take(MAX_UNITS).collect()
    }
}

/// Adds the records that lie in a key.
pub(crate) fn total(groups: &[Group], wanted: &Wanted, unit: &str) -> Result<Totalled, Overflow> {
    let mut sum = Adding::default();
    let mut gaps = false;
    let mut other_units: BTreeMap<String, i64> = BTreeMap::new();
    let mut here: Vec<&Group> = Vec::new();
    for group in groups {
        match lies(group, wanted) {
            Lies::Outside => continue,
            Lies::Unplaced => gaps = true,
            Lies::In if group.unit.as_deref().is_some_and(|u| u != unit) => {
                gaps = true;
                let count = other_units.entry(group.unit.clone().unwrap_or_default()).or_default();
                *count = count.saturating_add(group.rows);
            }
            Lies::In => {
                gaps |= group.unknown > 0;
                if is_at(group, wanted) {
                    here.push(group);
                }
                sum.add(group)?;
            }
        }
    }
    let cell = match here.as_slice() {
        [only] if only.aggregate && only.rows == 1 => record_cell(only),
        _ => None,
    };
    Ok(Totalled { total: sum.total(gaps)?, gaps, cell, other_units })
}

fn record_cell(group: &Group) -> Option<RecordCell> {
    let value = Value::new(group.number?, group.decimals, group.bound).ok()?;
    let (source, converted) = (group.source.clone(), group.converted.clone());
    Some(RecordCell { value, source, converted, revision: group.revision })
}

/// Whether a listing shows a record: it lies in every code that is asked, and in the period if one is.
pub(crate) fn is_listed(
    coordinates: &BTreeMap<&'static str, String>,
    dates: &Dates,
    wanted: &Wanted,
) -> bool {
    let dated = wanted.period.is_none() || dates_lie(dates, wanted.period.as_ref()) == Lies::In;
    dated && coded(coordinates, wanted) == Lies::In
}

fn lies(group: &Group, wanted: &Wanted) -> Lies {
    both_lie(dates_lie(&group.dates, wanted.period.as_ref()), coded(&group.coordinates, wanted))
}

fn coded(coordinates: &BTreeMap<&'static str, String>, wanted: &Wanted) -> Lies {
    let mut found = Lies::In;
    for dimension in wanted.codes.keys() {
        let here = match coordinates.get(dimension.as_str()) {
            Some(code) if wanted.holds(dimension, code) => Lies::In,
            Some(_) => Lies::Outside,
            None => Lies::Unplaced,
        };
        found = both_lie(found, here);
    }
    found
}

fn both_lie(a: Lies, b: Lies) -> Lies {
    match (a, b) {
        (Lies::Outside, _) | (_, Lies::Outside) => Lies::Outside,
        (Lies::Unplaced, _) | (_, Lies::Unplaced) => Lies::Unplaced,
        (Lies::In, Lies::In) => Lies::In,
    }
}

fn dates_lie(dates: &Dates, asked: Option<&Period>) -> Lies {
    let Some(asked) = asked else {
        return if *dates == Dates::Fixed { Lies::In } else { Lies::Unplaced };
    };
    match dates {
        Dates::Fixed => Lies::In,
        // What has no date has not happened: nobody has left whose date of leaving is empty.
        Dates::Within(None) | Dates::At(None) => Lies::Outside,
        Dates::Within(Some(period)) if asked.contains(period) => Lies::In,
        Dates::Within(Some(period)) if asked.overlaps(period) => Lies::Unplaced,
        Dates::Within(Some(_)) => Lies::Outside,
        Dates::At(Some(date)) if date.as_at() == asked.as_at() => Lies::In,
        Dates::At(Some(_)) => Lies::Outside,
        Dates::During(from, to) => held(from.as_ref(), to.as_ref(), asked),
    }
}

fn held(from: Option<&Period>, to: Option<&Period>, asked: &Period) -> Lies {
    let day = asked.last_day();
    // What has ended began at some time; what has neither date has held always.
    let unknown = if to.is_some() { Lies::Unplaced } else { Lies::In };
    let begun = from.map_or(unknown, |p| before(p, day));
    let ended = to.map_or(Lies::Outside, |p| before(p, day));
    match (begun, ended) {
        (Lies::Outside, _) | (_, Lies::In) => Lies::Outside,
        (Lies::In, Lies::Outside) => Lies::In,
        (Lies::In | Lies::Unplaced, Lies::Outside | Lies::Unplaced) => Lies::Unplaced,
    }
}

/// Whether a date, as exact as it is known, is a day or comes before it.
fn before(date: &Period, day: jiff::civil::Date) -> Lies {
    if date.last_day() <= day {
        Lies::In
    } else if date.first_day() > day {
        Lies::Outside
    } else {
        Lies::Unplaced
    }
}

/// Whether records are coded exactly to what is asked, neither to parts of it nor to more.
fn is_at(group: &Group, wanted: &Wanted) -> bool {
    let same_codes = group.coordinates.len() == wanted.codes.len()
        && group.coordinates.iter().all(|(name, code)| wanted.codes.get(*name) == Some(code));
    let same_dates = match (&group.dates, &wanted.period) {
        (Dates::Within(Some(period)), Some(asked)) => period == asked,
        (Dates::Within(_) | Dates::During(..), _) => false,
        (Dates::At(_) | Dates::Fixed, _) => true,
    };
    same_codes && same_dates
}

#[cfg(test)]
mod tests;
