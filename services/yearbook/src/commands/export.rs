//! `yearbook export`: what the services have, as the files of a bundle, or as tables for analysts ([`written`]).
//!
//! Registers and stated values are written from what is stored, the gateway's files and the shared ones as they are. Importing
//! a bundle that was exported changes nothing.

mod written;

use std::path::{Path, PathBuf};

use anyhow::Context;
use figure_service::domain::Domain;
use figure_service::engine::Engine;
use figure_service::export::{File, Sink};
use gateway::{Config, Deps};
use interchange::{Bundle, Record, stated};
use kit::clock;
use kit::config::database;
use kit::folder::{Files, Writing};
use kit::shutdown::Shutdown;
use store::Location;

use self::written::Written;
use super::{block_on, data_folder};
use crate::cluster::Place;
use crate::{Outcome, domains, elsewhere, output};

/// What is exported, and where to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The databases are read beside a running server. Importing a bundle that was exported changes nothing.\nJSON Lines and Parquet are tables of the records and of the stated values, for analysts; they are no bundle.\n\nExamples:\n  yearbook export backup-of-may --data-dir yearbook-data\n  yearbook export tables --format parquet"
)]
pub(crate) struct Args {
    /// The folder to write: a new one, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// A bundle, or a table of each kind of record
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Folder of the databases [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

/// The form of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// A bundle: CSV, and the other files of one
    Csv,
    /// JSON Lines, an object a record
    Jsonl,
    /// Parquet
    Parquet,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let writing = Writing::begin(&args.folder)?;
    let data = data_folder(args.data_dir.as_deref())?;
    let files = block_on(exported(&data, Written::new(&writing, args.format)))?;
    writing.finish()?;
    output::print(format!("{files} files written to {}\n", args.folder.display()))?;
    Ok(Outcome::Good)
}

/// Writes everything; how many files that is.
async fn exported(data: &Path, mut written: Written<'_>) -> anyhow::Result<usize> {
    let place = Place::ReadOnly(data);
    let (files, mut values) = (of_gateway(place.of(gateway::NAME)).await?, Vec::new());
    anyhow::ensure!(!files.is_empty(), "there is nothing in {} yet; import a bundle first", data.display());
    let (bundle, _) = Bundle::new(files.clone());
    written.named(bundle.manifest().record_sets.iter().map(|set| set.file.clone()));
    written.as_they_are(&files)?;
    for domain in domains(&bundle, data)? {
        let name = domain.name;
        let stated = of_domain(domain, place.of(name), &mut written).await;
        values.extend(stated.with_context(|| name.to_owned())?);
    }
    values.sort_by(|a: &Record, b| a.text("key").cmp(&b.text("key")));
    let scales = [("value".to_owned(), written::most_places(&values, "value"))].into();
    let file = File { register: stated::register(), languages: Default::default(), scales };
    written.always(&file.register.file);
    written.records(&file, &values)?;
    written.finish()
}

/// The services of this program, and those besides that the bundle names: an export without their values would lose them.
fn domains(bundle: &Bundle, data: &Path) -> anyhow::Result<Vec<Domain>> {
    let mut domains: Vec<Domain> = domains::NAMES.into_iter().filter_map(domains::domain).collect();
    for name in elsewhere::names(bundle) {
        let domain = elsewhere::domain(bundle, &name)?;
        let file = database(data, &name);
        anyhow::ensure!(
            file.is_file(),
            "{name} is a service elsewhere, and its values would be lost; put a copy of its database at {}, or use a yearbook that has {name}",
            file.display()
        );
        domains.push(domain);
    }
    Ok(domains)
}

async fn of_domain(
    domain: Domain,
    location: Location,
    written: &mut Written<'_>,
) -> anyhow::Result<Vec<Record>> {
    let engine = Engine::open(domain, location, clock::system()).await?;
    let stated = engine.export_to(written).await;
    engine.store().close().await;
    Ok(stated?)
}

async fn of_gateway(location: Location) -> anyhow::Result<Files> {
    let config = Config { location, ..Config::in_memory() };
    let deps = Deps { clock: clock::system(), services: Vec::new(), bundle: None };
    let app = gateway::App::open(config, deps, &Shutdown::new()).await?;
    let files = app.files().await;
    app.close().await;
    Ok(files?)
}
