//! The domain services that the binary links, each by its own wiring.

use figure_service::program::{Program, ProgramError};
use figure_service::start::{Start, StartError};
use kit::config::ServeFlags;
use kit::server::App;

use crate::output;

/// The services' names, in the order in which a bundle is written.
pub(crate) const NAMES: [&str; 5] = ["connectivity", "projects", "membership", "events", "results"];

/// One service's app; nothing for a name that is none of [`NAMES`].
///
/// # Errors
/// As the service's own `build`.
pub(crate) async fn build(name: &str, start: Start) -> Option<Result<App, StartError>> {
    Some(match name {
        "connectivity" => connectivity::app::build(start).await,
        "projects" => projects::app::build(start).await,
        "membership" => membership::app::build(start).await,
        "events" => events::app::build(start).await,
        "results" => results::app::build(start).await,
        _ => return None,
    })
}

/// Runs one service alone until the stop signal, as its small binary does; nothing for a name that is none of [`NAMES`].
///
/// # Errors
/// [`ProgramError`].
pub(crate) fn serve(name: &str, flags: &ServeFlags) -> Option<Result<(), ProgramError>> {
    let run = |program: Program| program.run(flags, output::ready, async |start| known(name, start).await);
    Some(match name {
        "connectivity" => run(connectivity::config::program()),
        "projects" => run(projects::config::program()),
        "membership" => run(membership::config::program()),
        "events" => run(events::config::program()),
        "results" => run(results::config::program()),
        _ => return None,
    })
}

async fn known(name: &str, start: Start) -> Result<App, StartError> {
    build(name, start).await.expect("only called with one of NAMES")
}
