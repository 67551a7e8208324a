//! Wiring, the same for the binary, the all-in-one and tests.

use ::api::connectivity::v1::{FILE_DESCRIPTOR_SET, connectivity_service_server};
use figure_service::start::{Start, StartError};
use kit::server::App;

use crate::api::Connectivity;
use crate::figures::domain;

/// Opens the service's store and puts its APIs on one port.
///
/// # Errors
/// [`StartError`].
pub async fn build(start: Start) -> Result<App, StartError> {
    let engine = start.open(domain()).await?;
    let routes = start.routes(&engine).add_service(Connectivity::new(engine.clone()).into_server());
    Ok(start.app(&engine, routes, connectivity_service_server::SERVICE_NAME, FILE_DESCRIPTOR_SET))
}
