//! Errors over HTTP: a problem document (RFC 9457) for programs, with the words and the status of gRPC, and a page for people, which
//! says the same in their language.

use api::figures::v1::ErrorReason;
use axum::response::{IntoResponse, Response};
use figures::{AnswerError, Sought};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kit::errors::{Problem, reason};
use render::html::Cause;
use tonic::Status;

use super::language;
use super::negotiation::{self, Reader};
use super::passing::Passing;
use crate::app::Inner;
use crate::error::GatewayError;

/// What decides in which form and language an error comes.
const VARY: &str = "accept-encoding, accept, accept-language";

/// The cause of what is for those who have a token.
const TOKEN: &str = "token";

/// The error as the client wants it; `query` and `headers` are those of the request.
pub(super) fn refuse(
    inner: &Inner,
    error: GatewayError,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Response {
    let told = told(&error);
    let problem = Problem::of(&Status::from(error));
    match negotiation::reader(text(headers, &header::ACCEPT), Reader::Program) {
        Reader::Person => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let language = language::of_error(inner, query, headers);
            let page = Passing::page(page(inner, problem, told, &language), language);
            Passing { vary: VARY, ..page }.unkept(status, headers)
        }
        Reader::Program => {
            let mut response = problem.into_response();
            response.headers_mut().insert(header::VARY, HeaderValue::from_static(VARY));
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
    }
}

/// What a reader is told of an error.
struct Told {
    cause: Cause,
    /// What was probably meant: text, and path where there is one.
    nearest: Option<(String, String)>,
    /// Whether the cause says all that programs are told.
    whole: bool,
}

fn page(inner: &Inner, problem: Problem, told: Told, language: &str) -> String {
    let fields = problem.violations.into_iter().map(|v| (v.field, v.description));
    let shown = render::html::Problem {
        status: problem.status,
        cause: told.cause,
        // What a field's remedy repeats is said once.
        fields: fields.filter(|(_, remedy)| *remedy != problem.detail).collect(),
        detail: if told.whole { String::new() } else { problem.detail },
        nearest: told.nearest,
    };
    render::html::error(&shown, language, &inner.links())
}

fn told(error: &GatewayError) -> Told {
    let whole = |cause| Told { cause, nearest: None, whole: true };
    let partly = |cause| Told { whole: false, ..whole(cause) };
    match error {
        GatewayError::NoReport { asked, year } => whole(Cause::Report { asked: asked.clone(), year: *year }),
        GatewayError::NoLanguage { asked, languages } => {
            whole(Cause::Language { asked: asked.clone(), languages: languages.clone() })
        }
        GatewayError::NoEdition { year, asked } => {
            whole(Cause::Edition { year: *year, asked: asked.clone() })
        }
        GatewayError::NoReportPage { year, asked, nearest } => {
            let path = |nearest: &String| (nearest.clone(), format!("/reports/{year}/pages/{nearest}"));
            let cause = Cause::ReportPage { year: *year, asked: asked.clone() };
            Told { nearest: nearest.as_ref().map(path), ..whole(cause) }
        }
        GatewayError::NoPage { asked } => whole(Cause::Page { asked: asked.clone() }),
        GatewayError::NoForm { asked } => whole(Cause::Form { asked: asked.clone() }),
        GatewayError::NoService { asked, nearest } => {
            let cause = Cause::Service { asked: asked.clone() };
            Told { nearest: nearest.clone().map(|nearest| (nearest, String::new())), ..whole(cause) }
        }
        GatewayError::Busy => whole(Cause::Named("busy")),
        GatewayError::Key { .. } => partly(Cause::Named("key")),
        GatewayError::AsOf(_) => partly(Cause::Named("as-of")),
        GatewayError::Answer(error) => {
            let nearest = match error {
                AnswerError::NotFound { nearest, .. } => nearest.clone(),
                AnswerError::Invalid { .. } | AnswerError::Unavailable { .. } => None,
            };
            let nearest = nearest.map(|nearest| (nearest, String::new()));
            Told { nearest, ..partly(of_answer(error)) }
        }
        GatewayError::Service { status, .. } => {
            let cause = of_status(status);
            let whole = cause == Cause::Named(TOKEN);
            Told { whole, ..partly(cause) }
        }
        GatewayError::Name { .. }
        | GatewayError::NoKeys
        | GatewayError::TooManyKeys { .. }
        | GatewayError::Field { .. }
        | GatewayError::NoValue(_)
        | GatewayError::PageToken
        | GatewayError::Internal(_)
        | GatewayError::Store(_) => partly(Cause::Untold),
    }
}

fn of_answer(error: &AnswerError) -> Cause {
    Cause::Named(match error {
        AnswerError::NotFound { what: Sought::Dimension, .. } => "dimension",
        AnswerError::NotFound { what: Sought::Code, .. } => "code",
        AnswerError::NotFound { what: Sought::Measure | Sought::Service, .. } => "measure",
        AnswerError::Invalid { .. } => "question",
        AnswerError::Unavailable { .. } => "unavailable",
    })
}

/// What a service said, by the reasons that a question for one figure can meet.
fn of_status(status: &Status) -> Cause {
    let reason = reason(status);
    let causes = [
        (ErrorReason::KeyInvalid, "key"),
        (ErrorReason::AsOfInvalid, "as-of"),
        (ErrorReason::TokenMissing, TOKEN),
        (ErrorReason::TokenUnknown, TOKEN),
        (ErrorReason::RevisionNotFound, "revision"),
        (ErrorReason::ServiceUnavailable, "unavailable"),
        (ErrorReason::StoreUnavailable, "unavailable"),
        (ErrorReason::Overloaded, "unavailable"),
        (ErrorReason::Stopping, "unavailable"),
    ];
    let found = causes.into_iter().find(|(known, _)| *known == reason);
    found.map_or(Cause::Untold, |(_, name)| Cause::Named(name))
}

/// A header as text; none where it is not there or not ASCII.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
