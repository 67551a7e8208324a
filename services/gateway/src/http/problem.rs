//! Errors over HTTP: a problem document (RFC 9457) for programs, a page for people, with the words and the status of gRPC.

use std::sync::Arc;

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kit::errors::Problem;
use render::Links;
use tonic::Status;

use super::negotiation::{self, Reader};
use crate::error::GatewayError;

/// The answer that an error is, to whoever sent these headers.
pub(super) fn answer(error: GatewayError, headers: &HeaderMap, languages: &[Arc<str>]) -> Response {
    let problem = Problem::of(&Status::from(error));
    let accept = text(headers, &header::ACCEPT);
    let mut response = match negotiation::reader(accept, Reader::Program) {
        Reader::Program => problem.into_response(),
        Reader::Person => page(&problem, headers, languages),
    };
    let vary = HeaderValue::from_static("accept, accept-language");
    response.headers_mut().insert(header::VARY, vary);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn page(problem: &Problem, headers: &HeaderMap, languages: &[Arc<str>]) -> Response {
    let language = negotiation::language(languages, text(headers, &header::ACCEPT_LANGUAGE));
    let shown = render::html::Problem {
        status: problem.status,
        detail: problem.detail.clone(),
        fields: problem.violations.iter().map(|v| (v.field.clone(), v.description.clone())).collect(),
        nearest: None,
    };
    let page = render::html::error(&shown, language.map_or("en", |language| language), &Links::default());
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Html(page)).into_response()
}

/// A header as text; none where it is not there or not ASCII.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
