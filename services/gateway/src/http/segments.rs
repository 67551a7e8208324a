//! The parts of an address that a route names, as text.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::response::Response;
use http::request::Parts;

use super::problem::refuse;
use crate::app::Inner;
use crate::error::GatewayError;

/// The parts of an address. One that is no text once it is decoded is nowhere, and said to be so like any other.
pub(super) struct Segments<T>(pub(super) T);

impl<T> FromRequestParts<Arc<Inner>> for Segments<T>
where
    T: Send,
    Path<T>: FromRequestParts<Arc<Inner>>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, inner: &Arc<Inner>) -> Result<Self, Response> {
        match Path::<T>::from_request_parts(parts, inner).await {
            Ok(Path(segments)) => Ok(Self(segments)),
            Err(_) => {
                let asked = parts.uri.path().chars().take(200).collect();
                Err(refuse(inner, GatewayError::NoPage { asked }, parts.uri.query(), &parts.headers))
            }
        }
    }
}
