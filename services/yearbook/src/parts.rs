//! Sending the parts of a bundle to their services: each part whole, through the gateway.

use api::figures::v1::{self as figures, FileChunk, ImportHeader, ImportOutcome, PartFile};
use api::report::v1 as report;
use interchange::Bundle;
use kit::part::MAX_CHUNK;

use crate::connection::Connection;

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

/// Sends the part of one owner. Mistakes and conflicts are an outcome.
///
/// # Errors
/// When the call fails: the service does not answer, or the caller may not write.
pub(crate) async fn send(
    connection: &Connection,
    bundle: &Bundle,
    owner: &str,
    run: &Run,
) -> anyhow::Result<ImportOutcome> {
    let part = bundle.part(owner);
    let file = |(name, bytes): (&&str, &&[u8])| PartFile {
        name: (*name).to_owned(),
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    let header = ImportHeader {
        service: owner.to_owned(),
        files: part.iter().map(file).collect(),
        validate_only: run.validate_only,
        request_id: run.request_id.clone(),
        reason: run.reason.clone(),
        replace: run.replace,
    };
    let chunks: Vec<FileChunk> = part.iter().flat_map(|(name, bytes)| chunks(name, bytes)).collect();
    let sent = if owner == gateway::NAME {
        of_gateway(connection, header, chunks).await
    } else {
        of_domain(connection, header, chunks).await
    };
    sent.map_err(|status| connection.failed(&status).context(owner.to_owned()))
}

fn chunks<'a>(name: &'a str, bytes: &'a [u8]) -> impl Iterator<Item = FileChunk> + use<'a> {
    bytes.chunks(MAX_CHUNK).map(|data| FileChunk { name: name.to_owned(), data: data.to_vec().into() })
}

async fn of_domain(
    connection: &Connection,
    header: ImportHeader,
    chunks: Vec<FileChunk>,
) -> Result<ImportOutcome, tonic::Status> {
    use figures::import_part_request::Content;
    let pieces = std::iter::once(Content::Header(header)).chain(chunks.into_iter().map(Content::Chunk));
    let pieces = pieces.map(|content| figures::ImportPartRequest { content: Some(content) });
    let answer = connection.figures().import_part(tokio_stream::iter(pieces)).await?;
    Ok(answer.into_inner().outcome.unwrap_or_default())
}

async fn of_gateway(
    connection: &Connection,
    header: ImportHeader,
    chunks: Vec<FileChunk>,
) -> Result<ImportOutcome, tonic::Status> {
    use report::import_part_request::Content;
    let pieces = std::iter::once(Content::Header(header)).chain(chunks.into_iter().map(Content::Chunk));
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
        let bytes = vec![7; MAX_CHUNK + 1];
        assert_eq!(chunks("a", &bytes).map(|c| c.data.len()).collect::<Vec<_>>(), [MAX_CHUNK, 1]);
        assert_eq!(chunks("a", &[]).count(), 0);
    }
}
