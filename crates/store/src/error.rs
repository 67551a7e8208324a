//! The kinds of failure that a store knows, free of any driver's words.

use std::path::PathBuf;

/// Why the store could not do what it was asked. Services match on the kind; the text names the value and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// What was asked for does not exist: a revision beyond the head, a file that is not there.
    #[error("{what} does not exist: {remedy}")]
    NotFound {
        /// What is missing, with its name or number.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// A request id was used before for another request.
    #[error(
        "request id `{request_id}` was used for another request (revision {revision}): \
         send the first request again unchanged, or take a new id"
    )]
    Conflict {
        /// The id that was used twice.
        request_id: String,
        /// The head after the first request.
        revision: i64,
    },
    /// The database cannot answer now; trying again may help.
    #[error("the database is unavailable: {why}")]
    Unavailable {
        /// What the database said, or what was waited for.
        why: String,
    },
    /// The database gave the change up in favour of another. Nothing of it was kept; the same once more may well succeed.
    #[error("the database gave the change up in favour of another: {why}")]
    GivenUp {
        /// What the database said.
        why: String,
    },
    /// The database can be read and not written: its disk is full, or its folder only readable. Nothing of the change was kept.
    #[error("the database cannot be written: {why}")]
    Unwritable {
        /// What is in the way, and what to do about it; without names of files, so that callers may be told.
        why: String,
    },
    /// What is stored contradicts itself or is no database; trying again does not help.
    #[error("the stored data are damaged: {why}")]
    Corrupt {
        /// What was found.
        why: String,
    },
    /// Another process writes this file.
    #[error("{} is in use by {holder}: stop it first, or open the file read-only", path.display())]
    InUse {
        /// The database file.
        path: PathBuf,
        /// Who holds it: `process 1234`, or `another process` when it has not said yet.
        holder: String,
    },
    /// The declared tables are malformed, or are not those of the file.
    #[error("table `{table}`: {why}")]
    Schema {
        /// The table concerned.
        table: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// The caller's rows, filter or query make no sense for the declared tables.
    #[error("{place}: {why}")]
    Invalid {
        /// The table and column, or the argument.
        place: String,
        /// What is wrong and what to do.
        why: String,
    },
}

impl StoreError {
    pub(crate) fn invalid(place: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Invalid { place: place.into(), why: why.into() }
    }

    pub(crate) fn schema(table: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Schema { table: table.into(), why: why.into() }
    }

    pub(crate) fn corrupt(why: impl Into<String>) -> Self {
        Self::Corrupt { why: why.into() }
    }

    pub(crate) fn unwritable(why: impl Into<String>) -> Self {
        Self::Unwritable { why: why.into() }
    }

    pub(crate) fn unavailable(why: impl Into<String>) -> Self {
        Self::Unavailable { why: why.into() }
    }
}
