//! `/reports/2024/search?q=…`: what of the report holds the words asked for, as a page.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use percent_encoding::percent_decode_str;
use report::search::MAX_QUERY;

use super::coding::{Coded, Coding};
use super::conditional::has_already;
use super::problem::text;
use super::reports::{parameter, refuse, report_id};
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
        Err(error) => refuse(&inner, error, &headers),
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
    let coded = Coded::new(page, "html");
    let coding = coded.suiting(Coding::accepted(text(headers, &header::ACCEPT_ENCODING)));
    let tagged = coded.of(coding);
    let fixed = HeaderValue::from_static;
    let mut response = if has_already(headers, &tagged.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, fixed("text/html; charset=utf-8"))], tagged.bytes.clone()).into_response()
    };
    let answered = response.headers_mut();
    answered.insert(header::ETAG, tagged.tag.clone());
    answered.insert(header::CACHE_CONTROL, fixed("no-cache"));
    answered.insert(header::VARY, fixed("accept-encoding, accept-language"));
    if let Some(coding) = coding.name() {
        answered.insert(header::CONTENT_ENCODING, fixed(coding));
    }
    if let Ok(language) = HeaderValue::from_str(&id.language) {
        answered.insert(header::CONTENT_LANGUAGE, language);
    }
    Ok(response)
}

/// The question as it was typed into the field, no longer than it is read.
fn question(query: Option<&str>) -> String {
    let value = parameter(query, "q").unwrap_or_default().replace('+', " ");
    percent_decode_str(&value).decode_utf8_lossy().chars().take(MAX_QUERY).collect()
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
