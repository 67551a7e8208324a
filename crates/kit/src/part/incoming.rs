//! A part on its way: what the header announces is what comes.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use api::figures::v1::{ErrorReason, FileChunk, ImportHeader};
use futures::{Stream, StreamExt};
use tonic::{Code, Status};

use super::{
    MAX_BYTES, MAX_CHUNK, MAX_FILES, MAX_PASSING_BYTES, MAX_SILENCE, MIN_PASSING_BYTES, Piece, check,
    malformed, silent,
};
use crate::errors::Failure;

/// A part whose header was read. Its files follow: first those that are held, then those that pass.
pub struct Incoming<S> {
    stream: Pin<Box<S>>,
    silence: Duration,
    header: ImportHeader,
    files: BTreeMap<String, Announced>,
    /// The file whose chunks are coming.
    current: Option<String>,
    /// A chunk that came and was not asked for yet.
    next: Option<FileChunk>,
}

/// A file that the header names.
#[derive(Clone, Copy)]
struct Announced {
    size: u64,
    came: u64,
    passes: bool,
}

impl<S, M> Incoming<S>
where
    S: Stream<Item = Result<M, Status>>,
    M: Into<Piece>,
{
    /// Reads the header. `passes` says of which files the service takes large ones as they come: those are, if they come last.
    ///
    /// # Errors
    /// As [`collect`](super::collect()).
    pub async fn open(stream: S, service: &str, passes: impl Fn(&str) -> bool) -> Result<Self, Status> {
        Self::within(stream, service, passes, MAX_SILENCE).await
    }

    pub(super) async fn within(
        stream: S,
        service: &str,
        passes: impl Fn(&str) -> bool,
        silence: Duration,
    ) -> Result<Self, Status> {
        let mut stream = Box::pin(stream);
        let Some(Piece::Header(header)) = next(&mut stream, silence).await? else {
            return Err(malformed("the first message is not the header; send it first"));
        };
        check(&header, service)?;
        let files = announced(&header, passes)?;
        Ok(Self { stream, silence, header, files, current: None, next: None })
    }

    /// What is to be done with the part.
    pub const fn header(&self) -> &ImportHeader {
        &self.header
    }

    /// The same, for good.
    pub fn into_header(self) -> ImportHeader {
        self.header
    }

    /// The files that pass, in the order in which they were announced, each with its size in bytes.
    pub fn passing(&self) -> Vec<(String, u64)> {
        let of = |name: &String| {
            self.files.get(name).filter(|file| file.passes).map(|file| (name.clone(), file.size))
        };
        self.header.files.iter().filter_map(|file| of(&file.name)).collect()
    }

    /// The files that are held, whole.
    ///
    /// # Errors
    /// As [`collect`](super::collect()).
    pub async fn files(&mut self) -> Result<BTreeMap<String, Vec<u8>>, Status> {
        let held = self.files.iter().filter(|(_, file)| !file.passes);
        let mut files: BTreeMap<String, Vec<u8>> = held.map(|(name, _)| (name.clone(), Vec::new())).collect();
        while let Some(chunk) = self.chunk().await? {
            let Some(file) = files.get_mut(&chunk.name) else {
                self.next = Some(chunk);
                break;
            };
            file.extend_from_slice(&chunk.data);
        }
        self.check_whole(|file| !file.passes)?;
        Ok(files)
    }

    /// The next bytes of the files that pass; none when all have come whole.
    ///
    /// # Errors
    /// As [`collect`](super::collect()).
    pub async fn chunk(&mut self) -> Result<Option<FileChunk>, Status> {
        if let Some(chunk) = self.next.take() {
            return Ok(Some(chunk));
        }
        match next(&mut self.stream, self.silence).await? {
            Some(Piece::Chunk(chunk)) => self.announced(chunk).map(Some),
            Some(Piece::Header(_)) => Err(malformed("a second header; send one part a call")),
            Some(Piece::Nothing) => Err(malformed("a message without content; send a header, then chunks")),
            None => self.check_whole(|_| true).map(|()| None),
        }
    }

    /// A chunk, if it is the one that must come.
    fn announced(&mut self, chunk: FileChunk) -> Result<FileChunk, Status> {
        let passing =
            self.current.as_ref().and_then(|name| self.files.get(name)).is_some_and(|file| file.passes);
        let Some(file) = self.files.get_mut(&chunk.name) else {
            return Err(malformed(&format!("the header does not name the file `{}`", chunk.name)));
        };
        if chunk.data.len() > MAX_CHUNK {
            let message = format!("a chunk of {} bytes; send at most {MAX_CHUNK}", chunk.data.len());
            return Err(malformed(&message));
        }
        if self.current.as_ref() != Some(&chunk.name) {
            if file.came > 0 {
                return Err(malformed(&format!(
                    "chunks of `{}` come apart; send each file whole",
                    chunk.name
                )));
            }
            if passing && !file.passes {
                let message =
                    format!("`{}` comes behind a larger file; send files in the header's order", chunk.name);
                return Err(malformed(&message));
            }
        }
        let came = file.came.saturating_add(u64::try_from(chunk.data.len()).unwrap_or(u64::MAX));
        if came > file.size {
            let message = format!("`{}` has more than the {} bytes announced", chunk.name, file.size);
            return Err(malformed(&message));
        }
        file.came = came;
        self.current = Some(chunk.name.clone());
        Ok(chunk)
    }

    fn check_whole(&self, which: impl Fn(&Announced) -> bool) -> Result<(), Status> {
        match self.files.iter().find(|(_, file)| which(file) && file.came != file.size) {
            Some((name, Announced { size, came, .. })) => {
                let message = format!("`{name}` ends after {came} of {size} bytes; send the part again");
                Err(malformed(&message))
            }
            None => Ok(()),
        }
    }
}

async fn next<S, M>(stream: &mut Pin<Box<S>>, silence: Duration) -> Result<Option<Piece>, Status>
where
    S: Stream<Item = Result<M, Status>>,
    M: Into<Piece>,
{
    match tokio::time::timeout(silence, stream.next()).await {
        Ok(message) => message.transpose().map(|message| message.map(Into::into)),
        Err(_) => Err(silent(silence)),
    }
}

/// The files that a header names: of the large ones at its end those pass that may.
fn announced(
    header: &ImportHeader,
    may: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, Announced>, Status> {
    if header.files.is_empty() {
        return Err(
            Failure::invalid(ErrorReason::FieldRequired, "header.files", "name at least one file").into()
        );
    }
    let size = |bytes: i64| u64::try_from(bytes).unwrap_or(u64::MAX);
    let large = |size: u64| (MIN_PASSING_BYTES..=MAX_PASSING_BYTES).contains(&size);
    let last = header.files.iter().rev();
    let passing = last.take_while(|file| may(&file.name) && large(size(file.size_bytes))).count();
    let count = header.files.len();
    let held = count.saturating_sub(passing);
    let total = header.files.iter().take(held).map(|file| size(file.size_bytes)).fold(0, u64::saturating_add);
    if count > MAX_FILES || total > MAX_BYTES {
        let message = format!(
            "the part has {count} files and {total} bytes; at most {MAX_FILES} and {MAX_BYTES} are taken"
        );
        return Err(Failure::new(Code::ResourceExhausted, ErrorReason::PartTooLarge, message).into());
    }
    let mut files = BTreeMap::new();
    for (at, file) in header.files.iter().enumerate() {
        let announced = Announced { size: size(file.size_bytes), came: 0, passes: at >= held };
        if files.insert(file.name.clone(), announced).is_some() {
            return Err(malformed(&format!("the file `{}` is named twice", file.name)));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use api::figures::v1::PartFile;

    use super::*;

    fn large() -> i64 {
        i64::try_from(MIN_PASSING_BYTES).expect("small")
    }

    fn header(files: &[(&str, i64)]) -> Piece {
        let file =
            |(name, size_bytes): &(&str, i64)| PartFile { name: (*name).to_owned(), size_bytes: *size_bytes };
        Piece::Header(ImportHeader {
            service: "alpha".to_owned(),
            files: files.iter().map(file).collect(),
            request_id: "run-1".to_owned(),
            reason: "a test".to_owned(),
            ..ImportHeader::default()
        })
    }

    fn chunk(name: &str, length: usize) -> Piece {
        Piece::Chunk(FileChunk { name: name.to_owned(), data: vec![b'x'; length].into() })
    }

    async fn opened(pieces: Vec<Piece>) -> Incoming<impl Stream<Item = Result<Piece, Status>>> {
        let stream = futures::stream::iter(pieces.into_iter().map(Ok));
        Incoming::open(stream, "alpha", |name| name.starts_with("large")).await.expect("a header")
    }

    #[tokio::test]
    async fn a_large_file_that_comes_last_passes() {
        let files = header(&[("a.csv", 2), ("large.csv", large())]);
        let half = MAX_CHUNK / 2;
        let mut incoming =
            opened(vec![files, chunk("a.csv", 2), chunk("large.csv", half), chunk("large.csv", half)]).await;
        assert_eq!(incoming.passing(), [("large.csv".to_owned(), MIN_PASSING_BYTES)]);
        let held: Vec<_> = incoming.files().await.expect("whole").into_iter().collect();
        assert_eq!(held, [("a.csv".to_owned(), b"xx".to_vec())]);
        let mut sizes = Vec::new();
        while let Some(chunk) = incoming.chunk().await.expect("of the form") {
            sizes.push(chunk.data.len());
        }
        assert_eq!(sizes, [half, half]);
    }

    #[tokio::test]
    async fn a_large_file_that_others_follow_or_a_small_one_is_held() {
        let incoming = opened(vec![header(&[("large.csv", large()), ("a.csv", 2)])]).await;
        assert_eq!(incoming.passing(), []);
        let incoming = opened(vec![header(&[("a.csv", 2), ("large.csv", large() - 1)])]).await;
        assert_eq!(incoming.passing(), []);
    }

    #[tokio::test]
    async fn what_passes_is_held_to_what_was_announced() {
        let files = || header(&[("a.csv", 2), ("large.csv", large())]);
        let refused = async |pieces: Vec<Piece>, expected: &str| {
            let mut incoming = opened(pieces).await;
            let mut failed = incoming.files().await.err();
            while failed.is_none() {
                match incoming.chunk().await {
                    Ok(Some(_)) => {}
                    Ok(None) => break,
                    Err(status) => failed = Some(status),
                }
            }
            let failed = failed.expect("refused");
            assert!(failed.message().contains(expected), "{}", failed.message());
        };
        refused(vec![files(), chunk("large.csv", 5)], "`a.csv` ends after 0 of 2").await;
        refused(
            vec![files(), chunk("a.csv", 1), chunk("large.csv", 5), chunk("a.csv", 1)],
            "ends after 1 of 2",
        )
        .await;
        refused(vec![files(), chunk("a.csv", 2), chunk("large.csv", 5)], "ends after 5 of").await;
        refused(vec![files(), chunk("a.csv", 2), chunk("large.csv", 5), chunk("a.csv", 1)], "come apart")
            .await;
        refused(
            vec![files(), chunk("a.csv", 2), chunk("large.csv", MAX_CHUNK), chunk("large.csv", 1)],
            "more than",
        )
        .await;
    }
}
