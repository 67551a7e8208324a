//! One row of a register, typed.

use std::sync::Arc;

use figures::{Bound, Decimal, Decimals, Labels, Period};

use super::{FieldType, Register, Storage};
use crate::mistake::Place;

/// What a field of a row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datum {
    /// Not given; never zero.
    Null,
    /// Text, a code, a period or anything else that is kept as it is written.
    Text(String),
    /// A whole number; of a yes/no field 1 or 0.
    Integer(i64),
    /// An exact decimal without trailing zeros.
    Decimal(Decimal),
    /// Text by language, without empty ones.
    Localized(Labels),
}

impl Datum {
    /// What a field of this type holds when nothing is given.
    #[must_use]
    pub fn absent(kind: &FieldType) -> Self {
        if *kind == FieldType::YesNo { Self::Integer(0) } else { Self::Null }
    }

    /// Whether it can stand in a field of this type.
    #[must_use]
    pub fn fits(&self, kind: &FieldType) -> bool {
        match self {
            Self::Null => *kind != FieldType::YesNo,
            Self::Text(_) => kind.storage() == Storage::Text,
            Self::Integer(_) => kind.storage() == Storage::Integer,
            Self::Decimal(_) => kind.storage() == Storage::Decimal,
            Self::Localized(_) => kind.storage() == Storage::Localized,
        }
    }
}

/// One row of a register. Two are equal when their values are: lines and columns do not count.
#[derive(Clone, Debug)]
pub struct Record {
    /// The line it starts in, 0 for one that was not read from a file.
    pub line: u32,
    /// One datum a field, in the order of the register.
    pub values: Vec<Datum>,
    names: Names,
    spots: Vec<(u32, u32)>,
    unread: Vec<usize>,
}

/// The names of a register's fields, made once for all of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(Arc<[String]>);

impl Names {
    /// The names, in the order of the register.
    #[must_use]
    pub fn of(register: &Register) -> Self {
        Self(register.fields.iter().map(|f| f.name.clone()).collect())
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values && self.names == other.names
    }
}

impl Eq for Record {}

impl Record {
    /// A record that was not read from a file (for writing one); missing values at the end are absent ones.
    #[must_use]
    pub fn new(register: &Register, values: Vec<Datum>) -> Self {
        let mut values = values;
        let given = values.len();
        values.extend(register.fields.iter().skip(given).map(|f| Datum::absent(&f.kind)));
        values.truncate(register.fields.len());
        Self::named(&Names::of(register), values)
    }

    /// One of many records that were not read from a file, each with a value for every field.
    #[must_use]
    pub fn named(names: &Names, values: Vec<Datum>) -> Self {
        debug_assert_eq!(values.len(), names.0.len(), "a value for every field");
        Self::read(0, values, names, Vec::new())
    }

    pub(super) fn read(line: u32, values: Vec<Datum>, names: &Names, spots: Vec<(u32, u32)>) -> Self {
        Self { line, values, names: names.clone(), spots, unread: Vec::new() }
    }

    pub(super) fn with_unread(mut self, unread: Vec<usize>) -> Self {
        self.unread = unread;
        self
    }

    /// Whether a field is absent because its cell held a mistake, which is already told.
    #[must_use]
    pub fn has_mistake(&self, field: &str) -> bool {
        self.index(field).is_some_and(|i| self.unread.contains(&i))
    }

    /// What a field holds; `Null` where the register has no such field.
    #[must_use]
    pub fn get(&self, field: &str) -> &Datum {
        const NULL: &Datum = &Datum::Null;
        self.index(field).and_then(|i| self.values.get(i)).unwrap_or(NULL)
    }

    /// Sets a field; without effect where the register has no such field.
    pub fn set(&mut self, field: &str, datum: Datum) {
        if let Some(slot) = self.index(field).and_then(|i| self.values.get_mut(i)) {
            *slot = datum;
        }
    }

    /// The text of a field (of a code, a period, a key … as it is written).
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.get(field) {
            Datum::Text(text) => Some(text),
            Datum::Null | Datum::Integer(_) | Datum::Decimal(_) | Datum::Localized(_) => None,
        }
    }

    /// The text of a field, which is absent from then on.
    pub fn take_text(&mut self, field: &str) -> Option<String> {
        let slot = self.index(field).and_then(|i| self.values.get_mut(i))?;
        match std::mem::replace(slot, Datum::Null) {
            Datum::Text(text) => Some(text),
            other @ (Datum::Null | Datum::Integer(_) | Datum::Decimal(_) | Datum::Localized(_)) => {
                *slot = other;
                None
            }
        }
    }

    /// The parts of a field that holds several, separated by `|`; none where it is empty.
    #[must_use]
    pub fn texts(&self, field: &str) -> Vec<&str> {
        self.text(field).map(|t| t.split('|').map(str::trim).collect()).unwrap_or_default()
    }

    /// The whole number of a field.
    #[must_use]
    pub fn integer(&self, field: &str) -> Option<i64> {
        match self.get(field) {
            Datum::Integer(number) => Some(*number),
            Datum::Null | Datum::Text(_) | Datum::Decimal(_) | Datum::Localized(_) => None,
        }
    }

    /// The exact decimal of a field.
    #[must_use]
    pub fn decimal(&self, field: &str) -> Option<Decimal> {
        match self.get(field) {
            Datum::Decimal(number) => Some(*number),
            Datum::Null | Datum::Text(_) | Datum::Integer(_) | Datum::Localized(_) => None,
        }
    }

    /// The texts of a field by language.
    #[must_use]
    pub fn localized(&self, field: &str) -> Option<&Labels> {
        match self.get(field) {
            Datum::Localized(labels) => Some(labels),
            Datum::Null | Datum::Text(_) | Datum::Integer(_) | Datum::Decimal(_) => None,
        }
    }

    /// Whether a yes/no field says yes.
    #[must_use]
    pub fn yes(&self, field: &str) -> bool {
        self.integer(field) == Some(1)
    }

    /// The period or date of a field.
    #[must_use]
    pub fn period(&self, field: &str) -> Option<Period> {
        self.text(field)?.parse().ok()
    }

    /// How exactly a value is known, by its field of decimals.
    #[must_use]
    pub fn decimals(&self, field: &str) -> Option<Decimals> {
        self.text(field)?.parse().ok()
    }

    /// The bound of a field; an empty one is exact.
    #[must_use]
    pub fn bound(&self, field: &str) -> Bound {
        self.text(field).and_then(|t| t.parse().ok()).unwrap_or_default()
    }

    /// Where a field stands in the file; the start of the row where it has no column of its own.
    #[must_use]
    pub fn place(&self, file: &str, field: &str) -> Place {
        let spot = self.index(field).and_then(|i| self.spots.get(i)).filter(|(line, _)| *line > 0);
        let (line, column) = spot.copied().unwrap_or((self.line.max(1), 1));
        Place::new(file, line, column)
    }

    fn index(&self, field: &str) -> Option<usize> {
        self.names.0.iter().position(|n| n == field)
    }
}
