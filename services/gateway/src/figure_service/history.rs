//! `ListFigureRevisions`: asked of the service that has the figure. Who made a revision is told to those only who may write to it.

use api::figures::v1::{ListFigureRevisionsRequest, ListFigureRevisionsResponse};
use figures::FigureKey;
use kit::caller::Caller;
use tonic::{Request, Status};

use super::{answered, bearing, for_caller, onward};
use crate::app::Inner;
use crate::error::GatewayError;

pub(crate) async fn call(
    inner: &Inner,
    request: Request<ListFigureRevisionsRequest>,
) -> Result<ListFigureRevisionsResponse, Status> {
    let (metadata, extensions, request) = request.into_parts();
    let caller = extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let key: FigureKey =
        request.key.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
    let service = inner.services.find(&key.service)?;
    let usual = inner.timing.deadline;
    let request = bearing(onward(request, &metadata, usual), &metadata);
    let mut client = service.figures();
    let call = client.list_figure_revisions(request);
    let answered = answered(&service.name, &metadata, usual, call).await;
    let mut response = answered.map_err(|status| for_caller(&service.name, &metadata, status))?;
    // The gateway may stand where the service trusts everybody.
    if !caller.may_write(&service.name) {
        response.figure_revisions.iter_mut().for_each(|revision| revision.actor.clear());
    }
    Ok(response)
}
