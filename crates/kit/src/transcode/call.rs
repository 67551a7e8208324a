//! One call of the gRPC stack in this process: the request that goes in, the messages and the status that come out.

use std::time::Duration;

use api::figures::v1::ErrorReason;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::{Buf, Bytes, BytesMut};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Version, header};
use http_body_util::BodyExt;
use tonic::{Code, Status};
use tower::ServiceExt;

use super::refusal::Refused;
use super::{Captures, Rpc, accept, answer, raw};
use crate::caller::ANONYMOUS;
use crate::errors::Failure;

/// How long a call may take to begin its answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// The largest message of an answer.
const MAX_ANSWER: usize = 64 << 20;
/// What of a request's head goes on to the call.
const PASSED: [HeaderName; 7] = [
    header::AUTHORIZATION,
    header::ACCEPT_LANGUAGE,
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
    HeaderName::from_static("baggage"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static(ANONYMOUS),
];

impl Rpc {
    /// Answers an HTTP request by a call.
    pub(super) async fn call(
        &self,
        stack: Router,
        captures: Captures,
        request: Request,
    ) -> Result<Response, Refused> {
        let (parts, body) = request.into_parts();
        if let Some(kinds) = self.media_types()
            && !accept::takes(&parts.headers, kinds)
        {
            return Err(answer::not_acceptable(kinds));
        }
        let framed = self.read(captures, parts.uri.query(), &parts.headers, body).await?;
        let (found, head) = (framed.found, parts.headers.clone());
        let answered = tokio::time::timeout(PATIENCE, begin(stack, self.onward(parts, framed.body))).await;
        let begun = answered.map_err(|_| answer::failed(&late()))?;
        let told = |status: &Status| match found.get() {
            Some(mistake) => super::refusal::mistake(mistake.clone()),
            None => answer::failed(status),
        };
        let (first, messages) = begun.map_err(|status| told(&status))?;
        match self.writes {
            super::Writes::Raw => raw::send(first, messages.metadata, &head),
            super::Writes::Json(codec) if self.gives_many => Ok(answer::lines(codec, first, messages)),
            super::Writes::Json(codec) => answer::message(codec, first),
        }
    }

    /// The gRPC request.
    fn onward(&self, parts: Parts, body: Body) -> Request {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.version_mut() = Version::HTTP_2;
        // A full name and a method are a path.
        *request.uri_mut() = self.path.parse().unwrap_or_default();
        let headers = request.headers_mut();
        for name in PASSED {
            headers.extend(parts.headers.get_all(&name).iter().map(|value| (name.clone(), value.clone())));
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
        *request.extensions_mut() = parts.extensions;
        request
    }
}

/// Sends a call and waits for its first message, or for the status that says why there is none.
async fn begin(stack: Router, request: Request) -> Result<(Option<Bytes>, Messages), Status> {
    let response = stack.oneshot(request).await.unwrap_or_else(|never| match never {});
    let (parts, body) = response.into_parts();
    if let Some(status) = Status::from_header_map(&parts.headers).filter(|status| status.code() != Code::Ok) {
        return Err(status);
    }
    let mut messages = Messages { metadata: parts.headers, body, buffer: BytesMut::new() };
    let first = messages.next().await?;
    Ok((first, messages))
}

/// The messages of an answer.
pub(super) struct Messages {
    /// The answer's head.
    pub(super) metadata: HeaderMap,
    body: Body,
    buffer: BytesMut,
}

impl Messages {
    /// The next message; none after the last of a call that went well.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Status> {
        loop {
            if let Some(message) = self.complete()? {
                return Ok(Some(message));
            }
            let Some(frame) = self.body.frame().await else {
                let whole = self.buffer.is_empty();
                return if whole { Ok(None) } else { Err(broken("ends within a message")) };
            };
            let frame = frame.map_err(|error| broken(&error.to_string()))?;
            match frame.into_data() {
                Ok(bytes) => self.buffer.extend_from_slice(&bytes),
                Err(frame) => {
                    let status = frame.trailers_ref().and_then(Status::from_header_map);
                    if let Some(status) = status.filter(|status| status.code() != Code::Ok) {
                        return Err(status);
                    }
                }
            }
        }
    }

    fn complete(&mut self) -> Result<Option<Bytes>, Status> {
        let Some((head, _)) = self.buffer.split_first_chunk::<5>() else { return Ok(None) };
        let [compressed, length @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if compressed != 0 || length > MAX_ANSWER {
            return Err(broken("is compressed or too large"));
        }
        if self.buffer.len() < length.saturating_add(5) {
            return Ok(None);
        }
        self.buffer.advance(5);
        Ok(Some(self.buffer.split_to(length).freeze()))
    }
}

/// An answer of our own stack that is not understood: a fault of ours.
pub(super) fn broken(why: &str) -> Status {
    crate::errors::internal(&std::io::Error::other(format!("an answer within the process {why}")))
}

fn late() -> Status {
    let message =
        format!("there is no answer within {} s; ask for less, or try again later", PATIENCE.as_secs());
    Failure::new(Code::DeadlineExceeded, ErrorReason::ServiceUnavailable, message).into()
}
