//! The gateway as a program. The small binary and `yearbook serve gateway` run the same.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use clap::Parser;
use interchange::Bundle;
use kit::channel::Target;
use kit::config::{BundleChoice, ServeFlags, Settings};
use kit::program::{ProgramError, Start, run};

use crate::app::App;
use crate::config::{Config, Deps, NAME};

/// Where the gateway listens unless told otherwise.
pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

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

/// Runs the gateway with the flags of this process until the stop signal.
///
/// # Errors
/// [`ProgramError`].
pub fn main() -> Result<(), ProgramError> {
    let ready = |address| tracing::info!(%address, "the gateway takes requests");
    run(NAME, &Command::parse().flags, LISTEN, ready, async |start| serve(start).await)
}

/// Serves the gateway until the stop signal, with its services at the addresses of `--service`.
///
/// # Errors
/// [`ProgramError`].
pub async fn serve(start: Start) -> Result<(), ProgramError> {
    let addresses = start.settings.services.iter();
    let services = addresses.map(|(name, uri)| (name.clone(), Target::Address(uri.clone()))).collect();
    let bundle = bundle(&start.settings)?.map(Arc::new);
    let deps = Deps { clock: Arc::clone(&start.clock), services, bundle };
    let config = Config::from_settings(&start.settings).map_err(ProgramError::service)?;
    let opened = App::open(config, deps, &start.shutdown).await;
    let app = opened.map_err(ProgramError::service)?;
    app.assemble_ahead();
    let served = start.serve(app.server()).await;
    app.close().await;
    served
}

/// What an empty database is loaded with; one that is not empty is never touched at start.
fn bundle(settings: &Settings) -> Result<Option<Bundle>, ProgramError> {
    if settings.database_url.is_none() {
        let folder = &settings.data_dir;
        std::fs::create_dir_all(folder).map_err(|error| {
            ProgramError::service(format!("--data-dir {} cannot be made: {error}", folder.display()))
        })?;
    }
    match &settings.bundle {
        BundleChoice::None => Ok(None),
        BundleChoice::Embedded => Ok(Some(first_bundle::bundle())),
        BundleChoice::Folder(path) => kit::folder::read(path)
            .map(|(bundle, _)| Some(bundle))
            .map_err(|error| ProgramError::service(format!("--bundle {}: {error}", path.display()))),
    }
}
