//! The typed API over gRPC: each call decodes, asks the engine once (a stream once a message), and encodes.

mod area_groups;
mod areas;
mod indicators;
mod observations;

use ::api::connectivity::v1 as proto;
use figure_service::engine::Engine;
use kit::channel::MAX_MESSAGE_BYTES;
use proto::connectivity_service_server::{ConnectivityService, ConnectivityServiceServer};
use tonic::{Request, Response, Status, Streaming};

/// The connectivity service.
#[derive(Clone)]
pub struct Connectivity {
    engine: Engine,
}

impl Connectivity {
    /// The service over the domain's engine.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }

    /// The tonic service, with the limits that all Yearbook's services have.
    #[must_use]
    pub fn into_server(self) -> ConnectivityServiceServer<Self> {
        ConnectivityServiceServer::new(self)
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

#[tonic::async_trait]
impl ConnectivityService for Connectivity {
    type StreamObservationsStream = observations::Chunks;

    async fn get_indicator(
        &self,
        request: Request<proto::GetIndicatorRequest>,
    ) -> Result<Response<proto::Indicator>, Status> {
        indicators::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_indicators(
        &self,
        request: Request<proto::ListIndicatorsRequest>,
    ) -> Result<Response<proto::ListIndicatorsResponse>, Status> {
        indicators::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_area(
        &self,
        request: Request<proto::GetAreaRequest>,
    ) -> Result<Response<proto::Area>, Status> {
        areas::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_areas(
        &self,
        request: Request<proto::ListAreasRequest>,
    ) -> Result<Response<proto::ListAreasResponse>, Status> {
        areas::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_area_group(
        &self,
        request: Request<proto::GetAreaGroupRequest>,
    ) -> Result<Response<proto::AreaGroup>, Status> {
        area_groups::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_area_groups(
        &self,
        request: Request<proto::ListAreaGroupsRequest>,
    ) -> Result<Response<proto::ListAreaGroupsResponse>, Status> {
        area_groups::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_observation(
        &self,
        request: Request<proto::GetObservationRequest>,
    ) -> Result<Response<proto::Observation>, Status> {
        observations::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_observations(
        &self,
        request: Request<proto::ListObservationsRequest>,
    ) -> Result<Response<proto::ListObservationsResponse>, Status> {
        observations::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn import_observations(
        &self,
        request: Request<Streaming<proto::ImportObservationsRequest>>,
    ) -> Result<Response<proto::ImportObservationsResponse>, Status> {
        observations::import(&self.engine, request).await.map(Response::new)
    }

    async fn stream_observations(
        &self,
        request: Request<proto::StreamObservationsRequest>,
    ) -> Result<Response<Self::StreamObservationsStream>, Status> {
        observations::all(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn create_observation(
        &self,
        request: Request<proto::CreateObservationRequest>,
    ) -> Result<Response<proto::Observation>, Status> {
        observations::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_observation(
        &self,
        request: Request<proto::UpdateObservationRequest>,
    ) -> Result<Response<proto::Observation>, Status> {
        observations::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_observation(
        &self,
        request: Request<proto::DeleteObservationRequest>,
    ) -> Result<Response<()>, Status> {
        observations::delete(&self.engine, request).await.map(Response::new)
    }

    async fn batch_create_observations(
        &self,
        request: Request<proto::BatchCreateObservationsRequest>,
    ) -> Result<Response<proto::BatchCreateObservationsResponse>, Status> {
        observations::batch_create(&self.engine, request).await.map(Response::new)
    }

    async fn batch_update_observations(
        &self,
        request: Request<proto::BatchUpdateObservationsRequest>,
    ) -> Result<Response<proto::BatchUpdateObservationsResponse>, Status> {
        observations::batch_update(&self.engine, request).await.map(Response::new)
    }
}
