//! How a call ended: recorded once for each, as metrics and as a line of the log.
//!
//! A gRPC call's body is watched to the end, where its status stands. An HTTP answer is recorded at its head and its body left alone. A call that went well is logged at `debug`: at `info` a request costs no line.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::response::Response;
use tokio::sync::OwnedSemaphorePermit;
use tonic::Code;

use crate::errors::code_name;
use crate::telemetry::names;
use crate::trace::{self, Trace};
use crate::watched::{self, Watched};

/// A call under way.
pub(super) struct Call {
    /// Who calls; empty while that is not known.
    pub(super) actor: String,
    service: Arc<str>,
    method: String,
    grpc: bool,
    start: Instant,
    trace: Trace,
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

/// What a call ended with.
#[derive(Clone, Copy)]
enum Outcome {
    Grpc(Code),
    Http(http::StatusCode),
}

impl Call {
    /// A call that starts now, at a path of which is said whether it is a route's template.
    pub(super) fn start(
        service: Arc<str>,
        path: (&str, bool),
        grpc: bool,
        trace: Trace,
        place: InFlight,
    ) -> Self {
        let (method, start) = (method(path), Instant::now());
        Self { actor: String::new(), service, method, grpc, start, trace, _place: Some(place) }
    }

    /// A call that is refused before it is looked at: its path, which anybody can make up, is no label.
    pub(super) fn shed(service: Arc<str>, grpc: bool, trace: Trace) -> Self {
        let (method, start) = ("other".to_owned(), Instant::now());
        Self { actor: String::new(), service, method, grpc, start, trace, _place: None }
    }

    /// The gRPC method, the route's template, or the first segment of an HTTP path.
    pub(super) fn method(&self) -> &str {
        &self.method
    }

    /// The response, recorded now or when its body ends.
    pub(super) fn watch(self, response: Response) -> Response {
        match watched::status(response.headers()) {
            Some(code) => self.end(Outcome::Grpc(code)),
            None if self.grpc => {
                let ended = |code| self.end(Outcome::Grpc(code));
                return response.map(|body| Body::new(Watched::new(body, |_| Code::Unknown, ended)));
            }
            None => self.end(Outcome::Http(response.status())),
        }
        response
    }

    fn end(self, outcome: Outcome) {
        let trace = self.trace;
        // A body ends outside of the task's work for the request.
        trace::within_now(trace, || self.record(outcome));
    }

    fn record(self, outcome: Outcome) {
        let seconds = self.start.elapsed().as_secs_f64();
        let code = match outcome {
            Outcome::Grpc(code) => code_name(code).to_owned(),
            Outcome::Http(status) => status.as_str().to_owned(),
        };
        if outcome.is_fault() {
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
        let method = if outcome.is_unknown() { "other".to_owned() } else { self.method };
        metrics::histogram!(names::REQUEST_SECONDS, "service" => Arc::clone(&self.service), "method" => method.clone())
            .record(seconds);
        metrics::counter!(names::REQUESTS, "service" => self.service, "method" => method, "code" => code)
            .increment(1);
    }
}

impl Outcome {
    /// Whether it is our fault.
    fn is_fault(self) -> bool {
        match self {
            Self::Grpc(code) => matches!(code, Code::Internal | Code::Unknown | Code::DataLoss),
            Self::Http(status) => status == http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether nothing answers there: its path is no label, since anybody can make up any number of them.
    fn is_unknown(self) -> bool {
        match self {
            Self::Grpc(code) => matches!(code, Code::Unimplemented | Code::Unauthenticated),
            Self::Http(status) => {
                matches!(status, http::StatusCode::NOT_FOUND | http::StatusCode::UNAUTHORIZED)
            }
        }
    }
}

/// The metrics' label: the gRPC method, the template of the route, or the first segment of an HTTP path, so that there are few.
fn method((path, template): (&str, bool)) -> String {
    if template {
        return path.to_owned();
    }
    let mut parts = path.trim_start_matches('/').splitn(3, '/');
    match (parts.next(), parts.next()) {
        (Some(service), Some(method)) if service.contains('.') => format!("{service}/{method}"),
        (Some(first), _) => format!("/{first}"),
        (None, _) => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_few() {
        assert_eq!(
            method(("/yearbook.figures.v1.FigureService/BatchGetFigures", false)),
            "yearbook.figures.v1.FigureService/BatchGetFigures"
        );
        assert_eq!(method(("/reports/2024.json", false)), "/reports");
        assert_eq!(method(("/reports/{name}", true)), "/reports/{name}");
        assert_eq!(method(("/", false)), "/");
    }

    #[test]
    fn the_body_of_a_grpc_answer_comes_through_whole() {
        let body = tonic::Status::not_found("no").into_http::<Body>();
        let call = Call::start(
            "test".into(),
            ("/a.B/C", false),
            true,
            Trace::begin(),
            InFlight::begin(&metrics::Gauge::noop(), None),
        );
        assert_eq!(watched::status(call.watch(body).headers()), Some(Code::NotFound));
    }
}
