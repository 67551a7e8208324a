//! `yearbook export` of a million observations: how long it takes beside `sqlite3 -csv`, and what it holds of memory.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use kit::config::database;

use super::service::Service;
use super::{PAIRS, yardsticks};
use crate::cpu;
use crate::start::{self, beside};
use crate::table::Table;

/// The most that an export may hold of memory, in megabytes: what it holds is a few portions of rows, whatever the length of the table.
const MEMORY: f64 = 150.0;
/// How often it is looked at what it holds.
const LOOK: Duration = Duration::from_millis(20);

/// Both forms, from a folder of databases in which the one of observations is the service's.
pub(super) async fn all(table: &mut Table, service: &Service) -> Result<()> {
    let data = start::loaded()?;
    for end in ["", "-wal"] {
        let file = |path: std::path::PathBuf| format!("{}{end}", path.display());
        std::fs::copy(file(service.file()), file(database(data.path(), "connectivity")))?;
    }
    for form in ["csv", "parquet"] {
        let (mut pairs, mut memory) = (Vec::new(), 0.0_f64);
        for _ in 0..PAIRS {
            let written = tempfile::tempdir()?;
            let mut command = Command::new(beside("yearbook")?);
            command.arg("export").arg(written.path().join("out")).arg("--data-dir").arg(data.path());
            let (taken, most) = watched(command.args(["--format", form]))?;
            memory = memory.max(most);
            let theirs = written.path().join("yardstick.csv");
            pairs.push((taken, yardsticks::sqlite_csv(&service.file(), std::fs::File::create(theirs)?)?));
        }
        table.lasting(&format!("`yearbook export --format {form}` / `sqlite3 -csv`"), &pairs, 2.0);
        table.value("the same, resident at most", memory, MEMORY, "MB");
    }
    Ok(())
}

/// Runs a command to its end: how many seconds it took, and the most megabytes that it held.
fn watched(command: &mut Command) -> Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut most = 0.0_f64;
    loop {
        // Between its end and the look there is no process to look at.
        most = most.max(cpu::peak(child.id()).unwrap_or_default());
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                bail!("{command:?} failed");
            }
            return Ok((start.elapsed().as_secs_f64(), most));
        }
        std::thread::sleep(LOOK);
    }
}
