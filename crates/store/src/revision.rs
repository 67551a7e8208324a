//! Revisions: who changed what, when and why, and the rows that came of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::datum::{Datum, Row, json};
use crate::error::StoreError;

/// What made a revision. An import finds by it the rows that people have corrected since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A bundle was loaded.
    Import,
    /// A person or a service changed records.
    Edit,
}

impl Kind {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Edit => "edit",
        }
    }

    fn from_code(code: &str) -> Result<Self, StoreError> {
        match code {
            "import" => Ok(Self::Import),
            "edit" => Ok(Self::Edit),
            other => Err(StoreError::corrupt(format!("a revision is of the unknown kind `{other}`"))),
        }
    }
}

/// How many rows a change touched in one table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableChange {
    /// The table.
    pub table: String,
    /// Keys that had no current row and have one now.
    pub inserted: u64,
    /// Keys whose row is another now.
    pub changed: u64,
    /// Keys that have no current row any more.
    pub closed: u64,
}

impl TableChange {
    /// Whether no row was touched.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.inserted == 0 && self.changed == 0 && self.closed == 0
    }
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number, from 1, without gaps.
    pub revision: i64,
    /// When it was committed; never before the one before it.
    pub committed_at: Timestamp,
    /// Who made it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// The request that made it.
    pub request_id: String,
    /// By what it was made.
    pub kind: Kind,
    /// What it touched, in the order of table names.
    pub tables: Vec<TableChange>,
}

/// A row and the revision that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The cells, in the order of the declared columns.
    pub row: Row,
    /// The revision that made this version.
    pub revision: i64,
}

/// A row with the revision that made it and, if it is no longer current, the one that closed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The cells, in the order of the declared columns.
    pub row: Row,
    /// What made it.
    pub made: Revision,
    /// What closed it, as far as the snapshot knows.
    pub closed: Option<Revision>,
}

/// The columns of a revision, in the order in which [`decode`] takes them.
pub(crate) const COLUMNS: [&str; 7] =
    ["revision", "committed_at", "actor", "reason", "request_id", "kind", "tables"];

/// The columns of a revision, each after `prefix`.
pub(crate) fn columns(prefix: &str) -> String {
    COLUMNS.map(|name| format!("{prefix}{name}")).join(", ")
}

/// A revision from the cells of its columns; none if they are null (an outer join found no row).
pub(crate) fn decode(cells: &[Datum]) -> Result<Option<Revision>, StoreError> {
    let [Datum::Integer(revision), Datum::Integer(at), rest @ ..] = cells else {
        return Ok(None);
    };
    let texts: Vec<&str> = rest.iter().filter_map(Datum::as_text).collect();
    let [actor, reason, request_id, kind, tables] = texts[..] else {
        return Err(StoreError::corrupt(format!("revision {revision} lacks a part")));
    };
    Ok(Some(Revision {
        revision: *revision,
        committed_at: timestamp(*at)?,
        actor: actor.to_owned(),
        reason: reason.to_owned(),
        request_id: request_id.to_owned(),
        kind: Kind::from_code(kind)?,
        tables: decode_tables(tables)?,
    }))
}

pub(crate) fn encode_tables(tables: &[TableChange]) -> Datum {
    Datum::Text(json(tables))
}

pub(crate) fn decode_tables(text: &str) -> Result<Vec<TableChange>, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::corrupt(format!("the tables of a revision are not readable: {error}")))
}

/// Times are kept as microseconds since 1970, which is as exact as PostgreSQL is.
pub(crate) fn timestamp(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|error| StoreError::corrupt(format!("{microseconds} is no time: {error}")))
}
