//! Calls that the gateway does not answer itself: passed on to the service that does, as bytes.
//!
//! What passes is the HTTP exchange with its frames and trailers, of unary calls and streams alike, so that no message is
//! decoded and a method that did not exist when the gateway was built works like any other.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use api::figures::v1::ErrorReason;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderMap, HeaderName, Version, header};
use kit::caller::{ANONYMOUS, Caller};
use kit::errors::Failure;
use kit::server::is_grpc;
use tonic::{Code, Status};
use tonic_web::GrpcWebLayer;
use tower::{Service as _, ServiceExt};

use crate::reflection::Reflection;
use crate::services::Service;

/// Headers that belong to one connection (RFC 9110, 7.6.1).
const HOP_BY_HOP: [HeaderName; 5] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// How long a service may take to begin its answer, also where the client would wait for ever. Its body may take as long as it wants: it
/// may be a stream of what happens.
const PATIENCE: Duration = Duration::from_secs(60);

/// What answers where the gateway has nothing: gRPC calls are passed on, `pages` answers everything else.
pub(crate) fn router(reflection: Arc<Reflection>, pages: Router) -> Router {
    let answer = tower::service_fn(move |request: Request| {
        let reflection = Arc::clone(&reflection);
        async move { Ok::<_, Infallible>(answer(&reflection, request).await) }
    });
    // What translates gRPC-Web refuses whatever is not gRPC, so that the two part before it.
    let calls = Router::new().fallback_service(answer).layer(GrpcWebLayer::new());
    Router::new().fallback_service(tower::service_fn(move |request: Request| {
        let router = if is_grpc(request.headers()) { calls.clone() } else { pages.clone() };
        router.oneshot(request)
    }))
}

async fn answer(reflection: &Reflection, request: Request) -> Response {
    let path = request.uri().path();
    let grpc_service = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if grpc_service.starts_with("grpc.reflection.") {
        return reflection.answer(request).await;
    }
    match reflection.owner(grpc_service) {
        Some(service) => pass(service, request).await,
        None => refuse(unknown(path)),
    }
}

/// Passes a call on to a service, and its answer back.
async fn pass(service: &Service, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    strip(&mut parts.headers);
    let caller = parts.extensions.remove::<Caller>();
    // What may not be written through here must not be written from here.
    if caller.is_none_or(|caller| !caller.may_write(&service.name)) {
        parts.headers.insert(ANONYMOUS, http::HeaderValue::from_static("1"));
    }
    parts.version = Version::HTTP_2;
    parts.extensions.clear();
    let mut channel = service.channel();
    let calling = async {
        let request = http::Request::from_parts(parts, tonic::body::Body::new(body));
        channel.ready().await?.call(request).await
    };
    let Ok(called) = tokio::time::timeout(PATIENCE, calling).await else {
        return refuse(late(&service.name));
    };
    match called {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::debug!(service = service.name, %error, "a call was not passed on");
            refuse(unavailable(&service.name))
        }
    }
}

fn strip(headers: &mut HeaderMap) {
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
    headers.remove(header::HOST);
}

fn unknown(path: &str) -> Status {
    let message = format!("there is no method {path}; ask reflection (grpcurl list) for those there are");
    Failure::new(Code::Unimplemented, ErrorReason::MethodNotFound, message).into()
}

/// A service that takes too long.
pub(crate) fn late(service: &str) -> Status {
    let message = format!("{service} did not answer in time; whether it did what was asked is not known");
    let failure = Failure::new(Code::DeadlineExceeded, ErrorReason::ServiceUnavailable, message);
    failure.with("service", service).into()
}

/// A service that does not answer.
pub(crate) fn unavailable(service: &str) -> Status {
    let message = format!("{service} does not answer; try again later");
    Failure::new(Code::Unavailable, ErrorReason::ServiceUnavailable, message).with("service", service).into()
}

fn refuse(status: Status) -> Response {
    status.into_http::<Body>()
}
