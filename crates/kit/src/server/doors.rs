//! The HTTP doors of a service as its descriptors annotate them, and the document that tells them.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use http::{HeaderMap, Method};
use prost_reflect::DescriptorPool;
use serde_json::Map;

use crate::access::Guarded;
use crate::openapi::{self, Source};
use crate::transcode::{Transcoder, method_not_allowed};

/// The doors of an app, and their document.
pub(super) fn of(name: &str, pool: DescriptorPool, services: &[&str], grpc: Guarded) -> (Transcoder, Router) {
    let transcoder = Transcoder::new(&pool, services.iter().copied(), grpc);
    let source = Source { pool, services: services.iter().map(|&service| service.to_owned()).collect() };
    (transcoder, told(format!("Yearbook: {name}"), source))
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
