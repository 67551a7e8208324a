//! How a call ended: recorded once for each, as metrics, as a line of the log and as a span.
//!
//! A gRPC call's body is watched to the end, where its status stands. An HTTP answer is recorded at its head and its body left alone. A call that went well is logged at `debug`: at `info` a request costs no line.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::response::Response;
use tokio::sync::OwnedSemaphorePermit;
use tonic::Code;

use crate::outcome::{self, Outcome, Watched};
use crate::spans::Span;
use crate::telemetry::names;
use crate::trace::{self, Trace};

/// The label of what nobody knows.
const OTHER: &str = "other";

/// Among an answer's extensions, where a fallback gave it: the template of the path that was asked, or none where there is no such path or
/// method. What anybody can make up is no label of a metric and names no span.
#[derive(Clone, Debug)]
pub struct Named(pub Option<Arc<str>>);

/// A call under way.
pub(super) struct Call {
    /// Who calls; empty while that is not known.
    pub(super) actor: String,
    service: Arc<str>,
    method: String,
    grpc: bool,
    start: Instant,
    trace: Trace,
    span: Option<Span>,
    /// Its place among the calls under way, free again when it ends.
    _place: Option<InFlight>,
}

/// A place among the calls under way, counted as long as it is held.
pub(super) struct InFlight {
    gauge: metrics::Gauge,
    _permit: Option<OwnedSemaphorePermit>,
}

impl InFlight {
    /// Takes it.
    pub(super) fn begin(gauge: &metrics::Gauge, permit: Option<OwnedSemaphorePermit>) -> Self {
        gauge.increment(1.0);
        Self { gauge: gauge.clone(), _permit: permit }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.gauge.decrement(1.0);
    }
}

impl Call {
    /// A call that starts now, at a path of which is said whether it is a route's template.
    pub(super) fn start(
        service: Arc<str>,
        path: (&str, bool),
        grpc: bool,
        (trace, mut span): (Trace, Option<Span>),
        place: InFlight,
    ) -> Self {
        if let (Some(span), (template, true)) = (&mut span, path) {
            span.route(template);
        }
        let (method, start) = (method(path, grpc), Instant::now());
        Self { actor: String::new(), service, method, grpc, start, trace, span, _place: Some(place) }
    }

    /// A call that is refused before it is looked at: its path, which anybody can make up, is no label.
    pub(super) fn shed(service: Arc<str>, grpc: bool, (trace, span): (Trace, Option<Span>)) -> Self {
        let (method, start) = (OTHER.to_owned(), Instant::now());
        Self { actor: String::new(), service, method, grpc, start, trace, span, _place: None }
    }

    /// The gRPC method, the route's template, or `other`.
    pub(super) fn method(&self) -> &str {
        &self.method
    }

    /// The response, recorded now or when its body ends.
    pub(super) fn watch(mut self, mut response: Response) -> Response {
        if let Some(Named(name)) = response.extensions_mut().remove() {
            self.named(name.as_deref());
        }
        match outcome::status(response.headers()) {
            Some(code) => self.end(Outcome::Grpc(code)),
            None if self.grpc => {
                let ended = |code| self.end(Outcome::Grpc(code));
                return response.map(|body| Body::new(Watched::new(body, |_| Code::Unknown, ended)));
            }
            None => self.end(Outcome::Http(response.status())),
        }
        response
    }

    /// Takes the name under which a fallback found what was asked, and no name where there is no such thing.
    fn named(&mut self, name: Option<&str>) {
        name.unwrap_or(OTHER).clone_into(&mut self.method);
        if let (Some(span), Some(template), false) = (&mut self.span, name, self.grpc) {
            span.route(template);
        }
    }

    fn end(self, outcome: Outcome) {
        let trace = self.trace;
        // A body ends outside of the task's work for the request.
        trace::within_now(trace, || self.record(outcome));
    }

    fn record(self, outcome: Outcome) {
        let seconds = self.start.elapsed().as_secs_f64();
        let code = outcome.label().to_owned();
        let unknown = self.method == OTHER || is_unknown(outcome);
        if let Some(mut span) = self.span {
            if unknown {
                span.unnamed();
            }
            span.end(outcome);
        }
        if is_fault(outcome) {
            tracing::warn!(
                service = &*self.service,
                method = self.method,
                code,
                seconds,
                caller = self.actor,
                "request failed"
            );
        } else {
            tracing::debug!(
                service = &*self.service,
                method = self.method,
                code,
                seconds,
                caller = self.actor,
                "request"
            );
        }
        let method = if unknown { OTHER.to_owned() } else { self.method };
        metrics::histogram!(names::REQUEST_SECONDS, "service" => Arc::clone(&self.service), "method" => method.clone())
            .record(seconds);
        metrics::counter!(names::REQUESTS, "service" => self.service, "method" => method, "code" => code)
            .increment(1);
    }
}

/// Whether it is our fault.
fn is_fault(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Grpc(code) => matches!(code, Code::Internal | Code::Unknown | Code::DataLoss),
        Outcome::Http(status) => status == http::StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Whether nothing answers there: its path is no label, since anybody can make up any number of them.
fn is_unknown(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Grpc(code) => matches!(code, Code::Unimplemented | Code::Unauthenticated),
        Outcome::Http(status) => {
            matches!(status, http::StatusCode::NOT_FOUND | http::StatusCode::UNAUTHORIZED)
        }
    }
}

/// The metrics' label: the gRPC method or the template of the route, so that there are few. What a fallback answers it names itself.
fn method((path, template): (&str, bool), grpc: bool) -> String {
    match path.trim_start_matches('/').split_once('/') {
        _ if template => path.to_owned(),
        Some((service, method)) if grpc && service.contains('.') => format!("{service}/{method}"),
        _ => OTHER.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_few() {
        let call = "/yearbook.figures.v1.FigureService/BatchGetFigures";
        assert_eq!(method((call, false), true), "yearbook.figures.v1.FigureService/BatchGetFigures");
        assert_eq!(method((call, false), false), "other", "no gRPC call");
        assert_eq!(method(("/reports/2024.json", false), false), "other");
        assert_eq!(method(("/reports/{name}", true), false), "/reports/{name}");
        assert_eq!(method(("/", true), false), "/");
    }

    #[test]
    fn the_body_of_a_grpc_answer_comes_through_whole() {
        let body = tonic::Status::not_found("no").into_http::<Body>();
        let call = Call::start(
            "test".into(),
            ("/a.B/C", false),
            true,
            (Trace::begin(), None),
            InFlight::begin(&metrics::Gauge::noop(), None),
        );
        assert_eq!(outcome::status(call.watch(body).headers()), Some(Code::NotFound));
    }
}
