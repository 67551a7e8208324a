//! Sending the parts of a bundle to their services: each part whole, through the gateway. A large file is read from the disk while it is sent.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use api::figures::v1::{self as figures, FileChunk, ImportHeader, ImportOutcome, PartFile};
use api::report::v1 as report;
use bytes::Bytes;
use interchange::Bundle;
use kit::folder::Large;
use kit::part::MAX_CHUNK;

use crate::connection::Connection;
use crate::progress::Progress;

/// How a run writes: the same for all of its parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// Identifies the run.
    pub(crate) request_id: String,
    /// Why; kept with the revisions.
    pub(crate) reason: String,
    /// Only say what would be written.
    pub(crate) validate_only: bool,
    /// Overwrite rows that something else than an import has changed.
    pub(crate) replace: bool,
}

/// The owners of a bundle's parts, in the order in which they are written: the gateway last, so that no report is assembled from
/// content whose figures are not there yet.
pub(crate) fn owners(bundle: &Bundle) -> Vec<String> {
    bundle.services().iter().cloned().chain([gateway::NAME.to_owned()]).collect()
}

/// A bundle on its way: its files in memory, and the large ones that are on the disk, empty in memory.
#[derive(Clone, Copy)]
pub(crate) struct Parcel<'a> {
    pub(crate) bundle: &'a Bundle,
    pub(crate) large: &'a [Large],
}

impl<'a> Parcel<'a> {
    /// A bundle that is in memory as a whole.
    pub(crate) const fn whole(bundle: &'a Bundle) -> Self {
        Self { bundle, large: &[] }
    }

    /// The files of an owner with their sizes, large ones last.
    fn files(&self, owner: &str) -> Vec<Outgoing> {
        let large = |name: &str| self.large.iter().find(|large| large.name == name);
        let file = |(name, bytes): (&str, &[u8])| match large(name) {
            Some(large) => {
                Outgoing { name: name.to_owned(), size: large.bytes, from: From::Disk(large.path.clone()) }
            }
            None => Outgoing {
                name: name.to_owned(),
                size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                from: From::Memory(Bytes::copy_from_slice(bytes)),
            },
        };
        let mut files: Vec<Outgoing> = self.bundle.part(owner).into_iter().map(file).collect();
        files.sort_by_key(|file| matches!(file.from, From::Disk(_)));
        files
    }

    /// How many bytes the parts of these owners have.
    pub(crate) fn bytes(&self, owners: &[String]) -> u64 {
        let of =
            |owner: &String| self.files(owner).iter().fold(0, |sum: u64, file| sum.saturating_add(file.size));
        owners.iter().map(of).fold(0, u64::saturating_add)
    }
}

/// A file that is sent.
struct Outgoing {
    name: String,
    size: u64,
    from: From,
}

enum From {
    Memory(Bytes),
    Disk(PathBuf),
}

/// Sends the part of one owner. Mistakes and conflicts are an outcome.
///
/// # Errors
/// When the call fails: the service does not answer, or the caller may not write; when a large file cannot be read.
pub(crate) async fn send(
    connection: &Connection,
    parcel: Parcel<'_>,
    owner: &str,
    run: &Run,
    progress: &Progress,
) -> anyhow::Result<ImportOutcome> {
    let files = parcel.files(owner);
    let file = |file: &Outgoing| PartFile {
        name: file.name.clone(),
        size_bytes: i64::try_from(file.size).unwrap_or(i64::MAX),
    };
    let header = ImportHeader {
        service: owner.to_owned(),
        files: files.iter().map(file).collect(),
        validate_only: run.validate_only,
        request_id: run.request_id.clone(),
        reason: run.reason.clone(),
        replace: run.replace,
    };
    let unread = Arc::new(Mutex::new(None));
    let chunks = files.into_iter().flat_map(chunks);
    let (keep, progress) = (Arc::clone(&unread), progress.clone());
    // What cannot be read ends the stream, so that the service finds the part incomplete and writes nothing.
    let chunks = chunks.map_while(move |chunk| match chunk {
        Ok(chunk) => {
            progress.sent(&chunk.name, &chunk.data);
            Some(chunk)
        }
        Err(error) => {
            *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            None
        }
    });
    let sent = if owner == gateway::NAME {
        of_gateway(connection, header, chunks).await
    } else {
        of_domain(connection, header, chunks).await
    };
    if let Some(error) = unread.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(error);
    }
    sent.map_err(|status| connection.failed(&status).context(owner.to_owned()))
}

type Chunks = Box<dyn Iterator<Item = anyhow::Result<FileChunk>> + Send>;

fn chunks(file: Outgoing) -> Chunks {
    let Outgoing { name, from, .. } = file;
    let path = match from {
        From::Memory(bytes) => return Box::new(of_memory(name, bytes).map(Ok)),
        From::Disk(path) => path,
    };
    let mut open = None;
    let mut next = move || -> anyhow::Result<Option<FileChunk>> {
        let file = match &mut open {
            Some(file) => file,
            none => none.insert(File::open(&path).with_context(|| path.display().to_string())?),
        };
        let mut data = Vec::with_capacity(MAX_CHUNK);
        file.take(u64::try_from(MAX_CHUNK)?)
            .read_to_end(&mut data)
            .with_context(|| path.display().to_string())?;
        Ok((!data.is_empty()).then(|| FileChunk { name: name.clone(), data: data.into() }))
    };
    Box::new(std::iter::from_fn(move || next().transpose()).fuse())
}

fn of_memory(name: String, mut bytes: Bytes) -> impl Iterator<Item = FileChunk> + Send {
    std::iter::from_fn(move || {
        let data = bytes.split_to(bytes.len().min(MAX_CHUNK));
        (!data.is_empty()).then(|| FileChunk { name: name.clone(), data })
    })
}

async fn of_domain(
    connection: &Connection,
    header: ImportHeader,
    chunks: impl Iterator<Item = FileChunk> + Send + 'static,
) -> Result<ImportOutcome, tonic::Status> {
    use figures::import_part_request::Content;
    let pieces = std::iter::once(Content::Header(header)).chain(chunks.map(Content::Chunk));
    let pieces = pieces.map(|content| figures::ImportPartRequest { content: Some(content) });
    let answer = connection.figures().import_part(tokio_stream::iter(pieces)).await?;
    Ok(answer.into_inner().outcome.unwrap_or_default())
}

async fn of_gateway(
    connection: &Connection,
    header: ImportHeader,
    chunks: impl Iterator<Item = FileChunk> + Send + 'static,
) -> Result<ImportOutcome, tonic::Status> {
    use report::import_part_request::Content;
    let pieces = std::iter::once(Content::Header(header)).chain(chunks.map(Content::Chunk));
    let pieces = pieces.map(|content| report::ImportPartRequest { content: Some(content) });
    let answer = connection.reports().import_part(tokio_stream::iter(pieces)).await?;
    Ok(answer.into_inner().outcome.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gateways_part_is_the_last() {
        let owners = owners(&first_bundle::bundle());
        assert_eq!(owners, ["connectivity", "events", "membership", "projects", "results", "gateway"]);
    }

    #[test]
    fn a_file_goes_in_chunks_and_an_empty_one_in_none() {
        let sizes = |from: From| -> Vec<usize> {
            let chunks = chunks(Outgoing { name: "a".to_owned(), size: 0, from });
            chunks.map(|chunk| chunk.expect("readable").data.len()).collect()
        };
        let bytes = vec![7; MAX_CHUNK + 1];
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &bytes).expect("written");
        assert_eq!(sizes(From::Memory(bytes.into())), [MAX_CHUNK, 1]);
        assert_eq!(sizes(From::Disk(file.path().to_owned())), [MAX_CHUNK, 1]);
        assert_eq!(sizes(From::Memory(Bytes::new())), [0; 0]);
        let gone =
            chunks(Outgoing { name: "a".to_owned(), size: 0, from: From::Disk("/nowhere/a.csv".into()) });
        let told = gone.map(|chunk| chunk.expect_err("not there").to_string()).next();
        assert_eq!(told.as_deref(), Some("/nowhere/a.csv"));
    }
}
