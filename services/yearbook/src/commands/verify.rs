//! `yearbook verify`: whether a backup, the databases of a folder, or a database of PostgreSQL are sound.

use std::path::PathBuf;

use kit::clock;
use kit::config::{Client, DatabaseUrl};

use super::{block_on, data_folder};
use crate::backup::{self, Looked};
use crate::columns::aligned;
use crate::output::clean;
use crate::{Outcome, output};

/// What is looked through.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Databases are read beside a running server. A backup's files are held against its manifest; then of each file SQLite's own check and the store's rules: revisions without gaps, versions that do not overlap, a head that agrees. Of a service in PostgreSQL the store's rules are looked at; its files are the server's (pg_amcheck, checksums).\nExit codes: 0 all is sound, 1 something is damaged, 2 could not be looked at.\n\nExamples:\n  yearbook verify backups/2025-06-01\n  yearbook verify --data-dir yearbook-data\n  yearbook verify --database-url postgres://projects@db/projects"
)]
pub(crate) struct Args {
    /// The folder of a backup, or of databases [default: that of --data-dir]
    #[arg(value_name = "DIR", conflicts_with_all = ["data_dir", "database_url"])]
    folder: Option<PathBuf>,
    /// Folder of the databases [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
    /// The PostgreSQL database of a service; with a password better set as YEARBOOK_DATABASE_URL
    #[arg(long, value_name = "URL", conflicts_with = "data_dir")]
    database_url: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let clock = clock::system();
    let looked = match (&args.folder, database(args)?) {
        (Some(folder), _) => block_on(backup::look(folder, &clock))?,
        (None, Some(url)) => vec![block_on(backup::look_at(url.expose(), &clock))?],
        (None, None) => {
            let folder = data_folder(args.data_dir.as_deref())?;
            block_on(backup::look(&folder, &clock))?
        }
    };
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

/// The database of PostgreSQL that is meant: where no folder is named, also that of the variable.
fn database(args: &Args) -> anyhow::Result<Option<DatabaseUrl>> {
    if args.folder.is_some() || args.data_dir.is_some() {
        return Ok(None);
    }
    Ok(Client::database_url(args.database_url.as_deref())?)
}

fn row(looked: &Looked) -> [String; 3] {
    let head = looked.head.map_or_else(|| "-".to_owned(), |head| format!("revision {}", head.revision));
    let state = if looked.faults.is_empty() { "sound" } else { "damaged" };
    [looked.service.clone(), head, state.to_owned()]
}
