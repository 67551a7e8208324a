//! How far a bundle is on its way: a bar on a terminal with rows, their rate and the time left, and nothing elsewhere.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is sent, told as it goes. Clones tell of the same.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    step: Arc<Mutex<Step>>,
}

/// What is done with the part of one service.
#[derive(Default)]
struct Step {
    what: String,
    rows: u64,
    began: Duration,
}

impl Progress {
    /// Of so many bytes, told on standard error.
    pub(crate) fn of(bytes: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        // The template is a constant and well formed; with another style the bar only looks different.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}, {eta} left") {
            bar.set_style(style);
        }
        Self { bar, step: Arc::default() }
    }

    /// Told to nobody.
    pub(crate) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), step: Arc::default() }
    }

    /// Begins with a part: `checking projects`.
    pub(crate) fn begin(&self, what: String) {
        let step = Step { what, rows: 0, began: self.bar.elapsed() };
        self.bar.set_message(step.what.clone());
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
    }

    /// Some bytes of a file are on their way. The lines of a table are its rows, but for the few that break within a cell.
    pub(crate) fn sent(&self, file: &str, data: &[u8]) {
        self.bar.inc(u64::try_from(data.len()).unwrap_or(u64::MAX));
        let mut step = self.step.lock().unwrap_or_else(PoisonError::into_inner);
        if file.ends_with(".csv") {
            let lines = data.iter().filter(|byte| **byte == b'\n').count();
            step.rows = step.rows.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        }
        let elapsed = self.bar.elapsed().saturating_sub(step.began);
        self.bar.set_message(told(&step.what, step.rows, elapsed));
    }

    /// What was begun, where something was.
    pub(crate) fn step(&self) -> String {
        self.step.lock().unwrap_or_else(PoisonError::into_inner).what.clone()
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn told(what: &str, rows: u64, elapsed: Duration) -> String {
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    match rows.saturating_mul(1_000).checked_div(milliseconds) {
        Some(rate) if milliseconds >= 500 => format!("{what}: {rows} rows, {rate} rows/s"),
        _ => format!("{what}: {rows} rows"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_their_rate_are_told_once_there_is_one() {
        let after = |milliseconds| told("writing alpha", 12_000, Duration::from_millis(milliseconds));
        assert_eq!(after(0), "writing alpha: 12000 rows");
        assert_eq!(after(2_000), "writing alpha: 12000 rows, 6000 rows/s");
    }

    #[test]
    fn only_the_lines_of_tables_are_rows() {
        let progress = Progress::hidden();
        progress.begin("checking alpha".to_owned());
        progress.sent("a.csv", b"id\n1\n2\n");
        progress.sent("narrative/en/1.md", b"one\ntwo\n");
        assert_eq!(progress.step.lock().map(|step| step.rows).ok(), Some(3));
    }
}
