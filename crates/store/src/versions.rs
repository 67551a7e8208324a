//! The SQL that reads versions: which are seen as of a revision, and with what history.

use crate::condition::Condition;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::revision::{self, Stored, Version};
use crate::schema::{Schema, Table};
use crate::sql::{Dialect, FOREVER, listed, quoted};

/// Which state is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// As of a committed revision.
    Revision(i64),
    /// What is current inside a transaction, its own writes included.
    Current,
}

impl At {
    /// A revision is written as a number: it is one, and callers count their own parameters from `$1`.
    fn predicate(self) -> String {
        match self {
            Self::Revision(revision) => format!("valid_from <= {revision} AND {revision} < valid_to"),
            Self::Current => format!("valid_to = {FOREVER}"),
        }
    }

    /// The last revision whose doings are seen.
    const fn last(self) -> i64 {
        match self {
            Self::Revision(revision) => revision,
            Self::Current => FOREVER,
        }
    }
}

/// SQL text and its values.
pub(crate) struct Select {
    pub(crate) sql: String,
    pub(crate) params: Vec<Datum>,
}

/// A subselect of the rows that are seen: the declared columns and `valid_from`.
pub(crate) fn source(table: &Table, at: At) -> String {
    let columns = listed(&table.columns, "");
    format!("(SELECT {columns}, valid_from FROM {} WHERE {})", quoted(&table.name), at.predicate())
}

/// The rows that meet a condition, in the order of their keys.
pub(crate) fn rows(
    schema: &Schema,
    table: &str,
    condition: &Condition,
    at: At,
    dialect: &dyn Dialect,
) -> Result<Select, StoreError> {
    let table = schema.table(table)?;
    let mut params = Vec::new();
    let condition = condition.sql(table, dialect, &mut params)?;
    let sql = format!(
        "SELECT {}, valid_from FROM {} AS t WHERE {condition} ORDER BY {}",
        listed(&table.columns, ""),
        source(table, at),
        key(table, "")
    );
    Ok(Select { sql, params })
}

/// At most `most` rows behind the one of a key, in the order of their keys.
pub(crate) fn page(
    schema: &Schema,
    table: &str,
    after: Option<&[Datum]>,
    most: u32,
    at: At,
) -> Result<Select, StoreError> {
    let (known, table) = (table, schema.table(table)?);
    // As for a row, so that a key of too few parts is told.
    after.map(|after| key_is(schema, known, after)).transpose()?;
    let behind = after.map_or_else(String::new, |_| format!(" WHERE {}", behind(table, "")));
    let sql = format!(
        "SELECT {}, valid_from FROM {} AS t{behind} ORDER BY {} LIMIT {most}",
        listed(&table.columns, ""),
        source(table, at),
        key(table, "")
    );
    Ok(Select { sql, params: after.map(<[Datum]>::to_vec).unwrap_or_default() })
}

/// That a row is behind the one whose key is in the parameters from `$1`.
pub(crate) fn behind(table: &Table, prefix: &str) -> String {
    let places: Vec<String> = (1..=table.key.len()).map(|n| format!("${n}")).collect();
    format!("({}) > ({})", key(table, prefix), places.join(", "))
}

/// The condition that a row has this key.
pub(crate) fn key_is(schema: &Schema, table: &str, key: &[Datum]) -> Result<Condition, StoreError> {
    let table = schema.table(table)?;
    if key.len() != table.key.len() {
        return Err(StoreError::invalid(
            format!("table `{}`", table.name),
            format!("a key has {} parts ({}), not {}", table.key.len(), table.key.join(", "), key.len()),
        ));
    }
    let parts = table.key.iter().zip(key).map(|(name, value)| Condition::Is(name.clone(), value.clone()));
    Ok(Condition::All(parts.collect()))
}

/// The current rows that meet a condition and were not made by an import, with what made them.
pub(crate) fn edited(
    schema: &Schema,
    table: &str,
    condition: &Condition,
    at: At,
    dialect: &dyn Dialect,
) -> Result<Select, StoreError> {
    let table = schema.table(table)?;
    let mut params = Vec::new();
    let condition = condition.sql(table, dialect, &mut params)?;
    let sql = format!(
        "SELECT {}, {} FROM (SELECT * FROM {} AS s WHERE {condition}) AS t \
         JOIN revisions AS r ON r.revision = t.valid_from WHERE r.kind <> 'import' ORDER BY {}",
        listed(&table.columns, "t."),
        revision::columns("r."),
        source(table, at),
        key(table, "t.")
    );
    Ok(Select { sql, params })
}

/// The rows that meet a condition, have no current version, and whose last one was not closed by an import, with what made and what
/// closed it.
pub(crate) fn removed(
    schema: &Schema,
    table: &str,
    condition: &Condition,
    dialect: &dyn Dialect,
) -> Result<Select, StoreError> {
    let table = schema.table(table)?;
    let mut params = Vec::new();
    let condition = condition.sql(table, dialect, &mut params)?;
    let same = table.key_columns().map(|(_, column)| format!("n.{0} = t.{0}", quoted(&column.name)));
    let sql = format!(
        "SELECT {}, {}, {} FROM (SELECT * FROM {rows} WHERE {condition}) AS t \
         JOIN revisions AS c ON c.revision = t.valid_to AND c.kind <> 'import' \
         JOIN revisions AS r ON r.revision = t.valid_from \
         WHERE NOT EXISTS (SELECT 1 FROM {rows} AS n WHERE {} AND n.valid_from >= t.valid_to) ORDER BY {}",
        listed(&table.columns, "t."),
        revision::columns("r."),
        revision::columns("c."),
        same.collect::<Vec<_>>().join(" AND "),
        key(table, "t."),
        rows = quoted(&table.name),
    );
    Ok(Select { sql, params })
}

/// All versions of the rows that meet a condition, oldest first, with what made and what closed them.
pub(crate) fn history(
    schema: &Schema,
    table: &str,
    condition: &Condition,
    at: At,
    dialect: &dyn Dialect,
) -> Result<Select, StoreError> {
    let table = schema.table(table)?;
    let mut params = Vec::new();
    let condition = condition.sql(table, dialect, &mut params)?;
    let sql = format!(
        "SELECT {}, {}, {} FROM (SELECT * FROM {} WHERE {condition}) AS t \
         JOIN revisions AS r ON r.revision = t.valid_from AND r.revision <= {last} \
         LEFT JOIN revisions AS c ON c.revision = t.valid_to AND c.revision <= {last} ORDER BY {}, t.valid_from",
        listed(&table.columns, "t."),
        revision::columns("r."),
        revision::columns("c."),
        quoted(&table.name),
        key(table, "t."),
        last = at.last(),
    );
    Ok(Select { sql, params })
}

/// Takes the revision off the end of each row.
pub(crate) fn decode_stored(rows: Vec<Row>) -> Result<Vec<Stored>, StoreError> {
    let stored = |mut row: Row| match row.pop() {
        Some(Datum::Integer(revision)) => Ok(Stored { row, revision }),
        _ => Err(StoreError::corrupt("a row says no revision that made it")),
    };
    rows.into_iter().map(stored).collect()
}

/// Takes the one or two revisions off the end of each row, after `width` cells.
pub(crate) fn decode_versions(rows: Vec<Row>, width: usize) -> Result<Vec<Version>, StoreError> {
    let version = |mut row: Row| {
        let tail = row.split_off(width.min(row.len()));
        let (made, closed) = tail.split_at(revision::COLUMNS.len().min(tail.len()));
        let made = revision::decode(made)?
            .ok_or_else(|| StoreError::corrupt("a row was made by a revision that does not exist"))?;
        Ok(Version { row, made, closed: revision::decode(closed)? })
    };
    rows.into_iter().map(version).collect()
}

/// The key columns as a list.
pub(crate) fn key(table: &Table, prefix: &str) -> String {
    listed(table.key_columns().map(|(_, column)| column), prefix)
}
