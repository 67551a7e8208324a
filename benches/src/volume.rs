//! Observations by the million: how long an import takes beside what databases bring themselves, and whether reading is as fast as over few.
//!
//! A side of a pair is wall time here, not processor time: what an import waits for, the disk among it, is what its sender waits for.

mod data;
mod exports;
mod reads;
mod servers;
mod service;
mod yardsticks;

use std::time::Instant;

use anyhow::{Context, Result};
use tempfile::TempDir;
use test_tools::postgres::Server;

use crate::table::Table;
use data::{Data, FEW, MANY, TEN_TIMES_AS_MANY};
use service::Service;

/// Pairs of an import and its yardstick.
const PAIRS: usize = 3;
/// An import may take so many times as long as the database's own loader: a third of its rate.
const LIMIT: f64 = 3.0;
/// The most that the service may hold of memory at any time, in megabytes.
const MEMORY: f64 = 150.0;

/// The row of ten million observations.
pub(crate) async fn ten_millions(table: &mut Table) -> Result<()> {
    let (many, few) = (Data::make(TEN_TIMES_AS_MANY)?, Data::make(FEW)?);
    let start = Instant::now();
    let large = loaded(&many).await?;
    let taken = format!("{:.0} s, {:.0} MB at most", start.elapsed().as_secs_f64(), large.0.peak()?);
    table.seen(&format!("import of {} observations into SQLite", many.rows()), &taken);
    reads::among(table, &large.0, &loaded(&few).await?.0, &many).await.map(drop)
}

/// The rows of the table: those of `imports` and of `reads`.
pub(crate) async fn rows(table: &mut Table, named: impl Fn(&str) -> bool) -> Result<()> {
    let many = Data::make(MANY)?;
    let over_file = if named("imports") {
        let over_file = sqlite(table, &many).await?;
        postgres(table, &many).await?;
        over_file
    } else {
        loaded(&many).await?
    };
    if !named("reads") {
        return Ok(());
    }
    let small = loaded(&Data::make(FEW)?).await?;
    reads::all(table, &over_file.0, &small.0, &many).await?;
    exports::all(table, &over_file.0).await
}

/// A service over a file, with all of the data in it.
async fn loaded(data: &Data) -> Result<(Service, TempDir)> {
    let folder = tempfile::tempdir()?;
    let service = Service::over_file(folder.path())?;
    service.import(data).await?;
    Ok((service, folder))
}

/// Imports into SQLite; the last one stays.
async fn sqlite(table: &mut Table, data: &Data) -> Result<(Service, TempDir)> {
    let (mut pairs, mut memory, mut last) = (Vec::new(), 0.0_f64, None);
    for _ in 0..PAIRS {
        drop(last.take());
        let folder = tempfile::tempdir()?;
        let service = Service::over_file(folder.path())?;
        let ours = seconds(service.import(data)).await?;
        memory = memory.max(service.peak()?);
        last = Some((service, folder));
        let Some(theirs) = yardsticks::sqlite_import(data)? else {
            table.skipped("import into SQLite / `.import`", "sqlite3 is not installed");
            continue;
        };
        pairs.push((ours, theirs));
    }
    table.lasting(
        &format!("import of {} observations into SQLite / `sqlite3 .import`", data.rows()),
        &pairs,
        LIMIT,
    );
    table.value("the same, resident at most", memory, MEMORY, "MB");
    let (service, folder) = last.context("a service")?;
    let again = seconds(service.import(data)).await?;
    table.seen("the same rows again: nothing changes", &format!("{again:.1} s"));
    Ok((service, folder))
}

/// Imports into PostgreSQL.
async fn postgres(table: &mut Table, data: &Data) -> Result<()> {
    let Some(server) = Server::start() else {
        table.skipped("import into PostgreSQL / `COPY`", "PostgreSQL is not installed");
        return Ok(());
    };
    let (mut pairs, mut memory) = (Vec::new(), 0.0_f64);
    for _ in 0..PAIRS {
        let service = Service::over_database(&server.database())?;
        let ours = seconds(service.import(data)).await?;
        memory = memory.max(service.peak()?);
        drop(service);
        pairs.push((ours, yardsticks::copy(&server.database(), data)?));
    }
    table.lasting(&format!("import of {} observations into PostgreSQL / `COPY`", data.rows()), &pairs, LIMIT);
    table.value("the same, resident at most", memory, MEMORY, "MB");
    Ok(())
}

/// How long something takes.
async fn seconds<T>(work: impl Future<Output = Result<T>>) -> Result<f64> {
    let start = Instant::now();
    work.await?;
    Ok(start.elapsed().as_secs_f64())
}
