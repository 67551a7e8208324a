//! The typed API over gRPC: each call decodes, asks the engine once, and encodes.

mod members;
mod memberships;
mod statement;

use ::api::membership::v1 as proto;
use figure_service::engine::Engine;
use kit::channel::MAX_MESSAGE_BYTES;
use proto::membership_service_server::{MembershipService, MembershipServiceServer};
use tonic::{Request, Response, Status};

/// The membership service.
#[derive(Clone)]
pub struct Memberships {
    engine: Engine,
}

impl Memberships {
    /// The service over the domain's engine.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }

    /// The tonic service, with the limits that all Yearbook's services have.
    #[must_use]
    pub fn into_server(self) -> MembershipServiceServer<Self> {
        MembershipServiceServer::new(self)
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

#[tonic::async_trait]
impl MembershipService for Memberships {
    async fn get_member(
        &self,
        request: Request<proto::GetMemberRequest>,
    ) -> Result<Response<proto::Member>, Status> {
        members::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_members(
        &self,
        request: Request<proto::ListMembersRequest>,
    ) -> Result<Response<proto::ListMembersResponse>, Status> {
        members::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_membership(
        &self,
        request: Request<proto::GetMembershipRequest>,
    ) -> Result<Response<proto::Membership>, Status> {
        memberships::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_memberships(
        &self,
        request: Request<proto::ListMembershipsRequest>,
    ) -> Result<Response<proto::ListMembershipsResponse>, Status> {
        memberships::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_membership_statement(
        &self,
        request: Request<proto::GetMembershipStatementRequest>,
    ) -> Result<Response<proto::MembershipStatement>, Status> {
        statement::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn create_member(
        &self,
        request: Request<proto::CreateMemberRequest>,
    ) -> Result<Response<proto::Member>, Status> {
        members::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_member(
        &self,
        request: Request<proto::UpdateMemberRequest>,
    ) -> Result<Response<proto::Member>, Status> {
        members::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_member(
        &self,
        request: Request<proto::DeleteMemberRequest>,
    ) -> Result<Response<()>, Status> {
        members::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_membership(
        &self,
        request: Request<proto::CreateMembershipRequest>,
    ) -> Result<Response<proto::Membership>, Status> {
        memberships::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_membership(
        &self,
        request: Request<proto::UpdateMembershipRequest>,
    ) -> Result<Response<proto::Membership>, Status> {
        memberships::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_membership(
        &self,
        request: Request<proto::DeleteMembershipRequest>,
    ) -> Result<Response<()>, Status> {
        memberships::delete(&self.engine, request).await.map(Response::new)
    }
}
