//! Metrics are served on an address of their own and count every request once.

use axum::Router;
use kit::caller::Callers;
use kit::server::{App, serve};
use kit::shutdown::Shutdown;
use kit::telemetry::serve_metrics;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tonic::service::Routes;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

async fn get(address: std::net::SocketAddr, path: &str) -> String {
    exchange(address, format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").as_bytes())
        .await
}

/// Asks for the health of a service of a one-letter name, or of all, as a browser does.
async fn web_health(address: std::net::SocketAddr, service: &str) -> String {
    let message = if service.is_empty() { Vec::new() } else { [&[0x0a, 1], service.as_bytes()].concat() };
    let length = u8::try_from(message.len()).expect("short");
    let head = format!(
        "POST /grpc.health.v1.Health/Check HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\
         content-type: application/grpc-web+proto\r\ncontent-length: {}\r\n\r\n",
        message.len() + 5
    );
    exchange(address, &[head.as_bytes(), &[0, 0, 0, 0, length], &message].concat()).await
}

async fn exchange(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connected");
    stream.write_all(request).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn every_request_is_counted_once_with_how_it_ended() {
    let shutdown = Shutdown::new();
    let any = "127.0.0.1:0".parse().expect("an address");
    let metrics = serve_metrics(any, "test", shutdown.clone()).await.expect("metrics");
    let listener = TcpListener::bind(any).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = App {
        name: "test".to_owned(),
        grpc: Routes::default(),
        http: Router::new().route("/page", axum::routing::get(async || "page")),
        descriptors: Vec::new(),
        services: Vec::new(),
        front: false,
        fallback: None,
        callers: Callers::new(None),
        refusal: None,
    };
    let served = tokio::spawn(serve(listener, app, shutdown.clone()));

    assert!(get(address, "/page").await.starts_with("HTTP/1.1 200"));
    assert!(get(address, "/made-up").await.starts_with("HTTP/1.1 404"));
    let uri = format!("http://{address}").parse().expect("a URI");
    let mut health = HealthClient::new(kit::channel::Target::Address(uri).channel());
    health.check(HealthCheckRequest::default()).await.expect("known");
    health.check(HealthCheckRequest { service: "nobody".to_owned() }).await.expect_err("unknown");
    assert!(web_health(address, "").await.contains("grpc-status:0"));
    assert!(web_health(address, "x").await.contains("grpc-status"));

    let text = get(metrics, "/metrics").await;
    for line in [
        "yearbook_requests_total{service=\"test\",method=\"/page\",code=\"200\"} 1",
        "yearbook_requests_total{service=\"test\",method=\"other\",code=\"404\"} 1",
        "yearbook_requests_total{service=\"test\",method=\"grpc.health.v1.Health/Check\",code=\"OK\"} 2",
        "yearbook_requests_total{service=\"test\",method=\"grpc.health.v1.Health/Check\",code=\"NOT_FOUND\"} 2",
        "yearbook_build_info{service=\"test\",version=",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(!get(address, "/metrics").await.contains("yearbook_requests_total"), "never on the public port");
    shutdown.cancel();
    drop(health);
    served.await.expect("no panic").expect("served");
}
