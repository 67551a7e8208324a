//! `ListConflicts`: the figures whose sources disagree.
//!
//! Only keys that a source states are looked at, and of those the ones that something else may contradict: another row, a record, a sum.

use std::collections::BTreeMap;

use api::figures::v1::{ListConflictsRequest, ListConflictsResponse};
use figures::{Figure, FigureKey};
use store::{Snapshot, StoreError};
use tonic::Status;

use super::{failure, point};
use crate::domain::MeasureOf;
use crate::engine::Engine;
use crate::list::token::Token;
use crate::sql::contested::{self, Recorded};
use crate::stated::STATED;

/// The most keys that one call looks at; a page may come out short and go on.
const MAX_LOOKED_AT: u64 = 5_000;
/// How many keys are answered at a time.
const CHUNK: u32 = 500;

pub(super) async fn call(
    engine: &Engine,
    request: ListConflictsRequest,
) -> Result<ListConflictsResponse, Status> {
    let size = failure::page_size(request.page_size, 100, 1_000)?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let as_of = point::written(request.as_of.as_ref());
    let query = ["conflicts", as_of.as_str(), request.language.as_str()];
    let (snapshot, begin) = point::page(engine, &request.page_token, request.as_of, &query).await?;
    let language = Some(request.language.as_str()).filter(|l| !l.is_empty());
    let mut found = Vec::new();
    let begin = begin.offset;
    let mut offset = begin;
    let next = loop {
        let keys = contested(engine, &snapshot, offset).await?;
        if keys.is_empty() {
            break None;
        }
        let figures = engine.figures(&snapshot, &keys, language).await.map_err(failure::store)?;
        for figure in figures {
            if found.len() == size {
                break;
            }
            offset = offset.saturating_add(1);
            found.extend(figure.filter(|figure| figure.disputed));
        }
        if found.len() == size || offset.saturating_sub(begin) >= MAX_LOOKED_AT {
            break Some(Token::counted(snapshot.revision(), offset));
        }
    };
    Ok(ListConflictsResponse {
        figures: found.into_iter().map(Figure::into).collect(),
        next_page_token: next.map_or_else(String::new, |next| next.print(&query)),
        revisions: BTreeMap::from([(engine.domain().name.to_owned(), snapshot.revision())]),
    })
}

async fn contested(engine: &Engine, snapshot: &Snapshot, offset: u64) -> Result<Vec<FigureKey>, Status> {
    let domain = engine.domain();
    let tables: Vec<&str> = std::iter::once(STATED).chain(domain.stated.iter().map(|f| f.table)).collect();
    let path = |measure: &str| format!("{}/{measure}", domain.name);
    let mut recorded = Recorded::Measures(domain.computations.iter().map(|c| path(c.measure)).collect());
    for cells in &domain.cells {
        match (&mut recorded, &cells.measure) {
            (Recorded::Measures(paths), MeasureOf::Fixed(measure)) => paths.push(path(measure)),
            (_, MeasureOf::Field(_)) => recorded = Recorded::Any,
            (Recorded::Any, MeasureOf::Fixed(_)) => {}
        }
    }
    let keys = contested::keys(snapshot, &tables, &recorded, offset, CHUNK).await.map_err(failure::store)?;
    let read = |key: &String| {
        key.parse()
            .map_err(|_| failure::store(StoreError::Corrupt { why: format!("`{key}` is no figure key") }))
    };
    keys.iter().map(read).collect()
}
