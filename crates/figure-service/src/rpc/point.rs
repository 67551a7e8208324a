//! Which state a call reads.

use std::collections::BTreeMap;
use std::time::Duration;

use api::figures::v1::as_of::Point;
use api::figures::v1::{AsOf as Asked, ErrorReason};
use kit::deadline;
use kit::errors::Failure;
use store::{AsOf, Snapshot, StoreError};
use tonic::metadata::MetadataMap;
use tonic::{Code, Status};

use super::failure;
use crate::engine::Engine;
use crate::list::token::Token;

/// How long a call without a deadline waits for a revision.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest that any call waits.
const LONGEST: Duration = Duration::from_secs(60);
/// What is left of a deadline for the answer itself.
const RESERVE: Duration = Duration::from_millis(20);

/// Opens the snapshot that a call asks for; `several` keys cannot be read at a bare revision.
///
/// # Errors
/// `INVALID_ARGUMENT` for a point that makes no sense, `NOT_FOUND` for a revision that is not made yet.
pub async fn snapshot(engine: &Engine, asked: Option<Asked>, several: bool) -> Result<Snapshot, Status> {
    let name = engine.domain().name;
    let point = match asked.and_then(|a| a.point) {
        None => AsOf::Head,
        Some(Point::Revisions(vector)) => match vector.by_service.get(name) {
            None => AsOf::Head,
            Some(revision) => AsOf::Revision(not_negative(*revision)?),
        },
        Some(Point::Revision(_)) if several => {
            return Err(invalid(
                "a bare revision is one service's; ask for one key with it, or give as_of.revisions",
            ));
        }
        Some(Point::Revision(revision)) if revision < 1 => return Err(invalid("revisions count from 1")),
        Some(Point::Revision(revision)) => AsOf::Revision(revision),
        Some(Point::Time(time)) => {
            AsOf::Instant(time.try_into().map_err(|e: api::DecodeError| invalid(&e.to_string()))?)
        }
    };
    let snapshot = engine.store().read(point).await.map_err(failure::store)?;
    if matches!(point, AsOf::Instant(_)) && snapshot.revision() == 0 {
        return Err(invalid("nothing was recorded at that time yet; ask for a later one"));
    }
    Ok(snapshot)
}

/// The state that a page of a list is read from, and where in it the page begins: those of the token, or the beginning of the one asked.
/// `query` is everything that decides what the list has.
///
/// # Errors
/// Those of [`snapshot`]; `INVALID_ARGUMENT` for a token that was not given out for this list.
pub(crate) async fn page(
    engine: &Engine,
    token: &str,
    asked: Option<Asked>,
    query: &[&str],
) -> Result<(Snapshot, Token), Status> {
    if token.is_empty() {
        let snapshot = snapshot(engine, asked, false).await?;
        let begin = Token::counted(snapshot.revision(), 0);
        return Ok((snapshot, begin));
    }
    let token = Token::parse(token, query)
        .map_err(|e| Failure::invalid(ErrorReason::PageTokenInvalid, "page_token", e.to_string()))?;
    let snapshot = engine.store().read(AsOf::Revision(token.revision)).await.map_err(failure::store)?;
    Ok((snapshot, token))
}

/// The point asked for as a text, for a page token's digest.
pub(crate) fn written(asked: Option<&Asked>) -> String {
    asked.map_or_else(String::new, |asked| format!("{asked:?}"))
}

fn not_negative(revision: i64) -> Result<i64, Status> {
    if revision < 0 { Err(invalid("a revision is never negative")) } else { Ok(revision) }
}

fn invalid(problem: &str) -> Status {
    Failure::invalid(ErrorReason::AsOfInvalid, "as_of", problem).into()
}

/// Waits until the service has reached the revision that a call wants to see at least, up to the call's deadline.
///
/// # Errors
/// `UNAVAILABLE` if it is not reached by then.
pub async fn reached(
    engine: &Engine,
    wanted: &BTreeMap<String, i64>,
    metadata: &MetadataMap,
) -> Result<(), Status> {
    let Some(revision) = wanted.get(engine.domain().name) else { return Ok(()) };
    match engine.store().wait_for(*revision, time_left(metadata)).await {
        Ok(_) => Ok(()),
        Err(StoreError::Unavailable { why }) => {
            Err(Failure::new(Code::Unavailable, ErrorReason::RevisionNotReached, why).into())
        }
        Err(error) => Err(failure::store(error)),
    }
}

/// How long a call may wait for others so that its answer is still in time.
#[must_use]
pub fn time_left(metadata: &MetadataMap) -> Duration {
    let deadline = metadata.get(deadline::HEADER).and_then(|text| deadline::read(text.to_str().ok()?));
    deadline.unwrap_or(PATIENCE).min(LONGEST).saturating_sub(RESERVE)
}
