//! Formatting and lints.

use std::process::Command;

use anyhow::Result;

use crate::run::{cargo, command};
use crate::tools;

/// Formats Rust and proto files.
pub(crate) fn format() -> Result<()> {
    cargo(&["fmt", "--all"])?;
    if let Some(buf) = tools::buf()? {
        command(Command::new(buf).args(["format", "--write"]))?;
    }
    Ok(())
}

/// Everything that a submission must pass besides the tests; changes nothing.
pub(crate) fn check() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    if let Some(buf) = tools::buf()? {
        command(Command::new(&buf).arg("lint"))?;
        command(Command::new(&buf).args(["format", "--diff", "--exit-code"]))?;
        breaking(&buf)?;
    }
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    command(
        Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
            .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
            // The documentation is for those who work here, so it is made with private items and may point to them.
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"),
    )
}

/// Compares the protos with those of the last commit that changed them, where there is one.
fn breaking(buf: &std::path::Path) -> Result<()> {
    let earlier = Command::new("git")
        .current_dir(crate::run::root())
        .args(["rev-list", "-1", "--skip=1", "HEAD", "--", "proto"])
        .output()?;
    let commit = String::from_utf8_lossy(&earlier.stdout).trim().to_owned();
    if commit.is_empty() {
        println!("no earlier protos to compare with");
        return Ok(());
    }
    command(Command::new(buf).args(["breaking", "--against"]).arg(format!(".git#ref={commit}")))
}
