//! The statement of a period.

use ::api::figures::v1::Figure;
use ::api::membership::v1 as proto;
use ::figures::Period;
use figure_service::engine::Engine;
use figure_service::rpc::{failure, point};
use proto::{GetMembershipStatementRequest, MembershipStatement, StatementGroup, StatementLine};
use tonic::Status;

use crate::statement::{Consistency, Group, Line, read};

pub(super) async fn get(
    engine: &Engine,
    request: GetMembershipStatementRequest,
) -> Result<MembershipStatement, Status> {
    let GetMembershipStatementRequest { period, group_by, language, as_of } = request;
    let group = group(group_by)?;
    if period.is_empty() {
        return Err(failure::required("period", "write 2024"));
    }
    let period: Period = period.parse().map_err(|e| failure::field("period", format!("{e}")))?;
    let snapshot = point::snapshot(engine, as_of, false).await?;
    let language = Some(language.as_str()).filter(|l| !l.is_empty());
    let statement = read(engine, &snapshot, &period, group, language).await.map_err(failure::store)?;
    Ok(MembershipStatement {
        period: period.to_string(),
        lines: statement.lines.into_iter().map(encode).collect(),
        total: Some(encode(statement.total)),
        revision: snapshot.revision(),
    })
}

fn group(number: i32) -> Result<Group, Status> {
    match StatementGroup::try_from(number) {
        Ok(StatementGroup::Unspecified) => Ok(Group::All),
        Ok(StatementGroup::Sector) => Ok(Group::Sector),
        Ok(StatementGroup::Kind) => Ok(Group::Kind),
        Ok(StatementGroup::Area) => Ok(Group::Area),
        Err(_) => Err(failure::field("group_by", format!("{number} is no group; use a StatementGroup"))),
    }
}

fn encode(line: Line) -> StatementLine {
    let consistency = match line.consistency() {
        Consistency::Unknown => proto::Consistency::Unspecified,
        Consistency::Exact => proto::Consistency::Exact,
        Consistency::WithinRounding => proto::Consistency::WithinRounding,
        Consistency::Inconsistent => proto::Consistency::Inconsistent,
    };
    StatementLine {
        code: line.code,
        opening: line.opening.map(Figure::from),
        joined: line.joined.map(Figure::from),
        left: line.left.map(Figure::from),
        net_change: line.net_change.map(Figure::from),
        closing: line.closing.map(Figure::from),
        consistency: consistency.into(),
    }
}
