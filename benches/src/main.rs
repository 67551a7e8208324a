//! Ratios against yardsticks: what a request costs the server, not how long it takes, so that a busy machine does not matter
//! much. Both sides of a pair run in turn, five times; the median of the five ratios is printed beside its limit.
//!
//! `yearbook-benches mutations` changes numbers of texts and of the bundle's tables, and counts what the checks find.
//!
//! `yearbook-benches volume` imports and reads a million observations.
//!
//! `cargo xtask bench` runs all others; `docs/benchmarks.md` says what is compared with what.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its table")]
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios of measured times")]

mod bare;
mod check;
mod cold;
mod cpu;
mod figures;
mod load;
mod mutations;
mod pages;
mod raw;
mod readers;
mod recorded;
mod start;
mod table;
mod volume;
mod warm;
mod yardstick;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // One thread, as every program that is measured has; the main one only waits.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.context("threads")?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [bare::COMMAND, file] => runtime.block_on(bare::serve(file.as_ref())),
        ["volume", parts @ ..] => runtime.block_on(volume(parts)),
        ["mutations", options @ ..] => runtime.block_on(mutated(&mutations::Asked::parse(options)?)),
        names => runtime.block_on(some(|name| names.is_empty() || names.contains(&name))),
    }
}

/// How many changed numbers the checks of drafts and of bundles find. An error when it is too few.
async fn mutated(asked: &mutations::Asked) -> Result<()> {
    let mut table = table::Table::start();
    if asked.texts_too() {
        let served = start::Served::plain()?;
        let mut reports = Vec::new();
        let (content, _) = report::Content::read(&first_bundle::bundle());
        for language in &content.manifest.report.languages {
            let recorded = recorded::Recorded::of(&served, language).await?;
            reports.push(recorded.report(&content, language)?);
        }
        drop(served);
        mutations::found(&mut table, &content, reports, asked)?;
    }
    if asked.tables_too() {
        mutations::found_in_tables(&mut table, asked)?;
    }
    match table.missed() {
        0 => Ok(()),
        missed => bail!("{missed} beyond the limit"),
    }
}

/// Observations by the million: `imports`, `reads`, or both; `ten-millions` alone. An error when a limit is not kept.
async fn volume(parts: &[&str]) -> Result<()> {
    let mut table = table::Table::start();
    if parts == ["ten-millions"] {
        volume::ten_millions(&mut table).await?;
    } else {
        volume::rows(&mut table, |name| parts.is_empty() || parts.contains(&name)).await?;
    }
    match table.missed() {
        0 => Ok(()),
        missed => bail!("{missed} beyond the limit"),
    }
}

/// The benchmarks of these names: `readers`, `start`, `grpc`, `http`, `figures`, `check`, `cold`. An error when a limit is not kept.
async fn some(named: impl Fn(&str) -> bool) -> Result<()> {
    let mut table = table::Table::start();
    // On all processors, before the others are kept on one.
    if named("readers") {
        readers::with_one_service_failing(&mut table).await?;
    }
    let served = start::Served::launch().await?;
    if named("start") {
        start::print(&mut table, &served);
    }
    if !cpu::on_one_processor(served.running.0.id()) {
        eprintln!(
            "taskset is not installed (Debian package util-linux): ratios vary with where the kernel puts what"
        );
    }
    if named("grpc") {
        warm::grpc(&mut table, &served).await?;
    }
    if named("http") {
        pages::against_nginx(&mut table, &served).await?;
    }
    if named("figures") {
        figures::cold(&mut table, &served).await?;
    }
    if named("check") {
        check::costs(&mut table, &served).await?;
    }
    if named("cold") {
        let recorded = recorded::Recorded::of(&served, "en").await?;
        drop(served);
        cold::assembly(&mut table, recorded).await?;
    }
    match table.missed() {
        0 => Ok(()),
        missed => bail!("{missed} beyond the limit"),
    }
}
