//! The typed API over gRPC: each call decodes, asks the engine once, and encodes.

mod agreements;
mod funding;
mod pledges;
mod portfolio;
mod projects;

use ::api::projects::v1 as proto;
use figure_service::engine::Engine;
use kit::channel::MAX_MESSAGE_BYTES;
use proto::project_service_server::{ProjectService, ProjectServiceServer};
use tonic::{Request, Response, Status};

/// The projects service.
#[derive(Clone)]
pub struct Projects {
    engine: Engine,
}

impl Projects {
    /// The service over the domain's engine.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }

    /// The tonic service, with the limits that all Yearbook's services have.
    #[must_use]
    pub fn into_server(self) -> ProjectServiceServer<Self> {
        ProjectServiceServer::new(self)
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

#[tonic::async_trait]
impl ProjectService for Projects {
    async fn get_project(
        &self,
        request: Request<proto::GetProjectRequest>,
    ) -> Result<Response<proto::Project>, Status> {
        projects::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_projects(
        &self,
        request: Request<proto::ListProjectsRequest>,
    ) -> Result<Response<proto::ListProjectsResponse>, Status> {
        projects::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_funding_line(
        &self,
        request: Request<proto::GetFundingLineRequest>,
    ) -> Result<Response<proto::FundingLine>, Status> {
        funding::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_funding_lines(
        &self,
        request: Request<proto::ListFundingLinesRequest>,
    ) -> Result<Response<proto::ListFundingLinesResponse>, Status> {
        funding::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_agreement(
        &self,
        request: Request<proto::GetAgreementRequest>,
    ) -> Result<Response<proto::Agreement>, Status> {
        agreements::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_agreements(
        &self,
        request: Request<proto::ListAgreementsRequest>,
    ) -> Result<Response<proto::ListAgreementsResponse>, Status> {
        agreements::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_pledge(
        &self,
        request: Request<proto::GetPledgeRequest>,
    ) -> Result<Response<proto::Pledge>, Status> {
        pledges::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_pledges(
        &self,
        request: Request<proto::ListPledgesRequest>,
    ) -> Result<Response<proto::ListPledgesResponse>, Status> {
        pledges::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_portfolio(
        &self,
        request: Request<proto::GetPortfolioRequest>,
    ) -> Result<Response<proto::Portfolio>, Status> {
        portfolio::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn create_project(
        &self,
        request: Request<proto::CreateProjectRequest>,
    ) -> Result<Response<proto::Project>, Status> {
        projects::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_project(
        &self,
        request: Request<proto::UpdateProjectRequest>,
    ) -> Result<Response<proto::Project>, Status> {
        projects::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_project(
        &self,
        request: Request<proto::DeleteProjectRequest>,
    ) -> Result<Response<()>, Status> {
        projects::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_funding_line(
        &self,
        request: Request<proto::CreateFundingLineRequest>,
    ) -> Result<Response<proto::FundingLine>, Status> {
        funding::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_funding_line(
        &self,
        request: Request<proto::UpdateFundingLineRequest>,
    ) -> Result<Response<proto::FundingLine>, Status> {
        funding::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_funding_line(
        &self,
        request: Request<proto::DeleteFundingLineRequest>,
    ) -> Result<Response<()>, Status> {
        funding::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_agreement(
        &self,
        request: Request<proto::CreateAgreementRequest>,
    ) -> Result<Response<proto::Agreement>, Status> {
        agreements::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_agreement(
        &self,
        request: Request<proto::UpdateAgreementRequest>,
    ) -> Result<Response<proto::Agreement>, Status> {
        agreements::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_agreement(
        &self,
        request: Request<proto::DeleteAgreementRequest>,
    ) -> Result<Response<()>, Status> {
        agreements::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_pledge(
        &self,
        request: Request<proto::CreatePledgeRequest>,
    ) -> Result<Response<proto::Pledge>, Status> {
        pledges::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_pledge(
        &self,
        request: Request<proto::UpdatePledgeRequest>,
    ) -> Result<Response<proto::Pledge>, Status> {
        pledges::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_pledge(
        &self,
        request: Request<proto::DeletePledgeRequest>,
    ) -> Result<Response<()>, Status> {
        pledges::delete(&self.engine, request).await.map(Response::new)
    }

    async fn batch_create_funding_lines(
        &self,
        request: Request<proto::BatchCreateFundingLinesRequest>,
    ) -> Result<Response<proto::BatchCreateFundingLinesResponse>, Status> {
        funding::batch_create(&self.engine, request).await.map(Response::new)
    }

    async fn batch_update_funding_lines(
        &self,
        request: Request<proto::BatchUpdateFundingLinesRequest>,
    ) -> Result<Response<proto::BatchUpdateFundingLinesResponse>, Status> {
        funding::batch_update(&self.engine, request).await.map(Response::new)
    }
}
