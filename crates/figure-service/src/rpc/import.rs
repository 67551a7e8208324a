//! `ImportPart`: the files of the stream, imported at once; large ones are read as they come.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use interchange::Bundle;
use kit::caller::Caller;
use kit::part::Incoming;
use tonic::{Request, Status, Streaming};

use super::failure;
use crate::engine::Engine;
use crate::import::{Import, Imported};

pub(super) async fn call(
    engine: &Engine,
    request: Request<Streaming<proto::ImportPartRequest>>,
) -> Result<proto::ImportPartResponse, Status> {
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let domain = engine.domain();
    // Two loads cannot move into one table in one change, so the files of single documents are held.
    let passes = |name: &str| domain.stated.iter().any(|file| file.file == name);
    let mut incoming = Incoming::open(request.into_inner(), domain.name, passes).await?;
    let header = incoming.header().clone();
    let import = Import {
        actor: caller.actor,
        reason: header.reason,
        request_id: header.request_id,
        validate_only: header.validate_only,
        replace: header.replace,
    };
    let (bundle, mistakes) = bundle(incoming.files().await?);
    let large = incoming.passing();
    if large.is_empty() {
        let imported = engine.import(&bundle, mistakes, &import).await.map_err(failure::store)?;
        return Ok(proto::ImportPartResponse { outcome: Some(outcome(imported)) });
    }
    let arriving = engine.begin_import(bundle, mistakes, import).await.map_err(failure::store)?;
    let mut arriving = arriving.announce(large.into_iter().map(|(name, _)| name));
    while let Some(chunk) = incoming.chunk().await? {
        arriving.push(&chunk.name, chunk.data).await.map_err(failure::store)?;
    }
    let imported = arriving.finish().await.map_err(failure::store)?;
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

pub(crate) fn outcome(imported: Imported) -> proto::ImportOutcome {
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
        rule: m.rule.unwrap_or_default().to_owned(),
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
