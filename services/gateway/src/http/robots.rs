//! `/robots.txt` (RFC 9309): reports and figures may be read by all, questions and calls are for who asks them.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

const ROBOTS: &str = "User-agent: *\nDisallow: /reports/*/search\nDisallow: /v1/\nAllow: /\n";

pub(super) async fn get() -> Response {
    let fixed = HeaderValue::from_static;
    let headers = [
        (header::CONTENT_TYPE, fixed("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, fixed("max-age=86400")),
    ];
    (headers, ROBOTS).into_response()
}
