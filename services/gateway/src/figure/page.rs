//! What the pages of figures and lists show.

use std::collections::BTreeMap;

use api::figures::v1::FigureRevision;
use figures::{ColumnType, Figure, FigureKey, Listing, Measure, Selector, Source, Status};
use render::FigurePage;
use render::figure_page::facts;
use render::figure_page::{Around, Change, Citation, Place};
use render::html::{Heard, ListingColumn, ListingPage, ListingPageRow};
use render::texts::Texts;
use report::Report;
use report::model::PageId;

use super::words::Words;

/// What is known of a figure besides itself.
pub(super) struct Known<'a> {
    /// Its revisions; none where nobody tells them.
    pub(super) history: Option<Vec<FigureRevision>>,
    /// Other values of its measure; none where nobody tells them.
    pub(super) around: Option<Around>,
    /// The state that is asked for; none for the newest.
    pub(super) as_of: Option<&'a str>,
    /// The report in the language.
    pub(super) printed: Option<&'a Report>,
    /// The pages beside it that print the figure.
    pub(super) pages: Vec<PageId>,
}

/// The page of a figure.
pub(super) fn figure(figure: Figure, known: Known<'_>, words: &Words) -> FigurePage {
    let key: Option<FigureKey> = figure.key.parse().ok();
    let measure = key.as_ref().and_then(|key| words.measure(&key.service, &key.measure)).cloned();
    let print = |value| words.value(value, &figure.unit, measure.as_ref());
    let alternatives = figure.alternatives.iter().map(|other| print(&other.value).unwrap_or_default());
    let history_unavailable = known.history.is_none();
    let history = known.history.into_iter().flatten();
    let history: Vec<Change> = history.filter_map(|one| change(one, words, measure.as_ref())).collect();
    let service = key.as_ref().map(|key| key.service.as_str()).unwrap_or_default();
    let (restated, restated_reason) = restated(&figure, measure.as_ref(), words);
    FigurePage {
        languages: words.languages(),
        printed: figure.value.as_ref().and_then(print),
        step: figure.value.as_ref().and_then(|value| words.step(value, &figure.unit)),
        unit: words.code("unit", figure.unit.code()).map(str::to_owned),
        breakdown: key.as_ref().map(|key| breakdown(key, words)).unwrap_or_default(),
        department: measure
            .as_ref()
            .and_then(|measure| words.code("department", &measure.department))
            .map(str::to_owned),
        documents: documents(&figure, &restated, words),
        restated,
        restated_reason,
        records: records(&figure, words),
        formula_names: formula_names(&figure, words),
        alternatives: alternatives.collect(),
        citation: known.printed.map(|report| citation(&figure, &history, service, report, known.as_of)),
        history_unavailable,
        history,
        places: known.printed.map(|report| places(&figure.key, report, &known.pages)).unwrap_or_default(),
        as_of: known.as_of.map(str::to_owned),
        around: known.around,
        measure,
        ..FigurePage::new(figure, words.language())
    }
}

/// What a citation names. The revision is the last one that changed the figure up to the state that is shown.
fn citation(
    figure: &Figure,
    history: &[Change],
    service: &str,
    report: &Report,
    as_of: Option<&str>,
) -> Citation {
    let asked: Option<i64> = as_of.and_then(|point| point.parse().ok());
    let instant: Option<jiff::Timestamp> = as_of.and_then(|point| point.parse().ok());
    let shown = |change: &&Change| {
        asked.is_none_or(|asked| change.revision <= asked)
            && instant.is_none_or(|instant| change.committed_at.is_some_and(|at| at <= instant))
    };
    let last = history.iter().find(shown);
    Citation {
        organisation: report.organisation.name.clone(),
        report: report.title.clone(),
        state: report.state,
        service: service.to_owned(),
        revision: last.map_or(figure.revision, |change| change.revision),
        committed_at: last.and_then(|change| change.committed_at),
    }
}

/// What a figure is, in words.
pub(crate) fn plain_name(figure: &Figure, words: &Words) -> String {
    let key: Option<FigureKey> = figure.key.parse().ok();
    let measure = key.as_ref().and_then(|key| words.measure(&key.service, &key.measure)).cloned();
    let breakdown = key.as_ref().map(|key| breakdown(key, words)).unwrap_or_default();
    // A figure that was asked in another language knows no other label; its measure knows all.
    let label = measure.as_ref().map_or(&figure.label, |measure| &measure.label).clone();
    let figure = Figure { label, ..figure.clone() };
    let page = FigurePage { breakdown, measure, ..FigurePage::new(figure, words.language()) };
    facts::name(&page, Texts::of(words.language()))
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

/// The lists that show the records behind a computed value, by title.
fn records(figure: &Figure, words: &Words) -> Vec<(String, String)> {
    let lists = figure.records.iter().flat_map(|records| &records.listings);
    let title = |list: &String| {
        let key: FigureKey = list.parse().ok()?;
        let label = words.measure(&key.service, &key.measure).and_then(|measure| words.label(&measure.label));
        Some((label.unwrap_or(&key.measure).to_owned(), list.clone()))
    };
    lists.filter_map(title).collect()
}

/// What the content calls the registers, fields and measures of a formula.
fn formula_names(figure: &Figure, words: &Words) -> BTreeMap<String, String> {
    let formula = figure.formula.as_deref().unwrap_or_default();
    let service = figure.key.split('/').next().unwrap_or_default();
    let measure = |code: &str| words.measure(service, code).and_then(|measure| words.label(&measure.label));
    let named = |code: &str| {
        let name = words.code("register", code).or_else(|| words.code("field", code));
        let name = name.or_else(|| measure(code))?;
        Some((code.to_owned(), name.to_owned()))
    };
    render::figure_page::formula::names(formula).into_iter().filter_map(named).collect()
}

/// What earlier reports printed in place of a figure's value, and why it is another value now.
fn restated(
    figure: &Figure,
    measure: Option<&Measure>,
    words: &Words,
) -> (Vec<(String, Source)>, Option<String>) {
    let rows: Vec<_> = words.restated(figure).collect();
    let reason = rows.iter().find_map(|(row, _)| row.reason.clone());
    let printed = rows.into_iter().map(|(row, value)| {
        let text = words.value(&value, &row.unit, measure);
        (text.unwrap_or_else(|| value.number.normalize().to_string()), row.source())
    });
    (printed.collect(), reason)
}

fn documents(
    figure: &Figure,
    restated: &[(String, Source)],
    words: &Words,
) -> BTreeMap<String, render::figure_page::Document> {
    let others = figure.alternatives.iter().flat_map(|other| &other.sources);
    let rates = figure.conversions.iter().flat_map(|converted| &converted.rates).map(|rate| &rate.document);
    let restated = restated.iter().map(|(_, source)| source);
    let sources = figure.sources.iter().chain(others).chain(restated).chain(rates);
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
        reason: one.reason,
    })
}

/// The sections that print a figure, each once, and after them the pages beside the report.
fn places(key: &str, report: &Report, pages: &[PageId]) -> Vec<Place> {
    let printed = report::model::places(report);
    let mut places: Vec<Place> = Vec::new();
    for at in printed.get(key).into_iter().flatten() {
        let Some(section) = report.sections.iter().find(|section| section.id == at.section) else { continue };
        let anchor = if at.anchor.is_empty() { &at.section } else { &at.anchor };
        if places.iter().all(|place| place.title != section.title || place.number != section.number) {
            places.push(Place {
                report: format!("/reports/{}", report.year),
                page: None,
                group: String::new(),
                anchor: anchor.clone(),
                number: section.number.clone(),
                title: section.title.clone(),
            });
        }
    }
    places.extend(report.pages.iter().flat_map(|group| {
        let links = group.pages.iter().filter(|link| pages.contains(&link.id));
        links.map(|link| Place {
            report: format!("/reports/{}", report.year),
            page: Some(link.id.clone()),
            group: group.title.clone(),
            anchor: String::new(),
            number: link.number.clone(),
            title: link.title.clone(),
        })
    }));
    places
}

/// The page of a list of records.
pub(super) fn listing(key: &FigureKey, listing: &Listing, as_of: Option<&str>, words: &Words) -> ListingPage {
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
        key: None,
        cells: row.cells.iter().zip(&listing.columns).map(|(cell, c)| words.cell(cell, &list(c))).collect(),
        source: row.source.clone(),
    });
    let columns = listing.columns.iter().map(|column| ListingColumn {
        name: column.name.clone(),
        head: words.head(&column.name),
        numeric: matches!(column.kind, ColumnType::Integer | ColumnType::Decimal),
    });
    ListingPage {
        columns: columns.collect(),
        rows: rows.collect(),
        revision: listing.revision,
        ..empty(key, &listing.key, as_of, words)
    }
}

/// The page of several figures: the dimensions that the key leaves open, and the value.
pub(super) fn figures(
    key: &FigureKey,
    figures: &[Figure],
    as_of: Option<&str>,
    words: &Words,
) -> ListingPage {
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
            key: Some(figure.key.clone()),
            cells: open.iter().map(code).chain([value]).collect(),
            source: figure.sources.first().cloned().unwrap_or_else(Source::default),
        }
    });
    let page = empty(key, &key.to_string(), as_of, words);
    let value = ListingColumn { name: "value".to_owned(), head: label(key, words), numeric: true };
    let columns = open.iter().map(|name| ListingColumn {
        name: (*name).clone(),
        head: words.dimension(name),
        numeric: false,
    });
    ListingPage {
        columns: columns.chain([value]).collect(),
        rows: rows.collect(),
        revision: figures.iter().map(|figure| figure.revision).max().unwrap_or(0),
        ..page
    }
}

/// What the measure is called.
fn label(key: &FigureKey, words: &Words) -> String {
    let measure = words.measure(&key.service, &key.measure);
    measure.and_then(|measure| words.label(&measure.label)).unwrap_or(&key.measure).to_owned()
}

fn empty(key: &FigureKey, canonical: &str, as_of: Option<&str>, words: &Words) -> ListingPage {
    let measure = words.measure(&key.service, &key.measure);
    // Lists of one measure are told apart by what their keys ask for.
    let asked = key.dimensions.keys().filter_map(|name| Some(words.name(name, key.code(name)?)));
    let title: Vec<String> = std::iter::once(label(key, words)).chain(asked).collect();
    ListingPage {
        language: words.language().to_owned(),
        languages: words.languages(),
        key: canonical.to_owned(),
        title: title.join(" · "),
        definition: measure.and_then(|m| words.label(&m.definition)).unwrap_or_default().to_owned(),
        columns: Vec::new(),
        rows: Vec::new(),
        revision: 0,
        as_of: as_of.map(str::to_owned),
        heard: Heard::Now,
    }
}
