//! Calls to other services: each says to which request it belongs, and is counted by how it ended.
//!
//! This stands around the channel and not around single calls, so that none is left out: gRPC, what is passed on as bytes, HTTP.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use tonic::body::Body;
use tonic::{Code, Status};
use tower::Service;

use crate::channel::Channel;
use crate::errors::code_name;
use crate::server::is_grpc;
use crate::telemetry::names;
use crate::trace;
use crate::watched::{self, Watched};

/// A channel to another service, under its name.
#[derive(Clone, Debug)]
pub struct Outgoing {
    channel: Channel,
    service: Arc<str>,
}

impl Outgoing {
    /// A channel to the service of a name.
    #[must_use]
    pub fn new(service: &str, channel: Channel) -> Self {
        Self { channel, service: service.into() }
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
        trace::pass_on(request.headers_mut());
        let call = Call { service: Arc::clone(&self.service), start: Instant::now(), ended: false };
        let answering = self.channel.call(request);
        Box::pin(async move {
            match answering.await {
                Ok(response) => Ok(call.watch(response)),
                Err(status) => {
                    call.end(code_name(status.code()));
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
}

impl Call {
    /// The answer, counted now or when its body ends: a gRPC status may stand after the body.
    fn watch(self, response: http::Response<Body>) -> http::Response<Body> {
        metrics::histogram!(names::ASKED_SECONDS, "service" => Arc::clone(&self.service))
            .record(self.start.elapsed().as_secs_f64());
        match watched::status(response.headers()) {
            Some(code) => self.end(code_name(code)),
            None if is_grpc(response.headers()) => {
                let ended = |code| self.end(code_name(code));
                return response.map(|body| Body::new(Watched::new(body, Status::code, ended)));
            }
            None => self.end(response.status().as_str()),
        }
        response
    }

    fn end(mut self, code: &str) {
        self.count(code);
    }

    fn count(&mut self, code: &str) {
        if !std::mem::replace(&mut self.ended, true) {
            metrics::counter!(names::ASKED, "service" => Arc::clone(&self.service), "code" => code.to_owned())
                .increment(1);
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.count(code_name(Code::Cancelled));
    }
}
