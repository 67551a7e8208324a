//! `BatchGetFigures`.

use std::collections::BTreeMap;

use api::figures::v1::{BatchGetFiguresRequest, BatchGetFiguresResponse, ErrorReason};
use figures::FigureKey;
use kit::errors::Failure;
use tonic::{Request, Status};

use super::{failure, point};
use crate::engine::Engine;

/// The most keys of one call.
pub(crate) const MAX_KEYS: usize = 5_000;

/// The most figures and rows of one answer.
const MAX_ANSWERED: usize = 50_000;

pub(super) async fn call(
    engine: &Engine,
    request: Request<BatchGetFiguresRequest>,
) -> Result<BatchGetFiguresResponse, Status> {
    let (metadata, _, request) = request.into_parts();
    let keys = keys(&request.keys)?;
    point::reached(engine, &request.min_revision, &metadata).await?;
    let snapshot = point::snapshot(engine, request.as_of, keys.len() > 1).await?;
    let language = Some(request.language.as_str()).filter(|l| !l.is_empty());
    let answers = engine.answers_within(&snapshot, &keys, language, MAX_ANSWERED).await;
    let answers = answers.map_err(failure::store)?.ok_or_else(too_large)?;
    Ok(BatchGetFiguresResponse {
        revisions: BTreeMap::from([(engine.domain().name.to_owned(), snapshot.revision())]),
        answers: answers.into_iter().map(Into::into).collect(),
    })
}

fn keys(texts: &[String]) -> Result<Vec<FigureKey>, Status> {
    if texts.is_empty() {
        return Err(failure::required("keys", "ask for at least one"));
    }
    if texts.len() > MAX_KEYS {
        let message = format!("{} keys, more than {MAX_KEYS}; ask in several calls", texts.len());
        return Err(Failure::invalid(ErrorReason::TooManyKeys, "keys", message).into());
    }
    texts.iter().enumerate().map(|(i, text)| key(&format!("keys[{i}]"), text)).collect()
}

fn too_large() -> Status {
    let message = format!(
        "the answer has more than {MAX_ANSWERED} figures and rows; ask for fewer keys, or for narrower wildcards and listings"
    );
    Failure::invalid(ErrorReason::AnswerTooLarge, "keys", message).into()
}

/// A key of a field.
pub(super) fn key(field: &str, text: &str) -> Result<FigureKey, Status> {
    text.parse().map_err(|e: figures::KeyError| {
        Failure::invalid(ErrorReason::KeyInvalid, field, e.to_string()).into()
    })
}
