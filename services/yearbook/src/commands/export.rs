//! `yearbook export`: what the services have, as the files of a bundle.
//!
//! Registers and stated values are written from what is stored, the gateway's files and the shared ones as they are. Importing
//! what was exported changes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use figure_service::domain::Domain;
use figure_service::engine::Engine;
use figure_service::export::Exported;
use gateway::{Config, Deps};
use interchange::{Bundle, Record, register, stated};
use kit::clock;
use kit::config::database;
use kit::folder::{self, Files};
use kit::shutdown::Shutdown;
use store::Location;

use super::{block_on, data_folder};
use crate::cluster::Place;
use crate::{Outcome, domains, elsewhere, output};

/// What is exported, and where to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The databases are read beside a running server. Importing what was exported changes nothing.\n\nExample:\n  yearbook export backup-of-may --data-dir yearbook-data"
)]
pub(crate) struct Args {
    /// The folder to write: a new one, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder of the databases [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    folder::check_target(&args.folder)?;
    let data = data_folder(args.data_dir.as_deref())?;
    let files = block_on(exported(&data))?;
    folder::write(&args.folder, &files)?;
    output::print(format!("{} files written to {}\n", files.len(), args.folder.display()))?;
    Ok(Outcome::Good)
}

async fn exported(data: &Path) -> anyhow::Result<Files> {
    let place = Place::ReadOnly(data);
    let (mut files, mut values) = (of_gateway(place.of(gateway::NAME)).await?, Vec::new());
    anyhow::ensure!(!files.is_empty(), "there is nothing in {} yet; import a bundle first", data.display());
    let (bundle, _) = Bundle::new(files.clone());
    for domain in domains(&bundle, data)? {
        let name = domain.name;
        let Exported { files: own, stated } =
            of_domain(domain, place.of(name)).await.with_context(|| name.to_owned())?;
        let named = |file: &str| bundle.manifest().record_sets.iter().any(|set| set.file == file);
        let own = own.into_iter().filter(|(file, content)| content.records > 0 || named(file));
        files.extend(own.map(|(file, content)| (file, content.bytes)));
        values.extend(stated);
    }
    values.sort_by(|a: &Record, b| a.text("key").cmp(&b.text("key")));
    files.insert("stated.csv".to_owned(), register::write(&stated::register(), &values));
    Ok(files)
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

async fn of_domain(domain: Domain, location: Location) -> anyhow::Result<Exported> {
    let engine = Engine::open(domain, location, clock::system()).await?;
    let exported = engine.export().await;
    engine.store().close().await;
    Ok(exported?)
}

async fn of_gateway(location: Location) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let config = Config { location, ..Config::in_memory() };
    let deps = Deps { clock: clock::system(), services: Vec::new(), bundle: None };
    let app = gateway::App::open(config, deps, &Shutdown::new()).await?;
    let files = app.files().await;
    app.close().await;
    Ok(files?)
}
