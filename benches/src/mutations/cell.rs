//! Values in the tables of a bundle, and changes of one of them, as slips make them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use anyhow::{Context, Result};
use fastrand::Rng;

use super::change::Kind;

/// The tables whose rows sources show, with the columns that hold values.
const TABLES: [(&str, &[&str]); 11] = [
    ("stated.csv", &["value"]),
    ("observations.csv", &["value"]),
    ("projects.csv", &["count"]),
    ("funding.csv", &["amount"]),
    ("agreements.csv", &["count", "value"]),
    ("pledges.csv", &["count", "value", "entities", "countries"]),
    ("members.csv", &["count"]),
    ("memberships.csv", &["count"]),
    ("events.csv", &["count"]),
    ("attendances.csv", &["value"]),
    ("outcomes.csv", &["count"]),
];

/// Columns that say of which time a value is.
const TIMES: [&str; 6] = ["key", "period", "as_at", "joined", "left", "starts"];

/// Columns that say what a value is measured in, and codes that are taken for each other.
const MEASURED_IN: [&str; 2] = ["unit", "currency"];
const TAKEN_FOR: [(&str, &str); 8] = [
    ("CHF", "USD"),
    ("USD", "CHF"),
    ("percent", "pp"),
    ("pp", "percent"),
    ("person", "country"),
    ("country", "person"),
    ("bit/s", "byte"),
    ("entity", "person"),
];

/// A value of a table.
pub(super) struct Cell {
    file: &'static str,
    /// Bytes of the file that are the value.
    value: Range<usize>,
    /// Bytes of the other fields of the row, by column.
    row: BTreeMap<String, Range<usize>>,
}

/// A change of one file of a bundle.
pub(super) struct Change {
    pub(super) file: String,
    /// The file after the change.
    pub(super) after: String,
    line: usize,
    what: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Every value of a row that names a source. A record counted as one need not be a number anywhere.
pub(super) fn bound(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Cell>> {
    let mut cells = Vec::new();
    for (file, columns) in TABLES {
        let Some(text) = files.get(file) else { continue };
        let text = std::str::from_utf8(text).context(file)?;
        let mut lines = lines(text);
        let header: Vec<&str> = lines.next().context(file)?.into_iter().filter_map(|f| text.get(f)).collect();
        for fields in lines {
            let row: BTreeMap<String, Range<usize>> =
                header.iter().zip(fields).map(|(name, field)| ((*name).to_owned(), field)).collect();
            let says = |column: &str| row.get(column).and_then(|field| text.get(field.clone()));
            if says("document").is_none_or(str::is_empty) {
                continue;
            }
            for column in columns {
                if let (Some(value), Some(written)) = (row.get(*column), says(column))
                    && !matches!(written, "" | "1")
                {
                    cells.push(Cell { file, value: value.clone(), row: row.clone() });
                }
            }
        }
    }
    Ok(cells)
}

/// The fields of each line. No field of the tables runs over several lines.
fn lines(text: &str) -> impl Iterator<Item = Vec<Range<usize>>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let from = start;
        start += line.len();
        fields(line.trim_end_matches(['\r', '\n']), from)
    })
}

fn fields(line: &str, from: usize) -> Vec<Range<usize>> {
    let (mut fields, mut start, mut quoted) = (Vec::new(), from, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                fields.push(start..from + at);
                start = from + at + 1;
            }
            _ => {}
        }
    }
    fields.push(start..from + line.len());
    fields
}

/// A change of a value that chance picks; nothing where this kind cannot be made of it.
pub(super) fn make(
    kind: Kind,
    files: &BTreeMap<String, Vec<u8>>,
    cells: &[Cell],
    chance: &mut Rng,
) -> Option<Change> {
    let at = chance.choice(0..cells.len())?;
    let cell = cells.get(at)?;
    let text = std::str::from_utf8(files.get(cell.file)?).ok()?;
    let written = |range: &Range<usize>| text.get(range.clone());
    let value = written(&cell.value)?;
    let pieces = match kind {
        Kind::Digit => vec![(cell.value.clone(), digit(value, chance)?)],
        Kind::Ten => vec![(cell.value.clone(), larger(value, 1)?)],
        Kind::Thousand => vec![(cell.value.clone(), larger(value, 3)?)],
        Kind::Swap => {
            let other = cells.get(at + 1 + chance.usize(..4)).filter(|other| other.file == cell.file)?;
            let theirs = written(&other.value)?;
            (value != theirs).then_some(())?;
            vec![(cell.value.clone(), theirs.to_owned()), (other.value.clone(), value.to_owned())]
        }
        Kind::Year => {
            let times = TIMES.iter().filter_map(|column| cell.row.get(*column));
            let year = times.into_iter().find_map(|field| year(written(field)?, field.start))?;
            let number: i64 = written(&year)?.parse().ok()?;
            let other = if chance.bool() { number + 1 } else { number - 1 };
            vec![(year, other.to_string())]
        }
        Kind::Unit => {
            let field = MEASURED_IN.iter().find_map(|column| cell.row.get(*column))?;
            let unit = written(field)?;
            let (_, other) = TAKEN_FOR.iter().find(|(known, _)| *known == unit)?;
            vec![(field.clone(), (*other).to_owned())]
        }
    };
    Some(changed(cell, text, pieces))
}

fn changed(cell: &Cell, text: &str, mut pieces: Vec<(Range<usize>, String)>) -> Change {
    pieces.sort_by_key(|(range, _)| range.start);
    let line = text.get(..cell.value.start).unwrap_or_default().matches('\n').count() + 1;
    let told: Vec<String> = pieces
        .iter()
        .map(|(range, new)| format!("{} → {new}", text.get(range.clone()).unwrap_or_default()))
        .collect();
    let name = ["key", "id", "indicator"].iter().find_map(|column| text.get(cell.row.get(*column)?.clone()));
    let mut after = text.to_owned();
    for (range, new) in pieces.into_iter().rev() {
        after.replace_range(range, &new);
    }
    let what = format!("{}: {}", name.unwrap_or_default(), told.join(", "));
    Change { file: cell.file.to_owned(), after, line, what }
}

/// Another digit in place of one that says something: zeros at the end are how a scale is written.
fn digit(value: &str, chance: &mut Rng) -> Option<String> {
    let telling = if value.contains('.') { value } else { value.trim_end_matches('0') };
    let digits: Vec<usize> =
        telling.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = *chance.choice(&digits)?;
    let old: u8 = value.get(at..at + 1)?.parse().ok()?;
    let first = digits.first() == Some(&at);
    let mut new = (1..10).map(|step| (old + step) % 10).filter(|new| !(first && *new == 0));
    let new = new.nth(chance.usize(..8))?.to_string();
    let mut changed = value.to_owned();
    changed.replace_range(at..at + 1, &new);
    Some(changed)
}

/// The value times a power of ten.
fn larger(value: &str, zeros: usize) -> Option<String> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let shifted = format!("{fraction}{}", "0".repeat(zeros.saturating_sub(fraction.len())));
    let (moved, left) = shifted.split_at_checked(zeros)?;
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    Some(if left.is_empty() { whole.to_owned() } else { format!("{whole}.{left}") })
}

/// Where a year stands in a field.
fn year(field: &str, from: usize) -> Option<Range<usize>> {
    let is_year = |at: &usize| {
        let alone = !field.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        let digits = field.get(*at..*at + 4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()));
        let century = field.get(*at..*at + 2).is_some_and(|c| matches!(c, "19" | "20"));
        let ends = !field.get(*at + 4..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        alone && digits && century && ends
    };
    (0..field.len()).find(is_year).map(|at| from + at..from + at + 4)
}
