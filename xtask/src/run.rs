//! Running other programs from the repository's root.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The repository's root: the one that cargo runs this command in, since a target folder may have been copied
/// together with a program that was built elsewhere.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Whether skipping is a failure: in CI it is.
pub(crate) fn strict() -> bool {
    std::env::var("CI").is_ok_and(|v| v == "true" || v == "1")
}

/// The cargo that runs this command.
pub(crate) fn cargo(arguments: &[&str]) -> Result<()> {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(Command::new(program).args(arguments))
}

/// Runs a prepared command at the root; its failure is an error that names it.
pub(crate) fn command(command: &mut Command) -> Result<()> {
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    let shown = format!("{command:?}");
    println!("+ {shown}");
    let status = command.status().with_context(|| format!("cannot start {shown}"))?;
    if !status.success() {
        bail!("{shown}: {status}");
    }
    Ok(())
}

/// Says that something is left out; in CI that is an error.
pub(crate) fn skipped(what: &str, why: &str) -> Result<()> {
    println!("skipped: {what} ({why})");
    if strict() {
        bail!("{what} was skipped, and in CI a skip is a failure");
    }
    Ok(())
}
