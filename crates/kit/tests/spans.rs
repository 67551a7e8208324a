//! What a collector is told: one tree of spans for a request that goes through two services.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use kit::caller::Callers;
use kit::channel::Target;
use kit::outgoing::Outgoing;
use kit::server::{App, serve};
use kit::shutdown::Shutdown;
use kit::spans::export;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tonic::service::Routes;
use tonic::{Request, Response, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

/// A collector that keeps what it is told.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

impl Collector {
    /// Listens, in a task of its own.
    async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let server = tonic::transport::Server::builder().add_service(TraceServiceServer::new(self.clone()));
        tokio::spawn(server.serve_with_incoming(incoming));
        address
    }

    /// The spans that it was told, each with its resource.
    fn spans(&self) -> Vec<(Vec<KeyValue>, Span)> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let resources = told.iter().flat_map(|request| request.resource_spans.clone());
        let of = |resource: opentelemetry_proto::tonic::trace::v1::ResourceSpans| {
            let attributes = resource.resource.map(|resource| resource.attributes).unwrap_or_default();
            let spans = resource.scope_spans.into_iter().flat_map(|scope| scope.spans);
            spans.map(|span| (attributes.clone(), span)).collect::<Vec<_>>()
        };
        resources.flat_map(of).collect()
    }
}

/// An attribute's value, as text.
fn value(attributes: &[KeyValue], key: &str) -> Option<String> {
    let found = attributes.iter().find(|attribute| attribute.key == key)?;
    let value = found.value.as_ref()?.value.as_ref()?;
    if let Value::StringValue(text) = value {
        return Some(text.clone());
    }
    let Value::IntValue(number) = value else { panic!("{key}: {value:?}") };
    Some(number.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn start(name: &str, http: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = App {
        name: name.to_owned(),
        grpc: Routes::default(),
        http,
        descriptors: Vec::new(),
        services: Vec::new(),
        front: false,
        fallback: None,
        callers: Callers::new(None),
        refusal: None,
    };
    tokio::spawn(serve(listener, app, Shutdown::new()));
    address
}

/// A service whose `/ask/{what}` asks another one by gRPC: for health, which takes no span there, and for a method that there is not.
async fn front(back: SocketAddr) -> SocketAddr {
    let target = Target::Address(format!("http://{back}").parse().expect("a URI"));
    let channel = Outgoing::new("front", "back", target.channel());
    let ask = async move || {
        let mut health = HealthClient::new(channel.clone());
        health.check(HealthCheckRequest::default()).await.expect("it is healthy");
        let mut grpc = tonic::client::Grpc::new(channel.clone());
        grpc.ready().await.expect("ready");
        let codec = tonic_prost::ProstCodec::<HealthCheckRequest, HealthCheckRequest>::default();
        let path = http::uri::PathAndQuery::from_static("/made.Up/Method");
        let status = grpc.unary(Request::new(HealthCheckRequest::default()), path, codec).await;
        status.expect_err("there is no such method").code().description().to_owned()
    };
    start("front", Router::new().route("/ask/{what}", axum::routing::get(ask))).await
}

async fn get(address: SocketAddr, path: &str, flags: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ntraceparent: 00-{TRACE}-{CALLER}-{flags}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[tokio::test]
async fn a_request_through_two_services_is_one_tree_of_spans() {
    let collector = Collector::default();
    let uri = format!("http://{}", collector.listen().await).parse().expect("a URI");
    let export = export(&uri).expect("begun");
    assert!(kit::spans::export(&uri).is_none(), "a process has one");
    let back = start("back", Router::new()).await;
    let front = front(back).await;

    assert!(get(front, "/ask/this?secret=1", "01").await.starts_with("HTTP/1.1 200"));
    assert!(get(front, "/ask/that", "00").await.starts_with("HTTP/1.1 200"), "not sampled: no span");
    assert!(get(front, "/readyz", "01").await.starts_with("HTTP/1.1 200"), "a probe: no span");
    assert!(get(front, "/made/up", "01").await.starts_with("HTTP/1.1 404"));
    export.end().await;

    let spans = collector.spans();
    let told: Vec<_> = spans
        .iter()
        .map(|(resource, span)| {
            let service = value(resource, "service.name").expect("it has a name");
            let kind = SpanKind::try_from(span.kind).expect("a kind");
            (service, kind, span.name.clone())
        })
        .collect();
    let mut sorted = told.clone();
    sorted.sort();
    let expected = [
        ("back", SpanKind::Server, "grpc"),
        ("front", SpanKind::Server, "GET"),
        ("front", SpanKind::Server, "GET /ask/{what}"),
        ("front", SpanKind::Client, "grpc.health.v1.Health/Check"),
        ("front", SpanKind::Client, "made.Up/Method"),
    ];
    assert_eq!(sorted, expected.map(|(service, kind, name)| (service.to_owned(), kind, name.to_owned())));

    let find = |name: &str| &spans.iter().find(|(_, span)| span.name == name).expect(name).1;
    let (page, check, call, answer, nowhere) = (
        find("GET /ask/{what}"),
        find("grpc.health.v1.Health/Check"),
        find("made.Up/Method"),
        find("grpc"),
        find("GET"),
    );
    for (resource, span) in &spans {
        assert_eq!(hex(&span.trace_id), TRACE, "{}", span.name);
        assert!(span.start_time_unix_nano > 0 && span.end_time_unix_nano >= span.start_time_unix_nano);
        assert_eq!(span.flags & 1, 1, "{}", span.name);
        assert_eq!(value(resource, "service.namespace").as_deref(), Some("yearbook"));
        assert_eq!(value(resource, "service.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(value(resource, "service.instance.id").map(|id| id.len()), Some(36));
    }
    assert_eq!(hex(&page.parent_span_id), CALLER);
    assert_eq!((&check.parent_span_id, &call.parent_span_id), (&page.span_id, &page.span_id));
    assert_eq!(answer.parent_span_id, call.span_id, "what goes out is the call's own id");

    let says = |span: &Span, key: &str, expected: &str| {
        assert_eq!(value(&span.attributes, key).as_deref(), Some(expected), "{}: {key}", span.name);
    };
    for (key, expected) in [
        ("http.request.method", "GET"),
        ("http.route", "/ask/{what}"),
        ("http.response.status_code", "200"),
        ("url.path", "/ask/this"),
    ] {
        says(page, key, expected);
    }
    says(check, "rpc.system.name", "grpc");
    says(check, "rpc.method", "grpc.health.v1.Health/Check");
    says(check, "rpc.response.status_code", "OK");
    says(check, "server.address", "127.0.0.1");
    says(check, "server.port", &back.port().to_string());
    says(call, "error.type", "UNIMPLEMENTED");
    says(answer, "rpc.method", "_OTHER");
    says(answer, "rpc.method_original", "made.Up/Method");
    says(nowhere, "http.response.status_code", "404");
    let failed = |span: &Span| span.status.as_ref().is_some_and(|s| s.code() == StatusCode::Error);
    let all = [page, check, call, answer, nowhere];
    assert_eq!(all.map(failed), [false, false, true, true, false], "a caller's mistake is no failure");
    assert!(!format!("{spans:?}").contains("secret"), "no query is told");
}
