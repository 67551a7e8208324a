//! Errors as callers see them: a code, a reason from a closed list, the field, and what to do; the same in gRPC and HTTP.
//!
//! Over gRPC they are rich errors (`google.rpc.ErrorInfo`, `BadRequest`), over HTTP problem details (RFC 9457).

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use api::figures::v1::ErrorReason;
use axum::response::{IntoResponse, Response};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::access::Requirement;
use crate::caller::{Caller, Role};

/// The domain of every `ErrorInfo`.
pub const DOMAIN: &str = "yearbook";

/// The longest message that is sent, in characters; statuses travel in headers, which clients limit to 8 KiB or so.
const MAX_MESSAGE: usize = 1_000;
/// The longest path of a field, and the longest text on one, in characters.
const MAX_FIELD: (usize, usize) = (100, 200);
/// The most fields that one failure names.
const MAX_VIOLATIONS: usize = 20;

/// A failure on its way to the caller.
#[derive(Clone, Debug)]
pub struct Failure {
    code: Code,
    reason: ErrorReason,
    message: String,
    violations: Vec<(String, String)>,
    metadata: HashMap<String, String>,
}

impl Failure {
    /// A failure whose message says what is wrong and what to do.
    #[must_use]
    pub fn new(code: Code, reason: ErrorReason, message: impl Into<String>) -> Self {
        Self { code, reason, message: message.into(), violations: Vec::new(), metadata: HashMap::new() }
    }

    /// `INVALID_ARGUMENT` at one field of the request.
    #[must_use]
    pub fn invalid(reason: ErrorReason, field: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(Code::InvalidArgument, reason, message.clone()).at(field, message)
    }

    /// `NOT_FOUND`.
    #[must_use]
    pub fn not_found(reason: ErrorReason, message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, reason, message)
    }

    /// The caller may not do something at a service (`write to alpha`), since they lack a role.
    #[must_use]
    pub fn denied(caller: &Caller, what: &str, needed: Requirement, service: &str) -> Self {
        let role = needed.role(service).unwrap_or_default();
        if !caller.may_read() {
            return Self::unknown(what, &role);
        }
        let reason = match needed {
            Requirement::Public | Requirement::Reader | Requirement::Staff => ErrorReason::ReadDenied,
            Requirement::Contributor
            | Requirement::Editor
            | Requirement::Approver
            | Requirement::Operator => ErrorReason::WriteDenied,
        };
        let (actor, has) = (&caller.actor, roles(&caller.roles));
        let or = if needed == Requirement::Operator { "" } else { " or operator" };
        let message = format!(
            "{actor} may not {what}, having {has}: send a bearer token with the role {role}{or} (--tokens FILE), or call the service on loopback"
        );
        Self::new(Code::PermissionDenied, reason, message).with("role", role)
    }

    /// Nobody knows who calls, and something (`write to alpha`) is for those who are known.
    #[must_use]
    pub fn unknown(what: &str, role: &str) -> Self {
        let message = format!(
            "to {what} a token is needed: send one with the role {role} as a bearer token, or as the password to any user name; whoever runs the service gives them out (--tokens FILE, --readers tokens)"
        );
        Self::new(Code::Unauthenticated, ErrorReason::TokenMissing, message).with("role", role)
    }

    /// One more field that is wrong, with what to do.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>, problem: impl Into<String>) -> Self {
        self.violations.push((field.into(), problem.into()));
        self
    }

    /// A machine-readable detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.metadata.insert(name.to_owned(), value.into());
        self
    }
}

impl From<Failure> for Status {
    fn from(failure: Failure) -> Self {
        let name = failure.reason.as_str_name();
        let reason = name.strip_prefix("ERROR_REASON_").unwrap_or(name);
        let mut details = ErrorDetails::with_error_info(reason, DOMAIN, failure.metadata);
        for (field, problem) in failure.violations.into_iter().take(MAX_VIOLATIONS) {
            details.add_bad_request_violation(shortened(field, MAX_FIELD.0), shortened(problem, MAX_FIELD.1));
        }
        Status::with_error_details(failure.code, shortened(failure.message, MAX_MESSAGE), details)
    }
}

/// What a caller has, in words.
fn roles(roles: &[Role]) -> String {
    let names: Vec<String> = roles.iter().map(Role::to_string).collect();
    if names.is_empty() { "no role".to_owned() } else { format!("the role {}", names.join(", ")) }
}

/// The reason of a status that one of our services sent, for clients; `Unspecified` where it has none.
#[must_use]
pub fn reason(status: &Status) -> ErrorReason {
    let details = status.get_error_details();
    let info = details.error_info().filter(|i| i.domain == DOMAIN);
    let name = info.map(|i| format!("ERROR_REASON_{}", i.reason));
    name.and_then(|n| ErrorReason::from_str_name(&n)).unwrap_or_default()
}

/// A status of a part of a request as one of the whole: `list[0]` of the part is `list[numbers[0]]` of the whole.
#[must_use]
pub fn renumbered(status: &Status, list: &str, numbers: &[usize]) -> Status {
    let moved = |path: &str| -> Option<String> {
        let rest = path.strip_prefix(list)?.strip_prefix('[')?;
        let (number, rest) = rest.split_once(']')?;
        let whole = numbers.get(number.parse::<usize>().ok()?)?;
        Some(format!("{list}[{whole}]{rest}"))
    };
    let details = status.get_error_details();
    let Some(info) = details.error_info() else { return status.clone() };
    let mut whole = ErrorDetails::with_error_info(&info.reason, &info.domain, info.metadata.clone());
    for violation in details.bad_request().into_iter().flat_map(|request| &request.field_violations) {
        let field = moved(&violation.field).unwrap_or_else(|| violation.field.clone());
        whole.add_bad_request_violation(field, violation.description.clone());
    }
    let message = moved(status.message()).unwrap_or_else(|| status.message().to_owned());
    Status::with_error_details(status.code(), message, whole)
}

fn shortened(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// An internal error: a fixed text for the caller, the whole chain once in the log.
#[must_use]
pub fn internal(error: &(dyn Error + 'static)) -> Status {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(error = chain, "internal error");
    Failure::new(Code::Internal, ErrorReason::Internal, "internal error; the service's log has the details")
        .into()
}

/// The name of a gRPC code, as `google.rpc.Code` has it.
#[must_use]
pub fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// The HTTP status of a gRPC code, after `google.rpc.Code`.
#[must_use]
pub fn http_status(code: Code) -> http::StatusCode {
    use http::StatusCode as S;
    match code {
        Code::Ok => S::OK,
        Code::Cancelled => S::from_u16(499).unwrap_or(S::BAD_REQUEST),
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => S::BAD_REQUEST,
        Code::DeadlineExceeded => S::GATEWAY_TIMEOUT,
        Code::NotFound => S::NOT_FOUND,
        Code::AlreadyExists | Code::Aborted => S::CONFLICT,
        Code::PermissionDenied => S::FORBIDDEN,
        Code::Unauthenticated => S::UNAUTHORIZED,
        Code::ResourceExhausted => S::TOO_MANY_REQUESTS,
        Code::Unimplemented => S::NOT_IMPLEMENTED,
        Code::Unavailable => S::SERVICE_UNAVAILABLE,
        Code::Unknown | Code::Internal | Code::DataLoss => S::INTERNAL_SERVER_ERROR,
    }
}

/// The HTTP status of a failure: that of its code, but where the reason knows better.
fn status_over_http(status: &Status) -> http::StatusCode {
    let reason = reason(status);
    if reason == ErrorReason::RevisionNotReached {
        // Who asks for a revision that may never be made is no fault of the service.
        http::StatusCode::CONFLICT
    } else if reason == ErrorReason::PartTooLarge {
        http::StatusCode::PAYLOAD_TOO_LARGE
    } else {
        http_status(status.code())
    }
}

/// Problem details (RFC 9457) of an error.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Problem {
    /// A URI reference of the kind of problem: `about:blank` where the reason says it all.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The HTTP status in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong and what to do: the words that gRPC gives.
    pub detail: String,
    /// The reason of the closed list; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Details for programs: of a conflict the current `etag`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// A field that is wrong.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Violation {
    /// The field's path.
    pub field: String,
    /// What is wrong and what to do.
    pub description: String,
}

impl Problem {
    /// The problem of a status.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let code = status_over_http(status);
        let details = status.get_error_details();
        let violations = details.bad_request().map(|b| {
            let one = |v: &tonic_types::FieldViolation| Violation {
                field: v.field.clone(),
                description: v.description.clone(),
            };
            b.field_violations.iter().map(one).collect()
        });
        Self {
            kind: "about:blank",
            title: code.canonical_reason().unwrap_or("Error"),
            status: code.as_u16(),
            detail: status.message().to_owned(),
            reason: details.error_info().map(|i| i.reason.clone()),
            violations: violations.unwrap_or_default(),
            metadata: details
                .error_info()
                .map(|i| i.metadata.clone().into_iter().collect())
                .unwrap_or_default(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            http::StatusCode::from_u16(self.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        let headers = [(http::header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, headers, serde_json::to_vec(&self).unwrap_or_default()).into_response();
        challenge(&mut response);
        response
    }
}

/// Says with an answer of 401 how a caller makes themselves known: by a bearer token (RFC 6750), or by one as a password, for which a
/// browser asks (RFC 7617).
pub(crate) fn challenge(response: &mut Response) {
    if response.status() == http::StatusCode::UNAUTHORIZED {
        let headers = response.headers_mut();
        headers.remove(http::header::WWW_AUTHENTICATE);
        for scheme in ["Bearer", "Basic realm=\"Yearbook\", charset=\"UTF-8\""] {
            let scheme = http::HeaderValue::from_static(scheme);
            headers.append(http::header::WWW_AUTHENTICATE, scheme);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_the_status_says() {
        let failure =
            Failure::invalid(ErrorReason::KeyInvalid, "keys[3]", "`x`: the `/` is missing").with("key", "x");
        let status = Status::from(failure);
        assert_eq!(status.code(), Code::InvalidArgument);
        let problem = Problem::of(&status);
        assert_eq!((problem.status, problem.reason.as_deref()), (400, Some("KEY_INVALID")));
        assert_eq!(problem.violations[0].field, "keys[3]");
        assert_eq!(problem.detail, status.message());
    }

    #[test]
    fn who_may_not_is_told_the_role_that_may() {
        let caller = Caller { actor: "ana".to_owned(), roles: vec![Role::Reader], reads: true };
        let denied = |needed| Status::from(Failure::denied(&caller, "write", needed, "alpha"));
        let status = denied(Requirement::Contributor);
        assert!(status.message().contains("the role contributor:alpha or operator"), "{}", status.message());
        assert!(status.message().contains("having the role reader"), "{}", status.message());
        assert_eq!(reason(&status), ErrorReason::WriteDenied);
        assert!(denied(Requirement::Editor).message().contains("the role editor or operator"));
        assert_eq!(reason(&denied(Requirement::Staff)), ErrorReason::ReadDenied);
    }

    #[test]
    fn a_problem_without_a_reason_has_none() {
        let json = serde_json::to_string(&Problem::of(&Status::not_found("of somebody else"))).expect("JSON");
        assert!(!json.contains("reason"), "{json}");
    }

    #[test]
    fn a_client_reads_the_reason_back() {
        let status = Status::from(Failure::not_found(ErrorReason::MeasureNotFound, "no such measure"));
        assert_eq!(reason(&status), ErrorReason::MeasureNotFound);
        assert_eq!(reason(&Status::not_found("of somebody else")), ErrorReason::Unspecified);
    }

    #[test]
    fn a_part_of_a_request_tells_the_numbers_of_the_whole() {
        let failure = Failure::new(Code::InvalidArgument, ErrorReason::FieldInvalid, "rows[1].key: is none");
        let status = Status::from(failure.at("rows[1].key", "is none").at("reason", "is empty"));
        let whole = renumbered(&status, "rows", &[4, 7]);
        let problem = Problem::of(&whole);
        assert_eq!(problem.detail, "rows[7].key: is none");
        let fields: Vec<&str> = problem.violations.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["rows[7].key", "reason"]);
        assert_eq!(reason(&renumbered(&status, "rows", &[])), ErrorReason::FieldInvalid);
    }

    #[test]
    fn a_status_stays_small_enough_for_headers() {
        let start = Failure::new(Code::InvalidArgument, ErrorReason::FieldInvalid, "长".repeat(5_000));
        let failure = (0..5_000).fold(start, |f, i| f.at(format!("keys[{i}]"), "x".repeat(5_000)));
        let status = Status::from(failure);
        assert_eq!(status.message().chars().count(), MAX_MESSAGE + 1);
        assert!(status.details().len() < 8_192, "{} bytes", status.details().len());
    }

    #[test]
    fn an_internal_error_keeps_its_chain_to_itself() {
        let status = internal(&std::io::Error::other("secret path"));
        assert!(!status.message().contains("secret"));
    }
}
