//! What is drawn: traces of data over slots.

use figures::{Decimal, Period};

/// A chart to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    /// How.
    pub kind: Kind,
    /// What it shows, in a few words: the drawing's accessible name.
    pub title: String,
    /// The unit of all values, as printed; empty for a count.
    pub unit: String,
    /// Whether the values are parts of a hundred: dots and lines above the half are seen between nothing and all.
    pub shares: bool,
    /// The categories or periods, in order.
    pub slots: Vec<Slot>,
    /// The series.
    pub traces: Vec<Trace>,
}

/// How a plot is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bars from zero: columns for one trace over time, else lying.
    Bars,
    /// A line for each trace, broken where a value is missing.
    Lines,
    /// A row for each trace, with a dot for each slot and the range between them.
    Dots,
}

/// A category or a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// As printed.
    pub label: String,
    /// Where it stands in time, in days; `None` for a category.
    pub at: Option<i64>,
}

/// One series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Its direct label; empty where there is only one.
    pub label: String,
    /// Whether it is drawn from zero the other way: what left beside what joined.
    pub opposite: bool,
    /// A value a slot; `None` where there is none by design.
    pub data: Vec<Option<Datum>>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    /// Where it is drawn; `None` where the value is missing.
    pub number: Option<Decimal>,
    /// As printed, with its bound; a dash where it is missing.
    pub text: String,
    /// The signs of its marks (missing, disputed, last known) with the number of the footnote; empty without.
    pub sign: String,
}

impl Slot {
    /// A category.
    #[must_use]
    pub fn category(label: impl Into<String>) -> Self {
        Self { label: label.into(), at: None }
    }

    /// A period: it stands at its last day.
    #[must_use]
    pub fn period(label: impl Into<String>, period: &Period) -> Self {
        let day = period.last_day();
        let years = i64::from(day.year());
        Self {
            label: label.into(),
            at: Some(years * 372 + i64::from(day.month()) * 31 + i64::from(day.day())),
        }
    }
}

impl Datum {
    /// A value without marks.
    #[must_use]
    pub fn of(number: Decimal, text: impl Into<String>) -> Self {
        Self { number: Some(number), text: text.into(), sign: String::new() }
    }

    /// A value that is missing: the dash that stands for it, and its sign.
    #[must_use]
    pub fn missing(text: impl Into<String>, sign: impl Into<String>) -> Self {
        Self { number: None, text: text.into(), sign: sign.into() }
    }
}

impl Trace {
    /// A trace with a label.
    #[must_use]
    pub fn new(label: impl Into<String>, data: Vec<Option<Datum>>) -> Self {
        Self { label: label.into(), opposite: false, data }
    }

    /// The value of a slot.
    pub(super) fn datum(&self, slot: usize) -> Option<&Datum> {
        self.data.get(slot)?.as_ref()
    }

    /// The number of a slot as drawn: of an opposite trace on the other side of zero.
    pub(super) fn number(&self, slot: usize) -> Option<Decimal> {
        let number = self.datum(slot)?.number?;
        Some(if self.opposite { -number } else { number })
    }

    /// Slots with a number, in order, each with its number as drawn.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (usize, Decimal)> {
        (0..self.data.len()).filter_map(|slot| Some((slot, self.number(slot)?)))
    }
}

impl Plot {
    /// Whether every slot is a period, in order of time.
    #[must_use]
    pub fn over_time(&self) -> bool {
        let at: Option<Vec<i64>> = self.slots.iter().map(|slot| slot.at).collect();
        at.is_some_and(|at| at.len() > 1 && at.is_sorted_by(|a, b| a < b))
    }

    /// Whether there is anything to draw: one number at least.
    #[must_use]
    pub fn has_numbers(&self) -> bool {
        self.traces.iter().any(|trace| trace.numbers().next().is_some())
    }

    /// The range that an axis of dots or lines holds.
    pub(super) fn range(&self) -> (Decimal, Decimal) {
        let (low, high) = self.extent().unwrap_or_default();
        let hundred = Decimal::ONE_HUNDRED;
        let whole = self.shares && !low.is_sign_negative() && high <= hundred && high + high > hundred;
        if whole { (Decimal::ZERO, hundred) } else { (low, high) }
    }

    /// The least and the greatest number as drawn.
    pub(super) fn extent(&self) -> Option<(Decimal, Decimal)> {
        let numbers = || self.traces.iter().flat_map(Trace::numbers).map(|(_, number)| number);
        Some((numbers().min()?, numbers().max()?))
    }
}
