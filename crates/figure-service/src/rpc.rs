//! `FigureService` over gRPC: each call decodes, asks the [`Engine`] once, and encodes.

mod accept;
mod batch;
mod conflicts;
pub mod failure;
mod history;
pub(crate) mod import;
mod measures;
pub mod point;
mod revisions;
mod state;
mod watch;

use std::pin::Pin;

use api::figures::v1 as proto;
use futures::Stream;
use kit::caller::Caller;
use kit::channel::MAX_MESSAGE_BYTES;
use kit::shutdown::Shutdown;
use proto::figure_service_server::{FigureService, FigureServiceServer};
use tonic::{Request, Response, Status, Streaming};

use crate::engine::Engine;

/// The figures of one domain as a gRPC service.
#[derive(Clone)]
pub struct Figures {
    engine: Engine,
    /// Ends the streams that follow the head.
    shutdown: Shutdown,
}

impl Figures {
    /// The service of a domain; `shutdown` ends its streams.
    #[must_use]
    pub fn new(engine: Engine, shutdown: Shutdown) -> Self {
        Self { engine, shutdown }
    }

    /// The tonic service, with the limits that all Yearbook's services have.
    #[must_use]
    pub fn into_server(self) -> FigureServiceServer<Self> {
        FigureServiceServer::new(self)
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

/// Whether names of those who wrote are told to whoever asks: to those only who may write here themselves, since revisions are public.
fn names_told<T>(service: &str, request: &Request<T>) -> bool {
    request.extensions().get::<Caller>().is_some_and(|caller| caller.may_write(service))
}

#[tonic::async_trait]
impl FigureService for Figures {
    async fn batch_get_figures(
        &self,
        request: Request<proto::BatchGetFiguresRequest>,
    ) -> Result<Response<proto::BatchGetFiguresResponse>, Status> {
        batch::call(&self.engine, request).await.map(Response::new)
    }

    async fn list_measures(
        &self,
        request: Request<proto::ListMeasuresRequest>,
    ) -> Result<Response<proto::ListMeasuresResponse>, Status> {
        measures::call(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_figure_revisions(
        &self,
        request: Request<proto::ListFigureRevisionsRequest>,
    ) -> Result<Response<proto::ListFigureRevisionsResponse>, Status> {
        history::call(&self.engine, request).await.map(Response::new)
    }

    async fn list_revisions(
        &self,
        request: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, Status> {
        revisions::call(&self.engine, request).await.map(Response::new)
    }

    async fn list_conflicts(
        &self,
        request: Request<proto::ListConflictsRequest>,
    ) -> Result<Response<proto::ListConflictsResponse>, Status> {
        conflicts::call(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn accept_figure(
        &self,
        request: Request<proto::AcceptFigureRequest>,
    ) -> Result<Response<proto::AcceptFigureResponse>, Status> {
        accept::call(&self.engine, request).await.map(Response::new)
    }

    async fn state_figures(
        &self,
        request: Request<proto::StateFiguresRequest>,
    ) -> Result<Response<proto::StateFiguresResponse>, Status> {
        state::call(&self.engine, request).await.map(Response::new)
    }

    async fn import_part(
        &self,
        request: Request<Streaming<proto::ImportPartRequest>>,
    ) -> Result<Response<proto::ImportPartResponse>, Status> {
        import::call(&self.engine, request).await.map(Response::new)
    }

    type WatchHeadStream = Pin<Box<dyn Stream<Item = Result<proto::WatchHeadResponse, Status>> + Send>>;

    async fn watch_head(
        &self,
        request: Request<proto::WatchHeadRequest>,
    ) -> Result<Response<Self::WatchHeadStream>, Status> {
        watch::call(&self.engine, &self.shutdown, &request.into_inner()).map(Response::new)
    }
}
