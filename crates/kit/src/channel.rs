//! Channels to services: over the network, or within the process with the same client type.
//!
//! A channel over the network is to a *name*: every address that the name has is connected to, again as the name changes, and calls take
//! turns over the connections that stand (as gRPC's `round_robin` policy does). tonic's own balanced channel lost: it offers calls to
//! an address that does not answer as well, and a call that it lost is gone, so that a replica that dies costs calls.

mod address;
mod connect;
mod pool;
mod resolve;
mod send;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, TryFutureExt};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use tokio::io::DuplexStream;
use tonic::Status;
use tonic::body::Body;
use tonic::transport::Endpoint;

use pool::Pool;
pub use resolve::Resolver;
pub use send::Repeatable;

/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// How often an idle connection is tried.
const KEEPALIVE: Duration = Duration::from_secs(20);
/// How long the answer may take: longer than a busy machine stalls, shorter than a person waits.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// HTTP/2 windows: large answers need larger ones than the default 64 KiB.
pub(crate) const STREAM_WINDOW: u32 = 1 << 20;
/// As [`STREAM_WINDOW`], of a whole connection.
pub(crate) const CONNECTION_WINDOW: u32 = 4 << 20;
/// The largest message that is sent or read: 16 MiB.
pub const MAX_MESSAGE_BYTES: usize = 16 << 20;
/// The buffer between the two ends within the process.
const DUPLEX_BYTES: usize = 256 << 10;

/// Where a service is.
#[derive(Clone, Debug)]
pub enum Target {
    /// On the network: `http://host:port`, where the host is an address, or a name that the system resolves.
    Address(http::Uri),
    /// On the network, where something else resolves the name.
    Resolved(http::Uri, Resolver),
    /// In this process: its whole app, as [`crate::server::App::into_router`] makes it.
    InProcess(axum::Router),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(uri) | Self::Resolved(uri, _) => uri.fmt(f),
            Self::InProcess(_) => f.write_str("in-process"),
        }
    }
}

impl Target {
    /// A channel that connects when it is first used, and again after a failure. Must be called within a runtime.
    ///
    /// Over the network it takes at most a second to connect; both kinds encode and decode alike.
    #[must_use]
    pub fn channel(&self) -> Channel {
        match self {
            Self::Address(uri) => Channel::over(uri, Resolver::system()),
            Self::Resolved(uri, resolver) => Channel::over(uri, resolver.clone()),
            Self::InProcess(router) => Channel(Way::InProcess(in_process(router.clone()))),
        }
    }
}

/// A way to a service, for any gRPC client. Cloning is cheap; clones share their connections, which end with the last of them.
#[derive(Clone)]
pub struct Channel(Way);

#[derive(Clone)]
enum Way {
    Network(Arc<Pool>),
    InProcess(tonic::transport::Channel),
}

impl Channel {
    fn over(uri: &http::Uri, resolver: Resolver) -> Self {
        Self(Way::Network(Arc::new(Pool::new(uri, resolver))))
    }

    /// The `host:port` of a channel over the network.
    pub(crate) fn authority(&self) -> Option<&str> {
        match &self.0 {
            Way::Network(pool) => Some(pool.name()),
            Way::InProcess(_) => None,
        }
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = match &self.0 {
            Way::Network(pool) => pool.name(),
            Way::InProcess(_) => "in-process",
        };
        f.debug_tuple("Channel").field(&to).finish()
    }
}

impl tower::Service<http::Request<Body>> for Channel {
    type Response = http::Response<Body>;
    type Error = Status;
    type Future = BoxFuture<'static, Result<Self::Response, Status>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Status>> {
        match &mut self.0 {
            Way::Network(_) => Poll::Ready(Ok(())),
            Way::InProcess(channel) => channel.poll_ready(context).map_err(failed),
        }
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        match &mut self.0 {
            Way::Network(pool) => send::send(Arc::clone(pool), request).boxed(),
            Way::InProcess(channel) => channel.call(request).map_err(failed).boxed(),
        }
    }
}

fn failed(error: tonic::transport::Error) -> Status {
    Status::from_error(error.into())
}

fn in_process(router: axum::Router) -> tonic::transport::Channel {
    let connector = tower::service_fn(move |_: http::Uri| {
        let router = router.clone();
        async move { Ok::<_, io::Error>(TokioIo::new(open(router))) }
    });
    Endpoint::from_static("http://in-process")
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .connect_with_connector_lazy(connector)
}

/// Serves the router on one end of a pipe and returns the other.
fn open(router: axum::Router) -> DuplexStream {
    let (client, server) = tokio::io::duplex(DUPLEX_BYTES);
    tokio::spawn(async move {
        let mut builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
        builder.initial_stream_window_size(STREAM_WINDOW).initial_connection_window_size(CONNECTION_WINDOW);
        let served = builder.serve_connection(TokioIo::new(server), TowerToHyperService::new(router)).await;
        if let Err(error) = served {
            tracing::debug!(%error, "connection within the process");
        }
    });
    client
}
