//! What answers when no route does: gRPC clients get `UNIMPLEMENTED`, everybody else an HTTP door or a problem document.

use std::convert::Infallible;

use api::figures::v1::ErrorReason;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use tonic::{Code, Status};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::errors::{Failure, Problem};
use crate::transcode::Transcoder;

/// Whether a request is a gRPC call.
#[must_use]
pub fn is_grpc(headers: &http::HeaderMap) -> bool {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|k| k.starts_with("application/grpc"))
}

/// The fallback: an HTTP door, then `own` where there is one.
pub(super) fn service(
    doors: Option<Transcoder>,
    own: Option<Router>,
) -> BoxCloneSyncService<Request, Response, Infallible> {
    BoxCloneSyncService::new(tower::service_fn(move |request: Request| {
        let (doors, own) = (doors.clone(), own.clone());
        async move {
            let request = match doors.filter(|_| !is_grpc(request.headers())) {
                Some(doors) => match doors.answer(request).await {
                    Ok(response) => return Ok(response),
                    Err(request) => request,
                },
                None => request,
            };
            if let Some(router) = own {
                return Ok(pass(router, request).await);
            }
            let path = request.uri().path();
            Ok(if is_grpc(request.headers()) { unimplemented(path) } else { not_found(path) })
        }
    }))
}

async fn pass(mut router: Router, request: Request) -> Response {
    match ServiceExt::<Request>::ready(&mut router).await {
        Ok(ready) => ready.call(request).await.unwrap_or_else(|never| match never {}),
        Err(never) => match never {},
    }
}

/// The answer to a call of a method that there is not.
pub(crate) fn unimplemented(path: &str) -> Response {
    let message = format!("there is no method {path}; ask reflection (grpcurl list) for those there are");
    let failure = Failure::new(Code::Unimplemented, ErrorReason::MethodNotFound, message);
    Status::from(failure).into_http::<Body>()
}

fn not_found(path: &str) -> Response {
    let message = format!("there is nothing at {path}");
    Problem::of(&Failure::not_found(ErrorReason::RecordNotFound, message).into()).into_response()
}
