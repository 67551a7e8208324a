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
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use tonic::{Code, Status};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::{Service, ServiceBuilder};
use tracing::Instrument;

use super::fallback::is_grpc;
use super::outcome::Call;
use crate::caller::Callers;
use crate::errors::{Failure, Problem};

/// What every answer says of the program that gave it; a gateway learns a service's version from it.
pub(crate) const VERSION: &str = concat!("yearbook/", env!("CARGO_PKG_VERSION"));

/// What is known of every request before it is looked at.
struct Surroundings {
    name: Arc<str>,
    callers: Callers,
    local: Option<SocketAddr>,
}

/// Wraps a router in the layers, innermost first: panics, callers and times, the limit. They are one layer to the router, which
/// boxes each.
pub(super) fn layers(
    router: Router,
    name: &str,
    callers: Callers,
    local: Option<SocketAddr>,
    limit: usize,
) -> Router {
    let surroundings = Arc::new(Surroundings { name: name.into(), callers, local });
    let observed =
        tower::layer::layer_fn(move |inner| Observed { inner, surroundings: surroundings.clone() });
    router.layer(ServiceBuilder::new().layer(GlobalConcurrencyLimitLayer::new(limit)).layer(observed))
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
        let Surroundings { name, callers, local } = &*self.surroundings;
        let grpc = is_grpc(request.headers());
        let mut call = Call::start(Arc::clone(name), request.uri().path(), grpc);
        let caller = match callers.identify(request.headers(), *local) {
            Ok(caller) => caller,
            Err(unknown) => {
                let failure =
                    Failure::new(Code::Unauthenticated, ErrorReason::TokenUnknown, unknown.to_string());
                let response = call.watch(signed(refuse(grpc, failure.into())));
                return Box::pin(std::future::ready(Ok(response)));
            }
        };
        caller.actor.clone_into(&mut call.actor);
        let span = tracing::debug_span!("request", method = call.method(), caller = caller.actor);
        request.extensions_mut().insert(caller);
        let answering = catch_unwind(AssertUnwindSafe(|| self.inner.call(request)));
        let answering = async move {
            let answered = match answering {
                Ok(answering) => AssertUnwindSafe(answering).catch_unwind().await,
                Err(panic) => Err(panic),
            };
            let response = match answered {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(panic) => panicked(&*panic),
            };
            Ok(call.watch(signed(response)))
        };
        Box::pin(answering.instrument(span))
    }
}

fn signed(mut response: Response) -> Response {
    response.headers_mut().insert(http::header::SERVER, http::HeaderValue::from_static(VERSION));
    response
}

fn refuse(grpc: bool, status: Status) -> Response {
    if grpc { status.into_http::<Body>() } else { Problem::of(&status).into_response() }
}

/// The request is gone when a panic is caught, so that the answer is one that both kinds of client understand.
fn panicked(panic: &(dyn Any + Send)) -> Response {
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
