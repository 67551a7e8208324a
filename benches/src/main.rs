//! Ratios against yardsticks: what a request costs the server, not how long it takes, so that a busy machine does not matter
//! much. Both sides of a pair run in turn, five times; the median of the five ratios is printed beside its limit.
//!
//! `cargo xtask bench` runs all; `docs/benchmarks.md` says what is compared with what.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its table")]
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios of measured times")]

mod bare;
mod cold;
mod cpu;
mod load;
mod raw;
mod recorded;
mod start;
mod table;
mod warm;
mod yardstick;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Runtime::new().context("threads")?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [bare::COMMAND, file] => runtime.block_on(bare::serve(file.as_ref())),
        names => runtime.block_on(some(|name| names.is_empty() || names.contains(&name))),
    }
}

/// The benchmarks of these names: `start`, `grpc`, `http`, `cold`.
async fn some(named: impl Fn(&str) -> bool) -> Result<()> {
    let served = start::Served::launch().await?;
    println!("| what | measured | limit |\n|---|---|---|");
    if named("start") {
        start::print(&served);
    }
    if named("grpc") {
        warm::grpc(&served).await?;
    }
    if named("http") {
        warm::http(&served).await?;
    }
    if named("cold") {
        let recorded = recorded::Recorded::of(&served).await?;
        drop(served);
        cold::assembly(recorded).await?;
    }
    Ok(())
}
