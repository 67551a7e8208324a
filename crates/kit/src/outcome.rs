//! How a call ended, on the side that answers and on the one that asks.
//!
//! A gRPC call's status stands in trailers, after the body, so that the body is watched to its end. Whoever answers a call and whoever made it learn here how it ended, once: by the trailers, by a body that ends without any
//! (all is well), by one that breaks, or by one that is dropped before its end (the call was given up).

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use hyper::body::{Body, Frame, SizeHint};
use tonic::Code;

use crate::errors::code_name;

/// The header and trailer that hold a gRPC status.
const GRPC_STATUS: &str = "grpc-status";

/// The status that a head or trailers say, if they do.
pub(crate) fn status(headers: &HeaderMap) -> Option<Code> {
    headers.get(GRPC_STATUS).map(|value| Code::from_bytes(value.as_bytes()))
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// With a gRPC status; so does an HTTP request that got no answer.
    Grpc(Code),
    /// With an HTTP status.
    Http(http::StatusCode),
}

impl Outcome {
    /// As metrics and traces name it: `NOT_FOUND`, `404`.
    pub(crate) fn label(&self) -> &str {
        match self {
            Self::Grpc(code) => code_name(*code),
            Self::Http(status) => status.as_str(),
        }
    }
}

/// A body that tells how its call ended.
pub(crate) struct Watched<B: Body, F: FnOnce(Code)> {
    body: B,
    broken: fn(&B::Error) -> Code,
    /// Told once.
    ended: Option<F>,
}

impl<B: Body, F: FnOnce(Code)> Watched<B, F> {
    /// Watches a body. `broken` says what an error of it means, `ended` is told how the call ended.
    pub(crate) fn new(body: B, broken: fn(&B::Error) -> Code, ended: F) -> Self {
        Self { body, broken, ended: Some(ended) }
    }

    fn end(&mut self, code: Code) {
        if let Some(ended) = self.ended.take() {
            ended(code);
        }
    }
}

impl<B: Body, F: FnOnce(Code)> Drop for Watched<B, F> {
    fn drop(&mut self) {
        self.end(Code::Cancelled);
    }
}

impl<B, F> Body for Watched<B, F>
where
    B: Body<Data = Bytes> + Unpin,
    F: FnOnce(Code) + Unpin,
{
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                if let Some(code) = frame.trailers_ref().and_then(status) {
                    self.end(code);
                }
            }
            Some(Err(error)) => {
                let code = (self.broken)(error);
                self.end(code);
            }
            None => self.end(Code::Ok),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use http_body_util::{BodyExt, StreamBody};

    use super::*;

    type Item = Result<Frame<Bytes>, &'static str>;

    /// What is told of a body of these frames, of which `read` are read.
    fn told(frames: Vec<Item>, read: usize) -> Vec<Code> {
        let told = RefCell::new(Vec::new());
        let body = StreamBody::new(futures::stream::iter(frames));
        let mut watched = Watched::new(body, |_| Code::DataLoss, |code| told.borrow_mut().push(code));
        for _ in 0..read {
            let _ = futures::executor::block_on(watched.frame());
        }
        drop(watched);
        told.into_inner()
    }

    fn trailers(code: Code) -> Item {
        let value = http::HeaderValue::from(i32::from(code));
        Ok(Frame::trailers(HeaderMap::from_iter([(GRPC_STATUS.parse().expect("a name"), value)])))
    }

    #[test]
    fn how_a_call_ended_is_told_once() {
        let data = || Ok(Frame::data(Bytes::from_static(b"data")));
        assert_eq!(told(vec![data(), trailers(Code::NotFound)], 3), [Code::NotFound], "by its trailers");
        assert_eq!(told(vec![data()], 2), [Code::Ok], "without trailers");
        assert_eq!(told(vec![data(), Err("broken")], 2), [Code::DataLoss], "by an error");
        assert_eq!(told(vec![data(), trailers(Code::Ok)], 1), [Code::Cancelled], "given up");
    }
}
