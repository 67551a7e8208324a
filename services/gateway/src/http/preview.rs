//! `/reports/2024/preview?key=…&value=…`: what another value of a figure would bring, as a page. Programs ask `PreviewChange`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use checks::Finding;
use checks::consequences::NoValue;
use figures::{Figure, FigureKey};
use http::HeaderMap;
use render::figure_page::Found;
use render::html::{Consequences, Moved, Outcome, PreviewPage, Refused, RefusedFor};
use report::Report;

use super::passing::Passing;
use super::problem::refuse;
use super::reports::{field, report_id};
use super::segments::Segments;
use crate::app::Inner;
use crate::error::GatewayError;
use crate::figure::{Words, plain_name};
use crate::preview::{Preview, Supposed};

/// The most characters of a key or a value that are read.
const MOST: usize = 1_000;

/// `/reports/2024/preview`.
pub(super) async fn get(
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
    let typed = |name: &str| field(query, name, MOST).trim().to_owned();
    let (key, value) = (typed("key"), typed("value"));
    let supposed = Supposed { key, value: value.clone(), language: id.language.to_string() };
    let figure = inner.supposed(year, &supposed.key).await?;
    let preview = match inner.preview(year, supposed).await {
        Ok(preview) => Ok(preview),
        Err(GatewayError::NoValue(why)) => Err(why),
        Err(error) => return Err(error),
    };
    let (report, links) = (entry.made.report(), entry.made.links());
    let html = render::html::preview(report, &page(inner, &figure, value, preview, report), links);
    Ok(Passing::page(html, id.language).conditional(headers))
}

fn page(
    inner: &Inner,
    figure: &Figure,
    value: String,
    preview: Result<Preview, NoValue>,
    report: &Report,
) -> PreviewPage {
    let mut words = Words::new(inner.contents.current(), &report.language);
    let told = report.words.iter().filter_map(|(key, told)| Some((key.parse().ok()?, told)));
    words.learn(told.flat_map(|(key, told): (FigureKey, _)| told.names(&key)));
    let printed =
        |figure: &Figure| figure.value.map(|value| words.printed(&value, figure)).unwrap_or_default();
    let outcome = match preview {
        Err(NoValue::Empty) => None,
        Err(why) => Some(Outcome::Refused(refused(&why, figure, &words))),
        Ok(preview) => {
            let told = |list: &[Finding]| found_in(list, &preview, &words, &report.language);
            let named = |key: &String| (key.clone(), name_of(key, &preview, &words));
            let derived = preview.derived.iter().map(|(before, after)| Moved {
                key: after.key.clone(),
                name: plain_name(after, &words),
                before: printed(before),
                after: printed(after),
            });
            Some(Outcome::Told(Consequences {
                then: preview.after.value.map(|value| words.in_full(&value, figure)).unwrap_or_default(),
                appearing: told(&preview.findings.appearing),
                going: told(&preview.findings.going),
                changing: told(&preview.findings.changing),
                printed: preview.printed.clone(),
                derived: derived.collect(),
                undetermined: preview.undetermined.iter().map(named).collect(),
                counts: preview.counts,
            }))
        }
    };
    PreviewPage {
        key: figure.key.clone(),
        name: plain_name(figure, &words),
        now: printed(figure),
        value,
        outcome,
    }
}

/// What a key is called: a figure by its words, a list by its label.
fn name_of(key: &str, preview: &Preview, words: &Words) -> String {
    let figure = preview.figure(key);
    let listing = || {
        let key: FigureKey = key.parse().ok()?;
        words.measure_label(&key)
    };
    figure.map(|figure| plain_name(figure, words)).or_else(listing).unwrap_or_else(|| key.to_owned())
}

/// Why a value is refused, for the page's own words.
fn refused(why: &NoValue, figure: &Figure, words: &Words) -> Refused {
    let written = |text: &String| Refused {
        unit: words.unit(&figure.unit),
        written: text.clone(),
        ..Refused::default()
    };
    match why {
        NoValue::Empty => Refused::default(),
        NoValue::NoNumber(text) => written(text),
        NoValue::Ambiguous(text, one, other) => {
            let kind = RefusedFor::Ambiguous(one.to_string(), other.to_string());
            Refused { kind, ..written(text) }
        }
        NoValue::Limited(text) => Refused { kind: RefusedFor::Limit, ..written(text) },
        NoValue::OtherUnit { written: text, .. } => Refused { kind: RefusedFor::Unit, ..written(text) },
        NoValue::TooLarge(text) => Refused { kind: RefusedFor::Size, ..written(text) },
    }
}

fn found_in(list: &[Finding], preview: &Preview, words: &Words, language: &str) -> Vec<Found> {
    let Ok(told) = checks::Words::of(language).or_else(|_| checks::Words::of("en")) else {
        return Vec::new();
    };
    let own = &preview.before;
    let figure = |key: &String| {
        let concerned = preview.checked.concerned().get(key).map(|figure| &**figure);
        concerned.or((own.key == *key).then_some(own))
    };
    let one = |finding: &Finding| {
        let named = |key: &String| Some((key.clone(), plain_name(figure(key)?, words)));
        let names: BTreeMap<String, String> = finding.figures.iter().filter_map(named).collect();
        Found {
            id: finding.id.clone(),
            severity: finding.severity,
            message: render::html::with_names(&told.message(finding), &finding.figures, &names),
            settled: finding.settled().is_some(),
        }
    };
    list.iter().map(one).collect()
}
