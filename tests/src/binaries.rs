//! The binaries under test: built once for each test program, with its profile, beside it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the repository").to_path_buf()
}

/// The first bundle's folder.
#[must_use]
pub fn first_bundle() -> PathBuf {
    root().join("data/itu-2024")
}

/// The path of a program: `yearbook`, `yearbook-projects`. The first call has cargo build all of them, which is nothing
/// where they are built already.
#[must_use]
pub fn binary(name: &str) -> PathBuf {
    FOLDER.get_or_init(build).join(name)
}

/// `target/debug/deps/end_to_end-…` is the running test, `target/release/yearbook-benches` the running benchmark; the programs
/// belong into the profile's folder.
#[expect(clippy::disallowed_methods, reason = "Cargo names itself to its tests by the environment")]
fn build() -> PathBuf {
    let running = std::env::current_exe().expect("a program knows its file");
    let folder = running.parent().expect("a program stands in a folder");
    let folder = if folder.ends_with("deps") { folder.parent().expect("deps stands in one") } else { folder };
    let folder = folder.to_path_buf();
    let target = folder.parent().expect("a profile's folder stands in the target folder");
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(other) => other,
    };
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    cargo.current_dir(root()).args(["build", "--quiet", "--workspace", "--bins", "--profile", profile]);
    let built = cargo.arg("--target-dir").arg(target).status().expect("cargo starts");
    assert!(built.success(), "the binaries do not build");
    folder
}
