//! `yearbook serve`: all services behind one port, or one of them.

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use figure_service::engine::Engine;
use gateway::{Config, Deps};
use interchange::Bundle;
use kit::channel::Target;
use kit::clock;
use kit::config::{BundleChoice, ServeFlags, Settings};
use kit::program::{self, ProgramError, Start};
use kit::shutdown::Shutdown;
use store::{Location, StoreError};

use super::check;
use crate::cluster::{self, Place};
use crate::diagnostics::{self, Files};
use crate::output::{self, Look};
use crate::{Outcome, domains};

/// What is served, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One service alone: connectivity, projects, membership, events, results or gateway
    #[arg(value_name = "SERVICE")]
    name: Option<String>,
    #[command(flatten)]
    flags: ServeFlags,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    match args.name.as_deref() {
        None => program::run("yearbook", &args.flags, gateway::program::LISTEN, output::ready, all)?,
        Some(gateway::NAME) => {
            let serve = async |start: Start| gateway::program::serve(start).await;
            program::run(gateway::NAME, &args.flags, gateway::program::LISTEN, output::ready, serve)?;
        }
        Some(name) => match domains::serve(name, &args.flags) {
            Some(served) => served?,
            None => bail!("there is no service `{name}`; name {}, or gateway", domains::NAMES.join(", ")),
        },
    }
    Ok(Outcome::Good)
}

/// All services in this process.
async fn all(start: Start) -> Result<(), ProgramError> {
    if start.settings.database_url.is_some() {
        return Err(ProgramError::service(
            "--database-url: all services in one process keep their records in --data-dir, a file for each; leave it out, or serve \
             each service alone on a database of its own (`yearbook serve projects --database-url URL`)",
        ));
    }
    let folder = start.settings.data_dir.clone();
    let bundle = chosen(&start.settings).await?.map(Arc::new);
    let config = Config::from_settings(&start.settings).map_err(ProgramError::service)?;
    let others = elsewhere(&start.settings)?;
    let (place, clock) = (Place::Folder(&folder), Arc::clone(&start.clock));
    let opened = cluster::open(place, bundle, config, &others, clock, &start.shutdown);
    let app = opened.await.map_err(|e| ProgramError::service(format!("{e:#}")))?;
    app.assemble_ahead();
    let served = start.serve(app.server()).await;
    app.close().await;
    served
}

fn targets(settings: &Settings) -> Vec<(String, Target)> {
    settings.services.iter().map(|(name, uri)| (name.clone(), Target::Address(uri.clone()))).collect()
}

/// Services besides those of this process.
fn elsewhere(settings: &Settings) -> Result<Vec<(String, Target)>, ProgramError> {
    match settings.services.iter().find(|(name, _)| domains::NAMES.contains(&name.as_str())) {
        None => Ok(targets(settings)),
        Some((name, _)) => Err(ProgramError::service(format!(
            "--service {name}: it is served by this process; leave it out, or serve the gateway alone (`yearbook serve gateway`)"
        ))),
    }
}

/// The bundle that empty databases are loaded with. One in a folder is read by every service first, so that with a mistake it is
/// written nowhere.
async fn chosen(settings: &Settings) -> Result<Option<Bundle>, ProgramError> {
    let bundle = match &settings.bundle {
        BundleChoice::None => None,
        BundleChoice::Embedded => Some(first_bundle::bundle()),
        BundleChoice::Folder(_) if !anything_empty(settings).await => None,
        BundleChoice::Folder(path) => Some(sound(path, settings).await?),
    };
    std::fs::create_dir_all(&settings.data_dir).map_err(|e| {
        ProgramError::service(format!("--data-dir {} cannot be made: {e}", settings.data_dir.display()))
    })?;
    Ok(bundle)
}

/// Whether a database is not there yet, or nothing was ever written to it.
async fn anything_empty(settings: &Settings) -> bool {
    for name in domains::NAMES {
        let Some(domain) = domains::domain(name) else { continue };
        let location = Location::ReadOnly(settings.database(name));
        let empty = match Engine::open(domain, location, clock::system()).await {
            Ok(engine) => engine.store().head().revision == 0,
            Err(StoreError::NotFound { .. }) => true,
            // Whoever opens it for writing tells what is wrong.
            Err(_) => false,
        };
        if empty {
            return true;
        }
    }
    let location = Location::ReadOnly(settings.database(gateway::NAME));
    let deps = Deps { clock: clock::system(), services: Vec::new(), bundle: None };
    match gateway::App::open(Config { location, ..Config::in_memory() }, deps, &Shutdown::new()).await {
        Ok(app) => app.reports(None).is_ok_and(|reports| reports.is_empty()),
        Err(_) => true,
    }
}

async fn sound(folder: &Path, settings: &Settings) -> Result<Bundle, ProgramError> {
    let elsewhere = settings.services.iter().map(|(name, _)| name.as_str()).collect();
    let (bundle, mistakes) = kit::folder::read(folder).map_err(ProgramError::service)?;
    let findings = check::mistakes(&bundle, mistakes, &elsewhere)
        .await
        .map_err(|e| ProgramError::service(format!("{e:#}")))?;
    if findings.is_empty() {
        return Ok(bundle);
    }
    output::note(&diagnostics::list(&findings, &Files::of(Some(folder), &bundle), Look::of_errors()));
    let (folder, count) = (folder.display(), findings.len());
    Err(ProgramError::service(format!(
        "--bundle {folder}: nothing is loaded from a bundle with mistakes, here {count}; correct them"
    )))
}
