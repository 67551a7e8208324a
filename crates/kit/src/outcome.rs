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
        // Who reads a body that says it is at its end reads no further.
        self.end(if self.body.is_end_stream() { Code::Ok } else { Code::Cancelled });
    }
}

/// The status that a frame of gRPC-Web holds, whose trailers are data: `0x80`, their length, and lines (gRPC-Web, "Protocol differences").
fn web_status(data: &[u8]) -> Option<Code> {
    let (0x80, rest) = data.split_first().map(|(first, rest)| (*first, rest))? else { return None };
    let (length, lines) = rest.split_first_chunk::<4>()?;
    let whole = usize::try_from(u32::from_be_bytes(*length)) == Ok(lines.len());
    let lines = std::str::from_utf8(lines).ok().filter(|_| whole)?;
    let code = lines.lines().find_map(|line| line.strip_prefix(GRPC_STATUS)?.strip_prefix(':'))?;
    Some(Code::from_bytes(code.trim().as_bytes()))
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
                let trailers = frame.trailers_ref().and_then(status);
                if let Some(code) = trailers.or_else(|| web_status(frame.data_ref()?)) {
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

    #[test]
    fn a_body_that_says_it_is_at_its_end_is_whole() {
        let mut told = Vec::new();
        let body = http_body_util::Full::new(Bytes::from_static(b"data"));
        let mut watched = Watched::new(body, |never| match *never {}, |code| told.push(code));
        let _ = futures::executor::block_on(watched.frame());
        drop(watched);
        assert_eq!(told, [Code::Ok]);
    }

    #[test]
    fn trailers_of_grpc_web_are_data() {
        let web = |lines: &str| {
            let length = u32::try_from(lines.len()).expect("few").to_be_bytes();
            Ok(Frame::data(Bytes::from([&[0x80][..], &length, lines.as_bytes()].concat())))
        };
        assert_eq!(told(vec![web("grpc-status:5\r\ngrpc-message:no\r\n")], 1), [Code::NotFound]);
        assert_eq!(told(vec![web("grpc-status: 0\r\n")], 1), [Code::Ok]);
        assert_eq!(told(vec![web("grpc-message:no\r\n")], 1), [Code::Cancelled], "no status yet");
        let short = Ok(Frame::data(Bytes::from_static(b"\x80\0\0\0\x20grpc-status:5\r\n")));
        assert_eq!(told(vec![short], 1), [Code::Cancelled], "of another length: no trailers");
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
