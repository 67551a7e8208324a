//! A part of a bundle, read: rows for tables, and every mistake.

use std::sync::Arc;

use interchange::manifest::{self, RecordSet};
use interchange::mistake::Place;
use interchange::{Bundle, Context, Mistake, Record, Register, Stated, register};
use store::{Row, StoreError, TableChange};

use super::arriving::Arrived;
use super::covers::Covers;
use super::references::Ids;
use super::{FileCounts, agree};
use crate::domain::{Domain, StatedFile};
use crate::reference::{BUNDLE, Reference, shared_registers};
use crate::stated::{self, STATED};
use crate::tables;

/// A part that is ready to be written, or has mistakes.
pub(crate) struct Part {
    pub(super) files: Vec<FileRows>,
    pub(super) mistakes: Vec<Mistake>,
    /// How complete files are, by the part's `bundle.toml` or else the stored one.
    sets: Vec<RecordSet>,
    /// What is known while its files are read.
    context: Arc<Context>,
}

/// The rows of one file.
pub(super) struct FileRows {
    pub(super) file: String,
    pub(super) table: String,
    /// Each row with its line.
    pub(super) rows: Vec<(u32, Row)>,
    pub(super) covers: Covers,
}

impl Part {
    /// Reads a part. What shared files it lacks is taken from what is stored.
    ///
    /// # Errors
    /// `Invalid` for a value that cannot be stored, which reading refuses.
    pub(super) fn read(
        domain: &Domain,
        reference: &Reference,
        stored: &Ids,
        bundle: &Bundle,
    ) -> Result<Self, StoreError> {
        let (mut context, found) = context(reference, bundle);
        for (file, ids) in stored {
            context.ids.entry(file.clone()).or_default().extend(ids.iter().cloned());
        }
        let manifest =
            if bundle.file(manifest::FILE).is_some() { bundle.manifest() } else { &reference.manifest };
        let context = Arc::new(context);
        let sets = manifest.record_sets.clone();
        let mut part = Self { files: Vec::new(), mistakes: found, sets, context: Arc::clone(&context) };
        for name in bundle.files().keys() {
            part.file(domain, bundle, name, &context)?;
        }
        part.mistakes.extend(agree::check(domain, bundle, &context));
        Ok(part)
    }

    fn file(
        &mut self,
        domain: &Domain,
        bundle: &Bundle,
        name: &str,
        context: &Context,
    ) -> Result<(), StoreError> {
        let bytes = bundle.file(name).unwrap_or_default();
        if name == manifest::FILE {
            let content = String::from_utf8_lossy(bytes).into_owned();
            let row = Row::from([i64::from(bundle.manifest().report.year).into(), content.into()]);
            self.add(name, BUNDLE, vec![(1, row)], Covers::nothing());
            return Ok(());
        }
        if let Some(register) = shared_registers().iter().find(|r| r.file == name) {
            // Its mistakes are those of the context.
            let (records, _) = register::read(register, name, bytes, context);
            return self.records(register, records, Covers::everything());
        }
        let covers = self.covers(name);
        if name == "stated.csv" {
            let (rows, found) = interchange::stated::read_of(domain.name, "stated.csv", bytes, context);
            self.mistakes.extend(found);
            return self.stated(name, STATED, None, rows, covers);
        }
        if let Some(file) = domain.stated.iter().find(|f| f.holds(name)) {
            let (rows, found) = stated::read(name, domain.name, bytes, context);
            self.mistakes.extend(found);
            self.mistakes.extend(rows.iter().filter_map(|row| misplaced(bundle, name, row)));
            return self.stated(name, file.table, Some(file), rows, covers);
        }
        if let Some(own) = domain.registers.iter().find(|r| r.register.file == name) {
            let (records, found) = register::read(&own.register, name, bytes, context);
            self.mistakes.extend(found);
            return self.records(&own.register, records, covers);
        }
        let problem = format!("{} has no file `{name}`", domain.name);
        self.mistakes.push(Mistake::new(Place::start(name), problem, "send it to the service that owns it"));
        Ok(())
    }

    fn records(
        &mut self,
        register: &Register,
        records: Vec<Record>,
        covers: Covers,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(records.len());
        for record in &records {
            rows.push((record.line, tables::row(register, record)?));
        }
        self.add(&register.file, &register.table, rows, covers);
        Ok(())
    }

    fn stated(
        &mut self,
        file: &str,
        table: &str,
        from: Option<&StatedFile>,
        rows: Vec<Stated>,
        covers: Covers,
    ) -> Result<(), StoreError> {
        let rows = stated::rows(table, from, rows)?;
        self.add(file, table, rows, covers);
        Ok(())
    }

    fn add(&mut self, file: &str, table: &str, rows: Vec<(u32, Row)>, covers: Covers) {
        self.files.push(FileRows { file: file.to_owned(), table: table.to_owned(), rows, covers });
    }

    /// The same part, of which no file says that rows are gone.
    pub(super) fn adding_only(self) -> Self {
        Self { sets: Vec::new(), ..self }
    }

    /// What is known while the part's files are read.
    pub(super) fn context(&self) -> Arc<Context> {
        Arc::clone(&self.context)
    }

    /// Which stored rows a file's absence of them closes.
    pub(super) fn covers(&self, file: &str) -> Covers {
        Covers::of(&self.sets, file)
    }

    /// The counts of an import that was done before.
    pub(super) fn replayed(&self, tables: &[TableChange], arrived: &[Arrived]) -> Vec<FileCounts> {
        let none = TableChange::default();
        let of = |table: &str| tables.iter().find(|t| t.table == table).unwrap_or(&none);
        let files = self.files.iter().map(|file| file.counts(of(&file.table)));
        files.chain(arrived.iter().map(|file| file.counts(of(file.table)))).collect()
    }
}

impl FileRows {
    /// The counts of the file, by what writing it changed.
    pub(super) fn counts(&self, change: &TableChange) -> FileCounts {
        FileCounts::of(&self.file, u64::try_from(self.rows.len()).unwrap_or(u64::MAX), change)
    }
}

impl FileCounts {
    /// The counts of a file of so many rows, by what writing it changed.
    pub(super) fn of(file: &str, read: u64, change: &TableChange) -> Self {
        Self {
            file: file.to_owned(),
            read,
            added: change.inserted,
            changed: change.changed,
            closed: change.closed,
            unchanged: read.saturating_sub(change.inserted).saturating_sub(change.changed),
        }
    }
}

/// A row whose document has a file of its own, and which stands in the file for all others: a key and place would have two rows.
fn misplaced(bundle: &Bundle, name: &str, row: &Stated) -> Option<Mistake> {
    let own = format!("{}/{}.csv", name.strip_suffix(".csv")?, row.document);
    let place = Place::new(name, row.line, 1);
    bundle.file(&own)?;
    let problem = format!("`{}` has a file of its own, {own}", row.document);
    Some(Mistake::new(place, problem, "move the row there").of("document"))
}

/// What the part's shared files make known, together with those that are stored.
fn context(reference: &Reference, bundle: &Bundle) -> (Context, Vec<Mistake>) {
    let (mut context, mistakes) = bundle.context();
    let has = |file: &str| bundle.file(file).is_some();
    let stored = &reference.context;
    if !has(manifest::FILE) {
        context.languages.clone_from(&stored.languages);
    }
    if !has("codes.csv") {
        context.codes.clone_from(&stored.codes);
    }
    if !has("areas.csv") {
        context.areas.clone_from(&stored.areas);
    }
    if !has("documents.csv") {
        context.documents.clone_from(&stored.documents);
    }
    if !has("measures.csv") {
        context.measures.clone_from(&stored.measures);
    }
    for (file, ids) in &stored.ids {
        // A part may add records; those stored before are still known.
        context.ids.entry(file.clone()).or_default().extend(ids.iter().cloned());
    }
    (context, mistakes)
}
