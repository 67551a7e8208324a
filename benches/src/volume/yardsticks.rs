//! What databases bring themselves: loading a file, and writing one.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};

use super::data::{COLUMNS, Data};

/// Seconds of `sqlite3 .import` of the file into a table without an index; none where sqlite3 is not installed.
pub(super) fn sqlite_import(data: &Data) -> Result<Option<f64>> {
    let folder = tempfile::tempdir()?;
    sqlite_import_to(&folder.path().join("yardstick.db"), data)
}

/// The same into a file that stays: the table `o`.
pub(super) fn sqlite_import_to(file: &Path, data: &Data) -> Result<Option<f64>> {
    if Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_err() {
        return Ok(None);
    }
    let mut command = Command::new("sqlite3");
    command.arg(file).arg(format!("CREATE TABLE o ({COLUMNS})"));
    command.arg(".mode csv").arg(format!(".import --skip 1 '{}' o", data.file().display()));
    timed(&mut command).map(Some)
}

/// Runs a statement over a file.
pub(super) fn sqlite(file: &Path, statement: &str) -> Result<()> {
    timed(Command::new("sqlite3").arg(file).arg(statement)).map(drop)
}

/// Seconds of `COPY` of the file into a table of texts without an index.
pub(super) fn copy(url: &str, data: &Data) -> Result<f64> {
    let columns: Vec<String> = COLUMNS.split(',').map(|column| format!("\"{column}\" TEXT")).collect();
    test_tools::postgres::run(url, &format!("CREATE TABLE o ({})", columns.join(", ")));
    let mut command = Command::new("psql");
    command.args(["--no-psqlrc", "--quiet", "--dbname", url, "--command"]);
    timed(command.arg(format!("\\copy o FROM '{}' WITH (FORMAT csv, HEADER)", data.file().display())))
}

/// Seconds of `sqlite3 -csv` that writes all observations of a service's own file.
pub(super) fn sqlite_csv(database: &Path, to: impl Into<Stdio>) -> Result<f64> {
    let mut command = Command::new("sqlite3");
    command.args(["-csv", "-readonly"]).arg(database);
    command.arg("SELECT indicator, area, period, sex, value, decimals, unit, document, section, locator FROM observations");
    timed(command.stdout(to))
}

fn timed(command: &mut Command) -> Result<f64> {
    let start = Instant::now();
    if !command.status()?.success() {
        bail!("{command:?} failed");
    }
    Ok(start.elapsed().as_secs_f64())
}
