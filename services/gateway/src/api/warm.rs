//! `GetReport` from memory: the cached bytes of the message go out as they are, nothing is encoded for a call.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api::report::v1::GetReportRequest;
use api::report::v1::report_service_server::{ReportServiceServer, SERVICE_NAME};
use bytes::{Buf, BufMut, Bytes};
use kit::channel::MAX_MESSAGE_BYTES;
use tonic::body::Body;
use tonic::codec::{BufferSettings, Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};
use tower::Service;

use super::{Api, year};
use crate::app::Inner;
use crate::made::Form;

/// `ReportService`, whose `GetReport` is served from memory.
#[derive(Clone)]
pub(super) struct WarmReports {
    inner: Arc<Inner>,
    others: ReportServiceServer<Api>,
}

impl WarmReports {
    pub(super) fn new(inner: Arc<Inner>, others: ReportServiceServer<Api>) -> Self {
        Self { inner, others }
    }
}

impl NamedService for WarmReports {
    const NAME: &'static str = SERVICE_NAME;
}

impl Service<http::Request<Body>> for WarmReports {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let warm = request.uri().path().strip_prefix('/').and_then(|p| p.strip_prefix(SERVICE_NAME));
        if warm != Some("/GetReport") {
            return Service::call(&mut self.others, request);
        }
        let get = GetReport(Arc::clone(&self.inner));
        Box::pin(async move {
            let mut grpc = Grpc::new(Raw)
                .apply_max_message_size_config(Some(MAX_MESSAGE_BYTES), Some(MAX_MESSAGE_BYTES));
            Ok(grpc.unary(get, request).await)
        })
    }
}

struct GetReport(Arc<Inner>);

impl UnaryService<GetReportRequest> for GetReport {
    type Response = Bytes;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Status>> + Send>>;

    fn call(&mut self, request: Request<GetReportRequest>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        Box::pin(async move {
            let request = request.into_inner();
            let shown = inner.shown_of(year(&request.name)?, Some(&request.language)).await?;
            Ok(Response::new(shown.entry.made.form(&shown.forms, Form::Message).bytes.clone()))
        })
    }
}

/// Requests are decoded, answers are bytes already.
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = GetReportRequest;
    type Encoder = AsIs;
    type Decoder = Prost;

    fn encoder(&mut self) -> AsIs {
        AsIs
    }

    fn decoder(&mut self) -> Prost {
        Prost
    }
}

struct AsIs;

impl Encoder for AsIs {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.reserve(item.len());
        buffer.put(item);
        Ok(())
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::default()
    }
}

struct Prost;

impl Decoder for Prost {
    type Item = GetReportRequest;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<GetReportRequest>, Status> {
        let decoded = prost::Message::decode(buffer.copy_to_bytes(buffer.remaining()));
        decoded.map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}
