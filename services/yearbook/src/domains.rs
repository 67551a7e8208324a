//! The domain services that the binary links, each by its own wiring.

use figure_service::domain::Domain;
use figure_service::program::{Others, Program, ProgramError};
use figure_service::start::{Start, StartError};
use kit::channel::Target;
use kit::config::ServeFlags;
use kit::server::App;

use crate::output;

/// The services' names, in the order in which a bundle is written.
pub(crate) const NAMES: [&str; 5] = ["connectivity", "projects", "membership", "events", "results"];

/// The service that another one asks; it is opened first.
pub(crate) const ASKED: &str = "connectivity";

/// One service's app; nothing for a name that is none of [`NAMES`]. `asked` is where [`ASKED`] is.
///
/// # Errors
/// As the service's own `build`.
pub(crate) async fn build(
    name: &str,
    start: Start,
    asked: Option<Target>,
) -> Option<Result<App, StartError>> {
    Some(match name {
        "connectivity" => connectivity::app::build(start).await,
        "projects" => projects::app::build(start).await,
        "membership" => membership::app::build(start).await,
        "events" => events::app::build(start).await,
        "results" => results::app::build(start, asked).await,
        _ => return None,
    })
}

/// What a service declares; nothing for a name that is none of [`NAMES`].
pub(crate) fn domain(name: &str) -> Option<Domain> {
    Some(match name {
        "connectivity" => connectivity::figures::domain(),
        "projects" => projects::figures::domain(),
        "membership" => membership::figures::domain(),
        "events" => events::figures::domain(),
        "results" => results::figures::domain(),
        _ => return None,
    })
}

/// A service as a program; nothing for a name that is none of [`NAMES`].
fn program(name: &str) -> Option<Program> {
    Some(match name {
        "connectivity" => connectivity::config::program(),
        "projects" => projects::config::program(),
        "membership" => membership::config::program(),
        "events" => events::config::program(),
        "results" => results::config::program(),
        _ => return None,
    })
}

/// Where a service listens unless told otherwise; nothing for a name that is none of [`NAMES`].
pub(crate) fn listen(name: &str) -> Option<std::net::SocketAddr> {
    program(name).map(|program| program.listen)
}

/// Runs one service alone until the stop signal, as its small binary does; nothing for a name that is none of [`NAMES`].
///
/// # Errors
/// [`ProgramError`].
pub(crate) fn serve(name: &str, flags: &ServeFlags) -> Option<Result<(), ProgramError>> {
    let run = |program: Program| {
        program.run_asking(flags, output::ready, async |start, others| known(name, start, others).await)
    };
    program(name).map(run)
}

async fn known(name: &str, start: Start, others: Others) -> Result<App, StartError> {
    build(name, start, others.target(ASKED)).await.expect("only called with one of NAMES")
}
