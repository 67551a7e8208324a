//! PostgreSQL behind the store: several replicas of one service on one database.
//!
//! There is one writer at a time, across all replicas: a change holds the head row (`FOR UPDATE`) until it commits, so that what it
//! sees is what is committed, also at `READ COMMITTED`. Readers read versions by revision number; they wait for nobody and need no
//! transaction. Every wait has a limit, and so has what one replica takes of the server: [`CONNECTIONS`] connections.
//!
//! What failed before a change began its work is tried again: beginning, and taking the head. The work itself is not, because it is
//! the caller's and may be done once only: a change that the server gave up says so, and the same request sent again is safe. A
//! commit whose answer was lost is looked up by its request (`transaction/commit.rs`).

mod dialect;
mod failure;
mod fill;
mod url;
mod values;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::{ConnectOptions, Executor, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::again::Again;
use crate::backend::{Backend, Session};
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::schema::Column;
use crate::sql::Dialect;
use dialect::PostgresDialect;
use failure::{again, neutral};
pub use url::PostgresUrl;
use values::{bound, decoded};

const READERS: u32 = 4;
/// Connections that one store takes at most: its readers and its writer.
pub(crate) const CONNECTIONS: u32 = READERS + 1;
/// How long a call waits for a connection; a server that refuses them counts as starting so long.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a change waits for another one of this process.
const TURN: Duration = Duration::from_secs(30);
/// A connection is made anew after so long, so that an address that moved is found.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// How often a connection that broke, or a transaction that was given up, is tried again.
const TRIES: u32 = CONNECTIONS + 1;

/// What each session is told. A change waits 30 s for that of another replica; nobody holds the head for a minute without a word; a
/// query that nobody waits for any more ends. A server that does not see its client go would hold the head for hours: hence keepalives.
const READER: &str = "SET default_transaction_read_only = on; SET statement_timeout = '60s'; \
                      SET idle_in_transaction_session_timeout = '60s'";
const WRITER: &str = "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'";
const KEEPALIVE: &str =
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

/// A database that other replicas may be writing.
pub(crate) struct PostgresBackend {
    readers: PgPool,
    writer: PgPool,
    /// One change of this process at a time asks for the writer, so that waiting for another one is not taken for a silent server.
    turn: Arc<Semaphore>,
    /// The database as it may be shown.
    at: Arc<str>,
}

impl PostgresBackend {
    /// A database; nothing is connected yet.
    pub(crate) fn new(url: &PostgresUrl) -> Result<Self, StoreError> {
        let options = url.options()?.disable_statement_logging();
        Ok(Self {
            readers: pool(READERS, options.clone(), READER),
            writer: pool(1, options, WRITER),
            turn: Arc::new(Semaphore::new(1)),
            at: Arc::from(url.to_string()),
        })
    }

    async fn begin(&self, pool: &PgPool, how: &'static str) -> Result<PostgresSession, sqlx::Error> {
        Ok(PostgresSession {
            transaction: pool.begin_with(how).await?,
            at: Arc::clone(&self.at),
            _turn: None,
        })
    }

    /// The right to ask for the writer.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.turn).acquire_owned()).await;
        turn.ok().and_then(Result::ok).ok_or_else(|| {
            let why = "other changes have been running for 30 s; send the same request again later";
            StoreError::unavailable(format!("{}: {why}", self.at))
        })
    }

    async fn begin_writing(&self) -> Result<PostgresSession, sqlx::Error> {
        self.begin(&self.writer, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await
    }

    /// A transaction with the head row held, and what the row says.
    async fn take_head(&self) -> Result<(PostgresSession, Vec<PgRow>), sqlx::Error> {
        let mut session = self.begin_writing().await?;
        let head = bound(PostgresDialect.locked_head(), &[]).fetch_all(&mut *session.transaction).await?;
        Ok((session, head))
    }

    async fn begin_inspecting(&self) -> Result<PostgresSession, sqlx::Error> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let mut session = self.begin(&self.readers, begin).await?;
        // Looking through everything takes as long as it takes.
        session.transaction.execute("SET LOCAL statement_timeout = 0").await?;
        Ok(session)
    }
}

/// How often what failed by chance may still be done again.
struct Tries<'a> {
    at: &'a str,
    again: Again,
}

impl<'a> Tries<'a> {
    const fn new(at: &'a str) -> Self {
        Self { at, again: Again::of(TRIES) }
    }

    /// Waits a little after a failure that may pass; any other is returned.
    async fn after(&mut self, error: sqlx::Error) -> Result<(), StoreError> {
        if again(&error) && self.again.may(&error).await { Ok(()) } else { Err(neutral(error, self.at)) }
    }
}

fn pool(size: u32, options: PgConnectOptions, session: &'static str) -> PgPool {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(LIFETIME)
        // What fails on a broken connection is tried again.
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(session).await?;
                match connection.execute(KEEPALIVE).await {
                    // An engine that does not know them does without.
                    Ok(_) | Err(sqlx::Error::Database(_)) => Ok(()),
                    Err(error) => Err(error),
                }
            })
        })
        .connect_lazy_with(options)
}

#[async_trait]
impl Backend for PostgresBackend {
    fn dialect(&self) -> &'static dyn Dialect {
        &PostgresDialect
    }

    async fn query(&self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        let mut tries = Tries::new(&self.at);
        loop {
            match bound(sql, params).fetch_all(&self.readers).await {
                Ok(rows) => return rows.iter().map(decoded).collect(),
                Err(error) => tries.after(error).await?,
            }
        }
    }

    async fn write(&self) -> Result<Box<dyn Session>, StoreError> {
        let turn = Some(self.turn().await?);
        let mut tries = Tries::new(&self.at);
        loop {
            match self.begin_writing().await {
                Ok(session) => return Ok(Box::new(PostgresSession { _turn: turn, ..session })),
                Err(error) => tries.after(error).await?,
            }
        }
    }

    async fn write_on_head(&self) -> Result<(Box<dyn Session>, Vec<Row>), StoreError> {
        let turn = Some(self.turn().await?);
        let mut tries = Tries::new(&self.at);
        loop {
            match self.take_head().await {
                Ok((session, head)) => {
                    let head = head.iter().map(decoded).collect::<Result<_, _>>()?;
                    return Ok((Box::new(PostgresSession { _turn: turn, ..session }), head));
                }
                Err(error) => tries.after(error).await?,
            }
        }
    }

    async fn inspect(&self) -> Result<Box<dyn Session>, StoreError> {
        let mut tries = Tries::new(&self.at);
        loop {
            match self.begin_inspecting().await {
                Ok(session) => return Ok(Box::new(session)),
                Err(error) => tries.after(error).await?,
            }
        }
    }

    async fn faults(&self) -> Result<Vec<String>, StoreError> {
        // Its files are the server's business (`pg_amcheck`, checksums); what versions promise is looked through by queries.
        Ok(Vec::new())
    }

    async fn copy(&self, _path: &str) -> Result<(), StoreError> {
        let why =
            "the store is in PostgreSQL; back it up with its own programs (pg_dump, or the server's archive)";
        Err(StoreError::invalid("copy", why))
    }

    fn shared(&self) -> bool {
        true
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    fn closed(&self) -> bool {
        self.readers.is_closed()
    }
}

struct PostgresSession {
    transaction: Transaction<'static, Postgres>,
    at: Arc<str>,
    /// Given back after the connection.
    _turn: Option<OwnedSemaphorePermit>,
}

#[async_trait]
impl Session for PostgresSession {
    async fn query(&mut self, sql: &str, params: &[Datum]) -> Result<Vec<Row>, StoreError> {
        let rows = bound(sql, params).fetch_all(&mut *self.transaction).await;
        rows.map_err(|error| neutral(error, &self.at))?.iter().map(decoded).collect()
    }

    async fn execute(&mut self, sql: &str, params: &[Datum]) -> Result<u64, StoreError> {
        let done = bound(sql, params).execute(&mut *self.transaction).await;
        Ok(done.map_err(|error| neutral(error, &self.at))?.rows_affected())
    }

    async fn fill(&mut self, table: &str, columns: &[&Column], rows: &[Row]) -> Result<u64, StoreError> {
        let filled = fill::copy(&mut self.transaction, table, columns, rows).await;
        filled.map_err(|error| neutral(error, &self.at))
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(|error| neutral(error, &self.at))
    }
}
