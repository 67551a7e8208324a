//! Tools that tests and lints use beside Rust, built or installed under `.tools` from pinned lists in `tests/tools`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::run::{command, root, skipped};

/// Where the tools are after [`set_up`]; one that could not be had is `None`.
pub(crate) struct Tools {
    /// `grpcurl`.
    pub(crate) grpcurl: Option<PathBuf>,
    /// `buf`.
    pub(crate) buf: Option<PathBuf>,
}

/// Builds or installs what is not there yet.
pub(crate) fn set_up() -> Result<Tools> {
    Ok(Tools { grpcurl: grpcurl()?, buf: buf()? })
}

fn grpcurl() -> Result<Option<PathBuf>> {
    let binary = root().join(".tools/grpcurl");
    if binary.exists() {
        return Ok(Some(binary));
    }
    let mut build = Command::new("go");
    build.current_dir(root().join("tests/tools")).args(["build", "-o"]).arg(&binary);
    build.arg("github.com/fullstorydev/grpcurl/cmd/grpcurl");
    match command(&mut build) {
        Ok(()) => Ok(Some(binary)),
        Err(e) => skipped("grpcurl", &format!("needs Go: {e}")).map(|()| None),
    }
}

fn buf() -> Result<Option<PathBuf>> {
    let folder = root().join(".tools/npm");
    let binary = folder.join("node_modules/.bin/buf");
    if binary.exists() {
        return Ok(Some(binary));
    }
    std::fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(root().join("tests/tools").join(file), folder.join(file))?;
    }
    match command(Command::new("npm").current_dir(&folder).args(["install", "--loglevel=error"])) {
        Ok(()) => Ok(Some(binary)),
        Err(e) => skipped("buf", &format!("needs npm: {e}")).map(|()| None),
    }
}
