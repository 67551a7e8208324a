//! Channels to services: over the network, or within the process with the same client type.

use std::fmt;
use std::io;
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use tokio::io::DuplexStream;
use tonic::transport::{Channel, Endpoint};

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
    /// On the network: `http://host:port`.
    Address(http::Uri),
    /// In this process: its whole app, as [`crate::server::App::into_router`] makes it.
    InProcess(axum::Router),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(uri) => uri.fmt(f),
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
            Self::Address(uri) => tuned(Channel::builder(uri.clone())).connect_lazy(),
            Self::InProcess(router) => {
                let router = router.clone();
                let connector = tower::service_fn(move |_: http::Uri| {
                    let router = router.clone();
                    async move { Ok::<_, io::Error>(TokioIo::new(open(router))) }
                });
                tuned(Endpoint::from_static("http://in-process")).connect_with_connector_lazy(connector)
            }
        }
    }
}

fn tuned(endpoint: Endpoint) -> Endpoint {
    endpoint
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_nodelay(true)
        .http2_keep_alive_interval(KEEPALIVE)
        .keep_alive_timeout(KEEPALIVE_TIMEOUT)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
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
