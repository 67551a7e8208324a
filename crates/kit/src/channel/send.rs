//! Sending one request: on a connection that stands, and on another when that one breaks.
//!
//! What was not sent is sent again whatever it is. What was sent and has no answer may have been done; it is sent again only when
//! whoever asks has said that doing it twice is the same ([`Repeatable`]), and once.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{HeaderValue, USER_AGENT};
use http::request::Parts;
use http_body_util::{BodyExt, Full, Limited};
use tonic::Status;
use tonic::body::Body;

use super::MAX_MESSAGE_BYTES;
use super::connect::Sender;
use super::pool::Pool;
use crate::deadline;

/// How many connections are tried for one request.
const TRIES: usize = 3;
/// How this program calls itself where the request does not say who calls.
const AGENT: HeaderValue = HeaderValue::from_static(concat!("yearbook/", env!("CARGO_PKG_VERSION")));
/// The frame's head before a message.
const FRAME_BYTES: usize = 5;

/// Among a request's extensions: it reads, so that it may be sent again when its connection breaks before an answer.
///
/// Its body is read whole before it is sent, so that this is for unary calls and those that only the server streams.
#[derive(Clone, Copy, Debug)]
pub struct Repeatable;

type Response = http::Response<Body>;

/// What came of one try.
enum Tried {
    Answered(Response),
    /// Nothing of it left this process.
    Unsent(http::Request<Body>, String),
    /// The connection broke, with the request on it.
    Broken(String),
    /// The other side refused this request.
    Refused(Status),
}

/// Sends a request.
///
/// # Errors
/// `UNAVAILABLE` with what was tried; `DEADLINE_EXCEEDED` after the request's own timeout.
pub(super) async fn send(pool: Arc<Pool>, request: http::Request<Body>) -> Result<Response, Status> {
    let limit = request.headers().get(deadline::HEADER);
    let Some(limit) = limit.and_then(|text| deadline::read(text.to_str().ok()?)) else {
        return tries(&pool, request).await;
    };
    let late = |_| Status::deadline_exceeded(format!("{} did not answer within {limit:?}", pool.name()));
    tokio::time::timeout(limit, tries(&pool, request)).await.map_err(late)?
}

async fn tries(pool: &Pool, request: http::Request<Body>) -> Result<Response, Status> {
    let (mut parts, body) = request.into_parts();
    direct(pool, &mut parts)?;
    let mut copy = None;
    let mut request = if parts.extensions.remove::<Repeatable>().is_some() {
        let bytes = whole(body).await?;
        copy = Some((parts.clone(), bytes.clone()));
        with(parts, bytes)
    } else {
        http::Request::from_parts(parts, body)
    };
    let mut tried: Vec<SocketAddr> = Vec::with_capacity(TRIES);
    let mut why = String::new();
    for _ in 0..TRIES {
        let (at, sender) = pool.ready(&tried).await.map_err(|why| nobody(pool, &why))?;
        tried.push(at);
        request = match once(sender, request).await {
            Tried::Answered(response) => return Ok(response),
            Tried::Refused(status) => return Err(status),
            Tried::Unsent(request, reason) => {
                why = format!("{at}: {reason}");
                request
            }
            Tried::Broken(reason) => match copy.take() {
                Some((parts, bytes)) => {
                    tracing::debug!(address = %at, reason, "sent again on another connection");
                    why = format!("{at}: {reason}");
                    with(parts, bytes)
                }
                None => return Err(nobody(pool, &format!("{at}: {reason}"))),
            },
        };
    }
    Err(nobody(pool, &why))
}

async fn once(mut sender: Sender, request: http::Request<Body>) -> Tried {
    let mut refused = match sender.try_send_request(request).await {
        Ok(response) => return Tried::Answered(response.map(Body::new)),
        Err(refused) => refused,
    };
    match refused.take_message() {
        Some(request) => Tried::Unsent(request, refused.into_error().to_string()),
        None => broken(refused.into_error()),
    }
}

/// Whether the connection failed, or the other side refused this one request.
fn broken(error: hyper::Error) -> Tried {
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        if let Some(h2) = inner.downcast_ref::<h2::Error>() {
            let mine = h2.is_reset() && h2.reason() != Some(h2::Reason::REFUSED_STREAM);
            return if mine {
                Tried::Refused(Status::from_error(error.into()))
            } else {
                Tried::Broken(h2.to_string())
            };
        }
        source = inner.source();
    }
    // Anything else without an answer is a connection that went away: closed, or silent for too long.
    Tried::Broken(error.to_string())
}

/// The request's address is the name's, whichever address answers.
fn direct(pool: &Pool, parts: &mut Parts) -> Result<(), Status> {
    let mut uri = std::mem::take(&mut parts.uri).into_parts();
    uri.scheme = Some(http::uri::Scheme::HTTP);
    let authority = pool.name().parse();
    uri.authority = Some(authority.map_err(|_| Status::internal(format!("`{}` is no host", pool.name())))?);
    uri.path_and_query.get_or_insert(http::uri::PathAndQuery::from_static("/"));
    parts.uri = http::Uri::from_parts(uri).map_err(|error| Status::internal(error.to_string()))?;
    parts.version = http::Version::HTTP_2;
    parts.headers.entry(USER_AGENT).or_insert(AGENT);
    Ok(())
}

async fn whole(body: Body) -> Result<Bytes, Status> {
    let collected = Limited::new(body, MAX_MESSAGE_BYTES.saturating_add(FRAME_BYTES)).collect().await;
    Ok(collected.map_err(Status::from_error)?.to_bytes())
}

fn with(parts: Parts, bytes: Bytes) -> http::Request<Body> {
    http::Request::from_parts(parts, Body::new(Full::new(bytes)))
}

fn nobody(pool: &Pool, why: &str) -> Status {
    let mut status = Status::unavailable(format!("{} does not answer ({why})", pool.name()));
    // Tells what never reached the service from what it says itself.
    status.set_source(Arc::new(tonic::ConnectError(why.into())));
    status
}
