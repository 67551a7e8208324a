//! Calls to other services: each says to which request it belongs, is a span of its trace, and is counted by how it ended. What a service
//! asks for itself bears its own token.
//!
//! This stands around the channel and not around single calls, so that none is left out: gRPC, what is passed on as bytes, HTTP.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use http::header;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::Service;

use crate::caller::OwnToken;
use crate::channel::Channel;
use crate::outcome::{self, Outcome, Watched};
use crate::server::is_grpc;
use crate::spans::{Peer, Span};
use crate::telemetry::names;
use crate::trace;

/// A channel to another service, under its name.
#[derive(Clone, Debug)]
pub struct Outgoing {
    channel: Channel,
    asking: Arc<str>,
    service: Arc<str>,
    own: Option<OwnToken>,
}

impl Outgoing {
    /// A channel of the service `asking` to the service of a name, for calls of others.
    #[must_use]
    pub fn new(asking: &str, service: &str, channel: Channel) -> Self {
        Self { channel, asking: asking.into(), service: service.into(), own: None }
    }

    /// The same for calls that the service makes for itself: those that bear no token bear this one. Within the process nobody asks for it.
    #[must_use]
    pub fn bearing(self, own: Option<OwnToken>) -> Self {
        let own = own.filter(|_| self.channel.authority().is_some());
        Self { own, ..self }
    }

    /// The call, and its place in the trace said in its head.
    fn begin(&self, request: &mut http::Request<Body>) -> Call {
        let place = trace::next();
        trace::pass_on(request.headers_mut(), place);
        if let Some(own) = &self.own {
            request.headers_mut().entry(header::AUTHORIZATION).or_insert_with(|| own.authorization());
        }
        let peer = Peer { service: &self.service, authority: self.channel.authority() };
        let what = (request.method(), request.uri().path());
        let span = Span::client(place, &self.asking, &peer, what, is_grpc(request.headers()));
        Call { service: Arc::clone(&self.service), start: Instant::now(), ended: false, span }
    }
}

impl Service<http::Request<Body>> for Outgoing {
    type Response = http::Response<Body>;
    type Error = Status;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Status>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Status>> {
        self.channel.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let call = self.begin(&mut request);
        let answering = self.channel.call(request);
        Box::pin(async move {
            match answering.await {
                Ok(response) => Ok(call.watch(response)),
                Err(status) => {
                    call.end(Outcome::Grpc(status.code()));
                    Err(status)
                }
            }
        })
    }
}

/// A call under way. One that is dropped before it ended was given up: mostly since no answer came in time.
struct Call {
    service: Arc<str>,
    start: Instant,
    ended: bool,
    span: Option<Span>,
}

impl Call {
    /// The answer, counted now or when its body ends: a gRPC status may stand after the body.
    fn watch(self, response: http::Response<Body>) -> http::Response<Body> {
        metrics::histogram!(names::ASKED_SECONDS, "service" => Arc::clone(&self.service))
            .record(self.start.elapsed().as_secs_f64());
        match outcome::status(response.headers()) {
            Some(code) => self.end(Outcome::Grpc(code)),
            None if is_grpc(response.headers()) => {
                let ended = |code| self.end(Outcome::Grpc(code));
                return response.map(|body| Body::new(Watched::new(body, Status::code, ended)));
            }
            None => self.end(Outcome::Http(response.status())),
        }
        response
    }

    fn end(mut self, outcome: Outcome) {
        self.count(outcome);
    }

    fn count(&mut self, outcome: Outcome) {
        if std::mem::replace(&mut self.ended, true) {
            return;
        }
        let code = outcome.label().to_owned();
        metrics::counter!(names::ASKED, "service" => Arc::clone(&self.service), "code" => code).increment(1);
        if let Some(span) = self.span.take() {
            span.end(outcome);
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.count(Outcome::Grpc(Code::Cancelled));
    }
}
