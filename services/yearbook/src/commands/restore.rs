//! `yearbook restore`: a backup into an empty folder, all or nothing.

use std::path::PathBuf;

use kit::config::Client;

use crate::columns::aligned;
use crate::connection::USUAL_FOLDER;
use crate::{Outcome, backup, output};

/// What is restored, and where to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The whole backup is checked before anything is written, and no database is overwritten.\n\nExample:\n  yearbook restore backups/2025-06-01 --data-dir restored"
)]
pub(crate) struct Args {
    /// The folder of the backup
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder for the databases, without any yet [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
    /// This service alone, where the folder has no database of it; may be given several times
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let data = Client::data_dir(args.data_dir.as_deref())?.unwrap_or_else(|| PathBuf::from(USUAL_FOLDER));
    let restored = backup::restore(&args.folder, &args.service, &data)?;
    let rows: Vec<[String; 2]> = restored
        .into_iter()
        .map(|copied| [copied.service, format!("revision {}", copied.revision)])
        .collect();
    output::print(format!("{}The databases are in {}.\n", aligned(&rows), data.display()))?;
    Ok(Outcome::Good)
}
