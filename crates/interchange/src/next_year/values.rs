//! Last year's accepted values as rows of `stated.csv` and `published.csv`, and what stays of the rows that are there.

use std::collections::{BTreeMap, BTreeSet};

use figures::conversion::Rate;
use figures::{Basis, Conversions, Figure, FigureKey, MissingReason, Selector, Source, Status, Unit, Value};

use super::rows::Dropped;
use super::{Year, report_document};
use crate::codes;
use crate::mistake::Mistake;
use crate::register::{self, Datum, Record, Register};
use crate::stated;

impl Year<'_> {
    /// The new `stated.csv` and the keys in it.
    pub(super) fn stated(&self) -> Result<(Vec<u8>, BTreeSet<FigureKey>), Vec<Mistake>> {
        let register = stated::register();
        let mut records = Vec::new();
        let mut keys = BTreeSet::new();
        for (key, figure) in self.accepted.iter().filter(|(key, _)| !self.is_of_new_year(key)) {
            let rows = self.rows(&register, figure);
            if !rows.is_empty() {
                keys.insert(key.clone());
            }
            records.extend(rows);
        }
        let bytes = self.bundle.file("stated.csv").unwrap_or(b"key\n");
        let (old, mistakes) = register::read(&register, "stated.csv", bytes, self.context);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        for record in old {
            let key = record.text("key").and_then(|k| k.parse::<FigureKey>().ok());
            if let Some(key) = key.filter(|k| self.stays(k)) {
                keys.insert(key);
                records.push(record);
            }
        }
        Ok((register::write(&register, &records), keys))
    }

    /// The rows of observations that no figure was handed in for.
    pub(super) fn observations(&self, file: &str) -> Result<Vec<u8>, Vec<Mistake>> {
        let bytes = self.bundle.file(file).unwrap_or_default();
        let service = self.bundle.owners(file).first().cloned().unwrap_or_default();
        let (rows, mistakes) = stated::read_observations(&service, file, bytes, self.context);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let stay: BTreeSet<u32> = rows.iter().filter(|r| self.stays(&r.key)).map(|r| r.line).collect();
        let register = stated::observations_register(&stated::dimensions_of(&service, self.context));
        let (records, _) = register::read(&register, file, bytes, self.context);
        let records: Vec<Record> = records.into_iter().filter(|r| stay.contains(&r.line)).collect();
        Ok(register::write(&register, &records))
    }

    fn stays(&self, key: &FigureKey) -> bool {
        !self.accepted.contains_key(key) && !self.is_of_new_year(key)
    }

    /// The new `published.csv`: what stood there and what last year's report printed.
    pub(super) fn published(&self) -> Result<Vec<u8>, Vec<Mistake>> {
        let register = stated::published_register();
        let bytes = self.bundle.file("published.csv").unwrap_or(b"key,document\n");
        let (mut records, mistakes) = register::read(&register, "published.csv", bytes, self.context);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        for figure in self.accepted.values() {
            if let (Some(value), Some(source)) = (figure.value, self.printed_at(figure)) {
                records.push(row(&register, figure, Some(value), &source));
            }
        }
        Ok(register::write(&register, &records))
    }

    /// Where last year's report printed a figure, else the place of its first source.
    fn printed_at(&self, figure: &Figure) -> Option<Source> {
        let report = report_document(self.last);
        let printed = figure.sources.iter().find(|s| s.document == report).cloned();
        printed.or_else(|| self.own_report()).or_else(|| figure.sources.first().cloned())
    }

    fn own_report(&self) -> Option<Source> {
        let report = report_document(self.last);
        let known = self.context.documents.as_ref().is_some_and(|d| d.get(&report).is_some());
        known.then(|| Source { document: report, ..Source::default() })
    }

    /// A stated figure has a row for each place of it, a computed one a row for the first: it has no place of its own.
    fn rows(&self, register: &Register, figure: &Figure) -> Vec<Record> {
        let mut sources = figure.sources.clone();
        if figure.basis == Basis::Computed {
            sources.truncate(1);
        }
        match figure.status {
            Status::Available => {
                if sources.is_empty() {
                    sources.extend(self.own_report());
                }
                sources.iter().map(|s| row(register, figure, figure.value, s)).collect()
            }
            // Of these nobody said that there is no value: they were only asked for.
            Status::Missing(MissingReason::NotRecorded) | Status::Unavailable => Vec::new(),
            Status::Missing(_) => sources.iter().map(|s| row(register, figure, None, s)).collect(),
        }
    }

    /// `codes.csv` with the dropped records that keys still name.
    pub(super) fn codes(&self, dropped: &Dropped, keys: &BTreeSet<FigureKey>) -> Vec<u8> {
        let register = codes::register();
        let bytes = self.bundle.file("codes.csv").unwrap_or(b"list,code,label_en\n");
        let mut named = BTreeMap::new();
        for (dimension, selector) in keys.iter().flat_map(|k| &k.dimensions) {
            if let Selector::Code(code) = selector
                && let Some(labels) = dropped.get(dimension, code)
                && self.context.codes.as_ref().is_none_or(|c| c.get(dimension, code).is_none())
            {
                named.insert((dimension.clone(), code.clone()), labels.clone());
            }
        }
        if named.is_empty() {
            return bytes.to_vec();
        }
        let (mut records, _) = register::read(&register, "codes.csv", bytes, self.context);
        for ((list, code), mut labels) in named {
            for language in self.context.languages.iter().take(1) {
                labels.entry(language.clone()).or_insert_with(|| code.clone());
            }
            let values = vec![Datum::Text(list), Datum::Text(code), Datum::Null, Datum::Localized(labels)];
            records.push(Record::new(&register, values));
        }
        register::write(&register, &records)
    }
}

fn row(register: &Register, figure: &Figure, value: Option<Value>, source: &Source) -> Record {
    let text = |text: &str| if text.is_empty() { Datum::Null } else { Datum::Text(text.to_owned()) };
    let mut record = Record::new(register, Vec::new());
    record.set("key", text(&figure.key));
    record.set("unit", text(figure.unit.code()));
    record.set("document", text(&source.document));
    record.set("section", text(&source.section));
    record.set("locator", text(&source.locator));
    record.set("note", text(&note(figure)));
    match (value, figure.status) {
        (Some(value), _) => {
            record.set("value", Datum::Decimal(value.number.normalize()));
            record.set("decimals", text(&value.decimals.to_string()));
            record.set(
                "bound",
                if value.bound.name() == "exact" { Datum::Null } else { text(value.bound.name()) },
            );
        }
        (None, Status::Missing(reason)) => {
            record.set("status", text("missing"));
            record.set("missing_reason", text(reason.name()));
        }
        (None, Status::Available | Status::Unavailable) => {}
    }
    record
}

fn note(figure: &Figure) -> String {
    let formula = figure.formula.as_deref().filter(|_| figure.basis == Basis::Computed);
    let note = match (formula, &figure.note) {
        (Some(formula), _) => format!("computed: {formula}"),
        (None, Some(note)) => note.clone(),
        (None, None) => String::new(),
    };
    let converted =
        figure.conversions.as_ref().map(|told| format!("converted: {}", rates(told, &figure.unit)));
    let parts: Vec<String> =
        [note, converted.unwrap_or_default()].into_iter().filter(|p| !p.is_empty()).collect();
    parts.join("; ")
}

/// The rates of conversions: `1 EUR = 0.947 CHF of 2024-06-28 (rates-2024-06), 3 more`.
fn rates(told: &Conversions, unit: &Unit) -> String {
    let one = |rate: &Rate| {
        let Rate { from, exchange_rate, value_date, document, count: _ } = rate;
        format!("1 {from} = {} {unit} of {value_date} ({})", exchange_rate.normalize(), document.document)
    };
    let more = (told.more > 0).then(|| format!("{} more", told.more));
    told.rates.iter().map(one).chain(more).collect::<Vec<_>>().join(", ")
}
