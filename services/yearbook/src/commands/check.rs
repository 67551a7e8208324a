//! `yearbook check`: what is wrong in the report on a year, or in a bundle.

use std::path::{Path, PathBuf};

use anyhow::Context;
use checks::{Severity, finding};
use kit::shutdown::Shutdown;

use super::{block_on, in_memory, open};
use crate::{Outcome, output};

/// What is checked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A year, or the folder of a bundle
    what: String,
    /// The language of the words [default: the report's first]
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Folder of the databases; without any the embedded bundle is read
    #[arg(long, value_name = "DIR", default_value = "yearbook-data")]
    data_dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let folder = Path::new(&args.what);
    if let Some(mistakes) = folder.join("bundle.toml").exists().then(|| mistakes(folder)).transpose()? {
        for mistake in &mistakes {
            output::print(format!("{mistake}\n"))?;
        }
        if !mistakes.is_empty() {
            return Ok(Outcome::Found);
        }
    }
    let check = block_on(async {
        let shutdown = Shutdown::new();
        let (app, year) = match args.what.parse::<i16>() {
            Ok(year) => (open(&args.data_dir, &shutdown).await?, year),
            Err(_) => of_folder(folder, &shutdown).await?,
        };
        Ok(app.check(year).await?)
    })?;
    let words = checks::Words::of(args.lang.as_deref().unwrap_or(&check.language))?;
    for found in &check.findings {
        output::print(format!("{}\n", line(found, &words)))?;
    }
    let counts = finding::counts(&check.findings);
    output::note(&format!("{} errors, {} warnings, {} notes", counts.errors, counts.warnings, counts.notes));
    Ok(Outcome::found(counts.errors > 0))
}

async fn of_folder(folder: &Path, shutdown: &Shutdown) -> anyhow::Result<(gateway::App, i16)> {
    let what = || format!("{} is neither a year nor the folder of a bundle", folder.display());
    let (bundle, _) = kit::folder::read(folder).with_context(what)?;
    let year = bundle.manifest().report.year;
    Ok((in_memory(bundle, shutdown).await?, year))
}

/// Every mistake of a bundle's own files, once.
fn mistakes(folder: &Path) -> anyhow::Result<Vec<interchange::Mistake>> {
    let (bundle, mut mistakes) = kit::folder::read(folder)?;
    mistakes.extend(bundle.check_whole());
    mistakes.extend(bundle.context().1);
    mistakes.extend(report::Content::read(&bundle).1);
    mistakes.sort();
    mistakes.dedup();
    Ok(mistakes)
}

fn line(found: &checks::Finding, words: &checks::Words) -> String {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    format!("{severity}: {}\n  = {}", words.message(found), words.remedy(found))
}
