//! Copying a store into a file while it is read and written, and opening what was copied.
//!
//! A copy is one committed state: a reader's snapshot, written out by the database itself (`VACUUM INTO`). Copying the file would
//! tear pages and miss what is still in the write-ahead log. A copy is opened by the declarations that are in it, so that one can
//! be looked through by a program that does not know the domain.

use std::path::Path;
use std::sync::Arc;

use crate::error::StoreError;
use crate::head;
use crate::layout;
use crate::open::{Clock, Location, Store, connect};

impl Store {
    /// Writes the last committed state into a new file and has it put on the disk. Neither readers nor the writer wait for it. The
    /// file is whole only once this has returned: copy to a passing name, and rename.
    ///
    /// # Errors
    /// `Invalid` if the file is there already, its name is no text, or the store is in memory; `Unavailable` if it cannot be written; `Corrupt` if what is
    /// stored cannot be read.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let refused = |why: &str| Err(StoreError::invalid(path.display().to_string(), why));
        if path.exists() {
            return refused("is there already; name another file");
        }
        let path = std::path::absolute(path).map_err(|error| StoreError::unavailable(error.to_string()))?;
        let Some(name) = path.to_str() else { return refused("the name is not UTF-8; name another file") };
        self.inner.backend.copy(name).await?;
        let synced = tokio::fs::File::open(&path).await;
        let synced = match synced {
            Ok(file) => file.sync_all().await,
            Err(error) => Err(error),
        };
        synced.map_err(|error| StoreError::unavailable(format!("{}: {error}", path.display())))
    }

    /// Opens a store, also beside whoever writes it, with the tables that the store itself says it has.
    ///
    /// # Errors
    /// `NotFound` for a missing file or database; `Corrupt` if it is no database; `Schema` if it is one and holds no store, or one of
    /// another layout.
    pub async fn open_declared(location: &Location, clock: Clock) -> Result<Self, StoreError> {
        let (backend, lock) = connect(location).await?;
        let mut session = backend.inspect().await?;
        let schema = layout::declared(session.as_mut(), backend.dialect()).await?;
        schema.check()?;
        let head = head::decode(&session.query(head::QUERY, &[]).await?)?;
        drop(session);
        Ok(Self::put_together(backend, Arc::new(schema), clock, head, lock))
    }
}
