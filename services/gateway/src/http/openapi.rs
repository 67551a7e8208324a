//! `/openapi.json`: every door of the gateway and of its services, also of those that are down.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;

use crate::app::Inner;

pub(super) async fn get(State(inner): State<Arc<Inner>>, headers: HeaderMap) -> Response {
    inner.reflection.doors().told(&headers)
}
