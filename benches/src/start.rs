//! Start and memory of `yearbook serve` on loaded databases.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::yardstick::{Running, announced};
use crate::{cpu, load, table};

/// A `yearbook serve` on databases that are loaded.
pub(crate) struct Served {
    pub(crate) running: Running,
    pub(crate) address: String,
    ready: Duration,
    resident: f64,
    _folder: TempDir,
}

impl Served {
    /// Starts it on an empty folder to load it, and again (the median of five starts) on the loaded one.
    pub(crate) async fn launch() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        drop(announced(&mut command(&folder)?)?);
        let mut times = Vec::new();
        for _ in 0..4 {
            let start = Instant::now();
            let (running, address) = announced(&mut command(&folder)?)?;
            load::get(authority(&address), "/readyz").await?;
            times.push(start.elapsed());
            drop(running);
        }
        let start = Instant::now();
        let (running, address) = announced(&mut command(&folder)?)?;
        load::get(authority(&address), "/readyz").await?;
        times.push(start.elapsed());
        times.sort();
        load::get(authority(&address), "/reports/2024.json").await?;
        let resident = cpu::resident(running.0.id())?;
        let ready = times.get(times.len() / 2).copied().unwrap_or_default();
        Ok(Self { running, address, ready, resident, _folder: folder })
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

fn command(folder: &TempDir) -> Result<Command> {
    let mut command = Command::new(beside("yearbook")?);
    command.args(["serve", "--listen", "127.0.0.1:0", "--log", "warn", "--data-dir"]).arg(folder.path());
    Ok(command)
}

/// A binary of the same build.
fn beside(name: &str) -> Result<PathBuf> {
    Ok(std::env::current_exe()?.parent().context("a folder")?.join(name))
}

/// Prints both.
pub(crate) fn print(served: &Served) {
    table::value("`serve` ready on loaded databases", &format!("{} ms", served.ready.as_millis()), "300 ms");
    table::value("`serve` resident after one report", &format!("{:.0} MB", served.resident), "80 MB");
}
