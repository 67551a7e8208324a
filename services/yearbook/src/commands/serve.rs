//! `yearbook serve`: all services behind one port, or one of them.

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use gateway::Config;
use interchange::Bundle;
use kit::config::{BundleChoice, ServeFlags, Settings};
use kit::program::{self, ProgramError, Start};

use crate::cluster::{self, Place};
use crate::{Outcome, domains, output};

/// What is served, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One service alone: connectivity, projects, membership, events, results or gateway
    service: Option<String>,
    #[command(flatten)]
    flags: ServeFlags,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    match args.service.as_deref() {
        None => program::run("yearbook", &args.flags, gateway::program::LISTEN, output::ready, all)?,
        Some(gateway::NAME) => {
            let serve = async |start: Start| alone(start).await;
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
    let folder = start.settings.data_dir.clone();
    let bundle = chosen(&start.settings)?.map(Arc::new);
    let config = Config::from_settings(&start.settings);
    let opened =
        cluster::open(Place::Folder(&folder), bundle, config, Arc::clone(&start.clock), &start.shutdown);
    let app = opened.await.map_err(|e| ProgramError::service(format!("{e:#}")))?;
    let served = start.serve(app.server()).await;
    app.close().await;
    served
}

/// The gateway, with its services at the addresses of `--service`.
async fn alone(start: Start) -> Result<(), ProgramError> {
    let targets = start.settings.services.iter();
    let services = targets.map(|(n, uri)| (n.clone(), kit::channel::Target::Address(uri.clone()))).collect();
    let bundle = chosen(&start.settings)?.map(Arc::new);
    let deps = gateway::Deps { clock: Arc::clone(&start.clock), services, bundle };
    let opened = gateway::App::open(Config::from_settings(&start.settings), deps, &start.shutdown).await;
    let app = opened.map_err(ProgramError::service)?;
    let served = start.serve(app.server()).await;
    app.close().await;
    served
}

/// The bundle that empty databases are loaded with.
fn chosen(settings: &Settings) -> Result<Option<Bundle>, ProgramError> {
    made(&settings.data_dir)?;
    match &settings.bundle {
        BundleChoice::None => Ok(None),
        BundleChoice::Embedded => Ok(Some(first_bundle::bundle())),
        BundleChoice::Folder(path) => first_bundle::in_folder(path)
            .map(Some)
            .map_err(|e| ProgramError::service(format!("--bundle {}: {e}", path.display()))),
    }
}

fn made(folder: &Path) -> Result<(), ProgramError> {
    std::fs::create_dir_all(folder)
        .map_err(|e| ProgramError::service(format!("--data-dir {} cannot be made: {e}", folder.display())))
}
