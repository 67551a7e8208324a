//! A service as a program: settings, logging, stop signal, listener; what is served is the caller's.
//!
//! The small binaries and `yearbook serve` start here, so that they are the same code with the same flags.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::clock::{self, Clock};
use crate::config::{Mistakes, ServeFlags, Settings, Sources};
use crate::server::{self, App, ServeError};
use crate::shutdown::{self, Shutdown};
use crate::spans;
use crate::telemetry::{self, MetricsError};

/// What a service is given to start with.
pub struct Start {
    /// Its settings, free of mistakes.
    pub settings: Settings,
    /// Tells the time.
    pub clock: Clock,
    /// Cancelled when the process is asked to stop.
    pub shutdown: Shutdown,
    listener: TcpListener,
    ready: fn(SocketAddr),
}

/// Why a program did not start, or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// Mistakes in flags, environment or file.
    #[error(transparent)]
    Settings(#[from] Mistakes),
    /// The address cannot be listened on.
    #[error("--listen {address}: {error}; name another address, or stop what listens there")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        error: std::io::Error,
    },
    /// The metrics cannot be served.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    /// Threads or signal handlers cannot be had.
    #[error("the process cannot start: {0}")]
    Runtime(std::io::Error),
    /// Serving failed.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// What the service itself needs is not there; the text says what and what to do.
    #[error("{0}")]
    Service(String),
}

impl ProgramError {
    /// What the service itself needs is not there.
    #[must_use]
    pub fn service(problem: impl std::fmt::Display) -> Self {
        Self::Service(problem.to_string())
    }
}

impl Start {
    /// Serves the app until the process is asked to stop; when it listens, says so.
    ///
    /// # Errors
    /// [`ProgramError::Serve`].
    pub async fn serve(self, app: App) -> Result<(), ProgramError> {
        if let Ok(address) = self.listener.local_addr() {
            (self.ready)(address);
        }
        let served = server::serve_for(self.listener, app, &self.settings.cors_origins, self.shutdown).await;
        served.map_err(ProgramError::Serve)
    }
}

/// Reads the settings, starts logging, listens and hands over to `service`. `ready` is told the address once it is served.
///
/// # Errors
/// [`ProgramError`].
pub fn run(
    name: &str,
    flags: &ServeFlags,
    default_listen: SocketAddr,
    ready: fn(SocketAddr),
    service: impl AsyncFnOnce(Start) -> Result<(), ProgramError>,
) -> Result<(), ProgramError> {
    let settings = Settings::read(Sources::gather(flags.given()), default_listen)?;
    telemetry::init(&settings.log, settings.log_format);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ProgramError::Runtime)?;
    runtime.block_on(async {
        let shutdown = shutdown::on_signal().map_err(ProgramError::Runtime)?;
        let address = settings.listen;
        let listener =
            TcpListener::bind(address).await.map_err(|error| ProgramError::Listen { address, error })?;
        // Before the service, so that what it records while it starts is not lost.
        if let Some(address) = settings.metrics_listen {
            telemetry::serve_metrics(address, name, shutdown.clone()).await?;
        }
        let export = settings.otlp_endpoint.as_ref().and_then(spans::export);
        let clock = clock::system();
        let served = service(Start { settings, clock, shutdown, listener, ready }).await;
        if let Some(export) = export {
            export.end().await;
        }
        served
    })
}
