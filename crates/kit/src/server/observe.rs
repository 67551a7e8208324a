//! Layers around every request: who calls, how it ended and how long it took, panics, and how many at a time.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;

use api::figures::v1::ErrorReason;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tonic::{Code, Status};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use super::fallback::is_grpc;
use super::outcome::Call;
use crate::caller::Callers;
use crate::errors::{Failure, Problem};

/// What every answer says of the program that gave it; a gateway learns a service's version from it.
pub(crate) const VERSION: &str = concat!("yearbook/", env!("CARGO_PKG_VERSION"));

struct Context {
    name: Arc<str>,
    callers: Callers,
    local: Option<SocketAddr>,
}

/// Wraps a router in the layers, innermost first: panics, callers and times, the limit.
pub(super) fn layers(
    router: Router,
    name: &str,
    callers: Callers,
    local: Option<SocketAddr>,
    limit: usize,
) -> Router {
    let context = Arc::new(Context { name: name.into(), callers, local });
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(context, observe))
        .layer(GlobalConcurrencyLimitLayer::new(limit))
}

/// Finds out who calls, puts the `Caller` into the request's extensions, and records how the call ends.
async fn observe(State(context): State<Arc<Context>>, mut request: Request, next: Next) -> Response {
    let grpc = is_grpc(request.headers());
    let mut call = Call::start(Arc::clone(&context.name), request.uri().path(), grpc);
    let mut response = match context.callers.identify(request.headers(), context.local) {
        Ok(caller) => {
            caller.actor.clone_into(&mut call.actor);
            let span = tracing::debug_span!("request", method = call.method(), caller = caller.actor);
            request.extensions_mut().insert(caller);
            next.run(request).instrument(span).await
        }
        Err(unknown) => {
            let failure = Failure::new(Code::Unauthenticated, ErrorReason::TokenUnknown, unknown.to_string());
            refuse(grpc, failure.into())
        }
    };
    response.headers_mut().insert(http::header::SERVER, http::HeaderValue::from_static(VERSION));
    call.watch(response)
}

fn refuse(grpc: bool, status: Status) -> Response {
    if grpc { status.into_http::<Body>() } else { Problem::of(&status).into_response() }
}

/// The request is gone when a panic is caught, so that the answer is one that both kinds of client understand.
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
