//! `ListFigureRevisions`: asked of the service that has the figure.

use api::figures::v1::{ListFigureRevisionsRequest, ListFigureRevisionsResponse};
use figures::FigureKey;
use tonic::{Request, Status};

use super::{answered, onward};
use crate::app::Inner;
use crate::error::GatewayError;

pub(crate) async fn call(
    inner: &Inner,
    request: Request<ListFigureRevisionsRequest>,
) -> Result<ListFigureRevisionsResponse, Status> {
    let (metadata, _, request) = request.into_parts();
    let key: FigureKey =
        request.key.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
    let service = inner.services.find(&key.service)?;
    let usual = inner.timing.deadline;
    let mut client = service.figures();
    let call = client.list_figure_revisions(onward(request, &metadata, usual));
    answered(&service.name, &metadata, usual, call).await
}
