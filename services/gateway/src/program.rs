//! The gateway as a program: settings, telemetry, its port, the stop signal. The small binary and the command line run the same.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser;
use interchange::Bundle;
use kit::channel::Target;
use kit::config::{BundleChoice, Mistakes, ServeFlags, Settings, Sources};
use kit::shutdown::Shutdown;
use kit::{clock, shutdown, telemetry};
use tokio::net::TcpListener;

use crate::config::{Config, Deps, NAME, database};
use crate::error::StartError;
use crate::start::run;

/// Where the gateway listens unless told otherwise.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Why the program ended.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The settings.
    #[error(transparent)]
    Settings(#[from] Mistakes),
    /// The gateway.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The folder of the databases cannot be made, the bundle not read, the address not listened on.
    #[error("{what}: {error}")]
    System {
        /// What was tried.
        what: String,
        /// Why it failed.
        error: std::io::Error,
    },
    /// Metrics cannot be served.
    #[error("metrics: {0}")]
    Metrics(String),
}

#[derive(Parser)]
#[command(
    name = "yearbook-gateway",
    version,
    about = "The gateway of Yearbook: reports of all services' figures"
)]
struct Command {
    #[command(flatten)]
    flags: ServeFlags,
}

/// Runs the gateway until the stop signal, with the settings of this process.
///
/// # Errors
/// [`ProgramError`].
pub fn main() -> Result<(), ProgramError> {
    let flags = Command::parse().flags;
    let settings = Settings::read(Sources::gather(flags.given()), LISTEN)?;
    let runtime = tokio::runtime::Runtime::new().map_err(|e| system("the runtime does not start", e))?;
    runtime.block_on(async {
        telemetry::init(&settings.log, settings.log_format);
        let shutdown = shutdown::on_signal().map_err(|e| system("signals cannot be handled", e))?;
        if let Some(address) = settings.metrics_listen {
            let served = telemetry::serve_metrics(address, NAME, shutdown.clone()).await;
            served.map_err(|e| ProgramError::Metrics(e.to_string()))?;
        }
        serve(&settings, shutdown).await
    })
}

/// Serves the gateway of these settings until the stop signal.
///
/// # Errors
/// [`ProgramError`].
pub async fn serve(settings: &Settings, shutdown: Shutdown) -> Result<(), ProgramError> {
    let bundle = bundle(settings)?.map(Arc::new);
    let services =
        settings.services.iter().map(|(name, uri)| (name.clone(), Target::Address(uri.clone()))).collect();
    let deps = Deps { clock: clock::system(), services, bundle };
    let listener = TcpListener::bind(settings.listen).await;
    let listener = listener.map_err(|e| system(&format!("{} cannot be listened on", settings.listen), e))?;
    Ok(run(listener, Config::from_settings(settings), deps, shutdown).await?)
}

/// What an empty database is loaded with; nothing where there is a database, which is never touched at start.
fn bundle(settings: &Settings) -> Result<Option<Bundle>, ProgramError> {
    let folder = &settings.data_dir;
    let made = std::fs::create_dir_all(folder);
    made.map_err(|e| system(&format!("the folder {} cannot be made", folder.display()), e))?;
    let file: PathBuf = database(folder);
    let there = std::fs::metadata(&file).is_ok_and(|found| found.len() > 0);
    match &settings.bundle {
        BundleChoice::None => Ok(None),
        _ if there => Ok(None),
        BundleChoice::Embedded => Ok(Some(first_bundle::bundle())),
        BundleChoice::Folder(path) => {
            let read = first_bundle::in_folder(path);
            let read = read.map_err(|e| system(&format!("the bundle {} cannot be read", path.display()), e));
            read.map(Some)
        }
    }
}

fn system(what: &str, error: std::io::Error) -> ProgramError {
    ProgramError::System { what: what.to_owned(), error }
}
