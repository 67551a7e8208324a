//! The typed read API over gRPC: each call decodes, asks the engine once, and encodes.

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
        ProjectServiceServer::new(self).max_encoding_message_size(MAX_MESSAGE_BYTES)
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
}
