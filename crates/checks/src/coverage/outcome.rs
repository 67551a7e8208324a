//! What came of holding a text against a bundle.

use std::collections::BTreeMap;
use std::fmt;

use super::number::Number;
use super::rows::{Row, RowUnit};
use super::source_map::Exception;

/// What came of it: complete when nothing is left open on any side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many numbers the text holds.
    pub numbers: usize,
    /// How many of them a row accounts for.
    pub bound: usize,
    /// How many of them are excepted, by reason.
    pub excepted: BTreeMap<String, usize>,
    /// Numbers that nothing accounts for.
    pub open: Vec<Open>,
    /// Rows whose source shows no such number.
    pub stray: Vec<Stray>,
    /// Rows that stand in another order than their numbers.
    pub crossed: Vec<Crossed>,
    /// Exceptions that except nothing.
    pub stale: Vec<Stale>,
    /// How many rows of the bundle name the document as their source.
    pub rows: usize,
}

impl Coverage {
    /// Whether every number, every row and every exception has its counterpart, rows in the order of their numbers.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.open.is_empty() && self.stray.is_empty() && self.crossed.is_empty() && self.stale.is_empty()
    }
}

/// A number that nothing accounts for, with the row of that place that comes nearest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The number.
    pub number: Number,
    /// A row of the same paragraph with the same value and another unit or time, or that stands nowhere.
    pub nearest: Option<Row>,
}

/// A row whose source names a place of this text that does not show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The row.
    pub row: Row,
}

/// A row whose number stands before that of a row above it, in a file that follows the text elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// The row.
    pub row: Row,
    /// The row above it.
    pub above: Row,
}

/// An exception that excepts nothing: there is no such number at its place, or it states a measured quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The exception.
    pub exception: Exception,
    /// The number that stands there, if any.
    pub found: Option<String>,
}

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = &self.number;
        write!(f, "{}:{}: `{}`", n.line, n.column, n.text)?;
        if !n.amount.to_string().is_empty() {
            write!(f, " ({}{}{})", n.amount, if n.unit.is_empty() { "" } else { " " }, n.unit)?;
        }
        if !n.periods.is_empty() {
            write!(f, " of {}", n.periods)?;
        }
        write!(f, " in section {} ¶{} is in no row and no exception", n.section, n.paragraph)?;
        match &self.nearest {
            Some(row) => write!(f, "; nearest: {row}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Stray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the text does not show it in section {} ¶{}",
            self.row, self.row.section, self.row.paragraph
        )
    }
}

impl fmt::Display for Crossed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the text shows it before {}, which stands above it", self.row, self.above)
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &self.exception;
        write!(f, "{}: `{}` ({}) at {}:{}", e.place, e.text, e.reason, e.line, e.column)?;
        match &self.found {
            Some(text) if *text == e.text => f.write_str(" states a measured quantity: it needs a row"),
            Some(text) => write!(f, ": `{text}` stands there"),
            None => f.write_str(": no number starts there"),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match &self.unit {
            RowUnit::Code(code) => code,
            RowUnit::Count => "count",
        };
        write!(f, "{} {} = {} {unit}", self.place, self.name, self.value)?;
        match self.time() {
            Some(period) => write!(f, " ({period})"),
            None => Ok(()),
        }
    }
}
