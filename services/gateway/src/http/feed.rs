//! `/feed.atom`: what changed, for readers of feeds.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::conditional::has_already;
use super::language;
use super::problem::refuse;
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match feed(&inner, query.as_deref(), &headers).await {
        Ok(response) => response,
        Err(error) => refuse(&inner, error, query.as_deref(), &headers),
    }
}

async fn feed(inner: &Inner, query: Option<&str>, headers: &HeaderMap) -> Result<Response, GatewayError> {
    let nothing = || GatewayError::NoPage { asked: render::feed::PATH.to_owned() };
    let loaded = inner.contents.current().ok_or_else(nothing)?;
    let language = language::of_content(&loaded, query, headers)?;
    let tagged = inner.feed(&loaded, &language).await?;
    let fixed = HeaderValue::from_static;
    let common = [
        (header::ETAG, tagged.tag.clone()),
        (header::CACHE_CONTROL, fixed("no-cache")),
        (header::VARY, fixed("accept-language")),
        (header::CONTENT_TYPE, fixed("application/atom+xml; charset=utf-8")),
    ];
    Ok(if has_already(headers, &tagged.tag) {
        (StatusCode::NOT_MODIFIED, common).into_response()
    } else {
        (common, tagged.bytes).into_response()
    })
}
