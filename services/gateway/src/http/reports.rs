//! Reports over HTTP: bytes from memory, with what clients need to ask for them only once.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri, header};
use kit::errors::Problem;
use percent_encoding::percent_decode_str;
use report::model::PageId;

use super::conditional::Representation;
use super::language;
use super::problem::refuse;
use super::segments::Segments;
use crate::app::Inner;
use crate::cache::ReportId;
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
    answer(&inner, Asked { year, page: None, ending }, query.as_deref(), &headers).await
}

/// `/reports/2024/live`, `/reports/2024/live.json`.
pub(super) async fn live(
    State(inner): State<Arc<Inner>>,
    Segments((year, file)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match split(&file) {
        ("live", ending) => {
            let asked = Asked { year: &year, page: None, ending };
            answer(&inner, asked, query.as_deref(), &headers).await
        }
        _ => {
            let error = GatewayError::NoPage { asked: format!("/reports/{year}/{file}") };
            refuse(&inner, error, query.as_deref(), &headers)
        }
    }
}

/// `/reports/2024/editions/1`: none is published yet.
pub(super) async fn edition(
    State(inner): State<Arc<Inner>>,
    Segments((year, edition)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let error = match inner.contents.of_year(&year) {
        Ok(loaded) => {
            GatewayError::NoEdition { year: loaded.year(), asked: edition.chars().take(20).collect() }
        }
        Err(error) => error,
    };
    refuse(&inner, error, query.as_deref(), &headers)
}

/// `/reports/2024/pages/events`, `/reports/2024/pages/events.json`: a page beside the report.
pub(super) async fn page(
    State(inner): State<Arc<Inner>>,
    Segments((year, file)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (id, ending) = split_last(&file);
    let page = Some(PageId { id: id.to_owned(), code: None });
    answer(&inner, Asked { year: &year, page, ending }, query.as_deref(), &headers).await
}

/// `/reports/2024/pages/region/AFR`: a page that there is for each of several codes.
pub(super) async fn page_of(
    State(inner): State<Arc<Inner>>,
    Segments((year, page, file)): Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (code, ending) = split_last(&file);
    let page = Some(PageId { id: page, code: Some(code.to_owned()) });
    answer(&inner, Asked { year: &year, page, ending }, query.as_deref(), &headers).await
}

/// Where there is no page.
pub(super) async fn nowhere(State(inner): State<Arc<Inner>>, uri: Uri, headers: HeaderMap) -> Response {
    let error = GatewayError::NoPage { asked: uri.path().chars().take(200).collect() };
    refuse(&inner, error, uri.query(), &headers)
}

/// Pages are only read.
pub(super) async fn not_allowed() -> Response {
    let problem = Problem {
        kind: "about:blank",
        title: "Method Not Allowed",
        status: StatusCode::METHOD_NOT_ALLOWED.as_u16(),
        detail: "pages are only read, by GET or HEAD; write under /v1 or over gRPC".to_owned(),
        reason: None,
        violations: Vec::new(),
        metadata: BTreeMap::new(),
    };
    ([(header::ALLOW, "GET, HEAD")], problem).into_response()
}

/// A name and its ending: `2024.json` is `2024` and `json`.
fn split(file: &str) -> (&str, Option<&str>) {
    file.split_once('.').map_or((file, None), |(name, ending)| (name, Some(ending)))
}

/// The same for a page, whose name may have points: `1.1.json` is `1.1` and `json`, `1.1` is itself.
fn split_last(file: &str) -> (&str, Option<&str>) {
    let ending = file.rsplit_once('.').filter(|(_, ending)| Form::of_ending(ending).is_some());
    ending.map_or((file, None), |(name, ending)| (name, Some(ending)))
}

/// What is asked for: a report or a page beside it, in a form.
struct Asked<'a> {
    year: &'a str,
    page: Option<PageId>,
    ending: Option<&'a str>,
}

async fn answer(inner: &Inner, asked: Asked<'_>, query: Option<&str>, headers: &HeaderMap) -> Response {
    match found(inner, asked, query, headers).await {
        Ok(response) => response,
        Err(error) => refuse(inner, error, query, headers),
    }
}

async fn found(
    inner: &Inner,
    Asked { year, page, ending }: Asked<'_>,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, GatewayError> {
    let form = match ending {
        None => Form::Html,
        Some(ending) => Form::of_ending(ending)
            .ok_or_else(|| GatewayError::NoForm { asked: ending.chars().take(20).collect() })?,
    };
    let id = report_id(inner, year, page, query, headers)?;
    let shown = inner.shown(&id).await?;
    let vary = "accept-encoding, accept-language";
    let as_sent = Representation { media_type: form.media_type(), language: Some(&id.language), vary };
    Ok(as_sent.conditional(shown.entry.made.coded(&shown.forms, form), headers))
}

/// The report of a year in the language asked for, else in the one preferred, else in the first.
pub(super) fn report_id(
    inner: &Inner,
    year: &str,
    page: Option<PageId>,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<ReportId, GatewayError> {
    let loaded = inner.contents.of_year(year)?;
    let page = page.map(|page| loaded.page(page)).transpose()?;
    let language = language::of_content(&loaded, query, headers)?;
    Ok(ReportId { year: loaded.year(), language, page })
}

/// A parameter of a query as a form sends it, no longer than so many characters.
pub(super) fn field(query: Option<&str>, name: &str, most: usize) -> String {
    let value = parameter(query, name).unwrap_or_default().replace('+', " ");
    percent_decode_str(&value).decode_utf8_lossy().chars().take(most).collect()
}

/// A parameter of a query, as it stands there.
pub(super) fn parameter<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
