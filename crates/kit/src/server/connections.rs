//! Connections of a listener: how many, how they are kept alive, and how they end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::GRACE;
use crate::channel::{CONNECTION_WINDOW, STREAM_WINDOW};

/// Connections at a time; more wait in the listener's queue.
const MAX_CONNECTIONS: usize = 4_096;
/// How often an idle connection is tried.
const KEEPALIVE: Duration = Duration::from_secs(20);
/// How long the answer may take.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a client may take to send a request's head over HTTP/1.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// The connections of one listener.
pub(super) struct Connections {
    graceful: GracefulShutdown,
    cut: CancellationToken,
    free: Arc<Semaphore>,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            graceful: GracefulShutdown::new(),
            cut: CancellationToken::new(),
            free: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
        }
    }
}

impl Connections {
    /// The next connection, as soon as there is room for one.
    pub(super) async fn accept(
        &self,
        listener: &TcpListener,
    ) -> (Option<OwnedSemaphorePermit>, io::Result<(TcpStream, SocketAddr)>) {
        // The semaphore is never closed, so that there always is a permit.
        let permit = Arc::clone(&self.free).acquire_owned().await.ok();
        (permit, listener.accept().await)
    }

    /// Serves a connection in a task of its own.
    pub(super) fn serve(&self, stream: TcpStream, router: Router, permit: Option<OwnedSemaphorePermit>) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let (watcher, cut) = (self.graceful.watcher(), self.cut.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = answer(stream, router, watcher) => {}
                () = cut.cancelled() => {}
            }
            drop(permit);
        });
    }

    /// Takes no more requests and waits for those in flight, at most [`GRACE`]; then cuts what is left. Whether nothing was.
    pub(super) async fn end(self) -> bool {
        let ended = tokio::time::timeout(GRACE, self.graceful.shutdown()).await.is_ok();
        self.cut.cancel();
        ended
    }
}

async fn answer(stream: TcpStream, router: Router, watcher: Watcher) {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEPALIVE)
        .keep_alive_timeout(KEEPALIVE_TIMEOUT)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(connection.into_owned()).await {
        tracing::debug!(error, "connection");
    }
}
