//! A collector that is not there costs its spans, and nothing else.

use std::time::{Duration, Instant};

use axum::Router;
use kit::caller::Callers;
use kit::server::App;
use kit::shutdown::Shutdown;
use kit::spans::export;
use kit::telemetry::serve_metrics;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tonic::service::Routes;
use tower::ServiceExt;

/// More than wait to be sent.
const REQUESTS: usize = 5_000;

#[tokio::test]
async fn spans_that_reach_nobody_are_counted_and_hold_up_no_request_and_no_end() {
    let any = "127.0.0.1:0".parse().expect("an address");
    let metrics = serve_metrics(any, "test", Shutdown::new()).await.expect("metrics");
    // It takes connections and says nothing: worse than one that refuses them.
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let uri = format!("http://{}", silent.local_addr().expect("an address")).parse().expect("a URI");
    let export = export(&uri).expect("begun");
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
    let router = app.into_router().await.expect("a router");
    for _ in 0..REQUESTS {
        let request = http::Request::get("/page").body(axum::body::Body::empty()).expect("a request");
        let answered = router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        assert_eq!(answered.status(), 200);
    }
    let begun = Instant::now();
    export.end().await;
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(4), "two seconds, and a busy machine's: {took:?}");

    let mut stream = TcpStream::connect(metrics).await.expect("connected");
    stream
        .write_all(b"GET /metrics HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
        .await
        .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("an answer");
    for line in [
        "yearbook_spans_total{outcome=\"sent\"} 0".to_owned(),
        format!("yearbook_spans_total{{outcome=\"dropped\"}} {REQUESTS}"),
    ] {
        assert!(text.contains(&line), "{line} is not in:\n{text}");
    }
}
