//! Calls and HTTP requests that the gateway does not answer itself: passed on to the service that does, as bytes.
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
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, Method, Version, header};
use http_body_util::BodyExt as _;
use kit::caller::{ANONYMOUS, Caller, READS};
use kit::channel::Repeatable;
use kit::errors::{Failure, Problem};
use kit::server::{Named, is_grpc};
use kit::transcode::{Found, Transcoder, method_not_allowed};
use tonic::{Code, Status};
use tonic_web::GrpcWebLayer;
use tower::{Service as _, ServiceExt};

use crate::motion::Motion;
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

/// How long a service may take to begin its answer once the request has passed, also where the client would wait for ever. Its body may take as
/// long as it wants: it may be a stream of what happens.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most bytes of an HTTP request's body that is passed on.
const MAX_BODY: usize = kit::channel::MAX_MESSAGE_BYTES;

/// What answers where the gateway has nothing: gRPC calls and the doors of services are passed on, `pages` answers everything else.
/// `own` are the gateway's own doors; nobody else's path goes before theirs.
pub(crate) fn router(reflection: Arc<Reflection>, own: Transcoder, pages: Router) -> Router {
    let learned = Arc::clone(&reflection);
    let call = tower::service_fn(move |request: Request| {
        let reflection = Arc::clone(&reflection);
        async move { Ok::<_, Infallible>(call(&reflection, request).await) }
    });
    // What translates gRPC-Web refuses whatever is not gRPC, so that the two part before it.
    let calls = Router::new().fallback_service(call).layer(GrpcWebLayer::new());
    Router::new().fallback_service(tower::service_fn(move |request: Request| {
        let (calls, own, pages, learned) = (calls.clone(), own.clone(), pages.clone(), Arc::clone(&learned));
        async move {
            if is_grpc(request.headers()) {
                return calls.oneshot(request).await;
            }
            let request = match own.answer(request).await {
                Ok(response) => return Ok(response),
                Err(request) => request,
            };
            let doors = learned.doors();
            match doors.table.find(request.method(), request.uri().path()) {
                Found::Entry(service, template, _) => {
                    let mut response = door(service, request).await;
                    response.extensions_mut().insert(Named(Some(Arc::clone(template.written()))));
                    Ok(response)
                }
                Found::OtherMethods(allowed) => Ok(method_not_allowed(request.method(), &allowed)),
                Found::Nothing => pages.oneshot(request).await,
            }
        }
    }))
}

async fn call(reflection: &Reflection, request: Request) -> Response {
    let path = request.uri().path();
    let grpc_service = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if grpc_service.starts_with("grpc.reflection.") {
        return reflection.answer(request).await;
    }
    match reflection.owner(grpc_service) {
        Some(service) => {
            let path = path.to_owned();
            pass(service, request).await.unwrap_or_else(|status| {
                let mut response = refuse(status);
                // The service itself would have said that there is no such method.
                if !reflection.doors().has_method(&path) {
                    response.extensions_mut().insert(Named(None));
                }
                response
            })
        }
        None => refuse(unknown(path)),
    }
}

/// Passes an HTTP request on to the service whose door it is. Its own headers for pages of other sites are not the gateway's.
async fn door(service: &Service, request: Request) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BODY) {
        return too_large();
    }
    let bounded = request.map(|body| Body::new(http_body_util::Limited::new(body, MAX_BODY)));
    match pass(service, bounded).await {
        Ok(mut response) => {
            let foreign = |name: &HeaderName| name.as_str().starts_with("access-control-");
            let names: Vec<HeaderName> =
                response.headers().keys().filter(|name| foreign(name)).cloned().collect();
            for name in names {
                response.headers_mut().remove(name);
            }
            response
        }
        Err(status) => Problem::of(&status).into_response(),
    }
}

fn too_large() -> Response {
    let message = format!("the body is larger than {MAX_BODY} bytes; send less at once");
    let failure = Failure::invalid(ErrorReason::FieldInvalid, "body", message);
    let status = http::StatusCode::PAYLOAD_TOO_LARGE;
    let title = status.canonical_reason().unwrap_or_default();
    Problem { status: status.as_u16(), title, ..Problem::of(&failure.into()) }.into_response()
}

/// Passes a request on to a service, and its answer back.
async fn pass(service: &Service, request: Request) -> Result<Response, Status> {
    let (mut parts, body) = request.into_parts();
    strip(&mut parts.headers);
    let caller = parts.extensions.remove::<Caller>();
    // What may not be written through here must not be written from here; who may read here may read there.
    let caller = caller.unwrap_or_else(Caller::anonymous);
    if !caller.may_write(&service.name) {
        let left = if caller.may_read() { READS } else { "nothing" };
        parts.headers.insert(ANONYMOUS, http::HeaderValue::from_static(left));
    }
    parts.version = Version::HTTP_2;
    parts.extensions.clear();
    if only_reads(&parts.method, parts.uri.path()) {
        parts.extensions.insert(Repeatable);
    }
    let mut channel = service.channel();
    let motion = Motion::begin();
    let passing = motion.clone();
    let body = body.map_frame(move |frame| {
        passing.passes();
        frame
    });
    let calling = async {
        let request = http::Request::from_parts(parts, tonic::body::Body::new(body));
        channel.ready().await?.call(request).await
    };
    match motion.wait(PATIENCE, calling).await {
        Some(Ok(response)) => Ok(response.map(Body::new)),
        Some(Err(error)) => {
            tracing::debug!(service = service.name, %error, "a call was not passed on");
            Err(unavailable(&service.name))
        }
        None => Err(late(&service.name)),
    }
}

/// Whether doing it twice is the same: by HTTP's word for a request, by the names of standard methods for a call (AIP-131, 132, 231).
fn only_reads(method: &Method, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    method.is_safe() || ["Get", "List", "BatchGet"].iter().any(|verb| name.starts_with(verb))
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

/// A service that does not let the gateway read.
pub(crate) fn refusing(service: &str) -> Status {
    let message = format!(
        "{service} does not let the gateway read: it must be given a token that {service} knows (--service-token-file)"
    );
    Failure::new(Code::Unavailable, ErrorReason::ServiceUnavailable, message).with("service", service).into()
}

fn refuse(status: Status) -> Response {
    status.into_http::<Body>()
}
