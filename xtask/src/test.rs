//! All tests, the benchmarks, and the rounds in which a service is killed.

use anyhow::Result;

use crate::run::cargo;
use crate::tools;

/// Sets up what the tests need and runs every one of them; `rest` goes to `cargo test`.
pub(crate) fn all(rest: &[&str]) -> Result<()> {
    tools::set_up()?;
    let mut arguments = vec!["test", "--workspace"];
    arguments.extend(rest);
    cargo(&arguments)
}

/// Runs the benchmarks over release binaries.
pub(crate) fn bench(rest: &[&str]) -> Result<()> {
    if rest.contains(&"volume") {
        tools::benchmarks()?;
    }
    cargo(&["build", "--release", "--workspace"])?;
    let mut arguments = vec!["run", "--release", "--package", "yearbook-benches", "--"];
    arguments.extend(rest);
    cargo(&arguments)
}

/// Kills a service again and again under load; `rest` says how often, over which database and from which seed.
pub(crate) fn kill(rest: &[&str]) -> Result<()> {
    let mut arguments = vec!["run", "--package", "yearbook-tests", "--bin", "yearbook-kill", "--"];
    arguments.extend(rest);
    cargo(&arguments)
}
