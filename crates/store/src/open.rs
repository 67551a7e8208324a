//! Opening a store: in memory, in a file for writing, in a file that somebody else may be writing, or in a PostgreSQL database.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{RwLock, watch};

use crate::backend::Backend;
use crate::error::StoreError;
use crate::head::{self, Head};
use crate::layout;
use crate::lock::Hold;
use crate::past::Past;
use crate::postgres::{PostgresBackend, PostgresUrl};
use crate::schema::Schema;
use crate::sqlite::SqliteBackend;
use crate::staging::{self, Dead};

/// Tells the time; a test's clock tells what the test wants.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where the tables are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In memory, for as long as the store lives.
    Memory,
    /// In this file, made if it is not there; its folder must be. No other process may open it for writing meanwhile.
    File(PathBuf),
    /// In this file, only for reading, also beside a process that writes it.
    ReadOnly(PathBuf),
    /// In this database, made but empty or this store's; other replicas of the same service may write it too.
    Postgres(PostgresUrl),
}

/// Versioned tables. Cloning is cheap and gives the same store.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Store").field("head", &self.head()).finish_non_exhaustive()
    }
}

pub(crate) struct Inner {
    pub(crate) backend: Box<dyn Backend>,
    pub(crate) schema: Arc<Schema>,
    pub(crate) clock: Clock,
    pub(crate) head: watch::Sender<Head>,
    pub(crate) past: Past,
    /// The number of the last load that began here: one that is removed late must not take a later one with it.
    pub(crate) last_load: AtomicI64,
    /// Held by those who remove what loads left; closing waits for them.
    pub(crate) cleaning: Arc<RwLock<()>>,
    /// Held for as long as the store lives; dropped last, when no connection is left.
    _lock: Option<Hold>,
}

impl Store {
    /// Opens a store and makes the tables that it lacks. Nothing is read but the head and the declarations, so that a large
    /// file opens as fast as a small one. Of several replicas that open an empty database at once, one makes the tables.
    ///
    /// # Errors
    /// `Schema` for a malformed declaration, one that differs from the file's, or another owner's database; `InUse` if another
    /// process writes the file; `NotFound` for a missing file to be read, or a missing database; `Corrupt` if the file is no
    /// database; `Unavailable` if it cannot be opened.
    pub async fn open(location: Location, schema: Schema, clock: Clock) -> Result<Self, StoreError> {
        schema.check()?;
        let (backend, lock) = connect(&location).await?;
        let writes = !matches!(location, Location::ReadOnly(_));
        let head = if backend.shared() && writes {
            settle_together(backend.as_ref(), &schema).await?
        } else {
            settle(backend.as_ref(), &schema, writes).await?
        };
        let dead = if backend.shared() { Dead::Silent } else { Dead::All };
        let store = Self::put_together(backend, Arc::new(schema), clock, head, lock);
        // What a load left is in nobody's way, so that a store opens also where it cannot be removed yet.
        if writes && let Err(error) = staging::sweep(&store.inner, dead).await {
            tracing::warn!(%error, "what a load left is not removed yet");
        }
        Ok(store)
    }

    pub(crate) fn put_together(
        backend: Box<dyn Backend>,
        schema: Arc<Schema>,
        clock: Clock,
        head: Head,
        lock: Option<Hold>,
    ) -> Self {
        let head = watch::Sender::new(head);
        let cleaning = Arc::new(RwLock::new(()));
        let inner = Arc::new(Inner {
            backend,
            schema,
            clock,
            head,
            past: Past::default(),
            last_load: AtomicI64::new(0),
            cleaning,
            _lock: lock,
        });
        if inner.backend.shared() {
            tokio::spawn(head::follow(Arc::downgrade(&inner)));
        }
        Self { inner }
    }

    /// The declared tables.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.inner.schema
    }

    /// Ends all connections, for an orderly shutdown: what is running finishes, later calls fail with `Unavailable`.
    /// The file stays locked until the last clone of the store is dropped.
    pub async fn close(&self) {
        let _cleaned = self.inner.cleaning.write().await;
        self.inner.backend.close().await;
    }
}

pub(crate) async fn connect(location: &Location) -> Result<(Box<dyn Backend>, Option<Hold>), StoreError> {
    match location {
        Location::Memory => Ok((Box::new(SqliteBackend::memory()), None)),
        Location::File(path) => {
            let lock = Hold::take(path)?;
            Ok((Box::new(SqliteBackend::file(path)), Some(lock)))
        }
        Location::ReadOnly(path) if path.is_file() => {
            Ok((Box::new(SqliteBackend::read_only(path).await?), None))
        }
        Location::Postgres(url) => Ok((Box::new(PostgresBackend::new(url)?), None)),
        Location::ReadOnly(path) => Err(StoreError::NotFound {
            what: format!("the file {}", path.display()),
            remedy: "start the service once so that it makes it, or name another folder".to_owned(),
        }),
    }
}

async fn settle(backend: &dyn Backend, schema: &Schema, writes: bool) -> Result<Head, StoreError> {
    let mut session = if writes { backend.write().await? } else { backend.inspect().await? };
    let changed = layout::settle(session.as_mut(), backend.dialect(), schema, writes).await?;
    let head = head::decode(&session.query(head::QUERY, &[]).await?)?;
    if changed {
        session.commit().await?;
    }
    Ok(head)
}

/// So often a replica tries to make what is missing, or to find it made by another one.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);

/// Settles a database that other replicas may be settling. What is there is looked at without waiting for writers. What lacks is made
/// in one transaction, by one of them: the others wait at the head row or, while there is none, at the name of its table, and what
/// they then fail with does not count where nothing lacks any more.
async fn settle_together(backend: &dyn Backend, schema: &Schema) -> Result<Head, StoreError> {
    let mut failed = None;
    for _ in 0..TRIES {
        if let Some(head) = settled(backend, schema).await? {
            return Ok(head);
        }
        match make(backend, schema).await {
            Ok(head) => return Ok(head),
            Err(error) => failed = Some(error),
        }
        tokio::time::sleep(PAUSE).await;
    }
    let head = settled(backend, schema).await?;
    head.ok_or_else(|| failed.unwrap_or_else(|| StoreError::unavailable("the tables could not be made")))
}

/// The head, where nothing lacks.
async fn settled(backend: &dyn Backend, schema: &Schema) -> Result<Option<Head>, StoreError> {
    let mut session = backend.inspect().await?;
    if layout::lacks(session.as_mut(), backend.dialect(), schema).await? {
        return Ok(None);
    }
    head::decode(&session.query(head::QUERY, &[]).await?).map(Some)
}

/// Makes what lacks, once no other replica is at it.
async fn make(backend: &dyn Backend, schema: &Schema) -> Result<Head, StoreError> {
    let mut session = backend.write().await?;
    if layout::has_head(session.as_mut(), backend.dialect()).await? {
        session.query(backend.dialect().locked_head(), &[]).await?;
    }
    layout::settle(session.as_mut(), backend.dialect(), schema, true).await?;
    let head = head::decode(&session.query(head::QUERY, &[]).await?)?;
    session.commit().await?;
    Ok(head)
}
