//! A small binary of a domain: settings, telemetry, the service, the port, the stop signal. It has no logic of its own.

use std::net::SocketAddr;

use clap::Parser;
use interchange::Bundle;
use kit::config::{Mistakes, ServeFlags, Settings, Sources};
use kit::server::{App, serve};
use kit::{clock, shutdown, telemetry};
use tokio::net::TcpListener;

use crate::start::{Start, StartError};

/// What differs between domains' binaries.
pub struct Program {
    /// The service's name: `projects`.
    pub service: &'static str,
    /// Where it listens unless told otherwise.
    pub listen: SocketAddr,
    /// The bundle that an empty database is loaded with unless told otherwise.
    pub bundle: fn() -> Bundle,
}

/// Why a binary ended.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The settings.
    #[error(transparent)]
    Settings(#[from] Mistakes),
    /// The service.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The operating system refused something.
    #[error("{what}: {error}")]
    System {
        /// What.
        what: String,
        /// Why.
        error: std::io::Error,
    },
    /// The address of the metrics.
    #[error("metrics: {0}")]
    Metrics(String),
}

#[derive(Parser)]
#[command(version, about = "One domain service of Yearbook")]
struct Command {
    #[command(flatten)]
    flags: ServeFlags,
}

impl Program {
    /// Runs the service until the stop signal. `build` wires the domain's app, as tests and the all-in-one do.
    ///
    /// # Errors
    /// [`ProgramError`].
    pub fn main(self, build: impl AsyncFnOnce(Start) -> Result<App, StartError>) -> Result<(), ProgramError> {
        let flags = Command::parse().flags;
        let settings = Settings::read(Sources::gather(flags.given()), self.listen)?;
        let system = |what: &str| {
            let what = what.to_owned();
            move |error| ProgramError::System { what, error }
        };
        let runtime = tokio::runtime::Runtime::new().map_err(system("the runtime does not start"))?;
        runtime.block_on(async {
            telemetry::init(&settings.log, settings.log_format);
            let shutdown = shutdown::on_signal().map_err(system("signals cannot be handled"))?;
            if let Some(address) = settings.metrics_listen {
                let served = telemetry::serve_metrics(address, self.service, shutdown.clone()).await;
                served.map_err(|e| ProgramError::Metrics(e.to_string()))?;
            }
            let start = Start::new(self.service, &settings, self.bundle, clock::system(), shutdown.clone())?;
            let app = build(start).await?;
            let listener = TcpListener::bind(settings.listen).await;
            let listener = listener.map_err(system(&format!("{} cannot be listened on", settings.listen)))?;
            serve(listener, app, shutdown).await.map_err(StartError::from)?;
            Ok(())
        })
    }
}
