//! A collector of traces: takes OTLP over gRPC, as any other does, and keeps what it is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::ResourceSpans;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

/// A collector that listens.
pub struct Collector {
    address: SocketAddr,
    told: Told,
    connections: Arc<AtomicUsize>,
}

#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<ResourceSpans>>>);

/// A span, its ids as the log writes them.
#[derive(Clone, Debug)]
pub struct Span {
    /// `service.name` of its resource.
    pub service: String,
    /// The other attributes of the resource.
    pub resource: BTreeMap<String, String>,
    /// Its name.
    pub name: String,
    /// `server` or `client`.
    pub kind: &'static str,
    /// Its trace.
    pub trace: String,
    /// Its id.
    pub id: String,
    /// The id of the span that it is part of; empty where it is none's.
    pub parent: String,
    /// Its attributes, numbers as text.
    pub attributes: BTreeMap<String, String>,
}

impl Collector {
    /// Listens on a free port, for as long as the test runs.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (told, connections) = (Told::default(), Arc::<AtomicUsize>::default());
        let count = Arc::clone(&connections);
        let incoming = TcpListenerStream::new(listener).map(move |stream| {
            count.fetch_add(1, Ordering::SeqCst);
            stream
        });
        let server = tonic::transport::Server::builder().add_service(TraceServiceServer::new(told.clone()));
        tokio::spawn(server.serve_with_incoming(incoming));
        Self { address, told, connections }
    }

    /// `http://host:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made to it.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The spans of a trace that it was told, by service, kind and name.
    #[must_use]
    pub fn trace(&self, id: &str) -> Vec<Span> {
        let told = self.told.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut spans: Vec<Span> = told.iter().flat_map(spans).filter(|span| span.trace == id).collect();
        spans.sort_by(|a, b| (&a.service, a.kind, &a.name).cmp(&(&b.service, b.kind, &b.name)));
        spans
    }
}

#[tonic::async_trait]
impl TraceService for Told {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.extend(request.into_inner().resource_spans);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn spans(of: &ResourceSpans) -> Vec<Span> {
    let mut resource = of.resource.as_ref().map(|resource| texts(&resource.attributes)).unwrap_or_default();
    let service = resource.remove("service.name").expect("a resource has a name");
    let all = of.scope_spans.iter().flat_map(|scope| &scope.spans);
    let span = |span: &opentelemetry_proto::tonic::trace::v1::Span| Span {
        service: service.clone(),
        resource: resource.clone(),
        name: span.name.clone(),
        kind: match span.kind {
            2 => "server",
            3 => "client",
            other => panic!("a span of kind {other}"),
        },
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        attributes: texts(&span.attributes),
    };
    all.map(span).collect()
}

fn texts(attributes: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |attribute: &KeyValue| {
        let value = attribute.value.as_ref().and_then(|value| value.value.as_ref()).expect("a value");
        if let Value::StringValue(text) = value {
            return (attribute.key.clone(), text.clone());
        }
        let Value::IntValue(number) = value else { panic!("{}: {value:?}", attribute.key) };
        (attribute.key.clone(), number.to_string())
    };
    attributes.iter().map(text).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
