//! A table in the forms that programs read: CSV (RFC 4180, UTF-8), and JSON Lines (a JSON object a line, UTF-8).
//!
//! Spreadsheets run cells that begin with `=`, `+`, `-`, `@`, a tab or a line's end: in CSV a text that does, and is no number, gets an
//! apostrophe before it. No other form is opened by one. Exact values are texts in JSON, since its numbers are read as binary floating point.

use figures::Decimal;
use serde_json::Value;

use crate::register::SIGNS;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing: where a value is missing, the row says why.
    Nothing,
    /// Text, a code, a date, an instant.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// Yes or no.
    Flag(bool),
}

/// What the cells of a column hold, where they hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// [`Held::Text`].
    Text,
    /// [`Held::Integer`].
    Integer,
    /// [`Held::Decimal`].
    Decimal,
    /// [`Held::Flag`].
    Flag,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its cells hold.
    pub holds: Holds,
}

/// Rows of cells, each with as many as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Held>>,
}

impl Table {
    /// As CSV, lines ended by CR and LF.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        let mut sound = writer.write_record(self.columns.iter().map(|column| &column.name)).is_ok();
        for row in &self.rows {
            sound &= row.len() == self.columns.len() && writer.write_record(row.iter().map(shown)).is_ok();
        }
        debug_assert!(sound, "writing to memory cannot fail, and rows have as many cells as the header");
        writer.into_inner().unwrap_or_default()
    }

    /// As JSON Lines: an object a row, a member a column, in their order; `null` for what is not there.
    #[must_use]
    pub fn json_lines(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        for row in &self.rows {
            let members =
                self.columns.iter().zip(row).map(|(column, held)| (column.name.clone(), json(held)));
            let object = Value::Object(members.collect());
            lines.extend_from_slice(object.to_string().as_bytes());
            lines.push(b'\n');
        }
        lines
    }
}

/// A cell of CSV.
fn shown(held: &Held) -> String {
    match held {
        Held::Nothing => String::new(),
        Held::Text(text) => harmless(text),
        Held::Integer(number) => number.to_string(),
        Held::Decimal(number) => number.normalize().to_string(),
        Held::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
    }
}

fn json(held: &Held) -> Value {
    match held {
        Held::Nothing => Value::Null,
        Held::Text(text) => Value::String(text.clone()),
        Held::Integer(number) => Value::from(*number),
        Held::Decimal(number) => Value::String(number.normalize().to_string()),
        Held::Flag(flag) => Value::Bool(*flag),
    }
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn harmless(text: &str) -> String {
    let formula = text.starts_with(SIGNS);
    if formula && figures::value::parse_decimal(text).is_err() { format!("'{text}") } else { text.to_owned() }
}
