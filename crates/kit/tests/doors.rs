//! The HTTP doors of a service: a request becomes a call, its outcome an answer or a problem document; and who is let in.

#[path = "doors/readers.rs"]
mod readers;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::figures::v1 as proto;
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use futures::{Stream, StreamExt};
use http::Request;
use http_body_util::BodyExt;
use kit::caller::Callers;
use kit::errors::Failure;
use kit::server::App;
use proto::ErrorReason;
use proto::figure_service_server::{FigureService, FigureServiceServer};
use serde_json::{Value, json};
use tonic::service::Routes;
use tonic::{Code, Status, Streaming};
use tower::ServiceExt;

/// A service that says back what it was asked.
#[derive(Clone, Default)]
struct Echo {
    chunks: Arc<AtomicUsize>,
}

type Lines = Pin<Box<dyn Stream<Item = Result<proto::WatchHeadResponse, Status>> + Send>>;

fn head(service: &str) -> proto::WatchHeadResponse {
    let event = proto::HeadEvent { service: service.to_owned(), revision: 1, ..Default::default() };
    proto::WatchHeadResponse { event: Some(event) }
}

#[tonic::async_trait]
impl FigureService for Echo {
    async fn batch_get_figures(
        &self,
        request: tonic::Request<proto::BatchGetFiguresRequest>,
    ) -> Result<tonic::Response<proto::BatchGetFiguresResponse>, Status> {
        let request = request.into_inner();
        if request.keys.is_empty() {
            let failure = Failure::invalid(ErrorReason::FieldRequired, "keys", "ask for at least one");
            return Err(failure.into());
        }
        let error = |key: String| proto::AnswerError { message: key, ..Default::default() };
        let answer = |key| proto::Answer { result: Some(proto::answer::Result::Error(error(key))) };
        let answers = request.keys.into_iter().map(answer).collect();
        Ok(tonic::Response::new(proto::BatchGetFiguresResponse { revisions: request.min_revision, answers }))
    }

    async fn list_measures(
        &self,
        _: tonic::Request<proto::ListMeasuresRequest>,
    ) -> Result<tonic::Response<proto::ListMeasuresResponse>, Status> {
        let failure = Failure::new(Code::Unavailable, ErrorReason::RevisionNotReached, "not yet");
        Err(failure.into())
    }

    async fn list_conflicts(
        &self,
        _: tonic::Request<proto::ListConflictsRequest>,
    ) -> Result<tonic::Response<proto::ListConflictsResponse>, Status> {
        Ok(tonic::Response::new(proto::ListConflictsResponse::default()))
    }

    async fn state_figures(
        &self,
        _: tonic::Request<proto::StateFiguresRequest>,
    ) -> Result<tonic::Response<proto::StateFiguresResponse>, Status> {
        Ok(tonic::Response::new(proto::StateFiguresResponse::default()))
    }

    async fn accept_figure(
        &self,
        _: tonic::Request<proto::AcceptFigureRequest>,
    ) -> Result<tonic::Response<proto::AcceptFigureResponse>, Status> {
        Ok(tonic::Response::new(proto::AcceptFigureResponse::default()))
    }

    async fn list_figure_revisions(
        &self,
        _: tonic::Request<proto::ListFigureRevisionsRequest>,
    ) -> Result<tonic::Response<proto::ListFigureRevisionsResponse>, Status> {
        panic!("on purpose");
    }

    async fn list_revisions(
        &self,
        _: tonic::Request<proto::ListRevisionsRequest>,
    ) -> Result<tonic::Response<proto::ListRevisionsResponse>, Status> {
        Ok(tonic::Response::new(proto::ListRevisionsResponse::default()))
    }

    async fn import_part(
        &self,
        request: tonic::Request<Streaming<proto::ImportPartRequest>>,
    ) -> Result<tonic::Response<proto::ImportPartResponse>, Status> {
        let mut stream = request.into_inner();
        while stream.message().await?.is_some() {
            self.chunks.fetch_add(1, Ordering::Relaxed);
        }
        Ok(tonic::Response::new(proto::ImportPartResponse::default()))
    }

    type WatchHeadStream = Lines;

    async fn watch_head(
        &self,
        request: tonic::Request<proto::WatchHeadRequest>,
    ) -> Result<tonic::Response<Lines>, Status> {
        let asked = request.into_inner().services;
        if asked.is_empty() {
            return Ok(tonic::Response::new(Box::pin(futures::stream::empty())));
        }
        let one = |service: String| match service.as_str() {
            "late" => Err(Failure::new(Code::Unavailable, ErrorReason::Stopping, "stopping").into()),
            name => Ok(head(name)),
        };
        Ok(tonic::Response::new(Box::pin(futures::stream::iter(asked).map(one))))
    }
}

fn app(echo: &Echo) -> App {
    App {
        name: "test".to_owned(),
        grpc: Routes::new(FigureServiceServer::new(echo.clone())),
        http: Router::new(),
        descriptors: vec![api::figures::v1::FILE_DESCRIPTOR_SET],
        services: vec!["yearbook.figures.v1.FigureService"],
        front: false,
        fallback: None,
        callers: Callers::new(None),
        refusal: None,
    }
}

async fn router(echo: &Echo) -> Router {
    app(echo).into_router().await.expect("a router")
}

async fn send(request: Request<Body>) -> Response {
    let router = router(&Echo::default()).await;
    router.oneshot(request).await.unwrap_or_else(|never| match never {})
}

async fn bytes(response: Response) -> Vec<u8> {
    response.into_body().collect().await.expect("a body").to_bytes().to_vec()
}

async fn get(path: &str) -> (u16, Value) {
    let response = send(Request::get(path).body(Body::empty()).expect("a request")).await;
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&bytes(response).await).expect("JSON"))
}

async fn post(path: &str, kind: &str, body: impl Into<Body>) -> (u16, Value) {
    let request = Request::post(path).header("content-type", kind).body(body.into()).expect("a request");
    let response = send(request).await;
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&bytes(response).await).expect("JSON"))
}

const BATCH: &str = "/v1/figures:batchGet";

#[tokio::test]
async fn a_query_and_a_body_ask_the_same() {
    let expected = json!({"revisions": {"a": "3"}, "answers": [{"error": {"message": "a/b"}}, {"error": {"message": "c/d"}}]});
    assert_eq!(get(&format!("{BATCH}?keys=a%2Fb&keys=c/d&minRevision[a]=3")).await, (200, expected.clone()));
    let body = json!({"keys": ["a/b", "c/d"], "min_revision": {"a": 3}}).to_string();
    assert_eq!(post(BATCH, "application/json; charset=UTF-8", body).await, (200, expected));
}

#[tokio::test]
async fn a_failure_is_the_problem_that_grpc_tells() {
    let (status, problem) = get(BATCH).await;
    assert_eq!((status, &problem["reason"]), (400, &json!("FIELD_REQUIRED")));
    assert_eq!(problem["violations"], json!([{"field": "keys", "description": "ask for at least one"}]));
    assert_eq!(problem["title"], json!("Bad Request"));
    assert_eq!(
        get("/v1/measures").await.0,
        409,
        "a revision that is not there yet is no fault of the service"
    );
    assert_eq!(get("/v1/figures:listRevisions?key=x").await.0, 500, "a panic is an answer");
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_named_with_its_place() {
    let cases: [(&str, &str); 6] = [
        (r#"{"key":["a"]}"#, "key"),
        (r#"{"keys":[1]}"#, "keys[0]"),
        (r#"{"asOf":{"revision":"x"}}"#, "asOf.revision"),
        ("[]", "body"),
        ("{", "body"),
        ("", "body"),
    ];
    for (body, field) in cases {
        let (status, problem) = post(BATCH, "application/json", body).await;
        assert_eq!((status, &problem["violations"][0]["field"]), (400, &json!(field)), "{body}: {problem}");
    }
    let (status, problem) = get(&format!("{BATCH}?kyes=a/b")).await;
    assert_eq!((status, &problem["reason"]), (400, &json!("FIELD_INVALID")));
    assert!(problem["detail"].as_str().is_some_and(|d| d.contains("there are keys, asOf")), "{problem}");
}

#[tokio::test]
async fn other_methods_types_and_forms_are_refused_by_their_status() {
    let request = Request::put(BATCH).body(Body::empty()).expect("a request");
    let response = send(request).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"GET, HEAD, POST".parse().expect("a value"))
    );
    assert_eq!(post(BATCH, "text/plain", "{}").await.0, 415);
    assert_eq!(post(BATCH, "application/json; charset=latin1", "{}").await.0, 415);
    assert_eq!(post(BATCH, "application/json", vec![b' '; (16 << 20) + 1]).await.0, 413);
    let request = Request::get(BATCH).header("accept", "text/html").body(Body::empty()).expect("a request");
    let response = send(request).await;
    assert_eq!(response.status(), 406);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(get("/v1/nothing").await.0, 404);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let request = Request::head(format!("{BATCH}?keys=a/b")).body(Body::empty()).expect("a request");
    let response = send(request).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"application/json".parse().expect("a value"))
    );
    assert!(response.headers().contains_key("content-length"));
    assert!(bytes(response).await.is_empty());
}

#[tokio::test]
async fn a_stream_is_a_line_a_message_and_says_how_it_failed() {
    let request = Request::get("/v1/head:watch?services=a&services=b&services=late");
    let response = send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let text = String::from_utf8(bytes(response).await).expect("UTF-8");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0], json!({"result": {"event": {"service": "a", "revision": "1"}}}));
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (&lines[2]["error"]["status"], &lines[2]["error"]["reason"]),
        (&json!(503), &json!("STOPPING"))
    );
    assert_eq!(get("/v1/head:watch?services=late").await.0, 503, "what fails at once fails as a whole");
    let empty = send(Request::get("/v1/head:watch").body(Body::empty()).expect("a request")).await;
    assert_eq!((empty.status().as_u16(), bytes(empty).await.len()), (200, 0));
}

#[tokio::test]
async fn a_stream_of_messages_is_an_array_or_lines() {
    let array = r#"[{"header":{"service":"a"}},{"chunk":{"name":"x","data":"AAAA"}}]"#;
    let lines = "{\"header\":{}}\n{\"chunk\":{}}\n";
    for (kind, body) in [("application/json", array), ("application/x-ndjson", lines)] {
        let echo = Echo::default();
        let request = Request::post("/v1/parts:import").header("content-type", kind).body(Body::from(body));
        let response = router(&echo).await.oneshot(request.expect("a request")).await;
        assert_eq!(response.unwrap_or_else(|never| match never {}).status(), 200);
        assert_eq!(echo.chunks.load(Ordering::Relaxed), 2, "{kind}");
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_says_where() {
    for (body, field) in [("[{\"header\":{}},{\"no\":1}]", "no"), ("[{}", "body"), ("{}x", "body")] {
        let (status, problem) = post("/v1/parts:import", "application/json", body).await;
        assert_eq!((status, &problem["violations"][0]["field"]), (400, &json!(field)), "{body}: {problem}");
    }
    assert_eq!(post("/v1/parts:import?x=1", "application/json", "[]").await.0, 400);
}

#[tokio::test]
async fn who_lacks_the_role_of_an_rpc_is_refused_at_its_door_before_the_call() {
    let echo = Echo::default();
    let request = Request::post("/v1/parts:import")
        .header("content-type", "application/json")
        .header("origin", "https://example.org")
        .body(Body::from(r#"[{"header":{"service":"test"}}]"#));
    let response = router(&echo).await.oneshot(request.expect("a request")).await;
    let response = response.unwrap_or_else(|never| match never {});
    assert_eq!(response.status(), 403);
    let problem: Value = serde_json::from_slice(&bytes(response).await).expect("JSON");
    assert_eq!(problem["reason"], json!("WRITE_DENIED"));
    assert!(problem["detail"].as_str().is_some_and(|d| d.contains("contributor:test")), "{problem}");
    assert_eq!(echo.chunks.load(Ordering::Relaxed), 0, "nothing reached the service");
}

#[tokio::test]
async fn an_app_with_an_rpc_that_does_not_say_who_may_call_it_is_not_served() {
    let app = App {
        descriptors: vec![tonic_health::pb::FILE_DESCRIPTOR_SET],
        services: vec!["grpc.health.v1.Health"],
        ..app(&Echo::default())
    };
    let error = app.into_router().await.expect_err("undeclared").to_string();
    assert!(error.contains("grpc.health.v1.Health.Check"), "{error}");
}
