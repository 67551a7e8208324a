//! `/reports/2024/findings`: what the check of the draft found, as a page; by `Accept: application/json`, `format=json` or the ending
//! `.json` the answer of `CheckReport`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use figures::FigureKey;
use http::{HeaderMap, header};
use render::html::FindingsPage;
use report::Report;

use super::language;
use super::negotiation::{self, Reader};
use super::passing::{HTML, Passing};
use super::problem::{refuse, text};
use super::reports::parameter;
use super::segments::Segments;
use crate::api::finding;
use crate::app::Inner;
use crate::cache::ReportId;
use crate::check::Checked;
use crate::error::GatewayError;
use crate::figure::{Words, plain_name};

/// What decides in which form and language findings come.
const VARY: &str = "accept-encoding, accept, accept-language";

/// `/reports/2024/findings`.
pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    Segments(year): Segments<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.as_deref();
    let found = match reader(query, &headers) {
        Ok(reader) => found(&inner, &year, reader, query, &headers).await,
        Err(error) => Err(error),
    };
    found.unwrap_or_else(|error| refuse(&inner, error, query, &headers))
}

/// `/reports/2024/findings.json`.
pub(super) async fn json(
    State(inner): State<Arc<Inner>>,
    Segments(year): Segments<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.as_deref();
    let found = found(&inner, &year, Reader::Program, query, &headers).await;
    found.unwrap_or_else(|error| refuse(&inner, error, query, &headers))
}

fn reader(query: Option<&str>, headers: &HeaderMap) -> Result<Reader, GatewayError> {
    match parameter(query, "format") {
        None => Ok(negotiation::reader(text(headers, &header::ACCEPT), Reader::Person)),
        Some("html") => Ok(Reader::Person),
        Some("json") => Ok(Reader::Program),
        Some(asked) => Err(GatewayError::NoForm { asked: asked.chars().take(20).collect() }),
    }
}

async fn found(
    inner: &Inner,
    year: &str,
    reader: Reader,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, GatewayError> {
    let loaded = inner.contents.of_year(year)?;
    let language = language::of_content(&loaded, query, headers)?;
    // A service that hangs is waited for once for each document; a reader is not kept that long.
    let checked = inner.check_in_time(loaded.year(), true).await.ok_or(GatewayError::Busy)?;
    let passing = match reader {
        Reader::Program => {
            let answer = finding::encode(&checked, &language);
            let json =
                serde_json::to_vec(&answer).map_err(|error| GatewayError::Internal(error.to_string()))?;
            let (bytes, form, media_type) = (json.into(), "json", "application/json");
            Passing { bytes, form, media_type, language: Some(language), vary: VARY }
        }
        Reader::Person => {
            let id = ReportId { year: loaded.year(), language: Arc::clone(&language), page: None };
            let entry = inner.get(&id).await?;
            let (report, links) = (entry.made.report(), entry.made.links());
            let html = render::html::findings(report, &page(&checked, report), links);
            Passing {
                bytes: html.into(),
                form: "html",
                media_type: HTML,
                language: Some(language),
                vary: VARY,
            }
        }
    };
    Ok(passing.conditional(headers))
}

/// What was found, with the names of figures and documents in the language of a report.
fn page<'a>(checked: &'a Checked, report: &Report) -> FindingsPage<'a> {
    let mut words = Words::new(Some(Arc::clone(&checked.loaded)), &report.language);
    // Codes that are records of a service have names that the report knows.
    let told = checked.concerned().keys().filter_map(|key| Some((key.parse().ok()?, report.words.get(key)?)));
    words.learn(told.flat_map(|(key, told): (FigureKey, _)| told.names(&key)));
    let findings = checked.check.findings.as_slice();
    let names =
        checked.concerned().iter().map(|(key, figure)| (key.clone(), plain_name(figure, &words))).collect();
    let sources = findings.iter().flat_map(|finding| &finding.sources);
    let documents = sources.filter_map(|s| Some((s.document.clone(), words.document(&s.document)?)));
    let fixed = checked.check.fixed.as_slice();
    FindingsPage { findings, fixed, counts: checked.counts, names, documents: documents.collect() }
}
