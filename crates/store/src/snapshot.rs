//! Reading: a snapshot is a revision, and answers the same for ever.

use std::sync::Arc;

use jiff::Timestamp;

use crate::condition::Condition;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::open::{Inner, Store};
use crate::query;
use crate::revision::{self, Revision, Stored, Version, timestamp};
use crate::schema::{ColumnType, Schema};
use crate::versions::{self, At, Select};

/// Which state is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The newest that the store knows.
    Head,
    /// After this revision; 0 is the empty store.
    Revision(i64),
    /// After the last revision at or before this instant; before the first revision, the empty store.
    Instant(Timestamp),
}

/// The tables as of one revision. It holds no transaction and no connection and may be kept as long as one likes.
#[derive(Clone)]
pub struct Snapshot {
    inner: Arc<Inner>,
    revision: i64,
    committed_at: Option<Timestamp>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Snapshot").field("revision", &self.revision).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a snapshot.
    ///
    /// # Errors
    /// `NotFound` for a revision beyond the head, `Invalid` for a negative one, `Unavailable` if the database does not answer.
    pub async fn read(&self, as_of: AsOf) -> Result<Snapshot, StoreError> {
        let head = self.head();
        let (revision, committed_at) = match as_of {
            AsOf::Head => (head.revision, head.committed_at),
            AsOf::Revision(0) => (0, None),
            AsOf::Revision(revision) if revision == head.revision => (revision, head.committed_at),
            AsOf::Revision(revision) => (revision, Some(self.time(revision).await?)),
            AsOf::Instant(instant) => self.last_before(instant).await?,
        };
        Ok(Snapshot { inner: Arc::clone(&self.inner), revision, committed_at })
    }

    async fn time(&self, revision: i64) -> Result<Timestamp, StoreError> {
        if let Some(known) = self.inner.past.time(revision) {
            return Ok(known);
        }
        let at = self.revision(revision).await?.committed_at;
        self.inner.past.remember(revision, at);
        Ok(at)
    }

    /// One revision: who, when, why, what.
    ///
    /// # Errors
    /// `NotFound` beyond the head, `Invalid` below 1, `Unavailable` if the database does not answer.
    pub async fn revision(&self, revision: i64) -> Result<Revision, StoreError> {
        if revision < 1 {
            return Err(StoreError::invalid("revision", format!("{revision} is none; they count from 1")));
        }
        let found =
            if revision > self.known(revision).await? { None } else { self.revision_row(revision).await? };
        found.ok_or_else(|| StoreError::NotFound {
            what: format!("revision {revision}"),
            remedy: format!("the last one is {}", self.head().revision),
        })
    }

    /// The revisions after `after`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn revisions(&self, after: i64, limit: u32) -> Result<Vec<Revision>, StoreError> {
        let sql = format!(
            "SELECT {} FROM revisions WHERE revision > $1 AND revision <= $2 ORDER BY revision LIMIT $3",
            revision::columns("")
        );
        let params = [after.into(), self.head().revision.into(), i64::from(limit).into()];
        let rows = self.inner.backend.query(&sql, &params).await?;
        rows.iter().filter_map(|row| revision::decode(row).transpose()).collect()
    }

    /// The revisions up to `until`, newest first, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn revisions_until(&self, until: i64, limit: u32) -> Result<Vec<Revision>, StoreError> {
        let sql = format!(
            "SELECT {} FROM revisions WHERE revision <= $1 ORDER BY revision DESC LIMIT $2",
            revision::columns("")
        );
        let params = [until.min(self.head().revision).into(), i64::from(limit).into()];
        let rows = self.inner.backend.query(&sql, &params).await?;
        rows.iter().filter_map(|row| revision::decode(row).transpose()).collect()
    }

    /// The head, looked up again if `revision` is beyond it and others may have committed.
    async fn known(&self, revision: i64) -> Result<i64, StoreError> {
        if revision > self.head().revision && self.inner.backend.shared() {
            self.inner.refresh().await?;
        }
        Ok(self.head().revision)
    }

    async fn revision_row(&self, revision: i64) -> Result<Option<Revision>, StoreError> {
        let sql = format!("SELECT {} FROM revisions WHERE revision = $1", revision::columns(""));
        let rows = self.inner.backend.query(&sql, &[revision.into()]).await?;
        rows.first().map_or(Ok(None), |row| revision::decode(row))
    }

    async fn last_before(&self, instant: Timestamp) -> Result<(i64, Option<Timestamp>), StoreError> {
        let sql = "SELECT revision, committed_at FROM revisions WHERE committed_at <= $1 AND revision <= $2 \
                   ORDER BY revision DESC LIMIT 1";
        let params = [instant.as_microsecond().into(), self.head().revision.into()];
        let rows = self.inner.backend.query(sql, &params).await?;
        match rows.iter().flatten().collect::<Vec<_>>()[..] {
            [Datum::Integer(revision), Datum::Integer(at)] => Ok((*revision, Some(timestamp(*at)?))),
            _ => Ok((0, None)),
        }
    }
}

impl Snapshot {
    /// The revision that is read; 0 is the empty store.
    #[must_use]
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// When that revision was committed; none for the empty store.
    #[must_use]
    pub const fn committed_at(&self) -> Option<Timestamp> {
        self.committed_at
    }

    /// The declared tables.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.inner.schema
    }

    /// A table for use in SQL: a subselect in parentheses, with the declared columns and `valid_from`, the revision that made
    /// the row. Give it an alias: `FROM {table} AS t`.
    ///
    /// # Errors
    /// `Invalid` if the table is not declared.
    pub fn table(&self, name: &str) -> Result<String, StoreError> {
        Ok(versions::source(self.inner.schema.table(name)?, self.at()))
    }

    /// A list parameter for use in SQL: `x IN {list}`, where parameter `$n` is made by [`Datum::list`] and `kind` is the type
    /// of its values.
    #[must_use]
    pub fn list(&self, n: usize, kind: ColumnType) -> String {
        self.inner.backend.dialect().list(n, kind)
    }

    /// A text within a JSON object for use in SQL: what `object`, an expression, has under the name that is parameter `$n`
    /// (letters, digits, `-`); null where it has none.
    #[must_use]
    pub fn member(&self, object: &str, n: usize) -> String {
        self.inner.backend.dialect().member(object, n)
    }

    /// The rows of a query, at most as many as fit in memory: page large answers by key. Its columns must be text or integers;
    /// `SUM` of integers is `CAST(SUM(x) AS BIGINT)`, which overflows with an error.
    ///
    /// # Errors
    /// `Invalid` for SQL that is malformed, that writes, or whose parameters are not as many as given; `Unavailable` if the
    /// database does not answer.
    pub async fn query(&self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        query::check(sql, params)?;
        self.inner.backend.query(sql, params).await
    }

    /// As [`Snapshot::query`], for answers of many rows: how many columns they have is said, and they come out of the database together.
    ///
    /// # Errors
    /// As [`Snapshot::query`], and if the rows have another number of columns.
    pub async fn query_many(
        &self,
        sql: &str,
        params: &[Datum],
        columns: usize,
    ) -> Result<Vec<Row>, StoreError> {
        query::check(sql, params)?;
        self.inner.backend.query_many(sql, params, columns).await
    }

    /// The rows of a table that meet a condition, in the order of their keys.
    ///
    /// # Errors
    /// `Invalid` if the table or a column is not declared, or a value is of another type than its column.
    pub async fn rows(&self, table: &str, condition: &Condition) -> Result<Vec<Stored>, StoreError> {
        let schema = &self.inner.schema;
        let select = versions::rows(schema, table, condition, self.at(), self.inner.backend.dialect())?;
        self.stored(table, &select).await
    }

    /// At most `most` rows of a table behind the one of this key, or the first ones, in the order of their keys.
    ///
    /// # Errors
    /// As [`Snapshot::rows`], and if the key has too few or too many parts.
    pub async fn page(
        &self,
        table: &str,
        after: Option<&[Datum]>,
        most: u32,
    ) -> Result<Vec<Stored>, StoreError> {
        let select = versions::page(&self.inner.schema, table, after, most, self.at())?;
        self.stored(table, &select).await
    }

    /// The rows of a table, each with the revision that made it at its end.
    async fn stored(&self, table: &str, select: &Select) -> Result<Vec<Stored>, StoreError> {
        let columns = self.inner.schema.table(table)?.columns.len().saturating_add(1);
        versions::decode_stored(self.query_many(&select.sql, &select.params, columns).await?)
    }

    /// The row of this key, if there is one.
    ///
    /// # Errors
    /// As [`Snapshot::rows`], and if the key has too few or too many parts.
    pub async fn row(&self, table: &str, key: &[Datum]) -> Result<Option<Stored>, StoreError> {
        let condition = versions::key_is(&self.inner.schema, table, key)?;
        Ok(self.rows(table, &condition).await?.pop())
    }

    /// All versions of the row of this key up to the snapshot's revision, oldest first, with who made and who closed them.
    ///
    /// # Errors
    /// As [`Snapshot::row`].
    pub async fn history(&self, table: &str, key: &[Datum]) -> Result<Vec<Version>, StoreError> {
        let condition = versions::key_is(&self.inner.schema, table, key)?;
        self.versions(table, &condition).await
    }

    /// All versions of the rows that meet a condition, by key and then oldest first. The condition is about each version, not
    /// only about the current one.
    ///
    /// # Errors
    /// As [`Snapshot::rows`].
    pub async fn versions(&self, table: &str, condition: &Condition) -> Result<Vec<Version>, StoreError> {
        let schema = &self.inner.schema;
        let select = versions::history(schema, table, condition, self.at(), self.inner.backend.dialect())?;
        let rows = self.query(&select.sql, &select.params).await?;
        versions::decode_versions(rows, schema.table(table)?.columns.len())
    }

    /// The rows that meet a condition and were not made by an import.
    ///
    /// # Errors
    /// As [`Snapshot::rows`].
    pub async fn edited(&self, table: &str, condition: &Condition) -> Result<Vec<Version>, StoreError> {
        let schema = &self.inner.schema;
        let select = versions::edited(schema, table, condition, self.at(), self.inner.backend.dialect())?;
        let rows = self.query(&select.sql, &select.params).await?;
        versions::decode_versions(rows, schema.table(table)?.columns.len())
    }

    const fn at(&self) -> At {
        At::Revision(self.revision)
    }
}
