//! Starting: loading an empty store, and serving until the stop signal.

use interchange::Bundle;
use kit::shutdown::Shutdown;
use tokio::net::TcpListener;

use crate::app::App;
use crate::config::{Config, Deps, NAME};
use crate::content::{Contents, Import};
use crate::error::StartError;

/// Serves a gateway on a listener until the stop signal, and ends it orderly.
///
/// # Errors
/// [`StartError`].
pub async fn run(
    listener: TcpListener,
    config: Config,
    deps: Deps,
    shutdown: Shutdown,
) -> Result<(), StartError> {
    let app = App::open(config, deps, &shutdown).await?;
    app.assemble_ahead();
    let served = kit::server::serve(listener, app.server(), shutdown).await;
    app.close().await;
    Ok(served?)
}

/// Writes the gateway's part of a bundle into an empty store, by the same code as an import.
pub(crate) async fn load(contents: &Contents, bundle: &Bundle) -> Result<(), StartError> {
    let part = bundle.part(NAME).into_iter();
    let files = part.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
    let import = Import {
        actor: "start".to_owned(),
        reason: "the first bundle, loaded into an empty database".to_owned(),
        request_id: "start".to_owned(),
        validate_only: false,
    };
    let outcome = contents.import(files, &import).await?;
    if outcome.mistakes.is_empty() { Ok(()) } else { Err(StartError::Bundle(outcome.mistakes)) }
}
