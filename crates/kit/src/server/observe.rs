//! Layers around every request: who calls, how long it takes, panics, and how many at a time.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use api::figures::v1::ErrorReason;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tonic::{Code, Status};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;

use super::fallback::is_grpc;
use crate::caller::Callers;
use crate::errors::{Failure, Problem};
use crate::telemetry::names;

struct Context {
    name: String,
    callers: Callers,
    local: Option<SocketAddr>,
}

/// Wraps a router in the layers, innermost first: panics, callers and times, the limit.
pub(super) fn layers(
    router: Router,
    name: String,
    callers: Callers,
    local: Option<SocketAddr>,
    limit: usize,
) -> Router {
    let context = Arc::new(Context { name, callers, local });
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(context, observe))
        .layer(GlobalConcurrencyLimitLayer::new(limit))
}

async fn observe(State(context): State<Arc<Context>>, mut request: Request, next: Next) -> Response {
    let caller = match context.callers.identify(request.headers(), context.local) {
        Ok(caller) => caller,
        Err(unknown) => {
            let failure = Failure::new(Code::Unauthenticated, ErrorReason::TokenUnknown, unknown.to_string());
            return refuse(is_grpc(request.headers()), failure.into());
        }
    };
    let start = Instant::now();
    let traced = tracing::enabled!(tracing::Level::DEBUG);
    let seen =
        traced.then(|| (request.method().clone(), request.uri().path().to_owned(), caller.actor.clone()));
    let method = method(request.uri().path());
    request.extensions_mut().insert(caller);
    let response = next.run(request).await;
    let elapsed = start.elapsed();
    let method = if is_unknown(&response) { "other".to_owned() } else { method };
    metrics::histogram!(names::REQUEST_SECONDS, "method" => method.clone()).record(elapsed.as_secs_f64());
    metrics::counter!(names::REQUESTS, "method" => method, "code" => response.status().as_str().to_owned())
        .increment(1);
    if let Some((verb, path, actor)) = seen {
        tracing::debug!(service = context.name, %verb, path, status = response.status().as_u16(), ?elapsed, caller = actor, "request");
    }
    response
}

/// The metrics' label: the gRPC method, or the first segment of an HTTP path, so that there are few.
fn method(path: &str) -> String {
    let mut parts = path.trim_start_matches('/').splitn(3, '/');
    match (parts.next(), parts.next()) {
        (Some(service), Some(method)) if service.contains('.') => format!("{service}/{method}"),
        (Some(first), _) => format!("/{first}"),
        (None, _) => "/".to_owned(),
    }
}

/// Whether nothing answers there: its path is no label, since anybody can make up any number of them.
fn is_unknown(response: &Response) -> bool {
    response.status() == http::StatusCode::NOT_FOUND
        || response.headers().get("grpc-status").is_some_and(|v| v == "12")
}

fn refuse(grpc: bool, status: Status) -> Response {
    if grpc { status.into_http::<Body>() } else { Problem::of(&status).into_response() }
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("of unknown kind"), "a request panicked");
    let failure = Failure::new(
        Code::Internal,
        ErrorReason::Internal,
        "internal error; the service's log has the details",
    );
    let mut response = Problem::of(&failure.into()).into_response();
    response.headers_mut().insert("grpc-status", http::HeaderValue::from_static("13"));
    response
}
