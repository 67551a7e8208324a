//! `/figures/KEY`: the key is path and query. A page for people; by `Accept: application/json` (or `format=json`) the message; by
//! `text/csv` (or `format=csv`) a table to be saved, by `application/jsonl` (or `format=jsonl`) the same as JSON Lines, by
//! `application/vnd.apache.parquet` (or `format=parquet`) as Parquet; by `format=text` the lines that the command line shows.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use figures::key::RESERVED;
use http::{HeaderMap, HeaderValue, header};
use percent_encoding::percent_decode_str;
use render::Links;

use super::language;
use super::negotiation;
use super::passing::{HTML, Passing};
use super::problem::{refuse, text};
use super::reports::parameter;
use super::segments::Segments;
use crate::app::Inner;
use crate::error::GatewayError;
use crate::figure::Answered;

/// How wide lines are for a reader of whose terminal nothing is known.
const LINE_WIDTH: usize = 100;

/// As it is registered for Parquet.
const PARQUET: &str = "application/vnd.apache.parquet";

/// In which form a figure is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Page,
    Message,
    Table,
    JsonLines,
    Parquet,
    Lines,
}

impl Form {
    /// Those that `Accept` chooses from, the usual one first.
    const ACCEPTABLE: [(&'static str, Self); 6] = [
        ("text/html", Self::Page),
        ("application/json", Self::Message),
        ("text/csv", Self::Table),
        ("application/jsonl", Self::JsonLines),
        ("application/x-ndjson", Self::JsonLines),
        (PARQUET, Self::Parquet),
    ];

    /// The form that a request names, else the one that it prefers.
    fn of(query: Option<&str>, headers: &HeaderMap) -> Result<Self, GatewayError> {
        match parameter(query, "format") {
            None => Ok(Self::preferred(text(headers, &header::ACCEPT))),
            Some("html") => Ok(Self::Page),
            Some("json") => Ok(Self::Message),
            Some("csv") => Ok(Self::Table),
            Some("jsonl") => Ok(Self::JsonLines),
            Some("parquet") => Ok(Self::Parquet),
            Some("text") => Ok(Self::Lines),
            Some(asked) => Err(GatewayError::NoForm { asked: asked.chars().take(20).collect() }),
        }
    }

    /// How a file of it is called, where it is to be saved.
    const fn ending(self) -> Option<&'static str> {
        match self {
            Self::Table => Some("csv"),
            Self::JsonLines => Some("jsonl"),
            Self::Parquet => Some("parquet"),
            Self::Page | Self::Message | Self::Lines => None,
        }
    }

    fn preferred(accept: Option<&str>) -> Self {
        let best = negotiation::media_type(accept, &Self::ACCEPTABLE.map(|(name, _)| name));
        let found = Self::ACCEPTABLE.into_iter().find(|(name, _)| Some(*name) == best);
        found.map_or(Self::Page, |(_, form)| form)
    }
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
        Err(error) => refuse(&inner, error, query, &headers),
    }
}

async fn found(
    inner: &Inner,
    path: &str,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, GatewayError> {
    let form = Form::of(query, headers)?;
    let as_of = parameter(query, "as-of").map(decoded).transpose()?;
    let language = language::of_page(inner.contents.current().as_deref(), query, headers)?;
    let key = key(path, query);
    let as_of = as_of.as_deref();
    let answered = match form {
        Form::Page => {
            // Waited for together, so that no more than a deadline passes.
            let (answered, checked) =
                tokio::join!(inner.figure(&key, as_of, Some(&language)), inner.last_check_for(as_of));
            let mut answered = answered?;
            if let (Answered::Figure(page), Some(checked)) = (&mut answered, checked) {
                checked.add_findings(page);
            }
            answered
        }
        Form::Lines => inner.figure(&key, as_of, Some(&language)).await?,
        Form::Message | Form::Table | Form::JsonLines | Form::Parquet => {
            inner.figure_alone(&key, as_of, Some(&language)).await?
        }
    };
    let name = form.ending().map(|ending| saved_as(answered.key(), ending));
    let (bytes, form, media_type) = match form {
        Form::Page => (page(&answered, &inner.links()).into(), "html", HTML),
        Form::Message => (answered.message()?.into(), "json", "application/json"),
        Form::JsonLines => (answered.table().json_lines().into(), "jsonl", "application/jsonl"),
        Form::Parquet => (answered.parquet()?.into(), "parquet", PARQUET),
        Form::Table => (answered.table().csv().into(), "csv", "text/csv; charset=utf-8; header=present"),
        Form::Lines => (answered.lines(LINE_WIDTH, false).into(), "text", "text/plain; charset=utf-8"),
    };
    // Messages and tables hold codes, and names in all languages.
    let language = (form == "html" || form == "text").then_some(language);
    let vary = "accept-encoding, accept, accept-language";
    let mut response = Passing { bytes, form, media_type, language, vary }.conditional(headers);
    if let Some(name) = name.and_then(|name| HeaderValue::from_str(&name).ok()) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Under which name a browser saves the table of a key: letters, digits and hyphens of it, which every system takes.
fn saved_as(key: &str, ending: &str) -> String {
    const MOST: usize = 120;
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = key.chars().take(MOST).map(plain).collect();
    format!("attachment; filename=\"{name}.{ending}\"")
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

fn page(answered: &Answered, links: &Links) -> String {
    match answered {
        Answered::Figure(page) => render::html::figure(page, links),
        Answered::Figures { page, .. } | Answered::Listing { page, .. } => render::html::listing(page, links),
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
    fn a_table_is_saved_under_its_key() {
        assert_eq!(
            saved_as("projects/count?area=itu-region:*&period=2024", "csv"),
            "attachment; filename=\"projects_count_area_itu-region___period_2024.csv\""
        );
        assert!(saved_as(&"\"\r\n".repeat(500), "csv").bytes().all(|b| (b' '..=b'~').contains(&b)));
        assert!(saved_as(&"x".repeat(5_000), "csv").len() < 200);
    }

    #[test]
    fn the_form_is_the_one_that_is_preferred() {
        for (accept, expected) in [
            ("text/csv", Form::Table),
            ("application/json", Form::Message),
            ("application/jsonl", Form::JsonLines),
            ("application/x-ndjson", Form::JsonLines),
            ("application/*", Form::Message),
            ("*/*", Form::Page),
            ("x", Form::Page),
        ] {
            assert_eq!(Form::preferred(Some(accept)), expected, "{accept}");
        }
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
