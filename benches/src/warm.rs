//! Warm calls of `GetReport` against a bare service that returns the same bytes.

use std::process::Command;

use anyhow::Result;

use crate::start::Served;
use crate::table::Table;
use crate::yardstick::{ONE_THREAD, announced};
use crate::{bare, cpu, load};

/// Pairs.
pub(crate) const PAIRS: usize = 5;
/// Requests on each side of a pair.
pub(crate) const REQUESTS: usize = 6_000;

/// `GetReport` against a bare tonic service.
pub(crate) async fn grpc(table: &mut Table, served: &Served) -> Result<()> {
    let bytes = load::get_report(&served.address, 2).await?;
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), &bytes)?;
    let mut command = Command::new(std::env::current_exe()?);
    let (yardstick, address) =
        announced(command.env(ONE_THREAD.0, ONE_THREAD.1).arg(bare::COMMAND).arg(file.path()))?;
    let (ours, theirs) = (served.running.pids()?, yardstick.pids()?);
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let a = cost(&ours, load::get_report(&served.address, REQUESTS)).await?;
        let b = cost(&theirs, load::get_report(&address, REQUESTS)).await?;
        pairs.push((a, b));
    }
    table.ratio(&format!("warm `GetReport` ({} KB) / bare tonic service", bytes.len() >> 10), &pairs, 1.25);
    Ok(())
}

/// Microseconds of the servers' processor time for each request of a load.
pub(crate) async fn cost<T>(pids: &[u32], work: impl Future<Output = Result<T>>) -> Result<f64> {
    let before = cpu::of_all(pids)?;
    work.await?;
    Ok((cpu::of_all(pids)? - before) / REQUESTS as f64)
}
