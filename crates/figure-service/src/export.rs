//! The files of a bundle from what is stored: what importing them again would not change.
//!
//! A table is read a portion at a time, in the order of its keys, and given to whoever writes it, so that memory holds a portion of a
//! table and not the table. Values of `stated.csv` stand in one file for all services and are given whole.

use std::collections::BTreeMap;
use std::mem::replace;

use interchange::register::{Languages, Names, Storage, add_languages};
use interchange::{Datum, Record, Register, stated};
use store::{AsOf, Row, Snapshot, StoreError, Stored};
use tokio::task::JoinError;
use tokio_util::task::AbortOnDropHandle;

use crate::domain::StatedFile;
use crate::engine::Engine;
use crate::sql::scales;
use crate::stated::{STATED, register as stored};
use crate::tables::Records;

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
        let (mut pages, written) = (Pages::of(&source), AsWritten::of(&source, &target));
        while let Some(records) = pages.next(&snapshot).await? {
            values.extend(records.into_iter().map(|record| written.record(record)));
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
        let (mut pages, written) = (Pages::of(&source), AsWritten::of(&source, &rest.register));
        while let Some(records) = pages.next(snapshot).await? {
            let mut split: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
            for record in records {
                let document = record.text("document").and_then(|id| documents.get_key_value(id));
                let name = document.map_or("", |(id, _)| id);
                split.entry(name).or_default().push(written.record(record));
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

/// The records of a table, a portion after the other; the next one is read while one is made use of.
struct Pages<'a> {
    register: &'a Register,
    next: Next,
}

/// Where the next portion is.
enum Next {
    /// Not asked for yet.
    First,
    /// On its way.
    Reading(Reading),
    /// There is none.
    None,
}

/// A portion that is being read; dropped, it is not read further.
type Reading = AbortOnDropHandle<Result<Vec<Stored>, StoreError>>;

impl<'a> Pages<'a> {
    const fn of(register: &'a Register) -> Self {
        Self { register, next: Next::First }
    }

    async fn next(&mut self, snapshot: &Snapshot) -> Result<Option<Vec<Record>>, StoreError> {
        let reading = match replace(&mut self.next, Next::None) {
            Next::None => return Ok(None),
            Next::First => self.read(snapshot, None),
            Next::Reading(reading) => reading,
        };
        let cut_off =
            |error: JoinError| StoreError::Unavailable { why: format!("reading was cut off: {error}") };
        let rows = reading.await.map_err(cut_off)??;
        if rows.len() >= usize::try_from(PORTION).unwrap_or(usize::MAX) {
            let table = snapshot.schema().table(&self.register.table)?;
            let last = rows.last().map(|stored| table.key_of(&stored.row));
            self.next = Next::Reading(self.read(snapshot, last));
        }
        let reading = Records::of(self.register);
        rows.into_iter().map(|stored| reading.read(stored.row)).collect::<Result<_, _>>().map(Some)
    }

    fn read(&self, snapshot: &Snapshot, after: Option<Row>) -> Reading {
        let (snapshot, table) = (snapshot.clone(), self.register.table.clone());
        let read = async move { snapshot.page(&table, after.as_deref(), PORTION).await };
        AbortOnDropHandle::new(tokio::spawn(read))
    }
}

/// What a file of stated values looks like.
fn observations(file: &StatedFile) -> Register {
    let dimensions = file.dimensions.iter().map(|d| (*d).to_owned()).collect();
    let register = stated::observations_register(&dimensions);
    Register { file: file.file.to_owned(), table: file.table.to_owned(), ..register }
}

/// Stored values as a file has them: an exact bound is left empty, and a missing value says so.
struct AsWritten {
    names: Names,
    /// Of each field of the file, which of the table it is; none for one that the table does not have.
    places: Vec<Option<usize>>,
}

impl AsWritten {
    fn of(stored: &Register, file: &Register) -> Self {
        let place = |name: &String| stored.fields.iter().position(|field| field.name == *name);
        let places = file.fields.iter().map(|field| place(&field.name)).collect();
        Self { names: Names::of(file), places }
    }

    fn record(&self, mut stored: Record) -> Record {
        let (exact, missing) = (stored.text("bound") == Some("exact"), stored.decimal("value").is_none());
        let taken = |place: &Option<usize>| {
            place
                .and_then(|at| stored.values.get_mut(at))
                .map_or(Datum::Null, |value| replace(value, Datum::Null))
        };
        let mut record = Record::named(&self.names, self.places.iter().map(taken).collect());
        if exact {
            record.set("bound", Datum::Null);
        }
        if missing {
            record.set("status", Datum::Text("missing".to_owned()));
            record.set("decimals", Datum::Null);
        }
        record
    }
}
