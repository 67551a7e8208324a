//! The HTTP doors of the services: which method and path belongs to which, as their descriptors annotate.
//!
//! The table and the document are made of one state, so that the document never tells a door that is not served yet.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use axum::response::Response;
use http::HeaderMap;
use kit::conditional::Tagged;
use kit::openapi::{self, Source};
use kit::transcode::{self, Table};
use serde_json::{Map, Value};

use super::{Learned, descriptor_set};
use crate::services::{Service, Services};

/// The doors of all that is learned.
pub(crate) struct Doors {
    /// Services by method and path. Of two services with one path the first by name has it.
    pub(crate) table: Table<Arc<Service>>,
    /// The gateway's own descriptors.
    own: Source,
    /// What the services told, from which the document is written. Their descriptors are read twice rather than kept: read they are ten
    /// times as large.
    learned: Vec<(Arc<Service>, Arc<Learned>)>,
    /// gRPC methods that services told of, `package.Service/Method`.
    methods: HashSet<String>,
    /// The document of them, written when it is first asked for.
    told: OnceLock<Tagged>,
}

impl Doors {
    /// The doors of all that is learned, and the gateway's own in the document.
    pub(super) fn of(own: Source, services: &Services) -> Self {
        let learned: Vec<_> = services
            .iter()
            .filter_map(|service| Some((Arc::clone(service), service.learned.load_full()?)))
            .collect();
        let (mut all, mut methods) = (Vec::new(), HashSet::new());
        methods.extend(methods_of(&own));
        for (service, source) in
            learned.iter().filter_map(|(service, learned)| Some((service, source(service, learned)?)))
        {
            let bindings = transcode::bindings(&source.pool, source.services.iter().map(String::as_str));
            all.extend(bindings.into_iter().map(|b| (b.method, b.template, Arc::clone(service))));
            methods.extend(methods_of(&source));
        }
        Self { table: all.into_iter().collect(), own, learned, methods, told: OnceLock::new() }
    }

    /// Whether a service has told of a gRPC method, `/package.Service/Method`.
    pub(crate) fn has_method(&self, path: &str) -> bool {
        self.methods.contains(path.trim_start_matches('/'))
    }

    /// The document, as an answer.
    pub(crate) fn told(&self, headers: &HeaderMap) -> Response {
        let document = self.told.get_or_init(|| {
            let learned = self.learned.iter().filter_map(|(service, learned)| source(service, learned));
            let sources: Vec<Source> = std::iter::once(self.own.clone()).chain(learned).collect();
            openapi::document("Yearbook", &sources, pages())
        });
        openapi::answer(document, headers)
    }
}

/// The pages that programs read too, as the document tells them.
fn pages() -> Map<String, Value> {
    serde_json::from_str(include_str!("pages.json")).unwrap_or_default()
}

/// The methods of every gRPC service that descriptors define.
fn methods_of(source: &Source) -> Vec<String> {
    let services = source.pool.services();
    let named = services.flat_map(|service| {
        let name = service.full_name().to_owned();
        service.methods().map(move |method| format!("{name}/{}", method.name())).collect::<Vec<_>>()
    });
    named.collect()
}

/// What is learned of a service, read. A pool for each: they may know files of one name in different versions.
fn source(service: &Service, learned: &Learned) -> Option<Source> {
    let set = descriptor_set(learned.files.values());
    match transcode::pool([set.as_slice()]) {
        Ok(pool) => Some(Source { pool, services: learned.services.clone() }),
        Err(error) => {
            tracing::warn!(service = service.name, %error, "the service's HTTP doors do not make sense");
            None
        }
    }
}
