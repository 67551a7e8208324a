//! `/figures/KEY`: the key is path and query. A page for people; by `Accept: application/json` (or `format=json`) the message;
//! by `format=text` the lines that the command line shows.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use figures::key::RESERVED;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use percent_encoding::percent_decode_str;
use render::Links;

use super::conditional::{Tagged, has_already};
use super::negotiation::{self, Reader};
use super::problem::text;
use super::reports::{parameter, refuse};
use super::segments::Segments;
use crate::app::Inner;
use crate::error::GatewayError;
use crate::figure::Answered;

/// How wide lines are for a reader of whose terminal nothing is known.
const LINE_WIDTH: usize = 100;

/// In which form a figure is read.
enum Form {
    Page,
    Message,
    Lines,
}

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    Segments((service, measure)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.as_deref();
    match found(&inner, &format!("{service}/{measure}"), query, &headers).await {
        Ok(response) => response,
        Err(error) => refuse(&inner, error, &headers),
    }
}

async fn found(
    inner: &Inner,
    path: &str,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, GatewayError> {
    let form = match parameter(query, "format") {
        None => match negotiation::reader(text(headers, &header::ACCEPT), Reader::Person) {
            Reader::Person => Form::Page,
            Reader::Program => Form::Message,
        },
        Some("html") => Form::Page,
        Some("json") => Form::Message,
        Some("text") => Form::Lines,
        Some(asked) => return Err(GatewayError::NoForm { asked: asked.chars().take(20).collect() }),
    };
    let as_of = parameter(query, "as-of").map(decoded).transpose()?;
    let language = language(inner, query, headers);
    let answered = inner.figure(&key(path, query), as_of.as_deref(), language.as_deref()).await?;
    let (tagged, kind) = match form {
        Form::Page => (Tagged::new(page(&answered), "html"), "text/html; charset=utf-8"),
        Form::Message => (Tagged::new(answered.message()?, "json"), "application/json"),
        Form::Lines => (Tagged::new(answered.lines(LINE_WIDTH, false), "text"), "text/plain; charset=utf-8"),
    };
    let fixed = HeaderValue::from_static;
    let common = [
        (header::ETAG, tagged.tag.clone()),
        (header::CACHE_CONTROL, fixed("no-cache")),
        (header::VARY, fixed("accept, accept-language")),
        (header::CONTENT_TYPE, fixed(kind)),
    ];
    Ok(if has_already(headers, &tagged.tag) {
        (StatusCode::NOT_MODIFIED, common).into_response()
    } else {
        (common, tagged.bytes).into_response()
    })
}

/// The language asked for, else the one preferred.
fn language(inner: &Inner, query: Option<&str>, headers: &HeaderMap) -> Option<String> {
    if let Some(asked) = parameter(query, "lang") {
        return Some(asked.to_owned());
    }
    let loaded = inner.contents.current()?;
    let accept = text(headers, &header::ACCEPT_LANGUAGE);
    negotiation::language(&loaded.languages, accept).map(ToString::to_string)
}

/// The key of a path and a query, without what belongs to the request.
fn key(path: &str, query: Option<&str>) -> String {
    let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let own = pairs.filter(|pair| !RESERVED.contains(&pair.split('=').next().unwrap_or_default()));
    let own: Vec<&str> = own.collect();
    if own.is_empty() { path.to_owned() } else { format!("{path}?{}", own.join("&")) }
}

fn decoded(text: &str) -> Result<String, GatewayError> {
    let text = percent_decode_str(text).decode_utf8();
    let text =
        text.map_err(|_| GatewayError::AsOf("as-of is not UTF-8; write a revision or an instant".to_owned()));
    text.map(|text| text.into_owned())
}

fn page(answered: &Answered) -> String {
    let links = Links::default();
    match answered {
        Answered::Figure(page) => render::html::figure(page, &links),
        Answered::Figures { page, .. } | Answered::Listing { page, .. } => {
            render::html::listing(page, &links)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        assert_eq!(key("a/b", Some(query)), expected, "{query}");
    }

    #[test]
    fn the_key_is_the_query_without_what_belongs_to_the_request() {
        check("", "a/b");
        check("period=2024", "a/b?period=2024");
        check("lang=zh&period=2024&as-of=3&area=AFR&format=json", "a/b?period=2024&area=AFR");
        check("lang=zh", "a/b");
        check("period", "a/b?period");
        assert_eq!(key("a/b", None), "a/b");
    }
}
