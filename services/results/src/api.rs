//! The typed API over gRPC: each call decodes, asks the engine (and connectivity, for progress) once, and encodes.

mod enablers;
mod goals;
mod mandates;
mod outputs;
mod progress;
mod targets;

use ::api::results::v1 as proto;
use figure_service::engine::Engine;
use figure_service::rpc::point;
use kit::caller::OwnToken;
use kit::channel::{MAX_MESSAGE_BYTES, Target};
use proto::results_service_server::{ResultsService, ResultsServiceServer};
use tokio::time::Instant;
use tonic::{Request, Response, Status};

use crate::connectivity::Connectivity;

/// The results service.
#[derive(Clone)]
pub struct Results {
    engine: Engine,
    connectivity: Connectivity,
}

impl Results {
    /// The service over the domain's engine. Without a target for connectivity the values of targets are unavailable; `own` is the token
    /// with which it is asked. Must be called within a runtime.
    #[must_use]
    pub fn new(engine: Engine, connectivity: Option<Target>, own: Option<OwnToken>) -> Self {
        Self { engine, connectivity: Connectivity::new(connectivity, own) }
    }

    /// The tonic service, with the limits that all Yearbook's services have.
    #[must_use]
    pub fn into_server(self) -> ResultsServiceServer<Self> {
        ResultsServiceServer::new(self)
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

#[tonic::async_trait]
impl ResultsService for Results {
    async fn get_goal(
        &self,
        request: Request<proto::GetGoalRequest>,
    ) -> Result<Response<proto::Goal>, Status> {
        goals::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_goals(
        &self,
        request: Request<proto::ListGoalsRequest>,
    ) -> Result<Response<proto::ListGoalsResponse>, Status> {
        goals::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_target(
        &self,
        request: Request<proto::GetTargetRequest>,
    ) -> Result<Response<proto::Target>, Status> {
        targets::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_targets(
        &self,
        request: Request<proto::ListTargetsRequest>,
    ) -> Result<Response<proto::ListTargetsResponse>, Status> {
        targets::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_output(
        &self,
        request: Request<proto::GetOutputRequest>,
    ) -> Result<Response<proto::Output>, Status> {
        outputs::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_outputs(
        &self,
        request: Request<proto::ListOutputsRequest>,
    ) -> Result<Response<proto::ListOutputsResponse>, Status> {
        outputs::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_enabler(
        &self,
        request: Request<proto::GetEnablerRequest>,
    ) -> Result<Response<proto::Enabler>, Status> {
        enablers::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_enablers(
        &self,
        request: Request<proto::ListEnablersRequest>,
    ) -> Result<Response<proto::ListEnablersResponse>, Status> {
        enablers::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_mandate(
        &self,
        request: Request<proto::GetMandateRequest>,
    ) -> Result<Response<proto::Mandate>, Status> {
        mandates::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_mandates(
        &self,
        request: Request<proto::ListMandatesRequest>,
    ) -> Result<Response<proto::ListMandatesResponse>, Status> {
        mandates::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_target_progress(
        &self,
        request: Request<proto::GetTargetProgressRequest>,
    ) -> Result<Response<proto::TargetProgress>, Status> {
        // A fifth of the time is kept for what is read here, and for the way back.
        let within = point::time_left(request.metadata()).mul_f64(0.8);
        let by = Instant::now().checked_add(within).unwrap_or_else(Instant::now);
        let progress = progress::get(&self.engine, &self.connectivity, request.into_inner(), by).await?;
        Ok(Response::new(progress))
    }

    async fn create_goal(
        &self,
        request: Request<proto::CreateGoalRequest>,
    ) -> Result<Response<proto::Goal>, Status> {
        goals::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_goal(
        &self,
        request: Request<proto::UpdateGoalRequest>,
    ) -> Result<Response<proto::Goal>, Status> {
        goals::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_goal(&self, request: Request<proto::DeleteGoalRequest>) -> Result<Response<()>, Status> {
        goals::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_target(
        &self,
        request: Request<proto::CreateTargetRequest>,
    ) -> Result<Response<proto::Target>, Status> {
        targets::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_target(
        &self,
        request: Request<proto::UpdateTargetRequest>,
    ) -> Result<Response<proto::Target>, Status> {
        targets::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_target(
        &self,
        request: Request<proto::DeleteTargetRequest>,
    ) -> Result<Response<()>, Status> {
        targets::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_output(
        &self,
        request: Request<proto::CreateOutputRequest>,
    ) -> Result<Response<proto::Output>, Status> {
        outputs::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_output(
        &self,
        request: Request<proto::UpdateOutputRequest>,
    ) -> Result<Response<proto::Output>, Status> {
        outputs::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_output(
        &self,
        request: Request<proto::DeleteOutputRequest>,
    ) -> Result<Response<()>, Status> {
        outputs::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_enabler(
        &self,
        request: Request<proto::CreateEnablerRequest>,
    ) -> Result<Response<proto::Enabler>, Status> {
        enablers::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_enabler(
        &self,
        request: Request<proto::UpdateEnablerRequest>,
    ) -> Result<Response<proto::Enabler>, Status> {
        enablers::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_enabler(
        &self,
        request: Request<proto::DeleteEnablerRequest>,
    ) -> Result<Response<()>, Status> {
        enablers::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_mandate(
        &self,
        request: Request<proto::CreateMandateRequest>,
    ) -> Result<Response<proto::Mandate>, Status> {
        mandates::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_mandate(
        &self,
        request: Request<proto::UpdateMandateRequest>,
    ) -> Result<Response<proto::Mandate>, Status> {
        mandates::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_mandate(
        &self,
        request: Request<proto::DeleteMandateRequest>,
    ) -> Result<Response<()>, Status> {
        mandates::delete(&self.engine, request).await.map(Response::new)
    }
}
