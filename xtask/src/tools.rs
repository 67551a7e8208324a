//! Tools that tests and lints use beside Rust, installed under `.tools` from the pinned lists in `tests/tools`.
//!
//! One folder for each kind of list. A tool is added by a line in its list and nothing here; `yearbook_tests::tools` finds it by its
//! name. A folder keeps the lists that it was made from: it is made anew when they differ, which needs no digest and no clock.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{command, root, skipped};

/// Tools that one program installs from one list.
struct Kind {
    /// What is installed, as it is called where it is skipped.
    what: &'static str,
    /// The folder below `.tools`.
    folder: &'static str,
    /// The lists, in `tests/tools`.
    lists: &'static [&'static str],
    /// Installs into the folder, which holds copies of the lists.
    install: fn(&Path) -> Result<()>,
}

const NPM: Kind = Kind {
    what: "npm packages",
    folder: "npm",
    lists: &["package.json", "package-lock.json", ".npmrc"],
    install: |folder| command(Command::new("npm").current_dir(folder).args(["ci", "--loglevel=error"])),
};

const PYTHON: Kind = Kind {
    what: "Python packages",
    folder: "python",
    lists: &["requirements.txt"],
    install: |folder| python(folder, "requirements.txt"),
};

/// Servers that the reading of many observations is compared with.
const BENCHMARKS: Kind = Kind {
    what: "Python packages of benchmarks",
    folder: "benchmarks",
    lists: &["benchmarks.txt"],
    install: |folder| python(folder, "benchmarks.txt"),
};

/// An environment of Python's with the packages of a list.
fn python(folder: &Path, list: &str) -> Result<()> {
    command(Command::new("python3").current_dir(folder).args(["-m", "venv", "."]))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    let arguments = ["install", "--quiet", "--require-hashes", "--requirement", list];
    command(pip.current_dir(folder).args(arguments))
}

const GO: Kind = Kind {
    what: "Go programs",
    folder: "go",
    lists: &["go.mod", "go.sum"],
    install: |folder| {
        command(
            Command::new("go").current_dir(folder).env("GOBIN", folder.join("bin")).args(["install", "tool"]),
        )
    },
};

/// Installs what is not there yet, all kinds at once; says which Debian packages are missing.
pub(crate) fn set_up() -> Result<()> {
    std::thread::scope(|scope| {
        let kinds = [&NPM, &PYTHON, &GO].map(|kind| scope.spawn(|| up_to_date(kind).map(drop)));
        kinds
            .into_iter()
            .try_for_each(|kind| kind.join().unwrap_or_else(|_| bail!("setting up the tools panicked")))
    })?;
    debian()
}

/// Installs what only `cargo xtask bench volume` uses.
pub(crate) fn benchmarks() -> Result<()> {
    up_to_date(&BENCHMARKS).map(drop)
}

/// `buf`, where it could be had.
pub(crate) fn buf() -> Result<Option<PathBuf>> {
    Ok(up_to_date(&NPM)?.map(|folder| folder.join("node_modules/.bin/buf")))
}

/// The folder of a kind, installed anew where its lists have changed.
fn up_to_date(kind: &Kind) -> Result<Option<PathBuf>> {
    let (lists, folder) = (root().join("tests/tools"), root().join(".tools").join(kind.folder));
    // Written last, so that an installation that was cut off is done again.
    let done = folder.join("installed");
    let same = |name: &&str| std::fs::read(lists.join(name)).ok() == std::fs::read(folder.join(name)).ok();
    if done.exists() && kind.lists.iter().all(same) {
        return Ok(Some(folder));
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder)?;
    for name in kind.lists {
        std::fs::copy(lists.join(name), folder.join(name)).with_context(|| format!("tests/tools/{name}"))?;
    }
    match (kind.install)(&folder) {
        Ok(()) => std::fs::write(done, "").map(|()| Some(folder)).map_err(Into::into),
        Err(why) => skipped(&format!("tests that need {}", kind.what), &why.to_string()).map(|()| None),
    }
}

/// Names the packages of `tests/tools/debian.txt` that are not installed: installing them takes root, which `.ci/run` has.
fn debian() -> Result<()> {
    let list = std::fs::read_to_string(root().join("tests/tools/debian.txt"))?;
    let missing: Vec<&str> = list
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    skipped("tests that need Debian packages", &format!("apt-get install {}", missing.join(" ")))
}

fn installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    query.output().is_ok_and(|output| output.stdout == b"installed")
}
