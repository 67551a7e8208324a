//! Waiting for a state, with an end.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything may take to come about, on a machine that is busy with other tests.
pub const MOST: Duration = Duration::from_secs(60);
/// How often it is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until there is something, and gives it.
///
/// # Panics
/// When it does not come about; `what` says what was waited for.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + MOST;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < end, "it never came to this: {what}");
        sleep(PAUSE).await;
    }
}

/// Gives what comes within the limit.
///
/// # Panics
/// When it does not come; `what` says what was waited for.
pub async fn within<T>(limit: Duration, what: &str, future: impl Future<Output = T>) -> T {
    let Ok(done) = tokio::time::timeout(limit, future).await else { panic!("not within {limit:?}: {what}") };
    done
}
