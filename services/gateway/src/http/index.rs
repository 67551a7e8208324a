//! `/`: the list of reports.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use render::html::ReportEntry;
use report::model::State as ReportState;

use super::conditional::{Tagged, has_already};
use super::negotiation;
use super::problem::text;
use super::reports::{parameter, refuse};
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match page(&inner, query.as_deref(), &headers) {
        Ok(response) => response,
        Err(error) => refuse(&inner, error, &headers),
    }
}

fn page(inner: &Inner, query: Option<&str>, headers: &HeaderMap) -> Result<Response, GatewayError> {
    let loaded = inner.contents.current();
    let languages = loaded.as_ref().map(|loaded| loaded.languages.as_slice()).unwrap_or_default();
    let wished = negotiation::language(languages, text(headers, &header::ACCEPT_LANGUAGE));
    let asked = parameter(query, "lang").or(wished.map(|language| &**language));
    let language = match &loaded {
        Some(loaded) => loaded.language(asked)?.to_string(),
        None => "en".to_owned(),
    };
    let entry = |summary: crate::app::Summary| ReportEntry {
        organisation: summary.organisation.name,
        title: summary.title,
        year: summary.year,
        state: ReportState::Draft,
        languages: summary.languages,
        path: format!("/reports/{}", summary.year),
    };
    let entries: Vec<ReportEntry> = inner.reports(asked)?.into_iter().map(entry).collect();
    let languages: Vec<String> = languages.iter().map(ToString::to_string).collect();
    let tagged = Tagged::new(render::html::index(&entries, &language, &languages, &inner.links()), "html");
    let fixed = HeaderValue::from_static;
    let common = [
        (header::ETAG, tagged.tag.clone()),
        (header::CACHE_CONTROL, fixed("no-cache")),
        (header::VARY, fixed("accept-language")),
        (header::CONTENT_TYPE, fixed("text/html; charset=utf-8")),
    ];
    Ok(if has_already(headers, &tagged.tag) {
        (StatusCode::NOT_MODIFIED, common).into_response()
    } else {
        (common, tagged.bytes).into_response()
    })
}
