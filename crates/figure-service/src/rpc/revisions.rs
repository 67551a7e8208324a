//! `ListRevisions`: what was written, when, why and which measures it may have changed.
//!
//! Who wrote it is told to those only who may write here themselves: revisions are public, people's names are not.

use std::collections::BTreeMap;

use api::figures::v1::{ErrorReason, ListRevisionsRequest, ListRevisionsResponse, Revision};
use kit::errors::Failure;
use tonic::{Request, Status};

use super::failure;
use crate::engine::Engine;
use crate::list::token::Token;

/// What a token of this list is bound to.
const LIST: [&str; 1] = ["list-revisions"];

pub(super) async fn call(
    engine: &Engine,
    request: Request<ListRevisionsRequest>,
) -> Result<ListRevisionsResponse, Status> {
    let service = engine.domain().name;
    let named = super::names_told(service, &request);
    let request = request.into_inner();
    let size = failure::page_size(request.page_size, 20, 100)?;
    let upto = last(engine, &request.page_token, &request.before)?;
    let found = engine.store().revisions_until(upto, size.saturating_add(1)).await.map_err(failure::store)?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let next = found.get(size).map(|next| Token::counted(next.revision, 0));
    let mut revisions = Vec::new();
    for one in found.into_iter().take(size) {
        revisions.push(Revision {
            service: service.to_owned(),
            measures: engine.touched_by(&one).await,
            revision: one.revision,
            commit_time: Some(one.committed_at.into()),
            reason: one.reason,
            actor: if named { one.actor } else { String::new() },
        });
    }
    let next_page_token = next.map_or_else(String::new, |next| next.print(&LIST));
    Ok(ListRevisionsResponse { revisions, next_page_token, unreachable: Vec::new() })
}

/// The last revision that may be listed.
fn last(engine: &Engine, token: &str, before: &BTreeMap<String, i64>) -> Result<i64, Status> {
    let before = match before.get(engine.domain().name) {
        None => i64::MAX,
        Some(before) if *before >= 1 => before.saturating_sub(1),
        Some(before) => {
            return Err(failure::field("before", format!("{before} is no revision; they count from 1")));
        }
    };
    if token.is_empty() {
        return Ok(before);
    }
    let token = Token::parse(token, &LIST)
        .map_err(|e| Failure::invalid(ErrorReason::PageTokenInvalid, "page_token", e.to_string()))?;
    Ok(token.revision.min(before))
}
