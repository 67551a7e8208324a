//! A service over a real port and within the process: health, reflection, errors, callers, the end.

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use kit::caller::{Caller, Callers, Tokens};
use kit::channel::Target;
use kit::server::{App, serve};
use kit::shutdown::Shutdown;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tonic::service::Routes;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt;

#[path = "support/described.rs"]
mod described;

/// A gRPC service of one method that waits until it is let go.
#[derive(Clone)]
struct Slow {
    entered: Arc<Notify>,
    release: Arc<Notify>,
}

impl tonic::server::NamedService for Slow {
    const NAME: &'static str = "test.Slow";
}

impl tower::Service<http::Request<tonic::body::Body>> for Slow {
    type Response = Response;
    type Error = Infallible;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        let slow = self.clone();
        Box::pin(async move {
            if request.uri().path().ends_with("Panic") {
                panic!("on purpose");
            }
            slow.entered.notify_one();
            slow.release.notified().await;
            Ok(tonic::Status::ok("done").into_http::<Body>())
        })
    }
}

/// The descriptors of the service.
fn descriptors() -> &'static [u8] {
    static ENCODED: LazyLock<Vec<u8>> = LazyLock::new(|| described::of("Slow", &["Wait", "Panic"]));
    ENCODED.as_slice()
}

fn app(callers: Callers, slow: &Slow) -> App {
    let who = async |request: Request| {
        request.extensions().get::<Caller>().map(|c| c.actor.clone()).unwrap_or_default()
    };
    App {
        name: "test".to_owned(),
        grpc: Routes::new(slow.clone()),
        http: Router::new().route("/who", axum::routing::get(who)),
        descriptors: vec![descriptors()],
        services: vec!["test.Slow"],
        front: false,
        fallback: None,
        callers,
        refusal: None,
    }
}

fn slow() -> Slow {
    Slow { entered: Arc::default(), release: Arc::default() }
}

struct Running {
    address: std::net::SocketAddr,
    shutdown: Shutdown,
    task: tokio::task::JoinHandle<Result<(), kit::server::ServeError>>,
}

async fn start(callers: Callers, slow: &Slow) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let shutdown = Shutdown::new();
    let task = tokio::spawn(serve(listener, app(callers, slow), shutdown.clone()));
    Running { address, shutdown, task }
}

fn channel(running: &Running) -> kit::channel::Channel {
    Target::Address(format!("http://{}", running.address).parse().expect("a URI")).channel()
}

async fn health(channel: kit::channel::Channel, service: &str) -> Result<i32, tonic::Status> {
    let request = HealthCheckRequest { service: service.to_owned() };
    HealthClient::new(channel).check(request).await.map(|a| a.into_inner().status)
}

async fn get(address: std::net::SocketAddr, path: &str, token: Option<&str>) -> (u16, String) {
    use http_body_util::BodyExt;
    let stream = tokio::net::TcpStream::connect(address).await.expect("connected");
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(hyper_util::rt::TokioIo::new(stream))
            .await
            .expect("a handshake");
    tokio::spawn(connection);
    let mut request = http::Request::get(path).header("host", "test");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let response =
        sender.send_request(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn one_port_answers_grpc_and_http() {
    let running = start(Callers::new(None), &slow()).await;
    assert_eq!(health(channel(&running), "test.Slow").await.expect("known"), 1);
    assert_eq!(get(running.address, "/healthz", None).await, (200, "alive\n".to_owned()));
    assert_eq!(get(running.address, "/readyz", None).await, (200, "ready\n".to_owned()));
    assert_eq!(get(running.address, "/who", None).await, (200, "local".to_owned()));
    let (status, body) = get(running.address, "/nothing", None).await;
    assert_eq!(status, 404);
    assert!(body.contains("there is nothing at /nothing"), "{body}");
}

#[tokio::test]
async fn within_the_process_the_same_client_works() {
    let router = app(Callers::new(None), &slow()).into_router().await.expect("a router");
    assert_eq!(health(Target::InProcess(router).channel(), "").await.expect("known"), 1);
}

#[tokio::test]
async fn a_browser_calls_grpc_over_http_1() {
    use http_body_util::BodyExt;
    let running = start(Callers::new(None), &slow()).await;
    let stream = tokio::net::TcpStream::connect(running.address).await.expect("connected");
    let io = hyper_util::rt::TokioIo::new(stream);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.expect("a handshake");
    tokio::spawn(connection);
    let request = http::Request::post("/grpc.health.v1.Health/Check")
        .header("host", "test")
        .header("content-type", "application/grpc-web+proto")
        .body(Body::from(vec![0_u8; 5]))
        .expect("a request");
    let response = sender.send_request(request).await.expect("an answer");
    assert_eq!(response.status(), 200);
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(body.get(..7), Some(&[0, 0, 0, 0, 2, 8, 1][..]), "a frame of the message: SERVING");
    assert!(String::from_utf8_lossy(&body).contains("grpc-status:0"), "{body:?}");
}

#[tokio::test]
async fn a_channel_finds_a_service_that_comes_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let waiting = Target::Address(format!("http://{address}").parse().expect("a URI")).channel();
    let nobody = health(waiting.clone(), "").await.expect_err("nobody is there");
    assert_eq!(nobody.code(), tonic::Code::Unavailable);
    let listener = TcpListener::bind(address).await.expect("the port is free");
    tokio::spawn(serve(listener, app(Callers::new(None), &slow()), Shutdown::new()));
    assert_eq!(health(waiting, "").await.expect("known"), 1);
}

#[tokio::test]
async fn an_unknown_method_and_a_panic_are_statuses() {
    let running = start(Callers::new(None), &slow()).await;
    let call = async |path: &'static str| {
        let mut client = tonic::client::Grpc::new(channel(&running));
        client.ready().await.expect("connected");
        let codec = tonic_prost::ProstCodec::<HealthCheckRequest, HealthCheckRequest>::default();
        let request = tonic::Request::new(HealthCheckRequest::default());
        client.unary(request, http::uri::PathAndQuery::from_static(path), codec).await.expect_err("an error")
    };
    let unknown = call("/test.Other/Method").await;
    assert_eq!(unknown.code(), tonic::Code::Unimplemented);
    let reason = unknown.get_error_details().error_info().map(|i| i.reason.clone());
    assert_eq!(reason.as_deref(), Some("METHOD_NOT_FOUND"));
    assert_eq!(call("/test.Slow/Panic").await.code(), tonic::Code::Internal);
}

#[tokio::test]
async fn an_unknown_token_is_refused_on_both() {
    let tokens = Tokens::parse("0123456789abcdef ana reader\n").expect("tokens");
    let running = start(Callers::new(Some(tokens)), &slow()).await;
    assert_eq!(get(running.address, "/who", Some("0123456789abcdef")).await, (200, "ana".to_owned()));
    assert_eq!(get(running.address, "/who", None).await, (200, "anonymous".to_owned()));
    assert_eq!(get(running.address, "/who", Some("nobody-has-this-one")).await.0, 401);
}

macro_rules! listed_by {
    ($version:ident, $channel:expr) => {{
        use tonic_reflection::pb::$version::ServerReflectionRequest;
        use tonic_reflection::pb::$version::server_reflection_client::ServerReflectionClient;
        use tonic_reflection::pb::$version::server_reflection_request::MessageRequest;
        use tonic_reflection::pb::$version::server_reflection_response::MessageResponse;
        let request = ServerReflectionRequest {
            host: String::new(),
            message_request: Some(MessageRequest::ListServices(String::new())),
        };
        let mut answers = ServerReflectionClient::new($channel)
            .server_reflection_info(tokio_stream::once(request))
            .await
            .expect("reflection")
            .into_inner();
        let answer = answers.message().await.expect("an answer").and_then(|m| m.message_response);
        let Some(MessageResponse::ListServicesResponse(list)) = answer else { panic!("no list: {answer:?}") };
        list.service.into_iter().map(|s| s.name).collect::<Vec<_>>()
    }};
}

#[tokio::test]
async fn both_versions_of_reflection_list_every_service() {
    let running = start(Callers::new(None), &slow()).await;
    for names in [listed_by!(v1, channel(&running)), listed_by!(v1alpha, channel(&running))] {
        for expected in ["yearbook.figures.v1.FigureService", "grpc.health.v1.Health"] {
            assert!(names.iter().any(|n| n == expected), "{expected} is not in {names:?}");
        }
    }
}

#[tokio::test]
async fn a_watcher_of_health_is_told_before_the_end() {
    let running = start(Callers::new(None), &slow()).await;
    let request = HealthCheckRequest { service: "test.Slow".to_owned() };
    let mut watched =
        HealthClient::new(channel(&running)).watch(request).await.expect("watched").into_inner();
    let mut next = async || watched.message().await.expect("no error").map(|m| m.status);
    assert_eq!(next().await, Some(1));
    running.shutdown.cancel();
    assert_eq!(next().await, Some(2), "NOT_SERVING");
}

#[tokio::test]
async fn a_request_in_flight_finishes_and_nothing_new_is_taken() {
    let slow = slow();
    let running = start(Callers::new(None), &slow).await;
    let waiting = channel(&running);
    let call = tokio::spawn(async move {
        let mut client = tonic::client::Grpc::new(waiting);
        client.ready().await.expect("connected");
        let codec = tonic_prost::ProstCodec::<HealthCheckRequest, HealthCheckRequest>::default();
        let path = http::uri::PathAndQuery::from_static("/test.Slow/Wait");
        client.unary(tonic::Request::new(HealthCheckRequest::default()), path, codec).await
    });
    slow.entered.notified().await;
    running.shutdown.cancel();
    while tokio::net::TcpStream::connect(running.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    slow.release.notify_one();
    let ended = tokio::time::timeout(Duration::from_secs(8), running.task).await.expect("in time");
    ended.expect("no panic").expect("served");
    let answer = call.await.expect("no panic");
    assert!(!matches!(answer, Err(ref s) if s.code() == tonic::Code::Unavailable), "{answer:?}");
}
