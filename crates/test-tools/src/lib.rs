//! Programs that tests use and that are not ours: found by name, pinned in `tests/tools`, installed by `cargo xtask tools`.
//!
//! A tool is where `YEARBOOK_TEST_<NAME>` says, else under `.tools`, else where the system has it. One that is nowhere leaves its test
//! out with a word, and in CI fails it: a test that silently did nothing would look like one that passed.

use std::io::Write;
use std::path::{Path, PathBuf};

pub mod postgres;
pub mod workbook;

/// Folders below `.tools`, in the order of search.
const OWN: [&str; 4] = ["go/bin", "npm/node_modules/.bin", "python/bin", "benchmarks/bin"];
/// Where Debian keeps servers, which a user's PATH may leave out.
const SYSTEM: [&str; 2] = ["/usr/sbin", "/usr/local/sbin"];
/// Where Debian keeps PostgreSQL's programs, a folder for each version.
const POSTGRES: &str = "/usr/lib/postgresql";

/// A program by its name: `grpcurl`, `redocly`, `schemathesis`, `chromium`; `None` after saying that it is skipped.
///
/// # Panics
/// In CI, when it is nowhere.
#[must_use]
pub fn tool(name: &str) -> Option<PathBuf> {
    found(name, named(name).or_else(|| own(name)).or_else(|| of_the_system(name)))
}

/// The Python that sees the packages of `requirements.txt`.
///
/// # Panics
/// In CI, when it is not there.
#[must_use]
pub fn python() -> Option<PathBuf> {
    found("python", named("python").or_else(|| own("python")))
}

/// The folder of npm's packages, for what is no program: a library, `vnu-jar/build/dist/vnu.jar`.
///
/// # Panics
/// In CI, when it is not there.
#[must_use]
pub fn node_modules() -> Option<PathBuf> {
    let own = Some(root().join(".tools/npm/node_modules")).filter(|path| path.is_dir());
    found("node_modules", named("node_modules").or(own))
}

/// The folder of PostgreSQL's `initdb` and `postgres`, of the newest version that is there.
///
/// # Panics
/// In CI, when it is not there.
#[must_use]
pub fn postgres_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(POSTGRES).into_iter().flatten().flatten();
    let version = |name: PathBuf| name.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.filter_map(|entry| version(entry.path())).max();
    let of_debian = newest.map(|version| PathBuf::from(format!("{POSTGRES}/{version}/bin")));
    let elsewhere = || of_the_system("postgres")?.parent().map(Path::to_owned);
    found("postgres", named("postgres_programs").or(of_debian).or_else(elsewhere))
}

#[expect(clippy::disallowed_methods, reason = "a setting of the test, not of a service")]
fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn named(name: &str) -> Option<PathBuf> {
    variable(&format!("YEARBOOK_TEST_{}", name.to_uppercase().replace('-', "_"))).map(PathBuf::from)
}

fn own(name: &str) -> Option<PathBuf> {
    OWN.iter().map(|folder| root().join(".tools").join(folder).join(name)).find(|path| path.is_file())
}

fn of_the_system(name: &str) -> Option<PathBuf> {
    let path = variable("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(SYSTEM.map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn found(name: &str, path: Option<PathBuf>) -> Option<PathBuf> {
    path.or_else(|| skipped(&format!("{name} is not there; `cargo xtask tools` sets it up")))
}

/// Says that a test is left out, and why.
///
/// # Panics
/// In CI: a skip is a failure there.
#[must_use]
pub fn skipped<T>(why: &str) -> Option<T> {
    let ci = variable("CI").is_some_and(|v| v == "true" || v == "1");
    assert!(!ci, "{why} (in CI a skip is a failure)");
    // Written past the capture of passing tests, so that a skip is seen.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
    None
}
