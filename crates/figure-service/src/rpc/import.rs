//! `ImportPart`: collects the files of the stream, then imports them at once.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use api::figures::v1::ErrorReason;
use api::figures::v1::import_part_request::Content;
use interchange::Bundle;
use interchange::bundle::MAX_FILES;
use kit::caller::Caller;
use kit::errors::Failure;
use tonic::{Code, Request, Status, Streaming};

use super::failure;
use crate::engine::Engine;
use crate::import::{Import, Imported};

/// The most bytes of one part.
const MAX_BYTES: u64 = 256 << 20;
/// The most bytes of one chunk.
const MAX_CHUNK: usize = 1 << 20;
/// The longest request id, and the longest reason, in characters.
const MAX_ID: usize = 128;
const MAX_REASON: usize = 1_000;

pub(super) async fn call(
    engine: &Engine,
    request: Request<Streaming<proto::ImportPartRequest>>,
) -> Result<proto::ImportPartResponse, Status> {
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let mut stream = request.into_inner();
    let header = match stream.message().await?.and_then(|m| m.content) {
        Some(Content::Header(header)) => header,
        Some(Content::Chunk(_)) | None => {
            return Err(malformed("the first message is not the header; send it first"));
        }
    };
    let import = checked(engine, &header, caller)?;
    let mut files = announced(&header)?;
    while let Some(message) = stream.message().await? {
        match message.content {
            Some(Content::Chunk(chunk)) => files.add(chunk)?,
            Some(Content::Header(_)) => return Err(malformed("a second header; send one part a call")),
            None => return Err(malformed("a message without content")),
        }
    }
    let (bundle, mistakes) = bundle(files.whole()?);
    let imported = engine.import(&bundle, mistakes, &import).await.map_err(failure::store)?;
    Ok(proto::ImportPartResponse { outcome: Some(outcome(imported)) })
}

/// A part may lack `bundle.toml`: what is stored of it holds.
fn bundle(files: BTreeMap<String, Vec<u8>>) -> (Bundle, Vec<interchange::Mistake>) {
    let has_manifest = files.contains_key(interchange::manifest::FILE);
    let (bundle, mut mistakes) = Bundle::new(files);
    if !has_manifest {
        mistakes.retain(|m| m.place.file != interchange::manifest::FILE);
    }
    (bundle, mistakes)
}

/// Who may import this, and whether the header says all that is needed.
fn checked(engine: &Engine, header: &proto::ImportHeader, caller: Caller) -> Result<Import, Status> {
    let name = engine.domain().name;
    if header.service != name {
        let message = format!("this is {name}, not `{}`; send the part to its own service", header.service);
        return Err(failure::field("header.service", message));
    }
    if !caller.may_write(name) {
        return Err(Failure::write_denied(&caller.actor, name).into());
    }
    let id = &header.request_id;
    if id.is_empty() && !header.validate_only {
        return Err(failure::required("header.request_id", "send a new UUID for each run"));
    }
    if id.chars().count() > MAX_ID || id.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(failure::field(
            "header.request_id",
            format!("1 to {MAX_ID} visible characters, such as a UUID"),
        ));
    }
    if header.reason.trim().is_empty() && !header.validate_only {
        return Err(failure::required("header.reason", "say why; it is kept with the revision"));
    }
    if header.reason.chars().count() > MAX_REASON {
        return Err(failure::field("header.reason", format!("at most {MAX_REASON} characters")));
    }
    Ok(Import {
        actor: caller.actor,
        reason: header.reason.clone(),
        request_id: id.clone(),
        validate_only: header.validate_only,
        replace: header.replace,
    })
}

/// Files as they come in, bounded by what the header says of them.
struct Incoming {
    expected: BTreeMap<String, usize>,
    files: BTreeMap<String, Vec<u8>>,
    /// The file whose chunks are coming.
    current: Option<String>,
}

fn announced(header: &proto::ImportHeader) -> Result<Incoming, Status> {
    if header.files.is_empty() {
        return Err(failure::required("header.files", "name at least one file"));
    }
    let total: u64 = header
        .files
        .iter()
        .map(|f| u64::try_from(f.size_bytes).unwrap_or(u64::MAX))
        .fold(0, u64::saturating_add);
    if header.files.len() > MAX_FILES || total > MAX_BYTES {
        let message = format!(
            "the part has {} files and {total} bytes; at most {MAX_FILES} and {MAX_BYTES}",
            header.files.len()
        );
        return Err(Failure::new(Code::ResourceExhausted, ErrorReason::PartTooLarge, message).into());
    }
    let mut expected = BTreeMap::new();
    for file in &header.files {
        let size = usize::try_from(file.size_bytes).map_err(|_| malformed("a file has a negative size"))?;
        if expected.insert(file.name.clone(), size).is_some() {
            return Err(malformed(&format!("the file `{}` is named twice", file.name)));
        }
    }
    let files =
        expected.iter().filter(|(_, size)| **size == 0).map(|(name, _)| (name.clone(), Vec::new())).collect();
    Ok(Incoming { expected, files, current: None })
}

impl Incoming {
    fn add(&mut self, chunk: proto::FileChunk) -> Result<(), Status> {
        let Some(size) = self.expected.get(&chunk.name) else {
            return Err(malformed(&format!("the header does not name the file `{}`", chunk.name)));
        };
        if chunk.data.len() > MAX_CHUNK {
            return Err(malformed(&format!("a chunk of {} bytes; at most {MAX_CHUNK}", chunk.data.len())));
        }
        if self.current.as_ref() != Some(&chunk.name)
            && self.files.get(&chunk.name).is_some_and(|f| !f.is_empty())
        {
            return Err(malformed(&format!("chunks of `{}` come apart; send each file whole", chunk.name)));
        }
        let file = self.files.entry(chunk.name.clone()).or_default();
        if file.len().saturating_add(chunk.data.len()) > *size {
            return Err(malformed(&format!("`{}` has more than the {size} bytes announced", chunk.name)));
        }
        file.extend_from_slice(&chunk.data);
        self.current = Some(chunk.name);
        Ok(())
    }

    fn whole(self) -> Result<BTreeMap<String, Vec<u8>>, Status> {
        for (name, size) in &self.expected {
            let came = self.files.get(name).map_or(0, Vec::len);
            if came != *size {
                return Err(malformed(&format!(
                    "`{name}` ends after {came} of {size} bytes; send the part again"
                )));
            }
        }
        Ok(self.files)
    }
}

fn malformed(message: &str) -> Status {
    Failure::new(Code::InvalidArgument, ErrorReason::PartMalformed, message).into()
}

fn outcome(imported: Imported) -> proto::ImportOutcome {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let place = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let files = imported.files.into_iter().map(|f| proto::FileCounts {
        file: f.file,
        read: count(f.read),
        added: count(f.added),
        changed: count(f.changed),
        closed: count(f.closed),
        unchanged: count(f.unchanged),
    });
    let mistakes = imported.mistakes.into_iter().map(|m| proto::Mistake {
        file: m.place.file,
        line: place(m.place.line),
        column: place(m.place.column),
        field: m.field.unwrap_or_default(),
        problem: m.problem,
        remedy: m.remedy,
    });
    let conflicts = imported.conflicts.into_iter().map(|c| proto::RowConflict {
        file: c.file,
        line: place(c.line),
        row: c.row,
        revision: c.revision,
        actor: c.actor,
        reason: c.reason,
    });
    proto::ImportOutcome {
        revision: imported.revision,
        changed: imported.changed,
        files: files.collect(),
        mistakes: mistakes.collect(),
        more_mistakes: i64::try_from(imported.more_mistakes).unwrap_or(i64::MAX),
        conflicts: conflicts.collect(),
    }
}
