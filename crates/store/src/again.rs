//! Doing again what the database gave up in favour of another change.
//!
//! Where changes come one after another none is given up; over several machines, or at stricter levels of isolation, a database may end
//! one of two that meet at any statement or at the commit (SQLSTATE 40001, 40P01). Nothing of it is kept then, and the same change
//! once more, from its beginning, mostly succeeds. What a change has made of what it read is made anew, so whoever wrote it begins it
//! again, and not the store.

use std::fmt::Display;
use std::time::Duration;

use crate::error::StoreError;

/// How often a change is tried.
const TRIES: u32 = 6;
/// How long is waited before the second time; before each other one twice as long.
const PAUSE: Duration = Duration::from_millis(5);

/// How often a change may still be tried.
#[derive(Debug)]
pub struct Again {
    left: u32,
    pause: Duration,
}

impl Default for Again {
    fn default() -> Self {
        Self::of(TRIES)
    }
}

impl Again {
    /// So many tries in all.
    pub(crate) const fn of(tries: u32) -> Self {
        Self { left: tries, pause: PAUSE }
    }

    /// Whether to try again after a failure, having waited a little.
    pub async fn after(&mut self, failure: &StoreError) -> bool {
        matches!(failure, StoreError::GivenUp { .. }) && self.may(failure).await
    }

    /// Whether to try again after a failure that may pass, having waited a little.
    pub(crate) async fn may(&mut self, failure: &impl Display) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return false;
        }
        tracing::debug!(%failure, "it is tried again");
        tokio::time::sleep(self.pause).await;
        self.pause = self.pause.saturating_mul(2);
        true
    }
}
