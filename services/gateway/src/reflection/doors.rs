//! The HTTP doors of the services: which method and path belongs to which, as their descriptors annotate.
//!
//! The table and the document are made of one state, so that the document never tells a door that is not served yet.

use std::sync::{Arc, OnceLock};

use axum::response::Response;
use http::HeaderMap;
use kit::conditional::Tagged;
use kit::openapi::{self, Source};
use kit::transcode::{self, Table};
use serde_json::{Map, Value};

use super::descriptor_set;
use crate::services::{Service, Services};

/// The doors of all that is learned.
pub(crate) struct Doors {
    /// Services by method and path. Of two services with one path the first by name has it.
    pub(crate) table: Table<Arc<Service>>,
    /// The gateway's own and the services' descriptors.
    sources: Vec<Source>,
    /// The document of them, written when it is first asked for.
    told: OnceLock<Tagged>,
}

impl Doors {
    /// The doors of all that is learned, and the gateway's own in the document.
    pub(super) fn of(own: Source, services: &Services) -> Self {
        let (mut all, mut sources) = (Vec::new(), vec![own]);
        for (service, source) in learned(services) {
            let bindings = transcode::bindings(&source.pool, source.services.iter().map(String::as_str));
            all.extend(bindings.into_iter().map(|b| (b.method, b.template, Arc::clone(&service))));
            sources.push(source);
        }
        Self { table: all.into_iter().collect(), sources, told: OnceLock::new() }
    }

    /// Whether a service has told of a gRPC method, `/package.Service/Method`.
    pub(crate) fn has_method(&self, path: &str) -> bool {
        let Some((service, method)) = path.trim_start_matches('/').split_once('/') else { return false };
        let found = self.sources.iter().filter_map(|source| source.pool.get_service_by_name(service));
        found.into_iter().any(|service| service.methods().any(|has| has.name() == method))
    }

    /// The document, as an answer.
    pub(crate) fn told(&self, headers: &HeaderMap) -> Response {
        let document = self.told.get_or_init(|| openapi::document("Yearbook", &self.sources, pages()));
        openapi::answer(document, headers)
    }
}

/// The pages that programs read too, as the document tells them.
fn pages() -> Map<String, Value> {
    serde_json::from_str(include_str!("pages.json")).unwrap_or_default()
}

/// What is learned of each service. A pool for each: they may know files of one name in different versions.
fn learned(services: &Services) -> Vec<(Arc<Service>, Source)> {
    let mut all = Vec::new();
    for service in services.iter() {
        let Some(learned) = service.learned.load_full() else { continue };
        let set = descriptor_set(learned.files.values());
        match transcode::pool([set.as_slice()]) {
            Ok(pool) => {
                all.push((Arc::clone(service), Source { pool, services: learned.services.clone() }));
            }
            Err(error) => {
                tracing::warn!(service = service.name, %error, "the service's HTTP doors do not make sense");
            }
        }
    }
    all
}
