//! One connection to one address: HTTP/2 from its first byte, tuned like the server's side.

use std::net::SocketAddr;
use std::time::Duration;

use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tonic::body::Body;

use super::{CONNECT_TIMEOUT, CONNECTION_WINDOW, KEEPALIVE, KEEPALIVE_TIMEOUT, STREAM_WINDOW};

/// What requests are sent by; clones share the connection.
pub(super) type Sender = http2::SendRequest<Body>;

/// Ends when no further request can be sent; streams that are open then go on.
pub(super) type Connection = http2::Connection<TokioIo<TcpStream>, Body, TokioExecutor>;

/// Connects.
///
/// # Errors
/// Why there is no connection, for people.
pub(super) async fn connect(address: SocketAddr) -> Result<(Sender, Connection), String> {
    let late = |_| format!("no connection within {}", shown(CONNECT_TIMEOUT));
    timeout(CONNECT_TIMEOUT, open(address)).await.map_err(late)?
}

async fn open(address: SocketAddr) -> Result<(Sender, Connection), String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEPALIVE)
        .keep_alive_timeout(KEEPALIVE_TIMEOUT)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW);
    builder.handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())
}

fn shown(duration: Duration) -> String {
    format!("{} s", duration.as_secs())
}
