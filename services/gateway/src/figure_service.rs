//! `FigureService` for all services: keys are split by service, answers, heads and pages merged.
//!
//! A service that does not answer costs its own answers; what it says itself (a revision that is not made yet, a filter that does
//! not parse) is said on.

mod accept;
pub(crate) mod batch;
mod conflicts;
pub(crate) mod history;
mod import;
mod in_turn;
mod measures;
pub(crate) mod revisions;
pub(crate) mod state;
mod watch;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use api::figures::v1 as proto;
use api::figures::v1::as_of::Point;
use futures::Stream;
use kit::channel::{MAX_MESSAGE_BYTES, Repeatable};
use proto::figure_service_server::{FigureService, FigureServiceServer};
use tonic::metadata::MetadataMap;
use tonic::{Code, Request, Response, Status, Streaming};

use crate::app::Inner;
use crate::error::GatewayError;
use crate::proxy::{refusing, unavailable};

/// The longest that a call to a service is waited for, whatever the client allows.
const LONGEST: Duration = Duration::from_secs(60);
/// The header of a call's deadline.
const TIMEOUT: &str = "grpc-timeout";

/// `FigureService` over all services.
#[derive(Clone)]
pub(crate) struct Figures {
    inner: Arc<Inner>,
}

impl Figures {
    /// The tonic service.
    pub(crate) fn server(inner: Arc<Inner>) -> FigureServiceServer<Self> {
        FigureServiceServer::new(Self { inner })
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

#[tonic::async_trait]
impl FigureService for Figures {
    async fn batch_get_figures(
        &self,
        request: Request<proto::BatchGetFiguresRequest>,
    ) -> Result<Response<proto::BatchGetFiguresResponse>, Status> {
        batch::call(&self.inner, request).await.map(Response::new)
    }

    async fn list_measures(
        &self,
        request: Request<proto::ListMeasuresRequest>,
    ) -> Result<Response<proto::ListMeasuresResponse>, Status> {
        measures::call(&self.inner, request).await.map(Response::new)
    }

    async fn list_figure_revisions(
        &self,
        request: Request<proto::ListFigureRevisionsRequest>,
    ) -> Result<Response<proto::ListFigureRevisionsResponse>, Status> {
        history::call(&self.inner, request).await.map(Response::new)
    }

    async fn list_revisions(
        &self,
        request: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, Status> {
        revisions::call(&self.inner, request).await.map(Response::new)
    }

    async fn list_conflicts(
        &self,
        request: Request<proto::ListConflictsRequest>,
    ) -> Result<Response<proto::ListConflictsResponse>, Status> {
        conflicts::call(&self.inner, request).await.map(Response::new)
    }

    async fn accept_figure(
        &self,
        request: Request<proto::AcceptFigureRequest>,
    ) -> Result<Response<proto::AcceptFigureResponse>, Status> {
        accept::call(&self.inner, request).await.map(Response::new)
    }

    async fn state_figures(
        &self,
        request: Request<proto::StateFiguresRequest>,
    ) -> Result<Response<proto::StateFiguresResponse>, Status> {
        state::call(&self.inner, request).await.map(Response::new)
    }

    async fn import_part(
        &self,
        request: Request<Streaming<proto::ImportPartRequest>>,
    ) -> Result<Response<proto::ImportPartResponse>, Status> {
        import::call(&self.inner, request).await.map(Response::new)
    }

    type WatchHeadStream = Pin<Box<dyn Stream<Item = Result<proto::WatchHeadResponse, Status>> + Send>>;

    async fn watch_head(
        &self,
        request: Request<proto::WatchHeadRequest>,
    ) -> Result<Response<Self::WatchHeadStream>, Status> {
        watch::call(&self.inner, &request.into_inner()).map(Response::new)
    }
}

/// A list over all services is of no single service's revision.
fn no_bare_revision(as_of: Option<&proto::AsOf>) -> Result<(), Status> {
    match as_of {
        Some(proto::AsOf { point: Some(Point::Revision(_)) }) => {
            let problem = "a bare revision is one service's, and the list is of all; give as_of.revisions";
            Err(GatewayError::AsOf(problem.to_owned()).into())
        }
        _ => Ok(()),
    }
}

/// The same request with the token of who calls.
fn bearing<M>(mut request: Request<M>, metadata: &MetadataMap) -> Request<M> {
    if let Some(token) = metadata.get("authorization") {
        request.metadata_mut().insert("authorization", token.clone());
    }
    request
}

/// The same request under the deadline of the call that it is made for, or the usual one, where there is one.
fn within<M>(mut request: Request<M>, metadata: &MetadataMap, usual: Option<Duration>) -> Request<M> {
    match (metadata.get(TIMEOUT), usual) {
        (Some(given), _) => {
            request.metadata_mut().insert(TIMEOUT, given.clone());
        }
        (None, Some(usual)) => request.set_timeout(usual),
        (None, None) => {}
    }
    request
}

/// A request that only reads to a service, under the deadline of the call that it is made for, or the usual one.
fn onward<M>(message: M, metadata: &MetadataMap, usual: Duration) -> Request<M> {
    let mut request = within(Request::new(message), metadata, Some(usual));
    request.extensions_mut().insert(Repeatable);
    request
}

/// Waits for a service's answer, at most as long as the call may take.
async fn answered<T>(
    service: &str,
    metadata: &MetadataMap,
    usual: Duration,
    call: impl Future<Output = Result<Response<T>, Status>>,
) -> Result<T, Status> {
    let most = if metadata.contains_key(TIMEOUT) { LONGEST } else { usual };
    match tokio::time::timeout(most, call).await {
        Ok(Ok(response)) => Ok(response.into_inner()),
        Ok(Err(status)) if is_down(&status) => {
            tracing::debug!(service, error = status.message(), "a call was not answered");
            Err(unavailable(service))
        }
        Ok(Err(status)) => Err(status),
        Err(_) => Err(unavailable(service)),
    }
}

/// A status as the caller is told it where the gateway asked for itself: that the service refuses the gateway is nothing that they could mend.
fn for_itself(service: &str, status: Status) -> Status {
    if is_refusal(&status) { refusing(service) } else { status }
}

/// The same of a call that bears the caller's token, where they have one.
fn for_caller(service: &str, metadata: &MetadataMap, status: Status) -> Status {
    if metadata.contains_key("authorization") { status } else { for_itself(service, status) }
}

/// Whether a service does not let its caller read.
pub(crate) fn is_refusal(status: &Status) -> bool {
    let denied = kit::errors::reason(status) == proto::ErrorReason::ReadDenied;
    status.code() == Code::Unauthenticated || denied
}

/// Whether a status says that the service did not answer, rather than that it refuses.
fn is_down(status: &Status) -> bool {
    let reason = kit::errors::reason(status);
    let said = reason != proto::ErrorReason::Unspecified;
    match status.code() {
        Code::Unavailable
        | Code::DeadlineExceeded
        | Code::Cancelled
        | Code::Unknown
        | Code::Internal
        | Code::Unimplemented
        | Code::DataLoss => !said,
        // It says so itself, of whoever asks.
        Code::ResourceExhausted => reason == proto::ErrorReason::Overloaded,
        Code::Ok
        | Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unauthenticated => false,
    }
}
