//! `/openapi.json`: the HTTP doors as an OpenAPI 3.1 document, written from the encoded descriptors.
//!
//! Descriptions are the protos' comments, so that there is one text. In a comment ``Example: `…`.`` gives an example, and
//! ``Media type: `…`.`` says what an RPC sends that answers `google.api.HttpBody`. Equal descriptors give equal bytes.

mod comments;
mod operation;
mod parameters;
mod problem;
mod schema;

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use prost_reflect::{DescriptorPool, ServiceDescriptor};
use serde_json::{Map, Value, json};

use self::comments::comment;
use self::schema::Schemas;
use crate::conditional::{Tagged, has_already};
use crate::transcode::{Binding, bindings};

/// The path of the document.
pub const PATH: &str = "/openapi.json";
/// Where all of it is described.
const ABOUT: &str = "Each operation is a gRPC method as its `google.api.http` annotation says; bodies are canonical proto3 JSON, errors are \
    problem details (RFC 9457) with the reasons that gRPC gives. A field may be written in either name, `pageSize` or `page_size`. A stream \
    is one JSON object a line: `{\"result\": …}`, and a last `{\"error\": …}` where it fails on the way.";

/// What a bearer token is.
const BEARER: &str = "A token of the service's file of tokens, whose roles stand there. What names no role needs none, and neither does a service \
    on loopback without such a file. Any role reads, and none is needed for it where everyone reads (`--readers everyone`).";
/// What a password is.
const BASIC: &str = "The same token as the password of any user name, where not everyone reads (`--readers tokens`): a browser asks for it.";

/// Descriptors, and those of their gRPC services that a document tells.
#[derive(Clone, Debug)]
pub struct Source {
    /// The descriptors.
    pub pool: DescriptorPool,
    /// Full names of the services.
    pub services: Vec<String>,
}

/// A document of the doors of these sources, as bytes with their entity tag. `pages` are further paths, written by hand. Of two
/// operations with one method and path the first is told.
#[must_use]
pub fn document(title: &str, sources: &[Source], pages: Map<String, Value>) -> Tagged {
    let mut schemas = Schemas::default();
    let (mut tags, mut paths) = (Vec::new(), BTreeMap::<String, Map<String, Value>>::new());
    for source in sources {
        for name in &source.services {
            let Some(service) = source.pool.get_service_by_name(name) else { continue };
            let all = bindings(&source.pool, [name.as_str()]);
            if all.is_empty() {
                continue;
            }
            tags.push(tag(&service));
            for binding in all {
                add(&binding, &mut paths, &mut schemas);
            }
        }
    }
    let paths: Map<String, Value> =
        paths.into_iter().map(|(path, operations)| (path, operations.into())).collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This server"}],
        "security": [{}, {"bearer": []}, {"basic": []}],
        "tags": tags,
        "paths": paths.into_iter().chain(pages).collect::<Map<_, _>>(),
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": BEARER},
                "basic": {"type": "http", "scheme": "basic", "description": BASIC},
            },
            "responses": problem::responses(),
            "schemas": schemas.finish(),
        },
    });
    Tagged::new(document.to_string(), "openapi")
}

/// The document as an answer, or 304 for who has it.
#[must_use]
pub fn answer(document: &Tagged, headers: &HeaderMap) -> Response {
    let fixed = HeaderValue::from_static;
    let head = [
        (header::CONTENT_TYPE, fixed("application/json")),
        (header::CACHE_CONTROL, fixed("no-cache")),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
        (header::ETAG, document.tag.clone()),
    ];
    if has_already(headers, &document.tag) {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, document.bytes.clone()).into_response()
}

fn tag(service: &ServiceDescriptor) -> Value {
    json!({"name": service.name(), "description": comment(&service.parent_file(), service.path())})
}

fn add(binding: &Binding, paths: &mut BTreeMap<String, Map<String, Value>>, schemas: &mut Schemas) {
    let (path, operation) = operation::of(binding, schemas);
    let method = binding.method.as_str().to_ascii_lowercase();
    paths.entry(path).or_default().entry(method).or_insert(operation);
}

#[cfg(test)]
mod tests;
