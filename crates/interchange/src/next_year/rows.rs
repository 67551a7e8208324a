//! Which rows of registers are left out of the new bundle, by what their columns are called.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use figures::{Labels, Period};

use crate::bundle::{Bundle, is_shared};
use crate::register::is_language;

/// The header line of a CSV file alone.
pub(super) fn header_only(bytes: &[u8]) -> Vec<u8> {
    let (header, _) = parse(bytes);
    print(&header, &[])
}

/// Whether a period lies in a year; a projection for a later one, or a span of several, does not.
pub(super) fn lies_in(period: &str, year: i16) -> bool {
    period.parse::<Period>().is_ok_and(|p| Period::Year(year).contains(&p))
}

fn parse(bytes: &[u8]) -> (StringRecord, Vec<StringRecord>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().cloned().unwrap_or_default();
    (header, reader.records().flatten().collect())
}

fn print(header: &StringRecord, rows: &[StringRecord]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    // Writing to a vector cannot fail.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The records that are left out, by file: identifier and labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Dropped {
    ids: BTreeMap<String, BTreeMap<String, Labels>>,
    year: i16,
}

impl Dropped {
    /// All records of yearly files, records of the new year, and whatever refers to one of these.
    pub(super) fn find(bundle: &Bundle, yearly: &BTreeSet<&str>, year: i16) -> Self {
        let registers: Vec<_> = bundle
            .files()
            .iter()
            .filter(|(name, _)| name.ends_with(".csv") && !is_shared(name))
            .map(|(name, bytes)| (name.as_str(), parse(bytes)))
            .collect();
        let mut dropped = Self { ids: BTreeMap::new(), year };
        // What refers to a dropped record may itself be referred to, so this goes on until nothing more is found.
        loop {
            let before = dropped.count();
            for (name, (header, rows)) in &registers {
                for row in rows
                    .iter()
                    .filter(|r| yearly.contains(name) || dropped.leaves_out(header, r))
                    .cloned()
                    .collect::<Vec<_>>()
                {
                    dropped.add(name, header, &row);
                }
            }
            if dropped.count() == before {
                return dropped;
            }
        }
    }

    fn count(&self) -> usize {
        self.ids.values().map(BTreeMap::len).sum()
    }

    fn add(&mut self, file: &str, header: &StringRecord, row: &StringRecord) {
        let Some(id) = cell(header, row, "id") else { return };
        let columns = header.iter().zip(row.iter());
        let labels = columns
            .filter_map(|(name, text)| Some((name.strip_prefix("label_")?, text)))
            .filter(|(l, t)| is_language(l) && !t.trim().is_empty());
        let labels = labels.map(|(language, text)| (language.to_owned(), text.trim().to_owned())).collect();
        self.ids.entry(file.to_owned()).or_default().insert(id.to_owned(), labels);
    }

    fn leaves_out(&self, header: &StringRecord, row: &StringRecord) -> bool {
        let dated =
            ["period", "as_at"].iter().any(|c| cell(header, row, c).is_some_and(|p| lies_in(p, self.year)));
        dated || header.iter().zip(row.iter()).any(|(column, code)| self.get(column, code).is_some())
    }

    /// The labels of a dropped record by what refers to it: `event` to `events.csv`.
    pub(super) fn get(&self, dimension: &str, code: &str) -> Option<&Labels> {
        self.ids.get(&format!("{dimension}s.csv"))?.get(code)
    }

    /// A file without the rows that are left out; unchanged where there are none.
    pub(super) fn kept(&self, bytes: &[u8]) -> Vec<u8> {
        let (header, rows) = parse(bytes);
        let count = rows.len();
        let kept: Vec<_> = rows.into_iter().filter(|row| !self.leaves_out(&header, row)).collect();
        if kept.len() == count { bytes.to_vec() } else { print(&header, &kept) }
    }
}

fn cell<'a>(header: &StringRecord, row: &'a StringRecord, column: &str) -> Option<&'a str> {
    let index = header.iter().position(|name| name == column)?;
    row.get(index).filter(|text| !text.is_empty())
}
