//! Wiring, the same for the binary, the all-in-one and tests.

use figure_service::start::{Start, StartError};
use kit::server::App;

use crate::figures::domain;

/// Opens the service's store and puts its APIs on one port.
///
/// # Errors
/// [`StartError`].
pub async fn build(start: Start) -> Result<App, StartError> {
    let engine = start.open(domain()).await?;
    Ok(start.plain_app(&engine))
}
