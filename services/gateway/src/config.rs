//! What the gateway is told before it starts, as plain data, and what it is given to work with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use interchange::Bundle;
use kit::caller::{Callers, OwnToken};
use kit::channel::Target;
use kit::clock::Clock;
use kit::config::Settings;
use store::{Location, PostgresUrl, StoreError};

/// The gateway's name: of its part of a bundle, its revisions and its database.
pub const NAME: &str = "gateway";

/// The settings of a gateway.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where its content is kept.
    pub location: Location,
    /// Who may read and write.
    pub callers: Callers,
    /// The token with which it asks services for itself.
    pub own: Option<OwnToken>,
    /// How long it waits, and for what.
    pub timing: Timing,
    /// The address that the public knows the pages by, without a slash at its end.
    pub site: Option<String>,
}

/// How long the gateway waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long the services of a report have to answer.
    pub deadline: Duration,
    /// How long a service may be silent before it counts as not confirmed.
    pub silence: Duration,
    /// How long a replica that is behind what another told may take to come up to it; beyond, the service has gone back.
    pub catch_up: Duration,
    /// How often a watcher of the gateway hears from it at least.
    pub heartbeat: Duration,
    /// How soon a report with a gap is tried again.
    pub retry: Duration,
    /// How long to wait before a service is tried again, at first and at most.
    pub backoff: (Duration, Duration),
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(2),
            silence: Duration::from_secs(10),
            catch_up: Duration::from_secs(3),
            heartbeat: Duration::from_secs(4),
            retry: Duration::from_secs(1),
            backoff: (Duration::from_millis(100), Duration::from_secs(2)),
        }
    }
}

impl Config {
    /// A gateway without a file, written by the local user: for tests and for one command.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            location: Location::Memory,
            callers: Callers::default(),
            own: None,
            timing: Timing::default(),
            site: None,
        }
    }

    /// Whether the store may be written.
    pub(crate) fn writes(&self) -> bool {
        !matches!(self.location, Location::ReadOnly(_))
    }

    /// The gateway of these settings.
    ///
    /// # Errors
    /// When its database's URL is not understood.
    pub fn from_settings(settings: &Settings) -> Result<Self, StoreError> {
        let location = match &settings.database_url {
            Some(url) => Location::Postgres(PostgresUrl::parse(url.expose())?),
            None => Location::File(database(&settings.data_dir)),
        };
        Ok(Self {
            location,
            callers: settings.callers(),
            own: settings.service_token.clone(),
            timing: Timing { deadline: settings.deadline, ..Timing::default() },
            site: settings.public_url.clone(),
        })
    }
}

/// The gateway's database in a folder.
#[must_use]
pub fn database(folder: &Path) -> std::path::PathBuf {
    folder.join(format!("{NAME}.sqlite"))
}

/// What a gateway works with.
#[derive(Clone)]
pub struct Deps {
    /// Tells the time.
    pub clock: Clock,
    /// The services that it asks, by name. More may have figures than it knows anything else of.
    pub services: Vec<(String, Target)>,
    /// What an empty database is loaded with.
    pub bundle: Option<Arc<Bundle>>,
}
