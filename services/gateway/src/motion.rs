//! Waiting for a service while a client's stream goes on: patience is counted from what passed last, not from the beginning.
//!
//! How long a stream may be silent, the service that reads it says; how much may come, the part that it is of.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The longest that a stream is waited for, however it trickles.
const LONGEST: Duration = Duration::from_secs(6 * 60 * 60);

/// When something passed last. Cloning gives the same one.
#[derive(Clone, Debug)]
pub(crate) struct Motion(Arc<Mutex<Instant>>);

impl Motion {
    /// Something passes now.
    pub(crate) fn begin() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    /// Something passes.
    pub(crate) fn passes(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// What comes of a call; none once nothing has passed for so long, or all of it takes too long.
    pub(crate) async fn wait<T>(&self, patience: Duration, call: impl Future<Output = T>) -> Option<T> {
        let mut call = std::pin::pin!(call);
        let most = Instant::now() + LONGEST;
        loop {
            let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Ok(answer) = tokio::time::timeout_at(most.min(last + patience), &mut call).await {
                return Some(answer);
            }
            let now = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if now == last || Instant::now() >= most {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_goes_on_is_waited_for_and_a_silent_one_is_not() {
        let motion = Motion::begin();
        let passing = motion.clone();
        let long = async {
            for _ in 0..10 {
                sleep(Duration::from_secs(50)).await;
                passing.passes();
            }
            sleep(Duration::from_secs(50)).await;
            "done"
        };
        let start = Instant::now();
        assert_eq!(motion.wait(PATIENCE, long).await, Some("done"));
        assert_eq!(start.elapsed(), Duration::from_secs(550));
        let trickle = async {
            loop {
                sleep(Duration::from_secs(50)).await;
                passing.passes();
            }
        };
        assert_eq!(motion.wait(PATIENCE, trickle).await, None::<()>, "it ends all the same");
        motion.passes();
        let start = Instant::now();
        assert_eq!(motion.wait(PATIENCE, std::future::pending::<()>()).await, None);
        assert_eq!(start.elapsed(), PATIENCE);
    }
}
