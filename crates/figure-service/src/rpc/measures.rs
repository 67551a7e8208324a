//! `ListMeasures`.

use std::collections::BTreeMap;

use api::figures::v1::{ErrorReason, ListMeasuresRequest, ListMeasuresResponse};
use figures::Measure;
use kit::errors::Failure;
use tonic::Status;

use super::{failure, point};
use crate::engine::Engine;
use crate::list::filter::{self, Comparison, Filter, FilterError, Operator};
use crate::list::token::Token;

const FIELDS: [&str; 5] = ["service", "measure", "kind", "unit", "department"];

pub(super) async fn call(
    engine: &Engine,
    request: ListMeasuresRequest,
) -> Result<ListMeasuresResponse, Status> {
    let size = failure::page_size(request.page_size, 100, 1_000)?;
    let filter =
        filter::parse(&request.filter).and_then(|f| check(&f).map(|()| f)).map_err(|e| bad_filter(&e))?;
    let as_of = point::written(request.as_of.as_ref());
    let query = ["measures", request.filter.as_str(), as_of.as_str()];
    let (snapshot, begin) = point::page(engine, &request.page_token, request.as_of, &query).await?;
    let reference = engine.reference(&snapshot).await.map_err(failure::store)?;
    let own = |m: &&Measure| m.service == engine.domain().name && holds(&filter, m);
    let all: Vec<&Measure> = reference.context.measures.iter().flat_map(|c| c.iter()).filter(own).collect();
    let start = usize::try_from(begin.offset).unwrap_or(usize::MAX).min(all.len());
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let page: Vec<&Measure> = all.iter().skip(start).take(size).copied().collect();
    let end = start.saturating_add(page.len());
    let next = Token::counted(snapshot.revision(), u64::try_from(end).unwrap_or(u64::MAX));
    let next_page_token = if end < all.len() { next.print(&query) } else { String::new() };
    Ok(ListMeasuresResponse {
        measures: page.into_iter().cloned().map(Into::into).collect(),
        next_page_token,
        revisions: BTreeMap::from([(engine.domain().name.to_owned(), snapshot.revision())]),
    })
}

fn bad_filter(error: &FilterError) -> Status {
    Failure::invalid(ErrorReason::FilterInvalid, "filter", error.to_string()).into()
}

fn check(filter: &Filter) -> Result<(), FilterError> {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().try_for_each(check),
        Filter::Not(part) => check(part),
        Filter::Test(c) if !FIELDS.contains(&c.field.as_str()) => {
            let problem = format!("measures cannot be filtered by `{}`; use {}", c.field, FIELDS.join(", "));
            Err(FilterError::at(c.position, problem))
        }
        Filter::Test(c) if !matches!(c.operator, Operator::Equal | Operator::NotEqual) => {
            Err(FilterError::at(c.position, format!("`{}` is compared with = or != only", c.field)))
        }
        Filter::Test(_) => Ok(()),
    }
}

fn holds(filter: &Filter, measure: &Measure) -> bool {
    match filter {
        Filter::All(parts) => parts.iter().all(|p| holds(p, measure)),
        Filter::Any(parts) => parts.iter().any(|p| holds(p, measure)),
        Filter::Not(part) => !holds(part, measure),
        Filter::Test(Comparison { field, operator, value, .. }) => {
            let own = match field.as_str() {
                "service" => &measure.service,
                "measure" => &measure.name,
                "kind" => measure.kind.name(),
                "unit" => measure.unit.as_ref().map_or("", |u| u.code()),
                _ => &measure.department,
            };
            (own == value) == (*operator == Operator::Equal)
        }
    }
}
