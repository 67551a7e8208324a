//! `/feed.atom`: what changed, for readers of feeds.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::HeaderMap;

use super::conditional::Representation;
use super::language;
use super::problem::refuse;
use crate::app::Inner;
use crate::error::GatewayError;

/// RFC 4287, section 7.
const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

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
    let feed = inner.feed(&loaded, &language).await?;
    let vary = "accept-encoding, accept-language";
    let as_sent = Representation { media_type: MEDIA_TYPE, language: Some(&language), vary };
    Ok(as_sent.conditional(&feed, headers))
}
