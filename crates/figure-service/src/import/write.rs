//! Writing a part into the tables: what is new, what differs, what is gone, and what stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use interchange::Mistake;
use store::{Condition, Datum, Revision, Row, Schema, StoreError, Table, TableChange, Transaction};

use super::arriving::Arrived;
use super::part::{FileRows, Part};
use super::{Conflict, FileCounts, Import, MAX_TOLD, units};
use crate::domain::Domain;

/// Why an import stopped and wrote nothing.
pub(super) enum Stopped {
    /// Rows that something else has changed.
    Conflicts(Vec<Conflict>),
    /// What the part would leave wrong.
    Mistakes(Vec<Mistake>),
    /// The store.
    Store(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Writes all files of a part, after looking for conflicts in all of them. An import that only says what would be written leaves what arrived
/// where it is.
pub(super) async fn write(
    tx: &mut Transaction,
    domain: &Domain,
    part: &Part,
    arrived: &[Arrived],
    import: &Import,
) -> Result<Vec<FileCounts>, Stopped> {
    let schema = tx.schema().clone();
    let mut conflicts = Vec::new();
    let mut closing = Vec::new();
    for file in &part.files {
        let gone = gone(tx, &schema, domain, file).await?;
        if !import.replace {
            conflicts.extend(conflicting(tx, schema.table(&file.table)?, file, &gone).await?);
        }
        closing.push(gone);
    }
    for file in arrived.iter().filter(|_| !import.replace) {
        conflicts.extend(file.conflicts(tx, domain, MAX_TOLD).await?);
    }
    if !conflicts.is_empty() {
        return Err(Stopped::Conflicts(conflicts));
    }
    let changed = units::changed(tx, domain, part).await?;
    let mut counts = Vec::new();
    // Before anything else is written into their tables: what waits moves into what no one has touched.
    for file in arrived {
        counts.push(file.write(tx, domain, import.validate_only).await?);
    }
    if tx.head().revision == 0 {
        counts.extend(first(tx, part).await?);
        return Ok(counts);
    }
    for (file, gone) in part.files.iter().zip(closing) {
        let rows: Vec<Row> = file.rows.iter().map(|(_, row)| row.clone()).collect();
        let mut change = tx.put(&file.table, &rows).await?;
        let gone: Vec<Row> = gone.into_iter().collect();
        if !gone.is_empty() {
            change.closed = tx.close(&file.table, &gone).await?.closed;
        }
        counts.push(file.counts(&change));
    }
    // Of what is only validated, large files are not in their tables.
    if import.validate_only && !arrived.is_empty() {
        return Ok(counts);
    }
    let mistakes = units::left_behind(tx, domain, &changed).await?;
    if mistakes.is_empty() { Ok(counts) } else { Err(Stopped::Mistakes(mistakes)) }
}

/// The first load of an empty store: nothing can differ or be gone, so the files of one table go at once. One after another, the second would
/// be compared with the first.
async fn first(tx: &mut Transaction, part: &Part) -> Result<Vec<FileCounts>, StoreError> {
    let mut tables: BTreeMap<&str, Vec<&FileRows>> = BTreeMap::new();
    for file in &part.files {
        tables.entry(&file.table).or_default().push(file);
    }
    let mut counts = Vec::new();
    for (table, files) in tables {
        let rows: Vec<Row> = files.iter().flat_map(|file| &file.rows).map(|(_, row)| row.clone()).collect();
        tx.put(table, &rows).await?;
        for file in files {
            let inserted = u64::try_from(file.rows.len()).unwrap_or(u64::MAX);
            counts.push(file.counts(&TableChange { inserted, ..TableChange::default() }));
        }
    }
    Ok(counts)
}

/// The keys of stored rows that the file should have and has not.
async fn gone(
    tx: &mut Transaction,
    schema: &Schema,
    domain: &Domain,
    file: &FileRows,
) -> Result<BTreeSet<Row>, StoreError> {
    if file.covers.is_nothing() {
        return Ok(BTreeSet::new());
    }
    let table = schema.table(&file.table)?;
    let kept: BTreeSet<Row> = file.rows.iter().map(|(_, row)| table.key_of(row)).collect();
    let stored = tx.rows(&file.table, &Condition::every()).await?;
    let covered = |row: &Row| file.covers.holds(domain, table, &file.file, row);
    let rows = stored.into_iter().map(|s| s.row).filter(covered);
    Ok(rows.map(|row| table.key_of(&row)).filter(|key| !kept.contains(key)).collect())
}

/// The rows that something else has changed and the file would change or close, and those that something else has closed and the file
/// would bring back.
async fn conflicting(
    tx: &mut Transaction,
    table: &Table,
    file: &FileRows,
    gone: &BTreeSet<Row>,
) -> Result<Vec<Conflict>, StoreError> {
    let edited = tx.edited(&file.table, &Condition::every()).await?;
    let removed = tx.removed(&file.table, &Condition::every()).await?;
    if edited.is_empty() && removed.is_empty() {
        return Ok(Vec::new());
    }
    let rows: BTreeMap<Row, &(u32, Row)> = file.rows.iter().map(|row| (table.key_of(&row.1), row)).collect();
    let mut conflicts = Vec::new();
    for version in edited {
        let key = table.key_of(&version.row);
        match rows.get(&key) {
            Some((line, row)) if *row != version.row => {
                conflicts.push(conflict(&file.file, *line, &key, &version.made));
            }
            None if gone.contains(&key) => conflicts.push(conflict(&file.file, 0, &key, &version.made)),
            Some(_) | None => {}
        }
    }
    for version in removed {
        let key = table.key_of(&version.row);
        if let (Some((line, _)), Some(closed)) = (rows.get(&key), &version.closed) {
            conflicts.push(conflict(&file.file, *line, &key, closed));
        }
    }
    Ok(conflicts)
}

pub(super) fn conflict(file: &str, line: u32, key: &Row, by: &Revision) -> Conflict {
    let parts: Vec<String> = key
        .iter()
        .map(|datum| match datum {
            Datum::Text(text) => text.clone(),
            Datum::Integer(number) => number.to_string(),
            Datum::Null => String::new(),
        })
        .collect();
    Conflict {
        file: file.to_owned(),
        line,
        row: parts.join("|"),
        revision: by.revision,
        actor: by.actor.clone(),
        reason: by.reason.clone(),
    }
}
