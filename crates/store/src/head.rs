//! The head: the last revision, who follows it, and waiting for it.

use std::sync::Weak;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::open::{Inner, Store};
use crate::revision::timestamp;

/// The last revision and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The last revision; 0 while the store is empty.
    pub revision: i64,
    /// When it was committed; none while the store is empty.
    pub committed_at: Option<Timestamp>,
}

/// How often the head row is read where others may commit too.
const POLL: Duration = Duration::from_millis(500);

impl Store {
    /// The head as this store knows it: its own commits at once, those of others within a second.
    #[must_use]
    pub fn head(&self) -> Head {
        *self.inner.head.borrow()
    }

    /// Follows the head. Revisions that come quickly may be seen as one step.
    #[must_use]
    pub fn heads(&self) -> watch::Receiver<Head> {
        self.inner.head.subscribe()
    }

    /// Waits until the head is at least `revision`, at most `within`.
    ///
    /// # Errors
    /// `Unavailable` if it is not there by then, with the head that there is.
    pub async fn wait_for(&self, revision: i64, within: Duration) -> Result<Head, StoreError> {
        if self.head().revision < revision && self.inner.backend.shared() {
            self.inner.refresh().await?;
        }
        let mut heads = self.heads();
        let reached = tokio::time::timeout(within, heads.wait_for(|head| head.revision >= revision)).await;
        match reached {
            Ok(Ok(head)) => Ok(*head),
            Ok(Err(_)) | Err(_) => Err(StoreError::unavailable(format!(
                "revision {revision} was waited for, the head is {}; try again later",
                self.head().revision
            ))),
        }
    }
}

impl Inner {
    /// Makes a head known, unless a later one is.
    pub(crate) fn publish(&self, head: Head) {
        self.head.send_if_modified(|known| {
            let later = head.revision > known.revision;
            if later {
                *known = head;
            }
            later
        });
    }

    /// Reads the head row and makes it known.
    pub(crate) async fn refresh(&self) -> Result<(), StoreError> {
        self.publish(decode(&self.backend.query(QUERY, &[]).await?)?);
        Ok(())
    }
}

pub(crate) const QUERY: &str = "SELECT revision, committed_at FROM head";

/// The head from the rows of its query.
pub(crate) fn decode(rows: &[Row]) -> Result<Head, StoreError> {
    match rows.iter().flatten().collect::<Vec<_>>()[..] {
        [Datum::Integer(revision), Datum::Null] => Ok(Head { revision: *revision, committed_at: None }),
        [Datum::Integer(revision), Datum::Integer(at)] => {
            Ok(Head { revision: *revision, committed_at: Some(timestamp(*at)?) })
        }
        _ => Err(StoreError::corrupt(format!("`head` has {} rows instead of one", rows.len()))),
    }
}

/// Looks at the head row until the store is closed or gone. Of failures in a row only the first is told.
pub(crate) async fn follow(store: Weak<Inner>) {
    let mut failing = false;
    loop {
        tokio::time::sleep(POLL).await;
        let Some(inner) = store.upgrade().filter(|inner| !inner.backend.closed()) else { return };
        let read = inner.refresh().await;
        if let (Err(error), false) = (&read, failing) {
            tracing::warn!(%error, "the head could not be read; it is tried again");
        }
        failing = read.is_err();
    }
}
