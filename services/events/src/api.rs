//! The typed API over gRPC: each call decodes, asks the engine once, and encodes.

mod attendances;
mod calendar;
mod events;
mod export;
mod outcomes;
mod statistics;

use ::api::events::v1 as proto;
use figure_service::engine::Engine;
use kit::channel::MAX_MESSAGE_BYTES;
use proto::event_service_server::{EventService, EventServiceServer};
use tonic::{Request, Response, Status};

/// The events service.
#[derive(Clone)]
pub struct Events {
    engine: Engine,
}

impl Events {
    /// The service over the domain's engine.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }

    /// The tonic service, with the limits that all Yearbook's services have.
    #[must_use]
    pub fn into_server(self) -> EventServiceServer<Self> {
        EventServiceServer::new(self)
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }
}

#[tonic::async_trait]
impl EventService for Events {
    async fn get_event(
        &self,
        request: Request<proto::GetEventRequest>,
    ) -> Result<Response<proto::Event>, Status> {
        events::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_events(
        &self,
        request: Request<proto::ListEventsRequest>,
    ) -> Result<Response<proto::ListEventsResponse>, Status> {
        events::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_attendance(
        &self,
        request: Request<proto::GetAttendanceRequest>,
    ) -> Result<Response<proto::Attendance>, Status> {
        attendances::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_attendances(
        &self,
        request: Request<proto::ListAttendancesRequest>,
    ) -> Result<Response<proto::ListAttendancesResponse>, Status> {
        attendances::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_outcome(
        &self,
        request: Request<proto::GetOutcomeRequest>,
    ) -> Result<Response<proto::Outcome>, Status> {
        outcomes::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn list_outcomes(
        &self,
        request: Request<proto::ListOutcomesRequest>,
    ) -> Result<Response<proto::ListOutcomesResponse>, Status> {
        outcomes::list(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn get_calendar(
        &self,
        request: Request<proto::GetCalendarRequest>,
    ) -> Result<Response<proto::Calendar>, Status> {
        calendar::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn export_calendar(
        &self,
        request: Request<proto::ExportCalendarRequest>,
    ) -> Result<Response<::api::HttpBody>, Status> {
        export::call(&self.engine, request).await
    }

    async fn get_event_statistics(
        &self,
        request: Request<proto::GetEventStatisticsRequest>,
    ) -> Result<Response<proto::EventStatistics>, Status> {
        statistics::get(&self.engine, request.into_inner()).await.map(Response::new)
    }

    async fn create_event(
        &self,
        request: Request<proto::CreateEventRequest>,
    ) -> Result<Response<proto::Event>, Status> {
        events::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_event(
        &self,
        request: Request<proto::UpdateEventRequest>,
    ) -> Result<Response<proto::Event>, Status> {
        events::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_event(
        &self,
        request: Request<proto::DeleteEventRequest>,
    ) -> Result<Response<()>, Status> {
        events::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_attendance(
        &self,
        request: Request<proto::CreateAttendanceRequest>,
    ) -> Result<Response<proto::Attendance>, Status> {
        attendances::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_attendance(
        &self,
        request: Request<proto::UpdateAttendanceRequest>,
    ) -> Result<Response<proto::Attendance>, Status> {
        attendances::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_attendance(
        &self,
        request: Request<proto::DeleteAttendanceRequest>,
    ) -> Result<Response<()>, Status> {
        attendances::delete(&self.engine, request).await.map(Response::new)
    }

    async fn create_outcome(
        &self,
        request: Request<proto::CreateOutcomeRequest>,
    ) -> Result<Response<proto::Outcome>, Status> {
        outcomes::create(&self.engine, request).await.map(Response::new)
    }

    async fn update_outcome(
        &self,
        request: Request<proto::UpdateOutcomeRequest>,
    ) -> Result<Response<proto::Outcome>, Status> {
        outcomes::update(&self.engine, request).await.map(Response::new)
    }

    async fn delete_outcome(
        &self,
        request: Request<proto::DeleteOutcomeRequest>,
    ) -> Result<Response<()>, Status> {
        outcomes::delete(&self.engine, request).await.map(Response::new)
    }
}
