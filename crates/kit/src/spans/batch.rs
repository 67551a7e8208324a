//! Spans gathered for one message, and the message: the spans of each service under its own resource.

use std::collections::BTreeMap;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{self as otlp, ResourceSpans, ScopeSpans};
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until};

use super::Ended;
use super::open::attribute;
use crate::shutdown::Shutdown;

/// The most spans of a message.
pub(super) const SPANS: usize = 512;
/// How long the first span of a message waits for others.
const WAIT: Duration = Duration::from_secs(1);
/// What the services of Yearbook have in common, among others that a collector hears from.
const NAMESPACE: &str = "yearbook";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Fills a batch: until it is full, or its first span has waited. Whether there will be more; not once the process ends.
pub(super) async fn gather(spans: &mut Receiver<Ended>, batch: &mut Vec<Ended>, stop: &Shutdown) -> bool {
    let mut until = None;
    while batch.len() < SPANS {
        let room = SPANS.saturating_sub(batch.len());
        let waited = async {
            match until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = stop.cancelled() => return false,
            more = spans.recv_many(batch, room) => if more == 0 { return false },
            () = waited => return true,
        }
        until.get_or_insert_with(|| Instant::now() + WAIT);
    }
    true
}

/// The message of a batch, from the process of this id.
pub(super) fn message(batch: &[Ended], instance: &str) -> ExportTraceServiceRequest {
    let mut services: BTreeMap<&str, Vec<otlp::Span>> = BTreeMap::new();
    for (service, span) in batch {
        services.entry(service).or_default().push(span.clone());
    }
    let scope = || InstrumentationScope {
        name: NAMESPACE.to_owned(),
        version: VERSION.to_owned(),
        ..InstrumentationScope::default()
    };
    let of = |(service, spans): (&str, Vec<otlp::Span>)| ResourceSpans {
        resource: Some(resource(service, instance)),
        scope_spans: vec![ScopeSpans { scope: Some(scope()), spans, ..ScopeSpans::default() }],
        ..ResourceSpans::default()
    };
    ExportTraceServiceRequest { resource_spans: services.into_iter().map(of).collect() }
}

fn resource(service: &str, instance: &str) -> Resource {
    let attributes = [
        ("service.namespace", NAMESPACE),
        ("service.name", service),
        ("service.version", VERSION),
        ("service.instance.id", instance),
    ];
    let told = |(key, value): (&str, &str)| attribute(key, Value::StringValue(value.to_owned()));
    Resource { attributes: attributes.into_iter().map(told).collect(), ..Resource::default() }
}
