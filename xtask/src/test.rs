//! All tests, and the benchmarks.

use std::process::Command;

use anyhow::Result;

use crate::run::{cargo, command};
use crate::tools;

/// Sets up what the tests need and runs every one of them; `rest` goes to `cargo test`.
pub(crate) fn all(rest: &[&str]) -> Result<()> {
    let tools = tools::set_up()?;
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut test = Command::new(cargo);
    test.args(["test", "--workspace"]).args(rest);
    if let Some(grpcurl) = tools.grpcurl {
        test.env("YEARBOOK_TEST_GRPCURL", grpcurl);
    }
    command(&mut test)
}

/// Runs the benchmarks over release binaries.
pub(crate) fn bench(rest: &[&str]) -> Result<()> {
    cargo(&["build", "--release", "--workspace"])?;
    let mut arguments = vec!["run", "--release", "--package", "yearbook-benches", "--"];
    arguments.extend(rest);
    cargo(&arguments)
}
