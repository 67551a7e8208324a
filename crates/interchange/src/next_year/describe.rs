//! `bundle.toml` and `documents.csv` of the new year.

use figures::Period;
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use super::{Year, report_document, returns_document};
use crate::documents;
use crate::register::{self, Datum, Record};

impl Year<'_> {
    /// `bundle.toml` with the new year; comments and order stay.
    pub(super) fn manifest(&self, bytes: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(bytes);
        // It was read without a mistake before, so it parses; if not it is handed on as it is and reading it tells why.
        let Ok(mut document) = text.parse::<DocumentMut>() else { return bytes.to_vec() };
        if let Some(year) = document.get_mut("report").and_then(|r| r.get_mut("year")) {
            replace(year, i64::from(self.year).into());
        }
        self.edit_precedence(&mut document);
        if let Some(sets) = document.get_mut("record_set").and_then(Item::as_array_of_tables_mut) {
            sets.iter_mut().for_each(|set| self.edit_record_set(set));
        }
        document.to_string().into_bytes()
    }

    /// The new report and its returns go before the last ones and in their order, the report's sections in the same order.
    fn edit_precedence(&self, document: &mut DocumentMut) {
        let (last, new) = (report_document(self.last), report_document(self.year));
        let Some(precedence) = document.get_mut("precedence").and_then(Item::as_table_like_mut) else {
            return;
        };
        if let Some(documents) = precedence.get_mut("documents").and_then(Item::as_array_mut) {
            insert_before(documents, &self.described());
        }
        if let Some(sections) = precedence.get_mut("sections").and_then(Item::as_table_like_mut)
            && let Some(order) = sections.get(&last).cloned()
            && !sections.contains_key(&new)
        {
            sections.insert(&new, order);
        }
    }

    /// The documents that each year has, by their codes of the last year and of the new one.
    fn described(&self) -> [(String, String); 2] {
        [report_document, returns_document].map(|code| (code(self.last), code(self.year)))
    }

    /// A set of one period is of the new one, and open: an empty file is not a complete year without records.
    fn edit_record_set(&self, set: &mut Table) {
        let years = self.year.saturating_sub(self.last);
        let period =
            set.get_mut("filter").and_then(Item::as_table_like_mut).and_then(|f| f.get_mut("period"));
        let Some(period) = period else { return };
        if let Some(shifted) =
            period.as_str().and_then(|p| p.parse::<Period>().ok()).map(|p| p.shift_years(years))
        {
            replace(period, shifted.to_string().into());
        }
        if let Some(complete) = set.get_mut("complete") {
            replace(complete, false.into());
        }
        if let Some(source) =
            set.get_mut("source").filter(|s| s.as_str() == Some(&report_document(self.last)))
        {
            replace(source, report_document(self.year).into());
        }
    }

    /// `documents.csv` with the new report and its returns, described as the last ones were.
    pub(super) fn documents(&self, bytes: &[u8]) -> Vec<u8> {
        let register = documents::register();
        let (mut records, _) = register::read(&register, "documents.csv", bytes, self.context);
        let before = records.len();
        for (last, new) in self.described() {
            let there = records.iter().any(|r| r.text("id") == Some(&new));
            let described = records.iter().find(|r| r.text("id") == Some(&last)).filter(|_| !there).cloned();
            records.extend(described.map(|record| self.renewed(record, new)));
        }
        if records.len() == before { bytes.to_vec() } else { register::write(&register, &records) }
    }

    fn renewed(&self, mut report: Record, new: String) -> Record {
        report.set("id", Datum::Text(new));
        report.set("symbol", Datum::Null);
        report.set("date", Datum::Null);
        report.set("url", Datum::Null);
        let labels = report.localized("label").cloned().unwrap_or_default();
        let (from, to) = (self.last.to_string(), self.year.to_string());
        let labels =
            labels.into_iter().map(|(language, text)| (language, text.replace(&from, &to))).collect();
        report.set("label", Datum::Localized(labels));
        report
    }
}

/// Replaces a value and keeps the blanks and comments around it.
fn replace(item: &mut Item, new: Value) {
    let decor = item.as_value().map(|v| v.decor().clone());
    *item = value(new);
    if let (Some(decor), Some(value)) = (decor, item.as_value_mut()) {
        *value.decor_mut() = decor;
    }
}

/// Puts the new year's documents before the first of the last year's, those that these are of, in the same order.
fn insert_before(documents: &mut Array, described: &[(String, String)]) {
    let new_of = |code: &str| described.iter().find(|(last, _)| last == code).map(|(_, new)| new);
    let known: Vec<(usize, &String)> =
        documents.iter().enumerate().filter_map(|(at, code)| Some((at, new_of(code.as_str()?)?))).collect();
    let Some(&(first, _)) = known.first() else { return };
    let missing = |new: &String| documents.iter().all(|code| code.as_str() != Some(new));
    let missing: Vec<&String> = known.iter().map(|(_, new)| *new).filter(|new| missing(new)).collect();
    for new in missing.into_iter().rev() {
        let mut document = Value::from(new.as_str());
        if let Some(last) = documents.get_mut(first).map(Value::decor_mut) {
            *document.decor_mut() = last.clone();
            if last.prefix().and_then(|p| p.as_str()).is_none_or(str::is_empty) {
                last.set_prefix(" ");
            }
        }
        documents.insert_formatted(first, document);
    }
}
