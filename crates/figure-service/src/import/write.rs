//! Writing a part into the tables: what is new, what differs, what is gone, and what stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use figures::Period;
use interchange::manifest::RecordSet;
use store::{Condition, Datum, Revision, Row, Schema, StoreError, Table, Transaction};

use super::arriving::Arrived;
use super::part::{Covers, FileRows, Part};
use super::{Conflict, FileCounts, Import, MAX_TOLD};
use crate::domain::Domain;
use crate::stated;

/// Why an import stopped and wrote nothing.
pub(super) enum Stopped {
    /// Rows that something else has changed.
    Conflicts(Vec<Conflict>),
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
    let mut counts = Vec::new();
    for (file, gone) in part.files.iter().zip(closing) {
        let rows: Vec<Row> = file.rows.iter().map(|(_, row)| row.clone()).collect();
        let mut change = tx.put(&file.table, &rows).await?;
        let gone: Vec<Row> = gone.into_iter().collect();
        if !gone.is_empty() {
            change.closed = tx.close(&file.table, &gone).await?.closed;
        }
        counts.push(file.counts(&change));
    }
    for file in arrived {
        counts.push(file.write(tx, domain, import.validate_only).await?);
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
    let sets = match &file.covers {
        Covers::Partial => return Ok(BTreeSet::new()),
        Covers::Everything => None,
        Covers::Sets(sets) => Some(sets),
    };
    let table = schema.table(&file.table)?;
    let kept: BTreeSet<Row> = file.rows.iter().map(|(_, row)| table.key_of(row)).collect();
    let stored = tx.rows(&file.table, &Condition::every()).await?;
    let covered = |row: &Row| {
        sets.is_none_or(|sets| sets.iter().any(|set| in_set(domain, table, &file.file, set, row)))
    };
    let rows = stored.into_iter().map(|s| s.row).filter(covered);
    Ok(rows.map(|row| table.key_of(&row)).filter(|key| !kept.contains(key)).collect())
}

/// Whether a stored row belongs to a record set. A filter that the register has no field for holds for no row.
pub(super) fn in_set(domain: &Domain, table: &Table, file: &str, set: &RecordSet, row: &Row) -> bool {
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
