//! What the pages of figures and lists show.

use api::figures::v1::FigureRevision;
use figures::{ColumnType, Figure, FigureKey, Listing, Measure, Selector, Source, Status};
use render::FigurePage;
use render::figure_page::{Change, Place};
use render::html::{ListingPage, ListingPageRow};
use report::Report;

use super::words::Words;

/// The page of a figure.
pub(super) fn figure(
    figure: Figure,
    history: Option<Vec<FigureRevision>>,
    words: &Words,
    printed: Option<&Report>,
) -> FigurePage {
    let key: Option<FigureKey> = figure.key.parse().ok();
    let measure = key.as_ref().and_then(|key| words.measure(&key.service, &key.measure)).cloned();
    let print = |value| words.value(value, &figure.unit, measure.as_ref());
    let alternatives = figure.alternatives.iter().map(|other| print(&other.value).unwrap_or_default());
    FigurePage {
        languages: words.languages(),
        printed: figure.value.as_ref().and_then(print),
        unit: words.code("unit", figure.unit.code()).map(str::to_owned),
        breakdown: key.as_ref().map(|key| breakdown(key, words)).unwrap_or_default(),
        department: measure
            .as_ref()
            .and_then(|measure| words.code("department", &measure.department))
            .map(str::to_owned),
        documents: documents(&figure, words),
        alternatives: alternatives.collect(),
        history_unavailable: history.is_none(),
        history: history
            .into_iter()
            .flatten()
            .filter_map(|one| change(one, words, measure.as_ref()))
            .collect(),
        places: printed.map(|report| places(&figure.key, report)).unwrap_or_default(),
        measure,
        ..FigurePage::new(figure, words.language())
    }
}

/// The key's dimensions in words, without the period, which the page tells apart.
fn breakdown(key: &FigureKey, words: &Words) -> Vec<(String, String)> {
    let dimensions = key.dimensions.iter().filter(|(name, _)| *name != "period");
    let pair = |(name, selector): (&String, &Selector)| match selector {
        Selector::Code(code) => Some((words.dimension(name), words.name(name, code))),
        Selector::Each { .. } => None,
    };
    dimensions.filter_map(pair).collect()
}

fn documents(
    figure: &Figure,
    words: &Words,
) -> std::collections::BTreeMap<String, render::figure_page::Document> {
    let others = figure.alternatives.iter().flat_map(|other| &other.sources);
    let sources = figure.sources.iter().chain(others);
    sources.filter_map(|s| Some((s.document.clone(), words.document(&s.document)?))).collect()
}

/// A revision of a figure; none where it does not decode.
fn change(one: FigureRevision, words: &Words, measure: Option<&Measure>) -> Option<Change> {
    let figure = one.figure.map(Figure::try_from).transpose().ok()?;
    let missing = figure.as_ref().and_then(|figure| match figure.status {
        Status::Missing(reason) => Some(reason),
        Status::Available | Status::Unavailable => None,
    });
    let printed =
        figure.as_ref().and_then(|figure| words.value(figure.value.as_ref()?, &figure.unit, measure));
    Some(Change {
        revision: one.revision,
        value: figure.and_then(|figure| figure.value),
        printed,
        missing,
        committed_at: one.commit_time.and_then(|time| time.try_into().ok()),
        actor: one.actor,
        reason: one.reason,
    })
}

/// The sections that print a figure, each once.
fn places(key: &str, report: &Report) -> Vec<Place> {
    let printed = report::model::places(report);
    let mut places: Vec<Place> = Vec::new();
    for at in printed.get(key).into_iter().flatten() {
        let Some(section) = report.sections.iter().find(|section| section.id == at.section) else { continue };
        let anchor = if at.anchor.is_empty() { &at.section } else { &at.anchor };
        if places.iter().all(|place| place.title != section.title || place.number != section.number) {
            places.push(Place {
                report: format!("/reports/{}", report.year),
                anchor: anchor.clone(),
                number: section.number.clone(),
                title: section.title.clone(),
            });
        }
    }
    places
}

/// The page of a list of records.
pub(super) fn listing(key: &FigureKey, listing: &Listing, words: &Words) -> ListingPage {
    let list = |column: &figures::Column| match column.kind {
        ColumnType::Area => "area".to_owned(),
        ColumnType::Text
        | ColumnType::Date
        | ColumnType::Integer
        | ColumnType::Decimal
        | ColumnType::Code
        | ColumnType::Url => column.name.clone(),
    };
    let rows = listing.rows.iter().map(|row| ListingPageRow {
        aggregate: row.aggregate.then_some(row.count),
        cells: row.cells.iter().zip(&listing.columns).map(|(cell, c)| words.cell(cell, &list(c))).collect(),
        source: row.source.clone(),
    });
    let columns = listing.columns.iter().map(|c| (c.name.clone(), words.dimension(&c.name)));
    ListingPage {
        columns: columns.collect(),
        rows: rows.collect(),
        revision: listing.revision,
        ..empty(key, &listing.key, words)
    }
}

/// The page of several figures: the dimensions that the key leaves open, and the value.
pub(super) fn figures(key: &FigureKey, figures: &[Figure], words: &Words) -> ListingPage {
    let open = key.dimensions.iter().filter(|(_, selector)| matches!(selector, Selector::Each { .. }));
    let open: Vec<&String> = open.map(|(name, _)| name).collect();
    let measure = words.measure(&key.service, &key.measure);
    let rows = figures.iter().map(|figure| {
        let own: Option<FigureKey> = figure.key.parse().ok();
        let code = |name: &&String| Some(words.name(name, own.as_ref()?.code(name)?));
        let value = figure.value.as_ref().map(|value| {
            words.value(value, &figure.unit, measure).unwrap_or_else(|| value.number.to_string())
        });
        ListingPageRow {
            aggregate: None,
            cells: open.iter().map(code).chain([value]).collect(),
            source: figure.sources.first().cloned().unwrap_or_else(Source::default),
        }
    });
    let page = empty(key, &key.to_string(), words);
    let value = ("value".to_owned(), page.title.clone());
    let columns = open.iter().map(|name| ((*name).clone(), words.dimension(name)));
    ListingPage {
        columns: columns.chain([value]).collect(),
        rows: rows.collect(),
        revision: figures.iter().map(|figure| figure.revision).max().unwrap_or(0),
        ..page
    }
}

fn empty(key: &FigureKey, canonical: &str, words: &Words) -> ListingPage {
    let measure = words.measure(&key.service, &key.measure);
    let label = measure.and_then(|measure| words.label(&measure.label));
    ListingPage {
        language: words.language().to_owned(),
        languages: words.languages(),
        key: canonical.to_owned(),
        title: label.unwrap_or(&key.measure).to_owned(),
        definition: measure.and_then(|m| words.label(&m.definition)).unwrap_or_default().to_owned(),
        columns: Vec::new(),
        rows: Vec::new(),
        revision: 0,
    }
}
