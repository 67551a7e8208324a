//! A call's outcome as an HTTP answer: JSON, lines of JSON, or a problem document.
//!
//! A stream is one JSON object a line: `{"result": MESSAGE}`, and where it fails after its head was sent a last
//! `{"error": PROBLEM}`. The wrapping costs a few bytes; without it a reader could not tell a failure from a message.

use api::json::Codec;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use tonic::Status;

use super::call::{Messages, broken};
use super::refusal::{Refused, refuse};
use super::{Rpc, Writes};
use crate::errors::Problem;

/// The media type of one message.
pub(crate) const JSON: &str = "application/json";
/// The media type of a stream.
pub(crate) const LINES: &str = "application/x-ndjson";

impl Rpc {
    /// The media types by which a client may ask for the answer; none where only the call knows.
    pub(super) fn media_types(&self) -> Option<&'static [&'static str]> {
        match self.writes {
            Writes::Raw => None,
            Writes::Json(_) if self.gives_many => Some(&[LINES, JSON]),
            Writes::Json(_) => Some(&[JSON]),
        }
    }
}

/// A failed call.
pub(super) fn failed(status: &Status) -> Refused {
    Box::new(Problem::of(status).into_response())
}

/// 406.
pub(super) fn not_acceptable(kinds: &[&str]) -> Refused {
    let problem = format!("there is only {}; accept it", kinds.first().copied().unwrap_or_default());
    refuse(StatusCode::NOT_ACCEPTABLE, "accept", &problem)
}

/// The one message of an answer.
pub(super) fn message(codec: &'static Codec, first: Option<Bytes>) -> Result<Response, Refused> {
    let message = first.ok_or_else(|| failed(&broken("has no message")))?;
    let json = codec.to_json(message).map_err(|error| failed(&broken(&error.problem)))?;
    Ok(with_head(JSON, Body::from(json)))
}

/// The messages of an answer, a line each.
pub(super) fn lines(codec: &'static Codec, first: Option<Bytes>, messages: Messages) -> Response {
    let state = Some((first, messages));
    let stream = futures::stream::unfold(state, move |state| async move {
        let (first, mut messages) = state?;
        let next = match first {
            Some(message) => Ok(Some(message)),
            None => messages.next().await,
        };
        let line = next.and_then(|message| message.map(|message| result(codec, message)).transpose());
        match line {
            Ok(Some(line)) => Some((Ok::<_, std::convert::Infallible>(line), Some((None, messages)))),
            Ok(None) => None,
            Err(status) => Some((Ok(error(&status)), None)),
        }
    });
    with_head(LINES, Body::from_stream(stream))
}

fn result(codec: &Codec, message: Bytes) -> Result<Bytes, Status> {
    let line = codec.to_json_within(r#"{"result":"#, message, "}\n");
    line.map(Bytes::from).map_err(|error| broken(&error.problem))
}

fn error(status: &Status) -> Bytes {
    let problem = serde_json::to_vec(&Problem::of(status)).unwrap_or_default();
    [br#"{"error":"#.as_slice(), &problem, b"}\n"].concat().into()
}

fn with_head(kind: &'static str, body: Body) -> Response {
    let fixed = HeaderValue::from_static;
    let head = [
        (header::CONTENT_TYPE, fixed(kind)),
        (header::CACHE_CONTROL, fixed("no-cache")),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
    ];
    (head, body).into_response()
}
