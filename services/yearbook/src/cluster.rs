//! Every service in one process: the domains behind in-process targets, the gateway before them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use figure_service::start::{FirstBundle, Start, StartError};
use futures::future::try_join_all;
use gateway::{App, Config, Deps};
use interchange::Bundle;
use kit::caller::Readers;
use kit::channel::Target;
use kit::clock::Clock;
use kit::config::database;
use kit::shutdown::Shutdown;
use store::{Location, StoreError};

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
    /// Where a service keeps them.
    pub(crate) fn of(self, service: &str) -> Location {
        match self {
            Self::Memory => Location::Memory,
            Self::Folder(folder) => Location::File(database(folder, service)),
            Self::ReadOnly(folder) => Location::ReadOnly(database(folder, service)),
        }
    }
}

/// Opens the service that another one asks, the others in parallel, and then the gateway, so that its part of a bundle is written
/// last. Empty stores are loaded with the bundle. Who may write to the gateway may write to the services, by the same tokens.
/// `others` are services elsewhere.
///
/// # Errors
/// The first service that does not open, or that refuses its part of the bundle.
pub async fn open(
    place: Place<'_>,
    bundle: Option<Arc<Bundle>>,
    mut config: Config,
    others: &[(String, Target)],
    clock: Clock,
    shutdown: &Shutdown,
) -> anyhow::Result<App> {
    // Only the gateway reaches them, and it lets nobody read who may not.
    let within = config.callers.clone().read_by(Readers::Everyone);
    let start = |name: &str| Start {
        location: place.of(name),
        bundle: bundle.clone().map(|b| b as Arc<dyn FirstBundle>),
        callers: within.clone(),
        own: None,
        clock: Arc::clone(&clock),
        shutdown: shutdown.clone(),
    };
    let asked = target(domains::ASKED, start(domains::ASKED), None).await?;
    let asking = domains::NAMES.into_iter().filter(|name| *name != domains::ASKED);
    let opening = asking.map(|name| tokio::spawn(target(name, start(name), Some(asked.1.clone()))));
    let opening = opening.map(|task| async { task.await.context("a service broke off while it started")? });
    let mut services = try_join_all(opening).await?;
    services.insert(0, asked);
    services.extend_from_slice(others);
    config.location = place.of(gateway::NAME);
    Ok(App::open(config, Deps { clock, services, bundle }, shutdown).await?)
}

async fn target(name: &'static str, start: Start, asked: Option<Target>) -> anyhow::Result<(String, Target)> {
    let app =
        domains::build(name, start, asked).await.with_context(|| format!("there is no service {name}"))??;
    Ok((name.to_owned(), Target::InProcess(app.into_router().await?)))
}

/// Who holds the databases, where that is why they could not be opened.
pub(crate) fn holder(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        let store = match cause.downcast_ref::<StartError>() {
            Some(StartError::Store { error, .. }) => Some(error),
            Some(_) => None,
            None => cause.downcast_ref::<StoreError>(),
        };
        match store {
            Some(StoreError::InUse { holder, .. }) => Some(holder.clone()),
            _ => None,
        }
    })
}
