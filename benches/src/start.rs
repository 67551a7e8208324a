//! Start and memory of `yearbook serve` on loaded databases.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::table::Table;
use crate::yardstick::{ONE_THREAD, Running, announced};
use crate::{cpu, load};

/// A `yearbook serve` on databases that are loaded.
pub(crate) struct Served {
    pub(crate) running: Running,
    pub(crate) address: String,
    ready: Duration,
    resident: f64,
    _folder: TempDir,
}

impl Served {
    /// Starts it on an empty folder to load it, then on the loaded one: five times as it is, to measure the start (the median) and
    /// memory, and once with one thread, to measure requests.
    pub(crate) async fn launch() -> Result<Self> {
        let folder = loaded()?;
        let (mut times, mut resident) = (Vec::new(), 0.0);
        for _ in 0..5 {
            let start = Instant::now();
            let (running, address) = announced(&mut command(&folder)?)?;
            load::get(authority(&address), "/readyz").await?;
            times.push(start.elapsed());
            load::get(authority(&address), "/reports/2024.json").await?;
            resident = cpu::resident(running.0.id())?;
        }
        times.sort();
        let ready = times.get(times.len() / 2).copied().unwrap_or_default();
        let (running, address) = announced(command(&folder)?.env(ONE_THREAD.0, ONE_THREAD.1))?;
        Ok(Self { running, address, ready, resident, _folder: folder })
    }

    /// Starts it on an empty folder, only to be asked.
    pub(crate) fn plain() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (running, address) = announced(&mut command(&folder)?)?;
        Ok(Self { running, address, ready: Duration::ZERO, resident: 0.0, _folder: folder })
    }

    /// `HOST:PORT`.
    pub(crate) fn authority(&self) -> &str {
        authority(&self.address)
    }
}

/// `HOST:PORT` of an address.
pub(crate) fn authority(address: &str) -> &str {
    address.trim_start_matches("http://")
}

/// A folder of databases that are loaded, and nobody has open.
pub(crate) fn loaded() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    drop(announced(&mut command(&folder)?)?);
    Ok(folder)
}

fn command(folder: &TempDir) -> Result<Command> {
    let mut command = Command::new(beside("yearbook")?);
    command.args(["serve", "--listen", "127.0.0.1:0", "--log", "warn", "--data-dir"]).arg(folder.path());
    Ok(command)
}

/// A binary of the same build.
pub(crate) fn beside(name: &str) -> Result<PathBuf> {
    Ok(std::env::current_exe()?.parent().context("a folder")?.join(name))
}

/// Prints both.
pub(crate) fn print(table: &mut Table, served: &Served) {
    table.value("`serve` ready on loaded databases", served.ready.as_secs_f64() * 1e3, 300.0, "ms");
    table.value("`serve` resident after one report", served.resident, 80.0, "MB");
}
