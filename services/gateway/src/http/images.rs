//! Pictures of the content, as they are in the bundle.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::conditional::{Tagged, has_already};
use super::problem::refuse;
use super::segments::Segments;
use crate::app::Inner;
use crate::error::GatewayError;

/// The media types of pictures, by ending.
const TYPES: [(&str, &str); 5] = [
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
];

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    Segments(file): Segments<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let name = format!("images/{file}");
    let bytes = inner.contents.current().and_then(|loaded| loaded.images.get(&name).cloned());
    let ending = name.rsplit('.').next().unwrap_or_default();
    let kind = TYPES.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind);
    let (Some(bytes), Some(kind)) = (bytes, kind) else {
        let error = GatewayError::NoPage { asked: format!("/{name}") };
        return refuse(&inner, error, query.as_deref(), &headers);
    };
    let tagged = Tagged::new(bytes, "image");
    let common = [
        (header::ETAG, tagged.tag.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
    ];
    if has_already(&headers, &tagged.tag) {
        (StatusCode::NOT_MODIFIED, common).into_response()
    } else {
        (common, tagged.bytes).into_response()
    }
}
