//! Reports over HTTP: bytes from memory, with what clients need to ask for them only once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use kit::errors::Problem;

use super::conditional::has_already;
use super::negotiation;
use super::problem::{self, text};
use super::segments::Segments;
use crate::app::Inner;
use crate::error::GatewayError;
use crate::made::Form;

/// `/reports/2024`, `/reports/2024.json`: the newest edition, the live report while there is none.
pub(super) async fn newest(
    State(inner): State<Arc<Inner>>,
    Segments(file): Segments<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (year, ending) = split(&file);
    answer(&inner, year, ending, query.as_deref(), &headers).await
}

/// `/reports/2024/live`, `/reports/2024/live.json`.
pub(super) async fn live(
    State(inner): State<Arc<Inner>>,
    Segments((year, file)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match split(&file) {
        ("live", ending) => answer(&inner, &year, ending, query.as_deref(), &headers).await,
        _ => refuse(&inner, GatewayError::NoPage { asked: format!("/reports/{year}/{file}") }, &headers),
    }
}

/// `/reports/2024/editions/1`: none is published yet.
pub(super) async fn edition(
    State(inner): State<Arc<Inner>>,
    Segments((year, edition)): Segments<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let error = match inner.contents.of_year(&year) {
        Ok(loaded) => {
            GatewayError::NoEdition { year: loaded.year(), asked: edition.chars().take(20).collect() }
        }
        Err(error) => error,
    };
    refuse(&inner, error, &headers)
}

/// Where there is no page.
pub(super) async fn nowhere(State(inner): State<Arc<Inner>>, uri: Uri, headers: HeaderMap) -> Response {
    refuse(&inner, GatewayError::NoPage { asked: uri.path().chars().take(200).collect() }, &headers)
}

/// Pages are only read.
pub(super) async fn not_allowed() -> Response {
    let problem = Problem {
        kind: "about:blank",
        title: "Method Not Allowed",
        status: StatusCode::METHOD_NOT_ALLOWED.as_u16(),
        detail: "pages are only read, by GET or HEAD; write over gRPC".to_owned(),
        reason: None,
        violations: Vec::new(),
    };
    ([(header::ALLOW, "GET, HEAD")], problem).into_response()
}

/// A name and its ending: `2024.json` is `2024` and `json`.
fn split(file: &str) -> (&str, Option<&str>) {
    file.split_once('.').map_or((file, None), |(name, ending)| (name, Some(ending)))
}

async fn answer(
    inner: &Inner,
    year: &str,
    ending: Option<&str>,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Response {
    match found(inner, year, ending, query, headers).await {
        Ok(response) => response,
        Err(error) => refuse(inner, error, headers),
    }
}

async fn found(
    inner: &Inner,
    year: &str,
    ending: Option<&str>,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, GatewayError> {
    let form = match ending {
        None => Form::Html,
        Some(ending) => Form::of_ending(ending)
            .ok_or_else(|| GatewayError::NoForm { asked: ending.chars().take(20).collect() })?,
    };
    let loaded = inner.contents.of_year(year)?;
    let asked = parameter(query, "lang");
    let language = match asked {
        Some(asked) => loaded.language(Some(asked))?,
        None => negotiation::language(&loaded.languages, text(headers, &header::ACCEPT_LANGUAGE))
            .map_or_else(|| loaded.language(None), Ok)?,
    };
    let id = crate::cache::ReportId { year: loaded.year(), language: Arc::clone(language) };
    let entry = inner.get(&id).await?;
    let tagged = entry.made.form(form);
    let mut response = if has_already(headers, &tagged.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(tagged.bytes.clone()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
        response
    };
    let answered = response.headers_mut();
    answered.insert(header::ETAG, tagged.tag.clone());
    // Whoever has it asks whether it is still so; the answer is a look-up.
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answered.insert(header::VARY, HeaderValue::from_static("accept-language"));
    if let Ok(language) = HeaderValue::from_str(language) {
        answered.insert(header::CONTENT_LANGUAGE, language);
    }
    Ok(response)
}

/// The error as the client wants it.
pub(super) fn refuse(inner: &Inner, error: GatewayError, headers: &HeaderMap) -> Response {
    let languages = inner.contents.current().map(|loaded| loaded.languages.clone()).unwrap_or_default();
    problem::answer(error, headers, &languages)
}

/// A parameter of a query, as it stands there.
pub(super) fn parameter<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
