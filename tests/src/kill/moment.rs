//! When a blow falls: when every write is answered, at a moment of chance, or while something is being put on the disk.

use std::time::{Duration, Instant};

use fastrand::Rng;

/// The moment of a blow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// No write is under way: what was acknowledged a moment ago must be there, too.
    Between,
    /// So long after an acknowledgement, whatever is under way then.
    Later(Duration),
    /// As soon as so many bytes are written by whoever writes the database's log: in the midst of a commit, or just after it.
    AsItWrites(u64),
}

/// The longest that a blow waits, in microseconds: longer than a write takes.
const LATER: std::ops::Range<u64> = 0..30_000;
/// A commit writes pages of four kilobytes, some of them.
const WRITTEN: std::ops::Range<u64> = 1..40_000;
/// Without a write for so long the blow falls all the same.
const PATIENCE: Duration = Duration::from_secs(2);

impl Moment {
    /// One of the three, each as often.
    pub(super) fn of(random: &mut Rng) -> Self {
        match random.u8(..3) {
            0 => Self::Between,
            1 => Self::Later(Duration::from_micros(random.u64(LATER))),
            _ => Self::AsItWrites(random.u64(WRITTEN)),
        }
    }

    /// Waits for it. `writer` is the process that writes the log.
    pub(super) async fn come(self, writer: String) {
        match self {
            Self::Between => {}
            Self::Later(later) => tokio::time::sleep(later).await,
            Self::AsItWrites(bytes) => {
                // It looks without a pause, which is no work for a thread that others need.
                let looked = tokio::task::spawn_blocking(move || wait_for(&writer, bytes));
                // Whoever looks cannot fail, and where it did the blow would fall at once.
                let _ = looked.await;
            }
        }
    }
}

fn wait_for(process: &str, bytes: u64) {
    let (end, before) = (Instant::now() + PATIENCE, written(process));
    while written(process).saturating_sub(before) < bytes && Instant::now() < end {
        std::hint::spin_loop();
    }
}

/// How many bytes a process has written, as Linux counts them; 0 where nobody does.
fn written(process: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/io")).unwrap_or_default();
    let count = text.lines().find_map(|line| line.strip_prefix("wchar: "));
    count.and_then(|count| count.parse().ok()).unwrap_or_default()
}
