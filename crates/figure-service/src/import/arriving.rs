//! Large files of a part, read as they come: their rows wait in the store until the part is whole.
//!
//! While one piece is parsed, on a thread of its own, the rows of the one before go into the store. Two pieces and their rows are all that is
//! held. Dropped before its end, it leaves nothing.

use std::sync::Arc;

use bytes::Bytes;
use interchange::{Bundle, Context, Mistake};
use store::{Row, Staging, StoreError, Transaction};
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use super::covers::Covers;
use super::parser::Parser;
use super::part::Part;
use super::write::conflict;
use super::{Conflict, FileCounts, Import, Imported, finish};
use crate::domain::{Domain, StatedFile};
use crate::engine::Engine;
use crate::stated::ORDINAL;

/// So many rows that a file left out are looked at or closed at once.
const PAGE: usize = 5_000;

/// A part whose small files are read and whose large ones are coming.
pub(crate) struct Arriving {
    engine: Engine,
    bundle: Bundle,
    part: Part,
    import: Import,
    /// Files that have not begun yet, the next one last.
    announced: Vec<String>,
    current: Option<Current>,
    arrived: Vec<Arrived>,
}

/// A large file that has come; its rows wait.
pub(super) struct Arrived {
    pub(super) name: String,
    pub(super) table: &'static str,
    pub(super) digest: blake3::Hash,
    pub(super) mistakes: Vec<Mistake>,
    /// None where a mistake keeps the part from being written.
    staging: Option<Staging>,
    covers: Covers,
}

/// The file that is coming.
struct Current {
    name: String,
    file: StatedFile,
    parser: Parser,
    hasher: blake3::Hasher,
    /// Rows on their way into the store.
    adding: Adding,
}

type Adding = JoinHandle<Result<Staging, StoreError>>;

impl Arriving {
    pub(crate) fn new(engine: Engine, bundle: Bundle, part: Part, import: Import) -> Self {
        let (announced, arrived) = (Vec::new(), Vec::new());
        Self { engine, bundle, part, import, announced, current: None, arrived }
    }

    /// The same, with the files that will come, in this order.
    pub(crate) fn announce(mut self, names: impl Iterator<Item = String>) -> Self {
        self.announced = names.collect();
        self.announced.reverse();
        self
    }

    /// The same, where rows that are not sent stay.
    pub(crate) fn adding_only(self) -> Self {
        Self { part: self.part.adding_only(), ..self }
    }

    /// What is known while the files are read.
    pub(crate) fn context(&self) -> Arc<Context> {
        self.part.context()
    }

    /// Whether anything has come.
    pub(crate) fn has_begun(&self) -> bool {
        self.current.is_some()
    }

    /// Adds mistakes that were found before the files were read.
    pub(crate) fn wrong(&mut self, mistakes: Vec<Mistake>) {
        self.part.mistakes.extend(mistakes);
    }

    /// Takes what comes next of a file that was announced.
    ///
    /// # Errors
    /// Those of the store; `Invalid` for a file that the domain has not.
    pub(crate) async fn push(&mut self, name: &str, bytes: Bytes) -> Result<(), StoreError> {
        while self.current.as_ref().is_none_or(|current| current.name != name) {
            if self.announced.is_empty() {
                return Err(foreign(name));
            }
            self.next().await?;
        }
        let Some(Current { name, file, mut parser, mut hasher, adding }) = self.current.take() else {
            return Ok(());
        };
        let parsing = spawn_blocking(move || {
            hasher.update(&bytes);
            let rows = parser.push(&bytes);
            (parser, hasher, rows)
        });
        let (parser, hasher, rows) = parsing.await.map_err(cut_off)?;
        let adding = add(adding.await.map_err(cut_off)??, rows?);
        self.current = Some(Current { name, file, parser, hasher, adding });
        Ok(())
    }

    /// Writes the part: all has come.
    ///
    /// # Errors
    /// As [`Engine::import`].
    pub(crate) async fn finish(mut self) -> Result<Imported, StoreError> {
        while !self.announced.is_empty() || self.current.is_some() {
            self.next().await?;
        }
        let Self { engine, bundle, part, import, arrived, .. } = self;
        finish(engine.store(), engine.domain(), &bundle, part, arrived, &import).await
    }

    /// Ends the file that came, and begins the one that was announced behind it.
    async fn next(&mut self) -> Result<(), StoreError> {
        if let Some(current) = self.current.take() {
            let covers = self.part.covers(&current.name);
            self.arrived.push(current.end(covers).await?);
        }
        let Some(name) = self.announced.pop() else { return Ok(()) };
        let domain = self.engine.domain();
        let Some(file) = domain.stated.iter().find(|file| file.file == name).cloned() else {
            return Err(foreign(&name));
        };
        let parser = Parser::new(domain.name, file.clone(), self.part.context());
        let staging = self.engine.store().stage(file.table).await?;
        let adding = add(staging, Vec::new());
        self.current = Some(Current { name, file, parser, hasher: blake3::Hasher::new(), adding });
        Ok(())
    }
}

impl Current {
    async fn end(self, covers: Covers) -> Result<Arrived, StoreError> {
        let Self { name, file, parser, hasher, adding } = self;
        let parsed = spawn_blocking(move || parser.end()).await.map_err(cut_off)??;
        let mut staging = add(adding.await.map_err(cut_off)??, parsed.rows).await.map_err(cut_off)??;
        let sound = parsed.mistakes.is_empty();
        if sound {
            staging.finish(parsed.repeats.then_some(ORDINAL)).await?;
        }
        let staging = sound.then_some(staging);
        let (table, digest) = (file.table, hasher.finalize());
        Ok(Arrived { name, table, digest, mistakes: parsed.mistakes, staging, covers })
    }
}

fn foreign(name: &str) -> StoreError {
    let why = "is no file that is read as it comes; send it before those that are".to_owned();
    StoreError::Invalid { place: name.to_owned(), why }
}

/// Adds rows while others are parsed.
fn add(mut staging: Staging, rows: Vec<(u32, Row)>) -> Adding {
    tokio::spawn(async move {
        if !rows.is_empty() {
            staging.add(rows).await?;
        }
        Ok(staging)
    })
}

fn cut_off(error: JoinError) -> StoreError {
    StoreError::Unavailable { why: format!("reading the file was cut off: {error}") }
}

impl Arrived {
    /// The counts of the file, by what writing it changed.
    pub(super) fn counts(&self, change: &store::TableChange) -> FileCounts {
        FileCounts::of(&self.name, self.staging.as_ref().map_or(0, Staging::rows), change)
    }

    /// The rows that something else has changed and the file would change or close, and those that something else has closed and the file
    /// would bring back.
    pub(super) async fn conflicts(
        &self,
        tx: &mut Transaction,
        domain: &Domain,
        most: usize,
    ) -> Result<Vec<Conflict>, StoreError> {
        let Some(staging) = &self.staging else { return Ok(Vec::new()) };
        if !tx.was_edited().await? {
            return Ok(Vec::new());
        }
        let schema = tx.schema().clone();
        let table = schema.table(self.table)?;
        let mut conflicts = Vec::new();
        for (line, version) in tx.edited_staged(staging, most).await? {
            conflicts.push(conflict(&self.name, line, &table.key_of(&version.row), &version.made));
        }
        for (line, version) in tx.removed_staged(staging, most).await? {
            let closed = version.closed.as_ref().unwrap_or(&version.made);
            conflicts.push(conflict(&self.name, line, &table.key_of(&version.row), closed));
        }
        let mut last = None;
        while self.closes() && conflicts.len() < most {
            let page = tx.edited_left_out(staging, last.as_ref(), PAGE).await?;
            let Some(end) = page.last().map(|version| version.row.clone()) else { break };
            let gone = page.iter().filter(|version| self.covered(domain, table, &version.row));
            conflicts.extend(gone.map(|v| conflict(&self.name, 0, &table.key_of(&v.row), &v.made)));
            last = Some(end);
        }
        Ok(conflicts)
    }

    /// Moves the file's rows into its table and closes those that it no longer has; with `plan` only counts what that would be.
    pub(super) async fn write(
        &self,
        tx: &mut Transaction,
        domain: &Domain,
        plan: bool,
    ) -> Result<FileCounts, StoreError> {
        let Some(staging) = &self.staging else { return Ok(self.counts(&store::TableChange::default())) };
        let mut change = if plan { tx.plan_staged(staging).await? } else { tx.put_staged(staging).await? };
        let schema = tx.schema().clone();
        let table = schema.table(self.table)?;
        let mut last = None;
        while self.closes() {
            let page = tx.left_out(staging, last.as_ref(), PAGE).await?;
            let Some(end) = page.last().map(|stored| stored.row.clone()) else { break };
            let gone = page.iter().filter(|stored| self.covered(domain, table, &stored.row));
            let keys: Vec<Row> = gone.map(|stored| table.key_of(&stored.row)).collect();
            change.closed = change.closed.saturating_add(u64::try_from(keys.len()).unwrap_or(u64::MAX));
            if !plan && !keys.is_empty() {
                tx.close(self.table, &keys).await?;
            }
            last = Some(end);
        }
        Ok(self.counts(&change))
    }

    fn closes(&self) -> bool {
        !self.covers.is_nothing()
    }

    fn covered(&self, domain: &Domain, table: &store::Table, row: &Row) -> bool {
        self.covers.holds(domain, table, &self.name, row)
    }
}
