//! `--readers tokens`: what a stranger, a reader and a page of another site get at each door.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::get;
use http::{Request, Version, header};
use kit::caller::{Callers, Readers, Tokens};
use kit::errors::reason;
use kit::server::App;
use serde_json::Value;
use tonic::{Code, Status};
use tower::ServiceExt;

use super::{BATCH, Echo, app, bytes};
use api::figures::v1::ErrorReason;

const READER: &str = "reader-reader-reader";
/// `ben` and the reader's token as a browser sends them.
const PASSWORD: &str = "Basic YmVuOnJlYWRlci1yZWFkZXItcmVhZGVy";
const GRPC: &str = "/yearbook.figures.v1.FigureService/BatchGetFigures";

fn callers(readers: Readers) -> Callers {
    let tokens = Tokens::parse(&format!("{READER} ben reader\n")).expect("tokens");
    Callers::new(Some(tokens)).read_by(readers)
}

/// An app with a page of its own beside its RPCs.
async fn served(readers: Readers) -> Router {
    let http = Router::new()
        .route("/page", get(async || "a page"))
        .route("/kept", get(async || ([(header::CACHE_CONTROL, "public, max-age=9")], "a picture")));
    let app = App { http, callers: callers(readers), ..app(&Echo::default()) };
    app.into_router().await.expect("a router")
}

async fn ask(router: &Router, path: &str, headers: &[(&str, &str)]) -> Response {
    let method = if path == GRPC { "POST" } else { "GET" };
    // What translates gRPC-Web takes no gRPC by another version.
    let grpc = headers.contains(&("content-type", "application/grpc"));
    let version = if grpc { Version::HTTP_2 } else { Version::HTTP_11 };
    let mut request = Request::builder().method(method).uri(path).version(version);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    router.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
}

fn all(response: &Response, name: header::HeaderName) -> String {
    let values = response.headers().get_all(name).iter().map(|value| value.to_str().expect("ASCII"));
    values.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn a_stranger_is_asked_for_a_token_at_every_door() {
    let router = served(Readers::Tokens).await;
    let batch = format!("{BATCH}?keys=a/b");
    for path in [batch.as_str(), "/v1/measures", "/page", "/kept", "/nothing", "/v1/nothing"] {
        let response = ask(&router, path, &[]).await;
        assert_eq!(response.status(), 401, "{path}");
        let schemes = all(&response, header::WWW_AUTHENTICATE);
        assert!(schemes.contains("Bearer") && schemes.contains("Basic realm="), "{path}: {schemes}");
        assert_eq!(all(&response, header::CONTENT_TYPE), "application/problem+json", "{path}");
        let problem: Value = serde_json::from_slice(&bytes(response).await).expect("JSON");
        assert_eq!(problem["reason"], "TOKEN_MISSING", "{path}");
        assert!(problem["detail"].as_str().is_some_and(|told| told.contains("--tokens")), "{problem}");
    }
    for path in [GRPC, "/yearbook.figures.v1.FigureService/None", "/page"] {
        let response = ask(&router, path, &[("content-type", "application/grpc")]).await;
        let status = Status::from_header_map(response.headers()).expect("a status");
        assert_eq!((status.code(), reason(&status)), (Code::Unauthenticated, ErrorReason::TokenMissing));
    }
    let response = ask(&router, GRPC, &[("content-type", "application/grpc-web+proto")]).await;
    let code = Status::from_header_map(response.headers()).map(|status| status.code());
    assert_eq!(code, Some(Code::Unauthenticated));
}

#[tokio::test]
async fn a_token_opens_them_as_a_bearer_and_as_a_password() {
    let router = served(Readers::Tokens).await;
    let bearer = format!("Bearer {READER}");
    for authorization in [bearer.as_str(), PASSWORD] {
        for path in [format!("{BATCH}?keys=a/b").as_str(), "/page"] {
            let response = ask(&router, path, &[("authorization", authorization)]).await;
            assert_eq!(response.status(), 200, "{path}");
            let control = all(&response, header::CACHE_CONTROL);
            assert!(control.starts_with("private"), "{path}: {control}");
            assert!(all(&response, header::VARY).contains("authorization"), "{path}");
        }
        let kept = ask(&router, "/kept", &[("authorization", authorization)]).await;
        assert_eq!(all(&kept, header::CACHE_CONTROL), "private, max-age=9");
        let headers = [("authorization", authorization), ("content-type", "application/grpc")];
        let call = ask(&router, GRPC, &headers).await;
        assert_ne!(
            Status::from_header_map(call.headers()).map(|status| status.code()),
            Some(Code::Unauthenticated)
        );
    }
    let wrong = ask(&router, "/page", &[("authorization", "Basic YmVuOm5vYm9keS1oYXMtdGhpcw==")]).await;
    assert_eq!(wrong.status(), 401);
    assert!(all(&wrong, header::WWW_AUTHENTICATE).contains("Basic"), "the browser asks again");
    let foreign = [("authorization", PASSWORD), ("origin", "https://example.org")];
    assert_eq!(ask(&router, "/page", &foreign).await.status(), 401, "nobody typed it for that page");
}

#[tokio::test]
async fn who_reads_writes_no_more_than_before() {
    let router = served(Readers::Tokens).await;
    let import = async |authorization: Option<&str>| {
        let request = Request::post("/v1/parts:import").header("content-type", "application/json");
        let request = authorization.into_iter().fold(request, |r, value| r.header("authorization", value));
        let request = request.body(Body::from("[]")).expect("a request");
        router.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    };
    let refused = import(Some(PASSWORD)).await;
    assert_eq!(refused.status(), 403);
    let problem: Value = serde_json::from_slice(&bytes(refused).await).expect("JSON");
    assert_eq!(problem["reason"], "WRITE_DENIED");
    assert_eq!(import(None).await.status(), 401, "nobody knows who it is");
}

#[tokio::test]
async fn what_is_public_answers_everybody() {
    let router = served(Readers::Tokens).await;
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        let response = ask(&router, path, &[]).await;
        assert_eq!(response.status(), 200, "{path}");
        assert!(!all(&response, header::CACHE_CONTROL).contains("private"), "{path}");
    }
    let health = ask(&router, "/grpc.health.v1.Health/Check", &[("content-type", "application/grpc")]).await;
    let status = Status::from_header_map(health.headers()).map(|status| status.code());
    assert_ne!(status, Some(Code::Unauthenticated));
    for near in ["/healthz/", "//healthz", "/healthz/..%2Fpage", "/grpc.health.v1.Healthy/Check"] {
        assert_eq!(ask(&router, near, &[]).await.status(), 401, "{near}");
    }
}

#[tokio::test]
async fn where_everyone_reads_nothing_is_asked_and_a_password_is_somebody_elses() {
    let router = served(Readers::Everyone).await;
    for headers in [&[][..], &[("authorization", "Basic YTpi")]] {
        let page = ask(&router, "/page", headers).await;
        assert_eq!(page.status(), 200);
        assert_eq!((all(&page, header::CACHE_CONTROL), all(&page, header::VARY)), Default::default());
        assert_eq!(ask(&router, &format!("{BATCH}?keys=a/b"), headers).await.status(), 200);
        assert_eq!(ask(&router, "/nothing", headers).await.status(), 404);
    }
}
