//! SQLite behind the store: connections, the dialect, and the driver's errors as neutral kinds.
//!
//! A file is in WAL mode with `synchronous=FULL`: readers never wait for the writer, and what is acknowledged is on the disk.
//! A store in memory is a shared cache whose readers see uncommitted rows; a snapshot's predicate hides those, because they
//! carry a revision that is not committed yet.

mod fill;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Row as _, Transaction, TypeInfo, ValueRef};

use crate::backend::{Backend, Session};
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::schema::{Column, ColumnType};
use crate::sql::{Dialect, quoted};

mod failure;
mod packed;
mod still;

use failure::neutral;
use still::Still;

const READERS: u32 = 4;
const PATIENCE: Duration = Duration::from_secs(30);
const BUSY: Duration = Duration::from_secs(10);

/// A database in memory or in a file.
pub(crate) struct SqliteBackend {
    readers: SqlitePool,
    /// None when the file is opened only for reading.
    writer: Option<SqlitePool>,
    in_memory: bool,
    /// Reads the file for a copy; its connections are not among the readers, which may write nowhere.
    copies: Option<SqliteConnectOptions>,
    /// The file in a folder that can only be read, which must not change under its readers.
    still: Option<Still>,
}

impl SqliteBackend {
    /// An empty database that lives as long as the backend.
    pub(crate) fn memory() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("file:store-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let options = options().filename(name).in_memory(true).shared_cache(true);
        let reader = options.clone().pragma("read_uncommitted", "ON").pragma("query_only", "ON");
        Self {
            readers: pool(READERS, reader),
            writer: Some(pool(1, options)),
            in_memory: true,
            copies: None,
            still: None,
        }
    }

    /// A file, made if it is not there.
    pub(crate) fn file(path: &Path) -> Self {
        let options = options().filename(path);
        let copies = Some(options.clone().read_only(true));
        let writer = options
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let reader = options.pragma("query_only", "ON");
        Self {
            readers: pool(READERS, reader),
            writer: Some(writing(writer)),
            in_memory: false,
            copies,
            still: None,
        }
    }

    /// A file that another process may be writing. In a folder that can only be read nothing can be made beside the file, which readers
    /// need to see a writer: there it is read as one that nobody writes, for as long as that is so.
    pub(crate) async fn read_only(path: &Path) -> Result<Self, StoreError> {
        let options = options().filename(path).read_only(true);
        let still = match looked(&options).await {
            Err(error) if failure::needs_to_write(&error) => Some(Still::of(path)?),
            // Whatever else is wrong is told to whoever reads.
            Ok(()) | Err(_) => None,
        };
        let options = if still.is_some() { options.immutable(true) } else { options };
        let readers = pool(READERS, options.clone());
        Ok(Self { readers, writer: None, in_memory: false, copies: Some(options), still })
    }

    fn is_still(&self) -> Result<(), StoreError> {
        self.still.as_ref().map_or(Ok(()), Still::check)
    }
}

/// Reads a little, as every reader does.
async fn looked(options: &SqliteConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    sqlx::query("SELECT 1 FROM sqlite_schema LIMIT 1").fetch_optional(&mut connection).await?;
    connection.close().await
}

fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .busy_timeout(BUSY)
        .foreign_keys(false)
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging()
}

fn pool(size: u32, options: SqliteConnectOptions) -> SqlitePool {
    sized(size).connect_lazy_with(options)
}

/// The one connection that writes. Where the disk is full SQLite ends the transaction by itself, which the driver does not notice: it
/// would take the connection for one within a transaction for ever. Such a one is exchanged.
fn writing(options: SqliteConnectOptions) -> SqlitePool {
    let pool = sized(1).before_acquire(|connection, _| {
        Box::pin(async move {
            // A transaction that was dropped is rolled back before this is answered.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    });
    pool.connect_lazy_with(options)
}

fn sized(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

#[async_trait]
impl Backend for SqliteBackend {
    fn dialect(&self) -> &'static dyn Dialect {
        &SqliteDialect
    }

    async fn query(&self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        let rows = bound(sql, params).fetch_all(&self.readers).await.map_err(neutral)?;
        self.is_still()?;
        rows.iter().map(decoded).collect()
    }

    async fn query_many(&self, sql: &str, params: &[Datum], columns: usize) -> Result<Vec<Row>, StoreError> {
        let packed = self.query(&packed::statement(sql, columns), params).await?;
        packed::rows(&packed, columns)
    }

    async fn write(&self) -> Result<Box<dyn Session>, StoreError> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::invalid(
                "change",
                "the store was opened only for reading; open it for writing",
            ));
        };
        let transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(neutral)?;
        Ok(Box::new(SqliteSession { transaction, still: None }))
    }

    async fn inspect(&self) -> Result<Box<dyn Session>, StoreError> {
        // Readers of a shared cache see uncommitted rows, so in memory the writer's turn is waited for.
        let pool = if self.in_memory { self.writer.as_ref() } else { None }.unwrap_or(&self.readers);
        let transaction = pool.begin().await.map_err(neutral)?;
        Ok(Box::new(SqliteSession { transaction, still: self.still.clone() }))
    }

    async fn faults(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.query("PRAGMA integrity_check(100)", &[]).await?;
        let lines = rows.into_iter().flatten().filter_map(|cell| cell.as_text().map(str::to_owned));
        Ok(lines.filter(|line| line != "ok").collect())
    }

    async fn copy(&self, path: &str) -> Result<(), StoreError> {
        // A connection to memory attaches memory only: what it wrote would be gone with it.
        let Some(options) = &self.copies else {
            return Err(StoreError::invalid(
                "copy",
                "the store is in memory; only one in a file can be copied",
            ));
        };
        let mut connection = options.connect().await.map_err(neutral)?;
        let copied = bound("VACUUM INTO $1", &[path.into()]).execute(&mut connection).await;
        connection.close().await.map_err(neutral)?;
        self.is_still()?;
        copied.map(drop).map_err(neutral)
    }

    fn shared(&self) -> bool {
        // A file has one writing process, and memory one process at all.
        self.writer.is_none()
    }

    async fn close(&self) {
        self.readers.close().await;
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    fn closed(&self) -> bool {
        self.readers.is_closed()
    }
}

struct SqliteSession {
    transaction: Transaction<'static, Sqlite>,
    still: Option<Still>,
}

#[async_trait]
impl Session for SqliteSession {
    async fn query(&mut self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        let rows = bound(sql, params).fetch_all(&mut *self.transaction).await.map_err(neutral)?;
        self.still.as_ref().map_or(Ok(()), Still::check)?;
        rows.iter().map(decoded).collect()
    }

    async fn execute(&mut self, sql: &str, params: &[Datum]) -> Result<u64, StoreError> {
        let done = bound(sql, params).execute(&mut *self.transaction).await.map_err(neutral)?;
        Ok(done.rows_affected())
    }

    async fn fill(&mut self, table: &str, columns: &[&Column], rows: &[Row]) -> Result<u64, StoreError> {
        let (sql, params) = fill::statement(table, columns, rows);
        self.execute(&sql, &params).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(neutral)
    }
}

/// The text is the crate's own, or a query that was checked; values go apart from it.
fn bound(sql: &str, params: &[Datum]) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    for datum in params {
        query = match datum {
            Datum::Null => query.bind(None::<i64>),
            Datum::Text(text) => query.bind(text.clone()),
            Datum::Integer(number) => query.bind(*number),
        };
    }
    query
}

fn decoded(row: &SqliteRow) -> Result<Row, StoreError> {
    (0..row.len()).map(|position| cell(row, position)).collect()
}

fn cell(row: &SqliteRow, position: usize) -> Result<Datum, StoreError> {
    let value = row.try_get_raw(position).map_err(neutral)?;
    if value.is_null() {
        return Ok(Datum::Null);
    }
    match value.type_info().name() {
        "TEXT" => Ok(Datum::Text(row.try_get_unchecked(position).map_err(neutral)?)),
        "INTEGER" => Ok(Datum::Integer(row.try_get_unchecked(position).map_err(neutral)?)),
        other => Err(StoreError::invalid(
            format!("column {} of the answer", position.saturating_add(1)),
            format!("is {other}; ask for text and integers only (cast, or avoid division and AVG)"),
        )),
    }
}

struct SqliteDialect;

impl Dialect for SqliteDialect {
    fn place(&self) -> &'static str {
        "file"
    }

    fn keeps_owner(&self) -> bool {
        false
    }

    fn column_type(&self, kind: ColumnType) -> &'static str {
        match kind {
            ColumnType::Text => "TEXT",
            ColumnType::Integer => "BIGINT",
        }
    }

    fn list(&self, n: usize, _kind: ColumnType) -> String {
        format!("(SELECT value FROM json_each(${n}))")
    }

    fn member(&self, object: &str, n: usize) -> String {
        // The operator takes a name as it is where it does not begin with `$` (https://www.sqlite.org/json1.html#jptr).
        format!("({object} ->> ${n})")
    }

    fn rows(&self, n: usize, columns: &[&Column]) -> String {
        let cells: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(position, column)| {
                format!("json_extract(value, '$[{position}]') AS {}", quoted(&column.name))
            })
            .collect();
        format!("(SELECT {} FROM json_each(${n}))", cells.join(", "))
    }

    fn locked_head(&self) -> &'static str {
        // `BEGIN IMMEDIATE` has locked the file already.
        "SELECT revision, committed_at FROM head"
    }

    fn table_names(&self) -> &'static str {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
    }

    fn waiting(&self, order: &str) -> String {
        format!(", PRIMARY KEY ({order})) WITHOUT ROWID")
    }

    fn counted(&self, _table: &str) -> Option<String> {
        None
    }
}
