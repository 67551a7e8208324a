//! Load with keep-alive from a few connections; every answer is read to its end.

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use futures::future::try_join_all;
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

/// One GET on a connection of its own.
pub(crate) async fn get(authority: &str, path: &str) -> Result<Bytes> {
    let mut sender = connect(authority).await?;
    fetch(&mut sender, authority, path).await
}

/// As many GETs on keep-alive connections.
pub(crate) async fn http(authority: &str, path: &str, requests: usize) -> Result<()> {
    try_join_all((0..CONNECTIONS).map(|_| async {
        let mut sender = connect(authority).await?;
        for _ in 0..requests / CONNECTIONS {
            fetch(&mut sender, authority, path).await?;
        }
        Ok::<_, anyhow::Error>(())
    }))
    .await
    .map(drop)
}

async fn connect(authority: &str) -> Result<SendRequest<Empty<Bytes>>> {
    let stream = TcpStream::connect(authority).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn fetch(sender: &mut SendRequest<Empty<Bytes>>, authority: &str, path: &str) -> Result<Bytes> {
    let request = http::Request::get(path).header("host", authority).body(Empty::new())?;
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    if response.status() != http::StatusCode::OK {
        bail!("{path}: {}", response.status());
    }
    Ok(response.into_body().collect().await?.to_bytes())
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
