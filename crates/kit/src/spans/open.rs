//! A span under way, with the attributes that OpenTelemetry's semantic conventions name for HTTP and RPC.
//!
//! No query, header or body is told: what people search for is theirs, and a figure's key is in the service's own log if it must be found.

use std::sync::Arc;
use std::time::Instant;

use http::Method;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1 as otlp;
use opentelemetry_proto::tonic::trace::v1::SpanFlags;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use tonic::Code;

use super::{EXPORT, Queue};
use crate::errors::code_name;
use crate::outcome::Outcome;
use crate::trace::Trace;

/// The most characters of a text that a caller made up.
const MAX_TEXT: usize = 256;
/// What the conventions call a method that is not known.
const OTHER: &str = "_OTHER";

/// A span under way. One that is dropped before it ended was given up.
#[derive(Debug)]
pub(crate) struct Span(Box<Open>);

#[derive(Debug)]
struct Open {
    queue: &'static Queue,
    /// Whose it is.
    service: Arc<str>,
    begun: Instant,
    /// `package.Service/Method`, or none where it is an HTTP request.
    rpc: Option<String>,
    /// What is asked: of HTTP the method, then the name begins with it.
    method: &'static str,
    ended: bool,
    message: otlp::Span,
}

/// What a call goes to.
pub(crate) struct Peer<'a> {
    /// The service's name.
    pub(crate) service: &'a str,
    /// `host:port`; none within the process.
    pub(crate) authority: Option<&'a str>,
}

impl Span {
    /// A request that `service` answers, where spans are asked for and the trace is sampled.
    pub(crate) fn server(
        trace: Trace,
        service: &Arc<str>,
        (method, path): (&Method, &str),
        grpc: bool,
    ) -> Option<Self> {
        let mut span = Self::open(trace, service, SpanKind::Server, (method, path), grpc)?;
        if !grpc {
            span.tell("url.path", cut(path));
            span.tell("url.scheme", "http".to_owned());
        }
        Some(span)
    }

    /// A call that `service` makes.
    pub(crate) fn client(
        trace: Trace,
        service: &Arc<str>,
        peer: &Peer<'_>,
        (method, path): (&Method, &str),
        grpc: bool,
    ) -> Option<Self> {
        let mut span = Self::open(trace, service, SpanKind::Client, (method, path), grpc)?;
        let authority = peer.authority.and_then(|text| text.parse::<http::uri::Authority>().ok());
        let host = authority.as_ref().map_or(peer.service, |authority| authority.host());
        // The conventions know an IPv6 address without the brackets of a URI.
        span.tell("server.address", host.trim_matches(['[', ']']).to_owned());
        if let Some(port) = authority.as_ref().and_then(http::uri::Authority::port_u16) {
            span.attribute("server.port", Value::IntValue(port.into()));
        }
        span.tell("service.peer.name", peer.service.to_owned());
        if !grpc {
            let authority = authority.as_ref().map_or(peer.service, |authority| authority.as_str());
            span.tell("url.full", cut(&format!("http://{authority}{path}")));
        }
        Some(span)
    }

    fn open(
        trace: Trace,
        service: &Arc<str>,
        kind: SpanKind,
        (method, path): (&Method, &str),
        grpc: bool,
    ) -> Option<Self> {
        let queue = EXPORT.get().filter(|_| trace.is_sampled())?;
        let rpc = grpc.then(|| cut(path.trim_start_matches('/')));
        let method = known(method);
        let message = otlp::Span {
            trace_id: trace.id_bytes().to_vec(),
            span_id: trace.span_bytes().to_vec(),
            parent_span_id: trace.parent_bytes().map(|id| id.to_vec()).unwrap_or_default(),
            flags: flags(trace, kind),
            name: rpc.clone().unwrap_or_else(|| named(method).to_owned()),
            kind: kind.into(),
            start_time_unix_nano: now(),
            ..otlp::Span::default()
        };
        let (service, begun) = (Arc::clone(service), Instant::now());
        let mut span = Self(Box::new(Open { queue, service, begun, rpc, method, ended: false, message }));
        if grpc {
            span.tell("rpc.system.name", "grpc".to_owned());
        } else {
            span.tell("http.request.method", method.to_owned());
        }
        Some(span)
    }

    /// The template of the route that answers an HTTP request.
    pub(crate) fn route(&mut self, template: &str) {
        self.0.message.name = format!("{} {template}", named(self.0.method));
        self.tell("http.route", template.to_owned());
    }

    /// Takes the name away: nobody knows a method that is called so, and what a caller made up names nothing.
    pub(crate) fn unnamed(&mut self) {
        let Some(method) = &mut self.0.rpc else { return };
        let original = std::mem::replace(method, OTHER.to_owned());
        "grpc".clone_into(&mut self.0.message.name);
        self.tell("rpc.method_original", original);
    }

    /// Ends it.
    pub(crate) fn end(mut self, outcome: Outcome) {
        self.finish(outcome);
    }

    fn finish(&mut self, outcome: Outcome) {
        if std::mem::replace(&mut self.0.ended, true) {
            return;
        }
        let server = self.0.message.kind == i32::from(SpanKind::Server);
        let failed = match outcome {
            Outcome::Grpc(code) => {
                self.say_method(code);
                if server { is_fault(code) } else { code != Code::Ok }
            }
            Outcome::Http(status) => {
                self.attribute("http.response.status_code", Value::IntValue(status.as_u16().into()));
                status.is_server_error() || (!server && status.is_client_error())
            }
        };
        if failed {
            self.tell("error.type", outcome.label().to_owned());
            self.0.message.status =
                Some(otlp::Status { code: StatusCode::Error.into(), ..Default::default() });
        }
        let nanoseconds = u64::try_from(self.0.begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let Open { queue, service, message, .. } = &mut *self.0;
        message.end_time_unix_nano = message.start_time_unix_nano.saturating_add(nanoseconds);
        queue.put((Arc::clone(service), std::mem::take(message)));
    }

    /// What was called, and how that ended.
    fn say_method(&mut self, code: Code) {
        let Some(method) = self.0.rpc.take() else { return };
        self.tell("rpc.method", method);
        self.tell("rpc.response.status_code", code_name(code).to_owned());
    }

    fn tell(&mut self, key: &str, text: String) {
        self.attribute(key, Value::StringValue(text));
    }

    fn attribute(&mut self, key: &str, value: Value) {
        self.0.message.attributes.push(attribute(key, value));
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        self.finish(Outcome::Grpc(Code::Cancelled));
    }
}

/// An attribute.
pub(super) fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

/// What is a server's failure, by the conventions for gRPC.
fn is_fault(code: Code) -> bool {
    matches!(
        code,
        Code::Unknown
            | Code::DeadlineExceeded
            | Code::Unimplemented
            | Code::Internal
            | Code::Unavailable
            | Code::DataLoss
    )
}

fn flags(trace: Trace, kind: SpanKind) -> u32 {
    let told = u32::from(trace.flags()) | bit(SpanFlags::ContextHasIsRemoteMask);
    let remote = kind == SpanKind::Server && trace.parent_bytes().is_some();
    if remote { told | bit(SpanFlags::ContextIsRemoteMask) } else { told }
}

fn bit(flag: SpanFlags) -> u32 {
    u32::try_from(i32::from(flag)).unwrap_or_default()
}

/// The methods that the conventions know; anybody can make up others.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or(OTHER)
}

fn named(method: &'static str) -> &'static str {
    if method == OTHER { "HTTP" } else { method }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

fn now() -> u64 {
    u64::try_from(crate::clock::system()().as_nanosecond()).unwrap_or_default()
}
