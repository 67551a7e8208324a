//! `/reports/2024/collection`: who owes what, and which sections are cleared; `/reports/2024/collection/bdt-2024.xlsx`: a workbook.
//!
//! Both are for those who have a role: a focal point's name and unpublished values are in them. They are never kept.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kit::access::Requirement;
use kit::caller::Caller;
use kit::errors::Failure;
use render::html::{CollectionPage, RequestLine, SectionLine};
use tonic::Status;

use super::language;
use super::passing::{HTML, Passing};
use super::problem::refuse;
use super::segments::Segments;
use crate::api::actor;
use crate::app::Inner;
use crate::cache::ReportId;
use crate::collection::{Answer, CollectionError, Kept, MEDIA_TYPE, Section, is_id};
use crate::config::NAME;
use crate::error::GatewayError;
use crate::figure::Words;

/// What decides in which language the page comes, and whether.
const VARY: &str = "accept-encoding, accept, accept-language, authorization";

/// `/reports/2024/collection`.
pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    Segments(year): Segments<String>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.as_deref();
    let told = async {
        let caller = allowed(caller)?;
        page(&inner, &year, &caller, query, &headers).await
    };
    match told.await {
        Ok(page) => page.unkept(StatusCode::OK, &headers),
        Err(error) => refuse(&inner, error, query, &headers),
    }
}

/// `/reports/2024/collection/bdt-2024.xlsx`.
pub(super) async fn workbook(
    State(inner): State<Arc<Inner>>,
    Segments((year, file)): Segments<(String, String)>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.as_deref();
    let made = async {
        allowed(caller)?;
        let loaded = inner.contents.of_year(&year)?;
        let language = language::of_content(&loaded, query, &headers)?;
        let none = || GatewayError::NoPage { asked: format!("/reports/{year}/collection/{file}") };
        let id = file.strip_suffix(".xlsx").filter(|id| is_id(id)).ok_or_else(none)?;
        inner.workbook(id, Some(&language)).await.map_err(said)
    };
    match made.await {
        Ok(made) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::VARY, HeaderValue::from_static(VARY)),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
            ];
            (headers, made.bytes).into_response()
        }
        Err(error) => refuse(&inner, error, query, &headers),
    }
}

/// Whether who asks may read it.
fn allowed(caller: Option<Extension<Caller>>) -> Result<Caller, GatewayError> {
    let caller = caller.map_or_else(Caller::anonymous, |Extension(caller)| caller);
    if !caller.roles.is_empty() {
        return Ok(caller);
    }
    let denied = Failure::denied(&caller, "read who owes what", Requirement::Staff, NAME);
    Err(GatewayError::Service { service: NAME.to_owned(), status: Box::new(denied.into()) })
}

fn said(error: CollectionError) -> GatewayError {
    GatewayError::Service { service: NAME.to_owned(), status: Box::new(Status::from(error)) }
}

async fn page(
    inner: &Inner,
    year: &str,
    caller: &Caller,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Passing, GatewayError> {
    let loaded = inner.contents.of_year(year)?;
    let language = language::of_content(&loaded, query, headers)?;
    let kept = inner.requests().await.map_err(said)?;
    let sections = inner.sections(year).await.map_err(said)?.into_iter();
    let sections = sections.map(|one| section(one, caller)).collect();
    let id = ReportId { year: loaded.year(), language: Arc::clone(&language), page: None };
    let entry = inner.get(&id).await?;
    let words = Words::new(Some(Arc::clone(&loaded)), &language);
    let today = inner.today();
    let of_year = kept.iter().filter(|kept| kept.request.year >= loaded.year());
    let requests = of_year.map(|kept| line(kept, &words, &today)).collect();
    let page = CollectionPage { requests, sections };
    let html = render::html::collection(entry.made.report(), &page, entry.made.links());
    Ok(Passing { bytes: html.into(), form: "html", media_type: HTML, language: Some(language), vary: VARY })
}

fn line(kept: &Kept, words: &Words, today: &str) -> RequestLine {
    let request = &kept.request;
    let open = kept.count(Answer::Open);
    let due = &request.due_date;
    RequestLine {
        id: request.id.clone(),
        department: words.department(&request.department),
        focal_point: request.focal_point.clone(),
        due: if due.is_empty() { String::new() } else { words.name("period", due) },
        late: !due.is_empty() && due.as_str() < today && open > 0,
        state: request.state.name(),
        question: request.question.clone(),
        answered: (request.keys.len().saturating_sub(open), request.keys.len()),
    }
}

fn section(section: Section, caller: &Caller) -> SectionLine {
    SectionLine {
        title: format!("{} {}", section.number, section.title).trim().to_owned(),
        id: section.id,
        as_cleared: section.as_cleared,
        actor: actor(&section.author.actor, caller),
        time: section.author.time,
        reason: section.author.reason,
    }
}
