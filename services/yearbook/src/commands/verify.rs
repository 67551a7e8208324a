//! `yearbook verify`: whether a backup, or the databases of a folder, are sound.

use std::path::PathBuf;

use kit::clock;

use super::{block_on, data_folder};
use crate::backup::{self, Looked};
use crate::columns::aligned;
use crate::output::clean;
use crate::{Outcome, output};

/// What is looked through.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Databases are read beside a running server. A backup's files are held against its manifest; then of each file SQLite's own check and the store's rules: revisions without gaps, versions that do not overlap, a head that agrees.\nExit codes: 0 all is sound, 1 something is damaged, 2 could not be looked at.\n\nExamples:\n  yearbook verify backups/2025-06-01\n  yearbook verify --data-dir yearbook-data"
)]
pub(crate) struct Args {
    /// The folder of a backup, or of databases [default: that of --data-dir]
    #[arg(value_name = "DIR", conflicts_with = "data_dir")]
    folder: Option<PathBuf>,
    /// Folder of the databases [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => data_folder(args.data_dir.as_deref())?,
    };
    let looked = block_on(async { backup::look(&folder, &clock::system()).await })?;
    let rows: Vec<[String; 3]> = looked.iter().map(row).collect();
    let faults = looked
        .iter()
        .flat_map(|one| one.faults.iter().map(move |fault| format!("{}: {}\n", one.service, clean(fault))));
    let faults: String = faults.collect();
    output::print(aligned(&rows) + &faults)?;
    if !faults.is_empty() {
        output::note("Restore what is damaged from a backup that is sound.");
    }
    Ok(Outcome::found(!faults.is_empty()))
}

fn row(looked: &Looked) -> [String; 3] {
    let head = looked.head.map_or_else(|| "-".to_owned(), |head| format!("revision {}", head.revision));
    let state = if looked.faults.is_empty() { "sound" } else { "damaged" };
    [looked.service.clone(), head, state.to_owned()]
}
