//! Every service in one process: the domains behind in-process targets, the gateway before them.

use std::path::Path;
use std::sync::Arc;

use figure_service::start::Start;
use futures::future::try_join_all;
use gateway::{App, Config, Deps};
use interchange::Bundle;
use kit::caller::Callers;
use kit::channel::Target;
use kit::clock::Clock;
use kit::shutdown::Shutdown;
use store::Location;

use crate::domains;

/// Where all services keep their records.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// In memory: for one command.
    Memory,
    /// In a folder, a file each.
    Folder(&'a Path),
    /// In a folder, beside a running server or after one.
    ReadOnly(&'a Path),
}

impl Place<'_> {
    fn of(self, service: &str) -> Location {
        match self {
            Self::Memory => Location::Memory,
            Self::Folder(folder) => Location::File(folder.join(format!("{service}.sqlite"))),
            Self::ReadOnly(folder) => Location::ReadOnly(folder.join(format!("{service}.sqlite"))),
        }
    }
}

/// Opens all services, in parallel, and the gateway. Empty stores are loaded with the bundle.
///
/// # Errors
/// The first service that does not open, or that refuses its part of the bundle.
pub async fn open(
    place: Place<'_>,
    bundle: Option<Arc<Bundle>>,
    mut config: Config,
    clock: Clock,
    shutdown: &Shutdown,
) -> anyhow::Result<App> {
    let targets = domains::NAMES.map(|name| target(name, place, bundle.clone(), &clock, shutdown));
    let services = try_join_all(targets).await?;
    config.location = place.of(gateway::NAME);
    Ok(App::open(config, Deps { clock, services, bundle }, shutdown).await?)
}

async fn target(
    name: &str,
    place: Place<'_>,
    bundle: Option<Arc<Bundle>>,
    clock: &Clock,
    shutdown: &Shutdown,
) -> anyhow::Result<(String, Target)> {
    let start = Start {
        location: place.of(name),
        bundle: bundle.map(|b| b as Arc<dyn figure_service::start::FirstBundle>),
        callers: Callers::new(None),
        clock: Arc::clone(clock),
        shutdown: shutdown.clone(),
    };
    let app = match domains::build(name, start).await {
        Some(app) => app?,
        None => anyhow::bail!("there is no service {name}"),
    };
    Ok((name.to_owned(), Target::InProcess(app.into_router().await?)))
}
