//! Load with keep-alive from a few connections; every answer is read to its end.

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use futures::future::try_join_all;
use http::{Response, StatusCode, header};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use prost::Message;
use tokio::net::TcpStream;
use tonic::client::Grpc;
use tonic::transport::Channel;

use crate::raw::Raw;

/// Connections at a time.
const CONNECTIONS: usize = 2;

/// A connection that is kept for one request after the other.
pub(crate) type Connection = SendRequest<Empty<Bytes>>;

/// What is asked again and again: a path, and what the request says besides.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    /// Path and query.
    pub(crate) path: String,
    /// `Accept-Encoding`; empty says nothing.
    pub(crate) encoding: &'static str,
    /// `If-None-Match`; empty says nothing.
    pub(crate) known: String,
}

impl Asked {
    /// A path alone.
    pub(crate) fn path(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// One answer on a connection of its own.
    pub(crate) async fn once(&self, authority: &str) -> Result<Response<Bytes>> {
        self.on(&mut connect(authority).await?, authority).await
    }

    /// One answer on a connection, read to its end.
    pub(crate) async fn on(&self, sender: &mut Connection, authority: &str) -> Result<Response<Bytes>> {
        let mut request = http::Request::get(&self.path).header(header::HOST, authority);
        if !self.encoding.is_empty() {
            request = request.header(header::ACCEPT_ENCODING, self.encoding);
        }
        if !self.known.is_empty() {
            request = request.header(header::IF_NONE_MATCH, &self.known);
        }
        sender.ready().await?;
        let (parts, body) = sender.send_request(request.body(Empty::new())?).await?.into_parts();
        Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
    }

    /// The same where the answer must be 200, or 304 where something is known.
    async fn answered(&self, sender: &mut Connection, authority: &str) -> Result<Bytes> {
        let response = self.on(sender, authority).await?;
        let wanted = if self.known.is_empty() { StatusCode::OK } else { StatusCode::NOT_MODIFIED };
        if response.status() != wanted {
            bail!("{}: {}", self.path, response.status());
        }
        Ok(response.into_body())
    }
}

/// One GET on a connection of its own.
pub(crate) async fn get(authority: &str, path: &str) -> Result<Bytes> {
    Asked::path(path).answered(&mut connect(authority).await?, authority).await
}

/// As many GETs on keep-alive connections.
pub(crate) async fn http(authority: &str, asked: &Asked, requests: usize) -> Result<()> {
    try_join_all((0..CONNECTIONS).map(|_| async {
        let mut sender = connect(authority).await?;
        for _ in 0..requests / CONNECTIONS {
            asked.answered(&mut sender, authority).await?;
        }
        Ok::<_, anyhow::Error>(())
    }))
    .await
    .map(drop)
}

/// Opens a connection.
pub(crate) async fn connect(authority: &str) -> Result<Connection> {
    let stream = TcpStream::connect(authority).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// As many calls of `GetReport`, undecoded.
pub(crate) async fn get_report(address: &str, requests: usize) -> Result<Bytes> {
    let message = api::report::v1::GetReportRequest { name: "reports/2024".into(), language: "en".into() };
    let request = Bytes::from(message.encode_to_vec());
    let loops = (0..CONNECTIONS).map(|_| async {
        let channel = Channel::from_shared(address.to_owned())?.tcp_nodelay(true);
        let channel = channel.initial_stream_window_size(1 << 20).initial_connection_window_size(4 << 20);
        let mut client =
            Grpc::new(channel.connect().await?).max_decoding_message_size(kit::channel::MAX_MESSAGE_BYTES);
        let mut last = None;
        for _ in 0..requests / CONNECTIONS {
            client.ready().await?;
            let path = http::uri::PathAndQuery::from_static("/yearbook.report.v1.ReportService/GetReport");
            let call = client.unary::<Bytes, Bytes, Raw>(tonic::Request::new(request.clone()), path, Raw);
            last = Some(call.await?.into_inner());
        }
        Ok::<_, anyhow::Error>(last)
    });
    try_join_all(loops).await?.pop().flatten().context("an answer")
}
