//! Opening a store: in memory, in a file for writing, or in a file that somebody else may be writing.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::backend::Backend;
use crate::error::StoreError;
use crate::head::{self, Head};
use crate::layout;
use crate::lock::Hold;
use crate::schema::Schema;
use crate::sqlite::SqliteBackend;

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
    /// Held for as long as the store lives; dropped last, when no connection is left.
    _lock: Option<Hold>,
}

impl Store {
    /// Opens a store and makes the tables that it lacks. Nothing is read but the head and the declarations, so that a large
    /// file opens as fast as a small one.
    ///
    /// # Errors
    /// `Schema` for a malformed declaration or one that differs from the file's; `InUse` if another process writes the file;
    /// `NotFound` for a missing file to be read; `Corrupt` if the file is no database; `Unavailable` if it cannot be opened.
    pub async fn open(location: Location, schema: Schema, clock: Clock) -> Result<Self, StoreError> {
        schema.check()?;
        let (backend, lock) = connect(&location)?;
        let writes = !matches!(location, Location::ReadOnly(_));
        let head = settle(&backend, &schema, writes).await?;
        Ok(Self::put_together(backend, Arc::new(schema), clock, head, lock))
    }

    pub(crate) fn put_together(
        backend: SqliteBackend,
        schema: Arc<Schema>,
        clock: Clock,
        head: Head,
        lock: Option<Hold>,
    ) -> Self {
        let (backend, head) = (Box::new(backend), watch::Sender::new(head));
        let inner = Arc::new(Inner { backend, schema, clock, head, _lock: lock });
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
        self.inner.backend.close().await;
    }
}

pub(crate) fn connect(location: &Location) -> Result<(SqliteBackend, Option<Hold>), StoreError> {
    match location {
        Location::Memory => Ok((SqliteBackend::memory(), None)),
        Location::File(path) => {
            let lock = Hold::take(path)?;
            Ok((SqliteBackend::file(path), Some(lock)))
        }
        Location::ReadOnly(path) if path.is_file() => Ok((SqliteBackend::read_only(path), None)),
        Location::ReadOnly(path) => Err(StoreError::NotFound {
            what: format!("the file {}", path.display()),
            remedy: "start the service once so that it makes it, or name another folder".to_owned(),
        }),
    }
}

async fn settle(backend: &SqliteBackend, schema: &Schema, writes: bool) -> Result<Head, StoreError> {
    let mut session = if writes { backend.write().await? } else { backend.inspect().await? };
    let changed = layout::settle(session.as_mut(), backend.dialect(), schema, writes).await?;
    let head = head::decode(&session.query(head::QUERY, &[]).await?)?;
    if changed {
        session.commit().await?;
    }
    Ok(head)
}
