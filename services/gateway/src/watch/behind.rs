//! A stream that is behind what another replica told: held back until it comes up, so that it is not taken for a service that went back.
//!
//! Only the beginning of a stream is held back: a replica never goes back by itself, so that a later step back is the database's.

use std::time::Duration;

use tokio::time::Instant;

use crate::heads::Head;

/// A stream that began behind what is known, until it comes up to it or its time is over.
pub(super) struct Behind {
    until: Instant,
    /// Whether its first head has yet to come, or was behind.
    may_be: bool,
    held: Option<Head>,
}

impl Behind {
    pub(super) fn new(catch_up: Duration) -> Self {
        Self { until: Instant::now() + catch_up, may_be: true, held: None }
    }

    /// Whether a head is held back.
    pub(super) fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// The head that was held back: it did not come up in time.
    pub(super) fn give_up(&mut self) -> Option<Head> {
        self.held.take()
    }

    /// How long to wait for the next event.
    pub(super) fn left(&self, usual: Duration) -> Duration {
        match self.held {
            Some(_) => usual.min(self.until.saturating_duration_since(Instant::now())),
            None => usual,
        }
    }

    /// The head, unless it is held back as one behind `newest`.
    pub(super) fn pass(&mut self, head: Head, newest: i64) -> Option<Head> {
        self.may_be = self.may_be && head.revision < newest && Instant::now() < self.until;
        if self.may_be {
            self.held = Some(head);
            return None;
        }
        self.held = None;
        Some(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHILE: Duration = Duration::from_secs(3);

    fn head(revision: i64) -> Head {
        Head { revision, ..Head::default() }
    }

    fn passed(behind: &mut Behind, revision: i64, newest: i64) -> Option<i64> {
        behind.pass(head(revision), newest).map(|head| head.revision)
    }

    #[tokio::test(start_paused = true)]
    async fn a_replica_that_comes_up_in_time_was_never_behind() {
        let mut behind = Behind::new(WHILE);
        assert_eq!(
            [4, 4, 5, 6].map(|revision| passed(&mut behind, revision, 5)),
            [None, None, Some(5), Some(6)]
        );
        assert!(!behind.holds());
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_does_not_come_up_is_believed_after_a_while() {
        let mut behind = Behind::new(WHILE);
        assert_eq!(passed(&mut behind, 4, 5), None);
        assert_eq!(behind.left(Duration::from_secs(10)), WHILE);
        tokio::time::advance(WHILE).await;
        assert_eq!(behind.left(Duration::from_secs(10)), Duration::ZERO);
        assert_eq!(behind.give_up().map(|head| head.revision), Some(4));
        assert_eq!(passed(&mut behind, 4, 5), Some(4));
    }

    #[tokio::test(start_paused = true)]
    async fn a_step_back_in_the_middle_of_a_stream_is_believed_at_once() {
        let mut behind = Behind::new(WHILE);
        assert_eq!([5, 3].map(|revision| passed(&mut behind, revision, 5)), [Some(5), Some(3)]);
    }
}
