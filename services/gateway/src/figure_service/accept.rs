//! `AcceptFigure`: passed on to the service that has the figure, with the caller's token.

use api::figures::v1::{AcceptFigureRequest, AcceptFigureResponse};
use figures::FigureKey;
use kit::access;
use kit::caller::Caller;
use tonic::{Request, Status};

use super::{LONGEST, answered, bearing, within};
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn call(
    inner: &Inner,
    request: Request<AcceptFigureRequest>,
) -> Result<AcceptFigureResponse, Status> {
    let (metadata, extensions, request) = request.into_parts();
    let caller = extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let key: FigureKey =
        request.key.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
    let service = inner.services.find(&key.service)?;
    // The gateway may stand where the service trusts everybody.
    access::check(&caller, &service.name)?;
    // A change waits for the one before it. Sent again under its id, it is done once.
    let onward = bearing(within(Request::new(request), &metadata, Some(LONGEST)), &metadata);
    let mut client = service.figures_for_others();
    answered(&service.name, &metadata, LONGEST, client.accept_figure(onward)).await
}
