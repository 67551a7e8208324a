//! `DiffReport`: what a report says otherwise at one point than at another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use api::report::v1 as proto;
use figures::Figure;
use render::{Texts, corrigendum};
use report::Report;
use report::changes::{Change, changes};
use tonic::Status;

use super::year;
use crate::app::Inner;
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::past::Point;

pub(super) async fn call(
    inner: &Inner,
    request: proto::DiffReportRequest,
) -> Result<proto::DiffReportResponse, Status> {
    let year = year(&request.name)?;
    let number = inner.contents.of_year(year)?.year();
    let to = if request.to.is_empty() { "live" } else { &request.to };
    if request.from.is_empty() {
        let problem =
            "from is required: live, edition:N, or an instant such as 2025-01-31T12:00:00Z".to_owned();
        return Err(GatewayError::Field { field: "from", problem }.into());
    }
    let points = [Point::parse("from", &request.from, number)?, Point::parse("to", to, number)?];
    let [earlier, later] = points;
    let contents = [inner.content_at(year, earlier).await?, inner.content_at(year, later).await?];
    let [old, new] = &contents;
    let languages = languages(new, &request.languages)?;
    let mut response = proto::DiffReportResponse::default();
    for language in &languages {
        old.language(Some(language))?;
        let before = inner.report_at(old, earlier, language).await?;
        let after = inner.report_at(new, later, language).await?;
        if response.texts.is_empty() {
            response.from = Some(point(&request.from, &before));
            response.to = Some(point(to, &after));
            response.figures = figures(&before, &after);
        }
        response.texts.push(text(language, &before, &after));
    }
    Ok(response)
}

/// The languages asked, each once; all where none is.
fn languages(loaded: &Loaded, asked: &[String]) -> Result<Vec<Arc<str>>, GatewayError> {
    if asked.is_empty() {
        return Ok(loaded.languages.clone());
    }
    let mut languages: Vec<Arc<str>> = Vec::new();
    for language in asked {
        let known = loaded.language(Some(language))?;
        if !languages.contains(known) {
            languages.push(Arc::clone(known));
        }
    }
    Ok(languages)
}

fn point(text: &str, report: &Report) -> proto::ReportPoint {
    proto::ReportPoint { point: text.to_owned(), revisions: report.revisions.clone() }
}

/// Figures that are not the same, whatever revision they are of.
fn figures(before: &Report, after: &Report) -> Vec<proto::FigureChange> {
    let of = |report: &Report| -> BTreeMap<String, Arc<Figure>> {
        report.figures.iter().map(|figure| (figure.key.clone(), Arc::clone(figure))).collect()
    };
    let (old, new) = (of(before), of(after));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let same = |a: Option<&Arc<Figure>>, b: Option<&Arc<Figure>>| match (a, b) {
        (Some(a), Some(b)) => a.says_the_same(b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let words =
        |report: &Report, key: &str| report.words.get(key).map(|w| w.value.clone()).unwrap_or_default();
    let changed = keys.into_iter().filter(|key| !same(old.get(*key), new.get(*key)));
    changed
        .map(|key| proto::FigureChange {
            key: key.clone(),
            before: old.get(key).map(|figure| Figure::clone(figure).into()),
            after: new.get(key).map(|figure| Figure::clone(figure).into()),
            before_text: words(before, key),
            after_text: words(after, key),
        })
        .collect()
}

fn text(language: &str, before: &Report, after: &Report) -> proto::TextDiff {
    let texts = Texts::of(language);
    let found = changes(before, after);
    proto::TextDiff {
        language: language.to_owned(),
        corrigendum: corrigendum::markdown(&after.title, &found, texts),
        changes: found.into_iter().map(|change| place(change, texts)).collect(),
    }
}

fn place(change: Change, texts: &Texts) -> proto::TextChange {
    let place = corrigendum::place(&change, texts);
    let instructions = corrigendum::lines(&change, texts);
    let replacement = |one: report::changes::Replaced| proto::TextReplacement {
        before: one.before,
        after: one.after,
        keys: one.keys,
    };
    proto::TextChange {
        section: change.section.map(|section| section.id).unwrap_or_default(),
        place,
        before: change.before,
        after: change.after,
        replacements: change.replaced.into_iter().map(replacement).collect(),
        instructions,
    }
}
