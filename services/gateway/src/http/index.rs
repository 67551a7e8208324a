//! `/`: the list of reports.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::HeaderMap;
use render::html::ReportEntry;
use report::model::State as ReportState;

use super::language;
use super::passing::Passing;
use super::problem::refuse;
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match page(&inner, query.as_deref(), &headers) {
        Ok(response) => response,
        Err(error) => refuse(&inner, error, query.as_deref(), &headers),
    }
}

fn page(inner: &Inner, query: Option<&str>, headers: &HeaderMap) -> Result<Response, GatewayError> {
    let loaded = inner.contents.current();
    let language = language::of_page(loaded.as_deref(), query, headers)?;
    let entry = |summary: crate::app::Summary| ReportEntry {
        organisation: summary.organisation.name,
        title: summary.title,
        year: summary.year,
        state: ReportState::Draft,
        languages: summary.languages,
        path: format!("/reports/{}", summary.year),
    };
    let entries: Vec<ReportEntry> = inner.reports(Some(&language))?.into_iter().map(entry).collect();
    let languages = loaded.map(|loaded| loaded.content.languages().to_vec()).unwrap_or_default();
    let page = render::html::index(&entries, &language, &languages, &inner.links());
    Ok(Passing::page(page, language).conditional(headers))
}
