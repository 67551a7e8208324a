//! `/v1` and the other HTTP doors of a service: each RPC as its `google.api.http` annotation says.
//!
//! A request becomes the RPC's message and goes through the same gRPC stack as any call, so that callers, limits, validation and
//! errors are the same; its answer becomes canonical proto3 JSON (`docs/http-api.md`). Which RPCs there are is read from
//! the encoded descriptors, once; the kit knows none of them.

mod accept;
mod answer;
mod binding;
mod body;
mod call;
mod elements;
pub(crate) mod query;
mod raw;
mod refusal;
pub(crate) mod scalar;
mod table;
mod template;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::{Method, header};
use prost_reflect::{DescriptorPool, MessageDescriptor};

use api::json::{Codec, codec};

use crate::access::Guarded;
use crate::server::Named;

pub(crate) use self::answer::{JSON, LINES};
pub use self::binding::{Binding, Body as BindingBody, bindings, pool};
pub use self::refusal::method_not_allowed;
pub use self::table::{Found, Table};
pub(crate) use self::template::Segment;
pub use self::template::{Captures, Template, TemplateError, Variable};

/// The message that is sent as it is.
pub(crate) const HTTP_BODY: &str = "google.api.HttpBody";

/// The HTTP doors of some gRPC services.
#[derive(Clone)]
pub struct Transcoder {
    table: Arc<Table<Rpc>>,
    stack: Router,
}

/// An RPC as one binding calls it.
#[derive(Clone, Debug)]
struct Rpc {
    /// Its path over gRPC.
    path: String,
    body: BindingBody,
    input: MessageDescriptor,
    reads: &'static Codec,
    writes: Writes,
    /// Whether its body is a stream of messages.
    takes_many: bool,
    gives_many: bool,
}

/// What an RPC's answer is over HTTP.
#[derive(Clone, Copy, Debug)]
enum Writes {
    /// JSON of the message.
    Json(&'static Codec),
    /// The bytes that it holds.
    Raw,
}

impl Transcoder {
    /// The doors of these gRPC services, which `stack` serves. An RPC whose messages have no JSON in the crate `api` has none here.
    #[must_use]
    pub fn new<'a>(
        pool: &DescriptorPool,
        services: impl IntoIterator<Item = &'a str>,
        stack: Guarded,
    ) -> Self {
        let entries = bindings(pool, services).into_iter().filter_map(|binding| {
            let rpc = Rpc::of(&binding)?;
            Some((binding.method, binding.template, rpc))
        });
        Self { table: Arc::new(entries.collect()), stack: stack.into_router() }
    }

    /// Answers a request, or gives it back where no annotation has its path.
    ///
    /// # Errors
    /// The request, untouched.
    pub async fn answer(&self, request: Request) -> Result<Response, Request> {
        let table = Arc::clone(&self.table);
        let (rpc, template, captures) = match table.find(request.method(), request.uri().path()) {
            Found::Nothing => return Err(request),
            Found::OtherMethods(allowed) => return Ok(method_not_allowed(request.method(), &allowed)),
            Found::Entry(rpc, template, captures) => (rpc, template, captures),
        };
        let head = *request.method() == Method::HEAD;
        let response = rpc.call(self.stack.clone(), captures, request).await;
        let mut response = response.unwrap_or_else(|refused| *refused);
        response.extensions_mut().insert(Named(Some(Arc::clone(template.written()))));
        Ok(if head { without_body(response) } else { response })
    }
}

impl Rpc {
    fn of(binding: &Binding) -> Option<Self> {
        let (rpc, method) = (&binding.rpc, binding.rpc.parent_service().full_name().to_owned());
        let (input, output) = (rpc.input(), rpc.output());
        let raw = output.full_name() == HTTP_BODY && !rpc.is_server_streaming();
        let writes = if raw { Some(Writes::Raw) } else { codec(output.full_name()).map(Writes::Json) };
        let known = codec(input.full_name()).zip(writes);
        if known.is_none() {
            tracing::warn!(rpc = rpc.full_name(), "its messages have no JSON, so that it has no HTTP door");
        }
        let (reads, writes) = known?;
        Some(Self {
            path: format!("/{method}/{}", rpc.name()),
            body: binding.body.clone(),
            input,
            reads,
            writes,
            takes_many: rpc.is_client_streaming(),
            gives_many: rpc.is_server_streaming(),
        })
    }
}

/// The answer to `HEAD`: what `GET` says, without its body.
fn without_body(response: Response) -> Response {
    use hyper::body::Body as _;
    let length = response.body().size_hint().exact();
    let mut response = response.map(|_| Body::empty());
    if let Some(length) = length {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    response
}
