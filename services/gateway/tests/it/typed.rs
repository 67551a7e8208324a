//! A typed API that the gateway was never built with: `unknown.v1.EchoService`, which says again what it hears.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};

use futures::{Stream, StreamExt};
use http::uri::PathAndQuery;
use kit::channel::Channel;
use prost::Message;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto};
use tonic::body::Body;
use tonic::server::{Grpc, NamedService, StreamingService, UnaryService};
use tonic::{Request, Response, Status, Streaming};
use tonic_prost::ProstCodec;
use tower::Service;

#[path = "../../../../crates/kit/tests/support/described.rs"]
mod described;

/// What is said.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Echo {
    #[prost(string, tag = "1")]
    pub(crate) text: String,
}

pub(crate) const NAME: &str = "unknown.v1.EchoService";

/// The encoded descriptors.
pub(crate) static DESCRIPTORS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = FieldDescriptorProto {
        name: Some("text".to_owned()),
        number: Some(1),
        label: Some(Label::Optional.into()),
        r#type: Some(Type::String.into()),
        ..FieldDescriptorProto::default()
    };
    let message = DescriptorProto { name: Some("Echo".to_owned()), field: vec![text], ..Default::default() };
    let imported = described::File {
        message_type: vec![message.encode_to_vec()],
        ..described::file("unknown/v1/message.proto", "unknown.v1")
    };
    let rpcs = [("Echo", false), ("EchoAll", true)];
    let service = described::File {
        dependency: ["unknown/v1/message.proto", "yearbook/figures/v1/access.proto"]
            .map(str::to_owned)
            .to_vec(),
        service: vec![described::service("EchoService", ".unknown.v1.Echo", &rpcs)],
        ..described::file("unknown/v1/service.proto", "unknown.v1")
    };
    described::set(vec![imported, service])
});

/// The descriptors for as long as the process lives.
pub(crate) fn descriptors() -> &'static [u8] {
    DESCRIPTORS.as_slice()
}

/// The service.
#[derive(Clone)]
pub(crate) struct Echoes;

impl NamedService for Echoes {
    const NAME: &'static str = NAME;
}

type Answered<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl Service<http::Request<Body>> for Echoes {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Answered<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(async move {
            let mut grpc = Grpc::new(ProstCodec::<Echo, Echo>::default());
            Ok(match request.uri().path().rsplit('/').next() {
                Some("Echo") => grpc.unary(One, request).await,
                Some("EchoAll") => grpc.streaming(All, request).await,
                _ => Status::unimplemented("no such method").into_http(),
            })
        })
    }
}

struct One;

impl UnaryService<Echo> for One {
    type Response = Echo;
    type Future = Answered<Result<Response<Echo>, Status>>;

    fn call(&mut self, request: Request<Echo>) -> Self::Future {
        Box::pin(async move {
            let caller =
                request.extensions().get::<kit::caller::Caller>().cloned().expect("the kit says who");
            let token = request.metadata().get("authorization").cloned();
            match request.get_ref().text.as_str() {
                "fail" => Err(Status::failed_precondition("as you wish")),
                "who" => Ok(Response::new(Echo { text: caller.actor })),
                _ => {
                    let mut response = Response::new(request.into_inner());
                    if let Some(token) = token {
                        response.metadata_mut().insert("x-token", token);
                    }
                    Ok(response)
                }
            }
        })
    }
}

struct All;

impl StreamingService<Echo> for All {
    type Response = Echo;
    type ResponseStream = Pin<Box<dyn Stream<Item = Result<Echo, Status>> + Send>>;
    type Future = Answered<Result<Response<Self::ResponseStream>, Status>>;

    fn call(&mut self, request: Request<Streaming<Echo>>) -> Self::Future {
        let stream = request.into_inner();
        Box::pin(async move { Ok(Response::new(stream.boxed() as Self::ResponseStream)) })
    }
}

/// Calls `Echo` through a channel.
pub(crate) async fn echo(channel: &Channel, request: Request<Echo>) -> Result<Response<Echo>, Status> {
    unary(channel, "/unknown.v1.EchoService/Echo", request).await
}

/// Calls any method with an empty message.
pub(crate) async fn call(channel: &Channel, path: &'static str) -> Result<Response<Echo>, Status> {
    unary(channel, path, Request::new(Echo::default())).await
}

async fn unary(
    channel: &Channel,
    path: &'static str,
    request: Request<Echo>,
) -> Result<Response<Echo>, Status> {
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
    client.unary(request, PathAndQuery::from_static(path), ProstCodec::<Echo, Echo>::default()).await
}

/// Calls `EchoAll` through a channel.
pub(crate) async fn echo_all(channel: &Channel, texts: Vec<&'static str>) -> Result<Streaming<Echo>, Status> {
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
    let texts = futures::stream::iter(texts.into_iter().map(|text| Echo { text: text.to_owned() }));
    let path = PathAndQuery::from_static("/unknown.v1.EchoService/EchoAll");
    let codec = ProstCodec::<Echo, Echo>::default();
    client.streaming(Request::new(texts), path, codec).await.map(Response::into_inner)
}
