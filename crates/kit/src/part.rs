//! The stream of an import: the header, then the files in chunks; collected whole before anything is looked at, but for large files that the
//! service reads as they come.
//!
//! Every service takes a part of a bundle, and each takes it alike: bounded by what the header announces, refused at the first
//! thing that is not of the form asked. What the files say is the service's business.

mod incoming;

use std::collections::BTreeMap;
use std::time::Duration;

use api::figures::v1::{self as proto, ErrorReason, FileChunk, ImportHeader};
use futures::Stream;
pub use incoming::Incoming;
use tonic::{Code, Status};

use crate::errors::Failure;
use crate::intent;

/// The most files of one part.
pub const MAX_FILES: usize = 10_000;
/// The most bytes of those files of one part that are held until all have come.
pub const MAX_BYTES: u64 = 256 << 20;
/// The most bytes of one file that is read as it comes.
pub const MAX_PASSING_BYTES: u64 = 4 << 30;
/// A file of fewer bytes is held: there is nothing to gain by reading it as it comes.
pub const MIN_PASSING_BYTES: u64 = 1 << 20;
/// The most bytes of one chunk.
pub const MAX_CHUNK: usize = 1 << 20;
/// How long the next message of the stream may take.
const MAX_SILENCE: Duration = Duration::from_secs(30);

/// One message of the stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What comes, and how it is to be written.
    Header(ImportHeader),
    /// Some bytes of a file.
    Chunk(FileChunk),
    /// A message without content.
    Nothing,
}

impl From<proto::ImportPartRequest> for Piece {
    fn from(message: proto::ImportPartRequest) -> Self {
        use proto::import_part_request::Content;
        match message.content {
            Some(Content::Header(header)) => Self::Header(header),
            Some(Content::Chunk(chunk)) => Self::Chunk(chunk),
            None => Self::Nothing,
        }
    }
}

impl From<api::report::v1::ImportPartRequest> for Piece {
    fn from(message: api::report::v1::ImportPartRequest) -> Self {
        use api::report::v1::import_part_request::Content;
        match message.content {
            Some(Content::Header(header)) => Self::Header(header),
            Some(Content::Chunk(chunk)) => Self::Chunk(chunk),
            None => Self::Nothing,
        }
    }
}

/// A part as it came: its header and its files, by name.
pub type Part = (ImportHeader, BTreeMap<String, Vec<u8>>);

/// Collects the part of a service.
///
/// # Errors
/// `INVALID_ARGUMENT` when the header is incomplete or the stream malformed, `RESOURCE_EXHAUSTED` when it is too large,
/// `DEADLINE_EXCEEDED` when nothing comes for 30 seconds; those of the stream.
pub async fn collect<M>(stream: impl Stream<Item = Result<M, Status>>, service: &str) -> Result<Part, Status>
where
    M: Into<Piece>,
{
    collect_within(stream, service, MAX_SILENCE).await
}

async fn collect_within<M>(
    stream: impl Stream<Item = Result<M, Status>>,
    service: &str,
    silence: Duration,
) -> Result<Part, Status>
where
    M: Into<Piece>,
{
    let mut incoming = Incoming::within(stream, service, |_| false, silence).await?;
    let files = incoming.files().await?;
    Ok((incoming.into_header(), files))
}

/// Whether the header is for this service and says all that is needed. Who may write is looked at before (`kit::access`).
///
/// # Errors
/// As [`collect`].
pub fn check(header: &ImportHeader, service: &str) -> Result<(), Status> {
    if header.service != service {
        let asked: String = header.service.chars().take(100).collect();
        let problem = format!("this is {service}, not `{asked}`; send the part to its own service");
        return Err(Failure::invalid(ErrorReason::FieldInvalid, "header.service", problem).into());
    }
    let wrong = intent::wrong(&header.request_id, &header.reason, header.validate_only);
    if let Some((name, reason, problem)) = wrong.into_iter().next() {
        return Err(Failure::invalid(reason, format!("header.{name}"), problem).into());
    }
    Ok(())
}

fn silent(silence: Duration) -> Status {
    let message = format!(
        "nothing of the part came for {} seconds, and nothing was written; send it again without a pause",
        silence.as_secs()
    );
    Failure::new(Code::DeadlineExceeded, ErrorReason::PartTooSlow, message).into()
}

fn malformed(message: &str) -> Status {
    Failure::new(Code::InvalidArgument, ErrorReason::PartMalformed, message).into()
}

#[cfg(test)]
mod tests {
    use api::figures::v1::PartFile;
    use futures::StreamExt;

    use super::*;

    fn header(files: &[(&str, i64)]) -> ImportHeader {
        let file =
            |(name, size_bytes): &(&str, i64)| PartFile { name: (*name).to_owned(), size_bytes: *size_bytes };
        ImportHeader {
            service: "alpha".to_owned(),
            files: files.iter().map(file).collect(),
            request_id: "run-1".to_owned(),
            reason: "a test".to_owned(),
            ..ImportHeader::default()
        }
    }

    fn chunk(name: &str, data: &'static str) -> Piece {
        Piece::Chunk(FileChunk { name: name.to_owned(), data: data.into() })
    }

    async fn collected(pieces: Vec<Piece>) -> Result<Part, Status> {
        collect(futures::stream::iter(pieces.into_iter().map(Ok)), "alpha").await
    }

    #[tokio::test]
    async fn files_come_whole_in_chunks() {
        let header = header(&[("a.csv", 4), ("empty.csv", 0)]);
        let pieces = vec![Piece::Header(header), chunk("a.csv", "ab"), chunk("a.csv", "cd")];
        let (_, files) = collected(pieces).await.expect("whole");
        let files: Vec<_> = files.into_iter().collect();
        assert_eq!(files, [("a.csv".to_owned(), b"abcd".to_vec()), ("empty.csv".to_owned(), Vec::new())]);
    }

    #[tokio::test]
    async fn a_stream_that_falls_silent_is_given_up() {
        let start =
            futures::stream::iter([Ok(Piece::Header(header(&[("a.csv", 4)]))), Ok(chunk("a.csv", "ab"))]);
        let stream = start.chain(futures::stream::pending());
        let given_up = collect_within(stream, "alpha", Duration::from_millis(5)).await;
        let status = given_up.expect_err("given up");
        assert_eq!(status.code(), Code::DeadlineExceeded);
        assert!(status.message().contains("send it again"), "{}", status.message());
    }

    #[track_caller]
    fn refused(pieces: Vec<Piece>, expected: &str) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let refused = runtime.block_on(collected(pieces)).expect_err("refused");
        assert!(refused.message().contains(expected), "{}", refused.message());
    }

    #[test]
    fn a_stream_that_is_not_of_the_form_is_refused_with_the_remedy() {
        let start = || Piece::Header(header(&[("a.csv", 3), ("b.csv", 1)]));
        refused(vec![], "send it first");
        refused(vec![chunk("a.csv", "abc")], "send it first");
        refused(vec![start(), start()], "a second header");
        refused(vec![start(), Piece::Nothing], "without content");
        refused(vec![start(), chunk("c.csv", "x")], "does not name");
        refused(vec![start(), chunk("a.csv", "abcd")], "more than the 3 bytes");
        refused(vec![start(), chunk("a.csv", "a"), chunk("b.csv", "b"), chunk("a.csv", "b")], "come apart");
        refused(vec![start(), chunk("a.csv", "ab"), chunk("b.csv", "b")], "ends after 2 of 3");
        refused(vec![Piece::Header(header(&[]))], "at least one");
        refused(vec![Piece::Header(header(&[("a", -1)]))], "at most");
        refused(vec![Piece::Header(header(&[("a", 1), ("a", 1)]))], "named twice");
        refused(vec![Piece::Header(header(&[("a", 300 << 20)]))], "at most");
    }

    #[tokio::test]
    async fn a_header_says_for_whom_why_and_by_which_run() {
        type Spoil = fn(&mut ImportHeader);
        let cases: [(Spoil, &str); 5] = [
            (|h| h.service = "beta".to_owned(), "its own service"),
            (|h| h.request_id.clear(), "UUID"),
            (|h| h.request_id = "a b".to_owned(), "visible"),
            (|h| h.reason = " ".to_owned(), "say why"),
            (|h| h.reason = "x".repeat(1_001), "at most"),
        ];
        for (spoil, expected) in cases {
            let mut header = header(&[("a.csv", 0)]);
            spoil(&mut header);
            let refused = check(&header, "alpha").expect_err("refused");
            assert!(refused.message().contains(expected), "{}", refused.message());
        }
    }
}
