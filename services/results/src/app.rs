//! Wiring, the same for the binary, the all-in-one and tests.

use ::api::results::v1::{FILE_DESCRIPTOR_SET, results_service_server};
use figure_service::program::Others;
use figure_service::start::{Start, StartError};
use kit::channel::Target;
use kit::server::App;

use crate::api::Results;
use crate::figures::domain;

/// Opens the service's store and puts its APIs on one port. `connectivity` is where the values of targets' indicators are asked
/// for: an address, or the service itself within the process; without it they are unavailable.
///
/// # Errors
/// [`StartError`].
pub async fn build(start: Start, connectivity: Option<Target>) -> Result<App, StartError> {
    let engine = start.open(domain()).await?;
    let typed = Results::new(engine.clone(), connectivity, start.own.clone()).into_server();
    let routes = start.routes(&engine).add_service(typed);
    Ok(start.app(&engine, routes, results_service_server::SERVICE_NAME, FILE_DESCRIPTOR_SET))
}

/// The same, with connectivity where the settings say that it is.
///
/// # Errors
/// [`StartError`].
pub async fn build_asking(start: Start, others: Others) -> Result<App, StartError> {
    build(start, others.target("connectivity")).await
}
