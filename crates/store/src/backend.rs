//! What the versions need of a database. One implementation a database; no SQL of versions is below this line.

use async_trait::async_trait;

use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::schema::Column;
use crate::sql::Dialect;

/// A database with one writer and several readers.
#[async_trait]
pub(crate) trait Backend: Send + Sync {
    /// The words of this database.
    fn dialect(&self) -> &'static dyn Dialect;
    /// Runs a query on any reader. Versions make single queries consistent, so none needs a transaction.
    async fn query(&self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError>;
    /// Runs a query of so many columns whose answer may have many rows, in the way that the database has for those.
    async fn query_many(&self, sql: &str, params: &[Datum], _columns: usize) -> Result<Vec<Row>, StoreError> {
        self.query(sql, params).await
    }
    /// Begins a transaction that writes, once no other does. Dropping it rolls back.
    async fn write(&self) -> Result<Box<dyn Session>, StoreError>;
    /// Begins a transaction that writes and holds the head row against other writers; what the row says.
    async fn write_on_head(&self) -> Result<(Box<dyn Session>, Vec<Row>), StoreError> {
        let mut session = self.write().await?;
        let head = session.query(self.dialect().locked_head(), &[]).await?;
        Ok((session, head))
    }
    /// Begins a transaction that sees one committed state.
    async fn inspect(&self) -> Result<Box<dyn Session>, StoreError>;
    /// What the database itself finds wrong with its file; empty when whole.
    async fn faults(&self) -> Result<Vec<String>, StoreError>;
    /// Writes the last committed state into a new file of that absolute path.
    async fn copy(&self, path: &str) -> Result<(), StoreError>;
    /// Whether anyone but this store itself may commit, so that the head must be looked at.
    fn shared(&self) -> bool;
    /// Ends all connections.
    async fn close(&self);
    /// Whether that was done.
    fn closed(&self) -> bool;
}

/// A transaction.
#[async_trait]
pub(crate) trait Session: Send {
    /// Runs a query.
    async fn query(&mut self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError>;
    /// Runs a statement; the number of rows it inserted, updated or deleted.
    async fn execute(&mut self, sql: &str, params: &[Datum]) -> Result<u64, StoreError>;
    /// Adds rows to a table in the way that the database has for many, each with a cell a column; how many were added.
    async fn fill(&mut self, table: &str, columns: &[&Column], rows: &[Row]) -> Result<u64, StoreError>;
    /// Makes everything durable, or nothing.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
