//! The inside of a change: reading what is current, writing rows by key, and the commit.

use std::collections::BTreeMap;

use crate::backend::Session;
use crate::condition::Condition;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::head::Head;
use crate::open::Store;
use crate::query;
use crate::revision::{Stored, TableChange, Version};
use crate::schema::{ColumnType, Schema};
use crate::versions::{self, At};

mod commit;
pub(crate) mod rows;
mod staged;
mod writes;

/// A change in the making. Reads see what is current and what the change itself wrote.
pub struct Transaction {
    store: Store,
    session: Box<dyn Session>,
    head: Head,
    /// How often each table was written, and with what effect.
    touched: BTreeMap<String, Touched>,
    /// False once a write stopped in its midst: then nothing of the change may be kept.
    whole: bool,
}

#[derive(Default)]
struct Touched {
    calls: u32,
    change: TableChange,
}

impl Transaction {
    pub(crate) fn new(store: Store, session: Box<dyn Session>, head: Head) -> Self {
        Self { store, session, head, touched: BTreeMap::new(), whole: true }
    }

    /// The head on which the change builds.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }

    /// The declared tables.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        self.store.schema()
    }

    /// A table for use in SQL, as [`Snapshot::table`](crate::Snapshot::table). `valid_from` of a row that the change itself
    /// wrote is the revision that it will be.
    ///
    /// # Errors
    /// `Invalid` if the table is not declared.
    pub fn table(&self, name: &str) -> Result<String, StoreError> {
        Ok(versions::source(self.schema().table(name)?, At::Current))
    }

    /// A list parameter, as [`Snapshot::list`](crate::Snapshot::list).
    #[must_use]
    pub fn list(&self, n: usize, kind: ColumnType) -> String {
        self.store.inner.backend.dialect().list(n, kind)
    }

    /// The rows of a query, as [`Snapshot::query`](crate::Snapshot::query).
    ///
    /// # Errors
    /// As there.
    pub async fn query(&mut self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        query::check(sql, params)?;
        self.session.query(sql, params).await
    }

    /// The current rows that meet a condition, in the order of their keys.
    ///
    /// # Errors
    /// As [`Snapshot::rows`](crate::Snapshot::rows).
    pub async fn rows(&mut self, table: &str, condition: &Condition) -> Result<Vec<Stored>, StoreError> {
        let dialect = self.store.inner.backend.dialect();
        let select = versions::rows(self.schema(), table, condition, At::Current, dialect)?;
        versions::decode_stored(self.query(&select.sql, &select.params).await?)
    }

    /// The current row of this key, if there is one.
    ///
    /// # Errors
    /// As [`Snapshot::row`](crate::Snapshot::row).
    pub async fn row(&mut self, table: &str, key: &[Datum]) -> Result<Option<Stored>, StoreError> {
        let condition = versions::key_is(self.schema(), table, key)?;
        Ok(self.rows(table, &condition).await?.pop())
    }

    /// The current rows that meet a condition and were not made by an import: what an import must not pass over in silence.
    /// Rows that this change wrote are not among them.
    ///
    /// # Errors
    /// As [`Snapshot::rows`](crate::Snapshot::rows).
    pub async fn edited(&mut self, table: &str, condition: &Condition) -> Result<Vec<Version>, StoreError> {
        let dialect = self.store.inner.backend.dialect();
        let select = versions::edited(self.schema(), table, condition, At::Current, dialect)?;
        let rows = self.query(&select.sql, &select.params).await?;
        versions::decode_versions(rows, self.schema().table(table)?.columns.len())
    }

    /// The rows that meet a condition and were closed by something else than an import, their keys having no row since: what an import
    /// must not bring back in silence.
    ///
    /// # Errors
    /// As [`Snapshot::rows`](crate::Snapshot::rows).
    pub async fn removed(&mut self, table: &str, condition: &Condition) -> Result<Vec<Version>, StoreError> {
        let dialect = self.store.inner.backend.dialect();
        let select = versions::removed(self.schema(), table, condition, dialect)?;
        let rows = self.query(&select.sql, &select.params).await?;
        versions::decode_versions(rows, self.schema().table(table)?.columns.len())
    }
}
