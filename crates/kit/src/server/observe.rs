//! Layers around every request: who calls, how it ended and how long it took, panics, and how many at a time.

use std::any::Any;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api::figures::v1::ErrorReason;
use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use tokio::sync::Semaphore;
use tonic::{Code, Status};
use tower::Service;
use tracing::Instrument;

use super::Refusal;
use super::call::{Call, InFlight};
use super::fallback::is_grpc;
use crate::access::refused as refused_over_http;
use crate::caller::Callers;
use crate::errors::{Failure, Problem};
use crate::spans::Span;
use crate::telemetry::names;
use crate::trace::{self, Trace};

/// What every answer says of the program that gave it; a gateway learns a service's version from it.
pub(crate) const VERSION: &str = concat!("yearbook/", env!("CARGO_PKG_VERSION"));

/// What is known of every request before it is looked at.
struct Surroundings {
    name: Arc<str>,
    callers: Callers,
    refusal: Option<Refusal>,
    local: Option<SocketAddr>,
    /// Calls that may be under way besides those that are.
    free: Arc<Semaphore>,
    in_flight: metrics::Gauge,
    refused: metrics::Counter,
}

/// Wraps a router in one layer, since the router boxes each: panics, callers, times, and the limit. What comes beyond the limit is
/// refused at once: a queue would only make everyone wait for answers that nobody waits for any more.
pub(super) fn layers(
    router: Router,
    name: &str,
    (callers, refusal): (Callers, Option<Refusal>),
    local: Option<SocketAddr>,
    limit: usize,
) -> Router {
    let label = || name.to_owned();
    let surroundings = Arc::new(Surroundings {
        name: name.into(),
        callers,
        refusal,
        local,
        free: Arc::new(Semaphore::new(limit)),
        in_flight: metrics::gauge!(names::IN_FLIGHT, "service" => label()),
        refused: metrics::counter!(names::REFUSED, "service" => label()),
    });
    // What never happened is told, too.
    surroundings.refused.absolute(0);
    let observed =
        tower::layer::layer_fn(move |inner| Observed { inner, surroundings: surroundings.clone() });
    router.layer(observed)
}

/// Finds out who calls, puts the `Caller` into the request's extensions, catches panics, and records how the call ends.
#[derive(Clone)]
struct Observed<S> {
    inner: S,
    surroundings: Arc<Surroundings>,
}

impl<S> Service<Request> for Observed<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let Surroundings { name, callers, refusal, local, free, in_flight, refused } = &*self.surroundings;
        let trace = Trace::of(request.headers());
        let grpc = is_grpc(request.headers());
        let probe = is_probe(request.uri().path());
        let span = match probe {
            // Every few seconds one, and nobody looks for it.
            true => None,
            false => Span::server(trace, name, (request.method(), request.uri().path()), grpc),
        };
        let permit = Arc::clone(free).try_acquire_owned().ok();
        if permit.is_none() && !probe {
            refused.increment(1);
            let response = Call::shed(Arc::clone(name), grpc, (trace, span)).watch(signed(overloaded(grpc)));
            return Box::pin(std::future::ready(Ok(response)));
        }
        let route = request.extensions().get::<MatchedPath>().filter(|_| !grpc);
        let path = route.map_or(request.uri().path(), MatchedPath::as_str);
        let place = InFlight::begin(in_flight, permit);
        let mut call = Call::start(Arc::clone(name), (path, route.is_some()), grpc, (trace, span), place);
        callers.take_password(request.headers_mut());
        let caller = match callers.identify(request.headers(), *local) {
            Ok(caller) => caller,
            Err(unknown) => {
                let failure =
                    Failure::new(Code::Unauthenticated, ErrorReason::TokenUnknown, unknown.to_string());
                let status = Status::from(failure);
                let told = match grpc {
                    true => refuse(grpc, status),
                    false => refused_over_http(&status, refusal.as_ref(), &request),
                };
                let response = call.watch(signed(told));
                return Box::pin(std::future::ready(Ok(response)));
            }
        };
        caller.actor.clone_into(&mut call.actor);
        let span = tracing::debug_span!("request", method = call.method(), caller = caller.actor);
        request.extensions_mut().insert(caller);
        let answering =
            catch_unwind(AssertUnwindSafe(|| trace::within_now(trace, || self.inner.call(request))));
        let answering = async move {
            let answered = match answering {
                Ok(answering) => AssertUnwindSafe(answering).catch_unwind().await,
                Err(panic) => Err(panic),
            };
            let response = match answered {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(panic) => panicked(grpc, &*panic),
            };
            Ok(call.watch(signed(response)))
        };
        Box::pin(trace::within(trace, answering.instrument(span)))
    }
}

fn signed(mut response: Response) -> Response {
    response.headers_mut().insert(http::header::SERVER, http::HeaderValue::from_static(VERSION));
    response
}

fn refuse(grpc: bool, status: Status) -> Response {
    if grpc { status.into_http::<Body>() } else { Problem::of(&status).into_response() }
}

/// Whether an operator's probe asks: it must learn that the process lives also when it is busy.
fn is_probe(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz") || path.starts_with("/grpc.health.v1.Health/")
}

fn overloaded(grpc: bool) -> Response {
    let message = "more calls are under way than the service takes; try again in a second";
    let status = Failure::new(Code::ResourceExhausted, ErrorReason::Overloaded, message).into();
    if grpc {
        return refuse(grpc, status);
    }
    // 429 would say that this caller asks too much.
    let busy = http::StatusCode::SERVICE_UNAVAILABLE;
    let title = busy.canonical_reason().unwrap_or_default();
    let mut response = Problem { status: busy.as_u16(), title, ..Problem::of(&status) }.into_response();
    response.headers_mut().insert(http::header::RETRY_AFTER, http::HeaderValue::from_static("1"));
    response
}

fn panicked(grpc: bool, panic: &(dyn Any + Send)) -> Response {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("of unknown kind"), "a request panicked");
    let failure = Failure::new(
        Code::Internal,
        ErrorReason::Internal,
        "internal error; the service's log has the details",
    );
    refuse(grpc, failure.into())
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;

    /// A router of limit 1 whose `/slow` waits for ever.
    fn busy() -> Router {
        let slow = axum::routing::any(std::future::pending::<()>);
        let alive = || axum::routing::any(async || "alive");
        let router = Router::new()
            .route("/slow", slow)
            .route("/quick", alive())
            .route("/healthz", alive())
            .route("/grpc.health.v1.Health/Check", alive());
        layers(router, "test", (Callers::new(None), None), None, 1)
    }

    async fn ask(router: &Router, path: &str, kind: &str) -> Response {
        let request = Request::get(path).header(http::header::CONTENT_TYPE, kind).body(Body::empty());
        let answered = router.clone().oneshot(request.expect("a request")).await;
        answered.unwrap_or_else(|never| match never {})
    }

    #[tokio::test]
    async fn beyond_the_limit_calls_are_refused_at_once_and_probes_are_answered() {
        let router = busy();
        assert_eq!(ask(&router, "/quick", "").await.status(), 200, "there is room");
        assert_eq!(ask(&router, "/quick", "").await.status(), 200, "an answer makes room again");
        let mut slow = Box::pin(ask(&router, "/slow", ""));
        assert!(futures::poll!(&mut slow).is_pending());
        let refused = ask(&router, "/quick", "").await;
        assert_eq!(
            (refused.status(), refused.headers()["retry-after"].as_bytes()),
            (503.try_into().expect("a status"), &b"1"[..])
        );
        let refused = ask(&router, "/a.B/C", "application/grpc").await;
        let status = Status::from_header_map(refused.headers()).expect("a status");
        assert_eq!(
            (status.code(), crate::errors::reason(&status)),
            (Code::ResourceExhausted, ErrorReason::Overloaded)
        );
        assert_eq!(ask(&router, "/healthz", "").await.status(), 200);
        assert_eq!(ask(&router, "/grpc.health.v1.Health/Check", "application/grpc").await.status(), 200);
        drop(slow);
        assert_eq!(ask(&router, "/quick", "").await.status(), 200, "a caller who goes makes room");
    }
}
