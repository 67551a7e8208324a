//! Figures that are computed from the records of a figure, and what they would be if that had another value.
//!
//! A service adds records. Where the records of one figure all lie in another of the same measure, the other's sum moves by exactly as
//! much, whatever else is in it. Where they lie in it in part, or the other counts the same records by another measure, only the service
//! can tell: those are named and keep their value. A value that a source states is not computed from records, so nothing follows from it.

use std::collections::BTreeSet;

use figures::{Basis, Bound, Decimal, Decimals, Figure, FigureKey, Period, Records, Value};
use interchange::Areas;

use super::settled;

/// What follows from another value of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Figures that are computed from the same records, as they would be; each once, in the order given.
    pub figures: Vec<Figure>,
    /// Keys of figures that would be computed anew from records of which some may be the same; their values cannot be told.
    pub undetermined: Vec<String>,
}

/// What of the figures that are known follows from the change of one.
#[must_use]
pub fn derived<'a>(
    before: &Figure,
    after: &Figure,
    known: impl IntoIterator<Item = &'a Figure>,
    areas: &Areas,
) -> Derived {
    let mut derived = Derived::default();
    let (Some(own), Some(delta)) = (Computed::of(before), delta(before, after)) else { return derived };
    if before.basis != Basis::Computed || delta.is_zero() {
        return derived;
    }
    let mut seen = BTreeSet::from([before.key.as_str()]);
    for figure in known {
        let Some(other) = Computed::of(figure).filter(|_| !seen.contains(figure.key.as_str())) else {
            continue;
        };
        seen.insert(&figure.key);
        match own.lies_in(&other, areas) {
            Lies::Apart => {}
            Lies::In => match moved(figure, delta) {
                Moved::By(moved) => derived.figures.push(*moved),
                Moved::Nothing => {}
                Moved::Unknown => derived.undetermined.push(figure.key.clone()),
            },
            Lies::Perhaps => derived.undetermined.push(figure.key.clone()),
        }
    }
    derived
}

fn delta(before: &Figure, after: &Figure) -> Option<Decimal> {
    after.value?.number.checked_sub(before.value?.number)
}

/// A figure that is computed from records.
struct Computed<'a> {
    key: FigureKey,
    records: &'a Records,
}

/// How the records of one figure lie in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lies {
    In,
    Perhaps,
    Apart,
}

impl<'a> Computed<'a> {
    fn of(figure: &'a Figure) -> Option<Self> {
        Some(Self { key: figure.key.parse().ok()?, records: figure.records.as_ref()? })
    }

    fn lies_in(&self, other: &Self, areas: &Areas) -> Lies {
        if self.key.service != other.key.service {
            return Lies::Apart;
        }
        let names = self.key.dimensions.keys().chain(other.key.dimensions.keys());
        let period = self.key.code("period").and_then(|period| period.parse().ok());
        let lies = |name: &String| {
            let (own, other) = (self.code(name), other.code(name));
            match name.as_str() {
                "period" => in_period(own, other),
                "area" => in_area(own, other, period.as_ref(), areas),
                _ => in_code(own, other),
            }
        };
        let lies = names.map(lies).max().unwrap_or(Lies::In);
        if self.key.measure == other.key.measure && self.records.formula == other.records.formula {
            lies
        } else if lies != Lies::Apart && self.shares_records(other) {
            Lies::Perhaps
        } else {
            Lies::Apart
        }
    }

    /// The code of a dimension; none of its total.
    fn code(&self, dimension: &str) -> Option<&str> {
        self.key.code(dimension).filter(|code| !(dimension == "area" && *code == "WORLD"))
    }

    /// Whether another measure is of some of the same records: a listing shows those of both, or one is a difference with the other.
    fn shares_records(&self, other: &Self) -> bool {
        let listed = |records: &'a Records| records.listings.iter().filter_map(|key| key.split('?').next());
        let own: BTreeSet<&str> = listed(self.records).collect();
        let side = |all: &str, one: &str| {
            all.split(" less ").count() > 1 && all.split(" less ").any(|side| side == one)
        };
        let (here, there) = (&self.records.formula, &other.records.formula);
        other.records.listings.iter().filter_map(|key| key.split('?').next()).any(|key| own.contains(key))
            || side(there, here)
            || side(here, there)
    }
}

fn in_code(own: Option<&str>, other: Option<&str>) -> Lies {
    match (own, other) {
        (_, None) => Lies::In,
        (None, Some(_)) => Lies::Perhaps,
        (Some(own), Some(other)) if own == other => Lies::In,
        (Some(_), Some(_)) => Lies::Apart,
    }
}

fn in_period(own: Option<&str>, other: Option<&str>) -> Lies {
    let read = |code: Option<&str>| code.and_then(|code| code.parse::<Period>().ok());
    match (own == other, read(own), read(other)) {
        (true, ..) => Lies::In,
        (false, Some(own), Some(other)) if other.contains(&own) => Lies::In,
        (false, Some(own), Some(other)) if !other.overlaps(&own) => Lies::Apart,
        (false, ..) => Lies::Perhaps,
    }
}

/// An area holds its own records and those of its members.
fn in_area(own: Option<&str>, other: Option<&str>, period: Option<&Period>, areas: &Areas) -> Lies {
    let (Some(own), Some(other)) = (own, other) else { return in_code(own, other) };
    let held = |area: &'_ str| -> BTreeSet<String> {
        let day = period.cloned().unwrap_or(Period::Year(9998));
        let members = areas.members_of(area, &day).into_iter().map(str::to_owned);
        members.chain([area.to_owned()]).collect()
    };
    let (own, other) = (held(own), held(other));
    if own.is_subset(&other) {
        Lies::In
    } else if own.is_disjoint(&other) {
        Lies::Apart
    } else {
        Lies::Perhaps
    }
}

/// What becomes of a figure whose records' sum moves.
enum Moved {
    By(Box<Figure>),
    /// It keeps its value: what its records give bounds it and no more.
    Nothing,
    /// It cannot be told.
    Unknown,
}

fn moved(figure: &Figure, delta: Decimal) -> Moved {
    let mut moved = figure.clone();
    let told = match (&mut moved.value, figure.basis) {
        (Some(value), Basis::Computed) => Some(value),
        _ => moved
            .alternatives
            .iter_mut()
            .find(|other| other.basis == Basis::Computed)
            .map(|other| &mut other.value),
    };
    let Some(value) = told else {
        let bounds = figure.records.as_ref().is_some_and(|records| !records.complete);
        return if bounds { Moved::Nothing } else { Moved::Unknown };
    };
    let Some(sum) = shifted(value, delta) else { return Moved::Unknown };
    *value = sum;
    Moved::By(Box::new(settled(moved)))
}

/// A sum of which one part moves. It is rounded to what its least exact part is known to: then only whole steps are told.
fn shifted(value: &Value, delta: Decimal) -> Option<Value> {
    let number = value.number.checked_add(delta)?;
    if let Decimals::Exp(places) = value.decimals {
        let step = figures::value::power_of_ten(places.checked_neg()?)?;
        if !delta.checked_rem(step)?.is_zero() {
            return None;
        }
    }
    // A lower bound of nothing says nothing.
    if value.bound != Bound::Exact && number <= Decimal::ZERO {
        return None;
    }
    Value::new(number, value.decimals, value.bound).ok()
}

#[cfg(test)]
mod tests;
