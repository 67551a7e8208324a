//! The calendar of a period.

use ::api::events::v1::{Calendar, GetCalendarRequest};
use ::api::figures::v1::AsOf;
use ::api::figures::v1::as_of::Point;
use ::figures::{Answer, AnswerError, FigureKey, Period};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Query};
use figure_service::rpc::{failure, point};
use store::Snapshot;
use tonic::Status;

use super::events::LIST;
use crate::calendar::{Limits, MAX_EVENTS, order, shares_a_day};

/// Events of a page, the most that a list gives.
const PAGE: i32 = 1_000;

pub(super) async fn get(engine: &Engine, request: GetCalendarRequest) -> Result<Calendar, Status> {
    let GetCalendarRequest { period: asked, organizer, kind, area, as_of } = request;
    let period = period(&asked)?;
    let limits = Limits { organizer, kind, area };
    let snapshot = point::snapshot(engine, as_of, false).await?;
    let events = events(engine, &snapshot, &limits, &period).await?;
    Ok(Calendar {
        period: period.to_string(),
        events: events.into_iter().map(super::events::encode).collect(),
        revision: snapshot.revision(),
    })
}

/// The events of a calendar in their order. A code that there is not is the field's mistake.
pub(super) async fn events(
    engine: &Engine,
    snapshot: &Snapshot,
    limits: &Limits,
    period: &Period,
) -> Result<Vec<Entry>, Status> {
    known(engine, snapshot, limits, period).await?;
    let mut events = read(engine, snapshot.revision(), limits, period).await?;
    order(&mut events);
    Ok(events)
}

/// The period that a request asks for.
pub(super) fn period(text: &str) -> Result<Period, Status> {
    if text.is_empty() {
        return Err(failure::required("period", "write 2024 or 2024-10"));
    }
    text.parse().map_err(|e: ::figures::period::PeriodError| failure::field("period", e.to_string()))
}

/// Whether the codes that a calendar is limited to exist.
async fn known(engine: &Engine, snapshot: &Snapshot, limits: &Limits, period: &Period) -> Result<(), Status> {
    let (fields, keys): (Vec<&str>, Vec<FigureKey>) = limits.keys(period).into_iter().unzip();
    let answers = engine.answers(snapshot, &keys, None).await.map_err(failure::store)?;
    for (field, answer) in fields.into_iter().zip(answers) {
        if let Answer::Error(AnswerError::NotFound { message, .. }) = answer {
            return Err(failure::field(field, message));
        }
    }
    Ok(())
}

/// The events of a calendar, as many as it holds, page by page of one state.
async fn read(
    engine: &Engine,
    revision: i64,
    limits: &Limits,
    period: &Period,
) -> Result<Vec<Entry>, Status> {
    let mut found = Vec::new();
    if revision == 0 {
        return Ok(found);
    }
    let as_of = Some(AsOf { point: Some(Point::Revision(revision)) });
    let mut query = Query { page_size: PAGE, filter: limits.filter(period), as_of, ..Query::default() };
    loop {
        let page = engine.list(&LIST, query.clone()).await?;
        found.extend(page.entries.into_iter().filter(|event| shares_a_day(event, period)));
        if page.next_page_token.is_empty() || found.len() >= MAX_EVENTS {
            break;
        }
        query.page_token = page.next_page_token;
    }
    found.truncate(MAX_EVENTS);
    Ok(found)
}
