//! The files of a bundle from what is stored: what importing them again would not change.
//!
//! A table is read a portion at a time, in the order of its keys, and given to whoever writes it, so that memory holds a portion of a
//! table and not the table. Values of `stated.csv` stand in one file for all services and are given whole.

use std::collections::BTreeMap;

use interchange::register::Storage;
use interchange::register::{Languages, add_languages};
use interchange::{Datum, Record, Register, stated};
use store::{AsOf, Snapshot, StoreError, Stored};

use crate::domain::StatedFile;
use crate::engine::Engine;
use crate::sql::scales;
use crate::stated::{STATED, register as stored};
use crate::tables;

/// Rows of a portion.
const PORTION: u32 = 10_000;

/// A file that is exported.
#[derive(Clone, Debug)]
pub struct File {
    /// Its fields, and its name: `observations/survey.csv`.
    pub register: Register,
    /// The languages of its texts.
    pub languages: Languages,
    /// The most decimal places of a value, by field.
    pub scales: BTreeMap<String, u32>,
}

/// Who writes what is exported.
pub trait Sink: Send {
    /// Takes the next records of a file, which is told with each portion; the first portion may have none, so that a file of no records
    /// is told, too.
    ///
    /// # Errors
    /// What kept it from being written.
    fn records(&mut self, file: &File, records: &[Record]) -> std::io::Result<()>;
}

/// Why something was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store did not give it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It could not be written.
    #[error("{file}: cannot be written: {error}")]
    Write {
        /// The file.
        file: String,
        /// What was said.
        error: std::io::Error,
    },
}

impl Engine {
    /// Gives what is stored now to who writes it; the rows of `stated.csv`, in the order of their keys.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_to(&self, sink: &mut dyn Sink) -> Result<Vec<Record>, ExportError> {
        let snapshot = self.store().read(AsOf::Head).await?;
        for own in &self.domain().registers {
            let file = File {
                languages: languages(&snapshot, &own.register).await?,
                scales: scales::of(&snapshot, &own.register).await?,
                register: own.register.clone(),
            };
            give(sink, &file, &[])?;
            let mut pages = Pages::of(&own.register);
            while let Some(records) = pages.next(&snapshot).await? {
                give(sink, &file, &records)?;
            }
        }
        for file in &self.domain().stated {
            self.observations_to(&snapshot, file, sink).await?;
        }
        let (source, target, mut values) = (stored(STATED, None), stated::register(), Vec::new());
        let mut pages = Pages::of(&source);
        while let Some(records) = pages.next(&snapshot).await? {
            values.extend(records.iter().map(|record| as_written(record, &target)));
        }
        Ok(values)
    }

    /// A document has a file of its own where a record set names it.
    async fn observations_to(
        &self,
        snapshot: &Snapshot,
        file: &StatedFile,
        sink: &mut dyn Sink,
    ) -> Result<(), ExportError> {
        let (reference, source) = (self.reference(snapshot).await?, stored(file.table, Some(file)));
        let scales = scales::of(snapshot, &source).await?;
        let sets = reference.manifest.record_sets.iter().map(|set| set.file.as_str());
        let own = sets.filter(|name| *name != file.file && file.holds(name));
        let named = |name: &str| {
            let register = Register { file: name.to_owned(), ..observations(file) };
            File { register, languages: Languages::new(), scales: scales.clone() }
        };
        let documents: BTreeMap<&str, File> =
            own.filter_map(|name| Some((stated::own_document(name)?, named(name)))).collect();
        let rest = named(file.file);
        for file in documents.values().chain([&rest]) {
            give(sink, file, &[])?;
        }
        let mut pages = Pages::of(&source);
        while let Some(records) = pages.next(snapshot).await? {
            let mut split: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
            for record in &records {
                let document = record.text("document").and_then(|id| documents.get_key_value(id));
                let name = document.map_or("", |(id, _)| id);
                split.entry(name).or_default().push(as_written(record, &rest.register));
            }
            for (document, records) in split {
                give(sink, documents.get(document).unwrap_or(&rest), &records)?;
            }
        }
        Ok(())
    }
}

fn give(sink: &mut dyn Sink, file: &File, records: &[Record]) -> Result<(), ExportError> {
    let named = |error| ExportError::Write { file: file.register.file.clone(), error };
    sink.records(file, records).map_err(named)
}

/// The languages that texts of a register are in; its rows are read for it only where it has such texts.
async fn languages(snapshot: &Snapshot, register: &Register) -> Result<Languages, StoreError> {
    let mut found = Languages::new();
    if register.fields.iter().any(|field| field.kind.storage() == Storage::Localized) {
        let mut pages = Pages::of(register);
        while let Some(records) = pages.next(snapshot).await? {
            add_languages(register, &records, &mut found);
        }
    }
    Ok(found)
}

/// The records of a table, a portion after the other.
struct Pages<'a> {
    register: &'a Register,
    /// The last row of the portion before.
    last: Option<Stored>,
    ended: bool,
}

impl<'a> Pages<'a> {
    const fn of(register: &'a Register) -> Self {
        Self { register, last: None, ended: false }
    }

    async fn next(&mut self, snapshot: &Snapshot) -> Result<Option<Vec<Record>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let table = snapshot.schema().table(&self.register.table)?;
        let after = self.last.as_ref().map(|stored| table.key_of(&stored.row));
        let mut rows = snapshot.page(&self.register.table, after.as_deref(), PORTION).await?;
        self.ended = rows.len() < usize::try_from(PORTION).unwrap_or(usize::MAX);
        let records: Result<Vec<Record>, StoreError> =
            rows.iter().map(|stored| tables::record(self.register, &stored.row)).collect();
        self.last = rows.pop();
        records.map(Some)
    }
}

/// What a file of stated values looks like.
fn observations(file: &StatedFile) -> Register {
    let dimensions = file.dimensions.iter().map(|d| (*d).to_owned()).collect();
    let register = stated::observations_register(&dimensions);
    Register { file: file.file.to_owned(), table: file.table.to_owned(), ..register }
}

/// A stored value as the file has it: an exact bound is left empty, and a missing value says so.
fn as_written(stored: &Record, target: &Register) -> Record {
    let mut record = Record::new(target, Vec::new());
    for field in &target.fields {
        record.set(&field.name, stored.get(&field.name).clone());
    }
    if stored.text("bound") == Some("exact") {
        record.set("bound", Datum::Null);
    }
    if stored.decimal("value").is_none() {
        record.set("status", Datum::Text("missing".to_owned()));
        record.set("decimals", Datum::Null);
    }
    record
}
