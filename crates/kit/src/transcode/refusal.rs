//! Requests that never become a call: problem documents in the form of all others.

use api::figures::v1::ErrorReason;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};
use tonic::Code;

use super::query::Mistake;
use crate::errors::{Failure, Problem};

/// A refusal on its way out: boxed, since it is large and rare.
pub(super) type Refused = Box<Response>;

/// A field of the request that is wrong.
pub(super) fn mistake(mistake: Mistake) -> Refused {
    refuse(StatusCode::BAD_REQUEST, &mistake.field, &mistake.problem)
}

/// A part of the request that is wrong, with a status of its own.
pub(super) fn refuse(status: StatusCode, field: &str, problem: &str) -> Refused {
    Box::new(problem_of(status, field, problem).into_response())
}

fn problem_of(status: StatusCode, field: &str, problem: &str) -> Problem {
    let message = format!("{field}: {problem}");
    let failure = Failure::new(Code::InvalidArgument, ErrorReason::FieldInvalid, message).at(field, problem);
    titled(status, failure)
}

/// A failure with another status than its code has.
fn titled(status: StatusCode, failure: Failure) -> Problem {
    let title = status.canonical_reason().unwrap_or("Error");
    Problem { status: status.as_u16(), title, ..Problem::of(&failure.into()) }
}

/// 405 with the methods that there are.
#[must_use]
pub fn method_not_allowed(method: &Method, allowed: &[Method]) -> Response {
    let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
    let names = names.join(", ");
    let asked: String = method.as_str().chars().take(20).collect();
    let message = format!("{asked} is no method of this path; there is {names}");
    let failure = Failure::new(Code::Unimplemented, ErrorReason::MethodNotFound, message);
    let mut response = titled(StatusCode::METHOD_NOT_ALLOWED, failure).into_response();
    if let Ok(value) = HeaderValue::try_from(names) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}
