//! Bundles with one value of a table changed: how many changes the check of the bundle finds.
//!
//! A row that a source shows has a value that a figure of the report stands on. One at a time is changed as the numbers of texts are, the
//! bundle is loaded and checked as `yearbook check DIR` does, and a change is found that brings a finding which the bundle as it is has
//! not. Beside it the numbers of the source (`source-numbers.csv`) are held against the tables, as `yearbook coverage` does.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, Result, bail};
use checks::coverage::{Basis, NUMBERS_FILE};
use tempfile::TempDir;

use super::cell::{self, Change};
use super::change::Kind;
use super::{Asked, LEAST_FOUND};
use crate::start::beside;
use crate::table::Table;

type Files = BTreeMap<String, Vec<u8>>;

/// Changes values of the first bundle's tables and prints what is found.
pub(crate) fn found(table: &mut Table, asked: &Asked) -> Result<()> {
    let files = first_bundle::bundle().files().clone();
    let cells = cell::bound(&files)?;
    let bundle = Checked::new(&files)?;
    let known = bundle.findings()?;
    if !is_covered(&files) {
        bail!("the bundle as it is does not agree with {NUMBERS_FILE}");
    }
    let mut chance = fastrand::Rng::with_seed(asked.seed);
    let (mut by_rules, mut by_either, mut all) = (0, 0, 0);
    for kind in Kind::ALL {
        let (mut found, mut made) = (0, 0);
        for _ in 0..asked.count.saturating_mul(8) {
            if made == asked.count {
                break;
            }
            let Some(change) = cell::make(kind, &files, &cells, &mut chance) else { continue };
            made += 1;
            let told = bundle.with(&change, &files)?.difference(&known).next().is_some();
            let mut changed = files.clone();
            changed.insert(change.file.clone(), change.after.clone().into_bytes());
            let differs = !is_covered(&changed);
            found += usize::from(told);
            by_either += usize::from(told || differs);
            if asked.tell && !told {
                let numbers = if differs { "not by rules" } else { "not found" };
                eprintln!("tables: {}: {numbers}: {change}", kind.name());
            }
        }
        if made > 0 {
            table.share(&format!("tables of the bundle: {}, by rules alone", kind.name()), found, made, None);
        }
        by_rules += found;
        all += made;
    }
    let bound = cells.len();
    table.share(
        &format!("tables of the bundle: changes found by rules alone ({bound} bound)"),
        by_rules,
        all,
        None,
    );
    table.share(
        "tables of the bundle: changes found by rules and the source's numbers",
        by_either,
        all,
        Some(LEAST_FOUND),
    );
    Ok(())
}

/// Whether every number of the source has its row, and every row its number. A table that does not read has not.
fn is_covered(files: &Files) -> bool {
    let held = || {
        let basis = Basis::read(files).ok()?;
        let numbers = basis.read_numbers(NUMBERS_FILE, files.get(NUMBERS_FILE)?).ok()?;
        Some(basis.cover(&numbers).is_complete())
    };
    held().unwrap_or(false)
}

/// A folder with a bundle that is checked again and again.
struct Checked {
    folder: TempDir,
}

impl Checked {
    fn new(files: &Files) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().context("a folder")?)?;
            std::fs::write(path, bytes)?;
        }
        Ok(Self { folder })
    }

    /// What is found after a change, which is taken back.
    fn with(&self, change: &Change, files: &Files) -> Result<BTreeSet<String>> {
        let path = self.folder.path().join(&change.file);
        std::fs::write(&path, &change.after)?;
        let findings = self.findings();
        std::fs::write(&path, files.get(&change.file).context("a file")?)?;
        findings
    }

    /// The names of the findings; of those without one their words.
    fn findings(&self) -> Result<BTreeSet<String>> {
        let mut command = Command::new(beside("yearbook")?);
        let output = command.arg("check").arg(self.folder.path()).args(["--format", "json"]).output()?;
        let told: serde_json::Value = serde_json::from_slice(&output.stdout)
            .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
        let findings = told.get("findings").and_then(|f| f.as_array()).map_or(&[][..], Vec::as_slice);
        let text = |finding: &serde_json::Value, name| {
            finding.get(name).and_then(serde_json::Value::as_str).map(str::to_owned).filter(|t| !t.is_empty())
        };
        Ok(findings.iter().filter_map(|f| text(f, "id").or_else(|| text(f, "message"))).collect())
    }
}
