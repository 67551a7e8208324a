//! SQLite behind the store: connections, the dialect, and the driver's errors as neutral kinds.
//!
//! A file is in WAL mode with `synchronous=FULL`: readers never wait for the writer, and what is acknowledged is on the disk.
//! A store in memory is a shared cache whose readers see uncommitted rows; a snapshot's predicate hides those, because they
//! carry a revision that is not committed yet.

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
}

impl SqliteBackend {
    /// An empty database that lives as long as the backend.
    pub(crate) fn memory() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("file:store-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let options = options().filename(name).in_memory(true).shared_cache(true);
        let reader = options.clone().pragma("read_uncommitted", "ON").pragma("query_only", "ON");
        Self { readers: pool(READERS, reader), writer: Some(pool(1, options)), in_memory: true, copies: None }
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
        Self { readers: pool(READERS, reader), writer: Some(pool(1, writer)), in_memory: false, copies }
    }

    /// A file that another process may be writing.
    pub(crate) fn read_only(path: &Path) -> Self {
        let options = options().filename(path).read_only(true);
        Self {
            readers: pool(READERS, options.clone()),
            writer: None,
            in_memory: false,
            copies: Some(options),
        }
    }
}

fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .busy_timeout(BUSY)
        .foreign_keys(false)
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging()
}

fn pool(size: u32, options: SqliteConnectOptions) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(options)
}

#[async_trait]
impl Backend for SqliteBackend {
    fn dialect(&self) -> &'static dyn Dialect {
        &SqliteDialect
    }

    async fn query(&self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        let rows = bound(sql, params).fetch_all(&self.readers).await.map_err(neutral)?;
        rows.iter().map(decoded).collect()
    }

    async fn write(&self) -> Result<Box<dyn Session>, StoreError> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::invalid(
                "change",
                "the store was opened only for reading; open it for writing",
            ));
        };
        let transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(neutral)?;
        Ok(Box::new(SqliteSession(transaction)))
    }

    async fn inspect(&self) -> Result<Box<dyn Session>, StoreError> {
        // Readers of a shared cache see uncommitted rows, so in memory the writer's turn is waited for.
        let pool = if self.in_memory { self.writer.as_ref() } else { None }.unwrap_or(&self.readers);
        Ok(Box::new(SqliteSession(pool.begin().await.map_err(neutral)?)))
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

struct SqliteSession(Transaction<'static, Sqlite>);

#[async_trait]
impl Session for SqliteSession {
    async fn query(&mut self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        let rows = bound(sql, params).fetch_all(&mut *self.0).await.map_err(neutral)?;
        rows.iter().map(decoded).collect()
    }

    async fn execute(&mut self, sql: &str, params: &[Datum]) -> Result<u64, StoreError> {
        let done = bound(sql, params).execute(&mut *self.0).await.map_err(neutral)?;
        Ok(done.rows_affected())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.0.commit().await.map_err(neutral)
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

/// The driver's error as one of the kinds that callers know.
fn neutral(error: sqlx::Error) -> StoreError {
    let why = error.to_string();
    let code =
        error.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse::<i32>().ok());
    // Primary result codes, https://www.sqlite.org/rescode.html
    match code.map(|code| code & 0xff) {
        Some(11 | 26) => StoreError::corrupt(why),
        Some(1 | 18 | 20 | 25) => StoreError::invalid("query", why),
        Some(19) => StoreError::corrupt(format!("a version contradicts another: {why}")),
        Some(_) | None => StoreError::unavailable(why),
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
}
