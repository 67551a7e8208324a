//! `AcceptFigure`: passed on to the service that has the figure, with the caller's token.

use api::figures::v1::{AcceptFigureRequest, AcceptFigureResponse};
use figures::FigureKey;
use kit::access;
use kit::caller::Caller;
use tonic::{Request, Status};

use super::answered;
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
    let usual = inner.timing.deadline;
    let mut onward = Request::new(request);
    onward.set_timeout(usual);
    for name in ["authorization", "grpc-timeout"] {
        if let Some(value) = metadata.get(name) {
            onward.metadata_mut().insert(name, value.clone());
        }
    }
    let mut client = service.figures();
    answered(&service.name, &metadata, usual, client.accept_figure(onward)).await
}
