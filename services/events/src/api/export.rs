//! The calendar as a file that calendar programs subscribe to.

use std::collections::{BTreeMap, BTreeSet};

use ::api::HttpBody;
use ::api::events::v1::ExportCalendarRequest;
use ::figures::Period;
use figure_service::engine::Engine;
use figure_service::rpc::{failure, point};
use interchange::icalendar;
use jiff::Timestamp;
use kit::errors::internal;
use tonic::metadata::{MetadataMap, MetadataValue};
use tonic::{Request, Response, Status};

use super::calendar;
use crate::calendar::Limits;
use crate::icalendar as made;

/// Every period that there is.
const ALWAYS: &str = "1900/2200";
/// The most languages of a header that are looked at.
const MAX_LANGUAGES: usize = 20;

pub(super) async fn call(
    engine: &Engine,
    request: Request<ExportCalendarRequest>,
) -> Result<Response<HttpBody>, Status> {
    let metadata = request.metadata().clone();
    let ExportCalendarRequest { period, organizer, kind, area, language, as_of } = request.into_inner();
    let period: Period = calendar::period(if period.is_empty() { ALWAYS } else { &period })?;
    let limits = Limits { organizer, kind, area };
    let snapshot = point::snapshot(engine, as_of, false).await?;
    let events = calendar::events(engine, &snapshot, &limits, &period).await?;
    let asked = if language.is_empty() { accepted(&metadata) } else { vec![language] };
    let words = engine.words(&snapshot, asked.iter().map(String::as_str)).await?;
    let revisions: BTreeSet<i64> = events.iter().map(|event| event.revision).collect();
    let mut changed: BTreeMap<i64, Timestamp> = BTreeMap::new();
    for revision in revisions {
        let made = engine.store().revision(revision).await.map_err(failure::store)?;
        changed.insert(revision, made.committed_at);
    }
    let calendar = made::of(&events, &words, &changed);
    let body = HttpBody { content_type: icalendar::MEDIA_TYPE.to_owned(), data: icalendar::write(&calendar) };
    answer(body, words.language())
}

/// The languages of `Accept-Language`, the ones wanted most first.
fn accepted(metadata: &MetadataMap) -> Vec<String> {
    let header = metadata.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut weighted: Vec<(u16, String)> =
        header.split(',').take(MAX_LANGUAGES).filter_map(weighted).collect();
    // A stable order: of equals the first goes first.
    weighted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    weighted.into_iter().map(|(_, tag)| tag).collect()
}

/// A range and its weight in thousandths; none for one that is not wanted.
fn weighted(range: &str) -> Option<(u16, String)> {
    let mut parts = range.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let weight = parts.find_map(|part| part.strip_prefix("q="));
    let weight = weight.map_or(1_000, |text| {
        let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
        format!("{digits:0<4}").parse().unwrap_or(0)
    });
    (weight > 0).then(|| (weight, tag.to_owned()))
}

/// The answer with what HTTP says of it besides.
fn answer(body: HttpBody, language: &str) -> Result<Response<HttpBody>, Status> {
    let mut response = Response::new(body);
    let metadata = response.metadata_mut();
    let language = MetadataValue::try_from(language).map_err(|error| internal(&error))?;
    metadata.insert("content-language", language);
    metadata.insert("vary", MetadataValue::from_static("accept-language"));
    metadata.insert("content-disposition", MetadataValue::from_static("inline; filename=\"events.ics\""));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_wanted_most_goes_first() {
        let mut metadata = MetadataMap::new();
        metadata.insert("accept-language", MetadataValue::from_static("en;q=0.5, zh-CN, fr;q=0, de;q=0.75"));
        assert_eq!(accepted(&metadata), ["zh-CN", "de", "en"]);
        assert!(accepted(&MetadataMap::new()).is_empty());
    }
}
