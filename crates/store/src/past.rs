//! When revisions were made that are asked for again and again: a page of a list after the other, the past of a report. A committed revision
//! never changes, so what was read once needs no second look.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// So many are remembered; the one that was read first gives way.
const KEPT: usize = 64;

/// Times of revisions.
#[derive(Debug, Default)]
pub(crate) struct Past(Mutex<VecDeque<(i64, Timestamp)>>);

impl Past {
    /// When a revision was made, if that is remembered.
    pub(crate) fn time(&self, revision: i64) -> Option<Timestamp> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(number, _)| *number == revision).map(|(_, at)| *at)
    }

    /// Remembers a committed revision.
    pub(crate) fn remember(&self, revision: i64, at: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.pop_front();
        }
        known.push_back((revision, at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_gives_way() {
        let (past, at) = (Past::default(), Timestamp::UNIX_EPOCH);
        for revision in 1..=65 {
            past.remember(revision, at);
        }
        assert_eq!((past.time(1), past.time(2), past.time(65)), (None, Some(at), Some(at)));
    }
}
