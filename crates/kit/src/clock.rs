//! The one place that asks the operating system for the time, so that tests can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The computer's clock.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the room that the lint points to")]
pub fn system() -> Clock {
    Arc::new(Timestamp::now)
}

/// A clock that stands until it is set: for tests.
#[derive(Clone, Debug, Default)]
pub struct Manual(Arc<AtomicI64>);

impl Manual {
    /// A clock that stands at a time.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(time.as_millisecond())))
    }

    /// Sets the time, forwards or back.
    pub fn set(&self, time: Timestamp) {
        self.0.store(time.as_millisecond(), Ordering::SeqCst);
    }

    /// The clock as services take it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let shared = Arc::clone(&self.0);
        Arc::new(move || {
            Timestamp::from_millisecond(shared.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_until_it_is_set() {
        let manual = Manual::at(Timestamp::UNIX_EPOCH);
        let clock = manual.clock();
        assert_eq!(clock(), Timestamp::UNIX_EPOCH);
        let later: Timestamp = "2024-12-31T12:00:00Z".parse().expect("a time");
        manual.set(later);
        assert_eq!(clock(), later);
    }
}
