//! Committing a change, and telling those who watch how long it took.

use std::time::Instant;

use store::{Change, Outcome, Store, StoreError, Transaction};

/// Runs `work` as one revision of a service, as [`Store::write`] does, and records it.
///
/// # Errors
/// Those of [`Store::write`].
pub(crate) async fn commit<F, E>(store: &Store, service: &str, change: Change, work: F) -> Result<Outcome, E>
where
    F: AsyncFnOnce(&mut Transaction) -> Result<(), E>,
    E: From<StoreError>,
{
    let start = Instant::now();
    let written = store.write(change, work).await;
    let changed = written.as_ref().ok().map(|outcome| outcome.changed && !outcome.replayed);
    kit::telemetry::committed(service, start.elapsed(), changed);
    written
}
