//! How many events a period had.

use ::api::events::v1::{EventStatistics, EventStatisticsLine, GetEventStatisticsRequest, StatisticsGroup};
use ::api::figures::v1::Figure;
use figure_service::engine::Engine;
use figure_service::rpc::{failure, point};
use tonic::Status;

use super::calendar::period;
use crate::statistics::{Group, Line, read};

pub(super) async fn get(
    engine: &Engine,
    request: GetEventStatisticsRequest,
) -> Result<EventStatistics, Status> {
    let group = group(request.group_by)?;
    let period = period(&request.period)?;
    let snapshot = point::snapshot(engine, request.as_of, false).await?;
    let language = Some(request.language.as_str()).filter(|l| !l.is_empty());
    let statistics = read(engine, &snapshot, &period, group, language).await.map_err(failure::store)?;
    Ok(EventStatistics {
        period: period.to_string(),
        lines: statistics.lines.into_iter().map(encode).collect(),
        total: Some(encode(statistics.total)),
        revision: snapshot.revision(),
    })
}

fn group(number: i32) -> Result<Group, Status> {
    match StatisticsGroup::try_from(number) {
        Ok(StatisticsGroup::Unspecified) => Ok(Group::All),
        Ok(StatisticsGroup::Organizer) => Ok(Group::Organizer),
        Ok(StatisticsGroup::Kind) => Ok(Group::Kind),
        Ok(StatisticsGroup::Area) => Ok(Group::Area),
        Err(_) => Err(failure::field("group_by", format!("{number} is no group; use a StatisticsGroup"))),
    }
}

fn encode(line: Line) -> EventStatisticsLine {
    EventStatisticsLine { code: line.code, events: line.events.map(Figure::from) }
}
