//! `yearbook backup`: the databases into a folder, also while they are served and written.

use std::path::PathBuf;

use kit::clock;

use super::{block_on, data_folder};
use crate::columns::aligned;
use crate::{Outcome, backup, output};

/// What is backed up, and where to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Nothing has to be stopped: each copy is one committed state of its service. What is copied is looked through, and the folder is there whole or not at all.\nA service that keeps its records in PostgreSQL (--database-url) is backed up with PostgreSQL's own programs, such as pg_dump.\n\nExample:\n  yearbook backup backups/2025-06-01 --data-dir yearbook-data"
)]
pub(crate) struct Args {
    /// The folder to write: a new one, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder of the databases [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
    /// This service alone; may be given several times
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// Replace a backup that is there
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let data = data_folder(args.data_dir.as_deref())?;
    let taken = backup::take(&data, &args.service, &args.folder, args.force, clock::system());
    let manifest = block_on(taken)?;
    let head = ["SERVICE", "REVISION", "COMMITTED", "BYTES"].map(str::to_owned);
    let rows = manifest.services.iter().map(|copied| {
        let committed = copied.committed_at.clone().unwrap_or_else(|| "-".to_owned());
        [copied.service.clone(), copied.revision.to_string(), committed, copied.bytes.to_string()]
    });
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
    output::print(format!("{}The backup is in {}.\n", aligned(&rows), args.folder.display()))?;
    Ok(Outcome::Good)
}
