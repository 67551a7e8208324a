//! The HTTP doors of the services: which method and path belongs to which, as their descriptors annotate.

use std::sync::Arc;

use kit::openapi::Source;
use kit::transcode::{self, Table};

use super::descriptor_set;
use crate::services::{Service, Services};

/// Services by method and path.
pub(crate) type Doors = Table<Arc<Service>>;

/// The doors of all that is learned. Of two services with one path the first by name has it.
pub(super) fn of(services: &Services) -> Doors {
    let mut all = Vec::new();
    for (service, source) in learned(services) {
        let bindings = transcode::bindings(&source.pool, source.services.iter().map(String::as_str));
        all.extend(bindings.into_iter().map(|b| (b.method, b.template, Arc::clone(&service))));
    }
    all.into_iter().collect()
}

/// What the document tells of the services.
pub(super) fn sources(services: &Services) -> Vec<Source> {
    learned(services).into_iter().map(|(_, source)| source).collect()
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
