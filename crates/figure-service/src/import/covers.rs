//! Which stored rows a file closes by not having them: those of a complete record set, and only those that might stand in that file.

use std::collections::BTreeMap;

use figures::Period;
use interchange::manifest::RecordSet;
use interchange::mistake::Place;
use interchange::stated::{own_document, table_of};
use store::{Datum, Row, Table};

use crate::domain::Domain;
use crate::stated;

/// Which stored rows a file closes by not having them.
pub(super) struct Covers {
    /// The complete record sets of the file; one without a filter is all of it.
    sets: Vec<RecordSet>,
    /// The one document whose rows the file holds.
    only: Option<String>,
    /// Documents that have files of their own.
    but: Vec<String>,
}

impl Covers {
    /// None: rows that the file does not have stay.
    pub(super) fn nothing() -> Self {
        Self { sets: Vec::new(), only: None, but: Vec::new() }
    }

    /// All rows of its table.
    pub(super) fn everything() -> Self {
        let all = RecordSet {
            file: String::new(),
            filter: BTreeMap::new(),
            complete: true,
            source: String::new(),
            place: Place::start(""),
        };
        Self { sets: vec![all], ..Self::nothing() }
    }

    /// What the record sets of a bundle say of a file.
    pub(super) fn of(sets: &[RecordSet], file: &str) -> Self {
        let beside = sets.iter().filter(|set| table_of(&set.file).is_some_and(|table| table == file));
        Self {
            sets: sets.iter().filter(|set| set.file == file && set.complete).cloned().collect(),
            only: table_of(file).and_then(|_| own_document(file)).map(str::to_owned),
            but: beside.filter_map(|set| own_document(&set.file)).map(str::to_owned).collect(),
        }
    }

    /// Whether no row is closed.
    pub(super) fn is_nothing(&self) -> bool {
        self.sets.is_empty()
    }

    /// Whether a stored row is closed if the file does not have it.
    pub(super) fn holds(&self, domain: &Domain, table: &Table, file: &str, row: &Row) -> bool {
        let document = table.position("document").and_then(|at| row.get(at)).and_then(Datum::as_text);
        let document = document.unwrap_or_default();
        self.only.as_ref().is_none_or(|only| only == document)
            && !self.but.iter().any(|other| other == document)
            && self.sets.iter().any(|set| in_set(domain, table, file, set, row))
    }
}

/// Whether a stored row belongs to a record set. A filter that the register has no field for holds for no row.
fn in_set(domain: &Domain, table: &Table, file: &str, set: &RecordSet, row: &Row) -> bool {
    let codes = codes_of(domain, table, file, row);
    set.filter.iter().all(|(dimension, code)| match codes.get(dimension.as_str()) {
        Some(found) if dimension == "period" => {
            let periods = (code.parse::<Period>(), found.parse::<Period>());
            matches!(periods, (Ok(covered), Ok(own)) if covered.contains(&own))
        }
        Some(found) => found == code,
        None => false,
    })
}

/// The codes of a row's dimensions: of a stated value those of its key, of a record those of the fields declared.
fn codes_of(domain: &Domain, table: &Table, file: &str, row: &Row) -> BTreeMap<String, String> {
    let text = |column: &str| table.position(column).and_then(|i| row.get(i)).and_then(Datum::as_text);
    if let Some(own) = domain.registers.iter().find(|r| r.register.file == file) {
        let fields = own.dimensions.iter();
        let found = fields.filter_map(|(name, field)| {
            Some(((*name).to_owned(), text(&crate::sql::column_name(field))?.to_owned()))
        });
        return found.collect();
    }
    let key = text("key").and_then(stated::codes);
    let dimensions = key.into_iter().flat_map(|k| k.dimensions);
    dimensions.filter_map(|(name, s)| Some((name, stated::code(&s)?.to_owned()))).collect()
}
