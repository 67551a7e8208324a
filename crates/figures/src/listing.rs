//! Listings: rows of typed cells, where one number is not the answer.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::figure::Source;
use crate::period::Period;

/// The type of a listing's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// Text in the language asked.
    Text,
    /// A day, a month or a year, as exact as it is known.
    Date,
    /// A code of an area.
    Area,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A code of the list of the column's name.
    Code,
    /// A link.
    Url,
}

impl ColumnType {
    /// Every type with its name in files.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::Text, "text"),
        (Self::Date, "date"),
        (Self::Area, "area"),
        (Self::Integer, "integer"),
        (Self::Decimal, "decimal"),
        (Self::Code, "code"),
        (Self::Url, "url"),
    ];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(t, _)| *t == self).map_or("", |(_, n)| n)
    }

    /// The type of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(t, _)| *t)
    }
}

/// A column of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name: `starts`.
    pub name: String,
    /// What its cells hold.
    pub kind: ColumnType,
}

/// One cell. A value that is not given is `Missing`, never zero and never empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Not given.
    Missing,
    /// Text in the language asked.
    Text(String),
    /// A date as exact as it is known: a day, a month, a year.
    Date(Period),
    /// A code (of an area, of a list).
    Code(String),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A link.
    Url(String),
}

impl Cell {
    /// The text of a text cell.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Missing
            | Self::Date(_)
            | Self::Code(_)
            | Self::Integer(_)
            | Self::Decimal(_)
            | Self::Url(_) => None,
        }
    }

    /// The day a date cell starts on.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Date(period) => Some(period.first_day()),
            Self::Missing
            | Self::Text(_)
            | Self::Code(_)
            | Self::Integer(_)
            | Self::Decimal(_)
            | Self::Url(_) => None,
        }
    }
}

/// A row of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRow {
    /// The record's id within its register.
    pub id: String,
    /// How many records the row stands for: 1, more for an aggregate record, 0 for one whose source does not say how many.
    pub count: i64,
    /// Whether it is an aggregate record.
    pub aggregate: bool,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Where the record comes from.
    pub source: Source,
}

/// Rows of typed cells: named records first, aggregate records after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The canonical key.
    pub key: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<ListingRow>,
    /// The newest revision among the rows.
    pub revision: i64,
    /// Since when it is only last known, as a figure's.
    pub last_known_at: Option<Timestamp>,
}

impl Listing {
    /// The cell of a column, if the listing has exactly one row.
    #[must_use]
    pub fn only_cell(&self, column: &str) -> Option<&Cell> {
        let index = self.columns.iter().position(|c| c.name == column)?;
        match self.rows.as_slice() {
            [row] => row.cells.get(index),
            _ => None,
        }
    }
}
