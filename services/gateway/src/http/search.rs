//! `/reports/2024/search?q=…`: what of the report holds the words asked for, as a page.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::HeaderMap;
use report::search::MAX_QUERY;

use super::passing::Passing;
use super::problem::refuse;
use super::reports::{field, report_id};
use super::segments::Segments;
use crate::app::Inner;
use crate::error::GatewayError;

/// `/reports/2024/search`.
pub(super) async fn newest(
    State(inner): State<Arc<Inner>>,
    Segments(year): Segments<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match found(&inner, &year, query.as_deref(), &headers).await {
        Ok(response) => response,
        Err(error) => refuse(&inner, error, query.as_deref(), &headers),
    }
}

async fn found(
    inner: &Inner,
    year: &str,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, GatewayError> {
    let id = report_id(inner, year, None, query, headers)?;
    let entry = inner.get(&id).await?;
    let made = &entry.made;
    let question = question(query);
    let page = render::html::search(made.report(), &question, &made.find(&question), made.links());
    Ok(Passing::page(page, id.language).conditional(headers))
}

/// The question as it was typed into the field, no longer than it is read.
fn question(query: Option<&str>) -> String {
    field(query, "q", MAX_QUERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_comes_as_a_form_sends_it() {
        assert_eq!(question(Some("lang=zh&q=a+b%20c%2B")), "a b c+");
        assert_eq!(question(Some("q=%E5%A5%B3%E6%80%A7")), "女性");
        assert_eq!(question(Some("q=%ff")), "\u{fffd}");
        assert_eq!(question(Some(&format!("q={}", "x".repeat(5_000)))).len(), MAX_QUERY);
        assert_eq!(question(None), "");
    }
}
