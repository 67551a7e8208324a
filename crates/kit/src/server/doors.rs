//! The HTTP doors of a service as its descriptors annotate them, and the document that tells them.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use http::{HeaderMap, Method};
use serde_json::Map;
use tonic::service::Routes;

use super::{App, ServeError};
use crate::openapi::{self, Source};
use crate::transcode::{self, Transcoder, method_not_allowed};

/// The doors of an app; none where it reads its descriptors itself.
pub(super) fn of(app: &App, grpc: &Routes) -> Result<Option<(Transcoder, Router)>, ServeError> {
    if app.descriptors.is_empty() {
        return Ok(None);
    }
    let pool = transcode::pool(app.descriptors.iter().copied())?;
    let services = || app.services.iter().copied();
    let transcoder = Transcoder::new(&pool, services(), grpc.clone().into_axum_router());
    let source = Source { pool, services: services().map(str::to_owned).collect() };
    Ok(Some((transcoder, told(format!("Yearbook: {}", app.name), source))))
}

/// `/openapi.json`, written when it is first asked for: most services start without anybody asking.
fn told(title: String, source: Source) -> Router {
    let made = Arc::new((OnceLock::new(), title, [source]));
    let document = move |headers: HeaderMap| {
        let made = Arc::clone(&made);
        async move {
            let (document, title, sources) = &*made;
            openapi::answer(document.get_or_init(|| openapi::document(title, sources, Map::new())), &headers)
        }
    };
    let other = async |request: Request| method_not_allowed(request.method(), &[Method::GET, Method::HEAD]);
    Router::new().route(openapi::PATH, get(document).fallback(other))
}
