//! The page of a list of records: what a cell's number in the text leads to.

use figures::Source;
use maud::{Markup, html};

use super::page::{self, Page};
use super::past::State;
use super::table;
use crate::links::Links;
use crate::texts::period::instant;
use crate::texts::{Arg, Texts};
use crate::words;

/// A list of records with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingPage {
    /// The language of the words.
    pub language: String,
    /// The languages that the page exists in.
    pub languages: Vec<String>,
    /// The canonical key.
    pub key: String,
    /// The measure's label.
    pub title: String,
    /// The measure's definition; may be empty.
    pub definition: String,
    /// Columns, in the order of the cells.
    pub columns: Vec<ListingColumn>,
    /// Records, named ones first.
    pub rows: Vec<ListingPageRow>,
    /// The newest revision among the records.
    pub revision: i64,
    /// The state that was asked for as an address says it; `None` is the newest.
    pub as_of: Option<String>,
    /// Whether the records' service answered.
    pub heard: Heard,
}

/// Whether the service of a page answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heard {
    /// Now.
    #[default]
    Now,
    /// Not now; this is what it said last, of a revision committed then, where that is known.
    Last(Option<jiff::Timestamp>),
    /// Never.
    Never,
}

impl Heard {
    /// What a reader is told of a service that does not answer, with its sign.
    pub(crate) fn said(self, texts: &Texts) -> Option<String> {
        let (sign, said) = match self {
            Self::Now => return None,
            Self::Last(Some(at)) => {
                let since = instant(texts, at);
                let said = texts.say_with("status-last-known", &[("since", Arg::Text(&since))]);
                ("sign-last-known", said)
            }
            Self::Last(None) => ("sign-last-known", texts.say("mark-last-known")),
            Self::Never => ("sign-unavailable", texts.say("status-unavailable")),
        };
        Some(format!("{} {said}", texts.say(sign)))
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingColumn {
    /// Its name, the anchor of `key#column`.
    pub name: String,
    /// Its head.
    pub head: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingPageRow {
    /// How many records it stands for, when it is an aggregate record; 0 where the source does not say.
    pub aggregate: Option<i64>,
    /// The key of the figure that the last cell is, where the row is one.
    pub key: Option<String>,
    /// Cells as printed; `None` is not given.
    pub cells: Vec<Option<String>>,
    /// Where the record comes from.
    pub source: Source,
}

/// The page of a list of records. Of `links` only the base is used.
#[must_use]
pub fn listing(listing: &ListingPage, links: &Links) -> String {
    let texts = Texts::of(&listing.language);
    let state = State { key: &listing.key, as_of: listing.as_of.as_deref() };
    let address = |language: &str| state.address(links, &listing.key, language, None);
    let alternates: Vec<_> = listing.languages.iter().map(|l| (l.clone(), address(l))).collect();
    let body = html! {
        (page::top(links, &listing.language, &alternates))
        main.single.broad #_text {
            p.overline { (texts.say("kind-listing")) }
            (state.notice(texts, links, &listing.language))
            @if let Some(said) = listing.heard.said(texts) { p.note { (said) } }
            h1 id=(table::caption_id("_records")) { (listing.title) }
            @if !listing.definition.is_empty() { p.definition { (listing.definition) } }
            (records(listing, texts, &state, links))
            dl.facts {
                @if listing.heard != Heard::Never {
                    div { dt { (texts.say("figure-records")) } dd { (count(listing, texts)) } }
                    div { dt { (texts.say("figure-revision")) } dd { (listing.revision) } }
                }
                div { dt { (texts.say("figure-key")) } dd { code dir="ltr" { (listing.key) } } }
            }
            (state.data(texts, links, &listing.language))
        }
    };
    Page {
        alternates,
        forms: state.forms(links, &listing.language),
        description: listing.definition.clone(),
        unlisted: listing.as_of.is_some(),
        present: state.present(links, &listing.language),
        ..Page::new(links, &listing.language, state.title(texts, listing.title.clone()))
    }
    .around(&body)
}

/// How many records there are, aggregate ones counted with what they stand for.
pub(crate) fn count(listing: &ListingPage, texts: &Texts) -> String {
    let count = listing.rows.iter().fold(0_i64, |n, row| n.saturating_add(row.aggregate.unwrap_or(1)));
    let whole = listing.rows.iter().all(|row| row.aggregate != Some(0));
    let name = if whole { "listing-records" } else { "listing-records-known" };
    texts.say_with(name, &[("count", Arg::Count(count))])
}

fn records(listing: &ListingPage, texts: &Texts, state: &State<'_>, links: &Links) -> Markup {
    if listing.heard == Heard::Never {
        return html! {};
    }
    if listing.rows.is_empty() {
        return html! { p { (texts.say("listing-empty")) } };
    }
    html! {
        (table::scroll("_records", &html! {
            table.records {
                thead {
                    tr {
                        @for column in &listing.columns {
                            th class=[column.numeric.then_some("num")] scope="col" id=(column.name) { (column.head) }
                        }
                        th scope="col" { (texts.say("listing-source")) }
                    }
                }
                tbody {
                    @for row in &listing.rows {
                        @let address = row.key.as_ref().map(|key| state.address(links, key, &listing.language, None));
                        (record(texts, row, &listing.columns, address.as_deref()))
                    }
                }
            }
        }))
    }
}

/// A record; of one that is a figure the last cell leads to its page.
fn record(texts: &Texts, row: &ListingPageRow, columns: &[ListingColumn], address: Option<&str>) -> Markup {
    let head = words::record_head(texts, row.aggregate, row.cells.first().and_then(Option::as_deref));
    let last = row.cells.len().saturating_sub(1);
    html! {
        tr class=[row.aggregate.map(|_| "aggregate")] {
            th scope="row" { (table::given(texts, head.as_deref())) }
            @for (column, cell) in row.cells.iter().enumerate().skip(1) {
                @let numeric = columns.get(column).is_some_and(|column| column.numeric);
                @let cell = table::given(texts, cell.as_deref());
                @match address.filter(|_| column == last) {
                    Some(address) => { td.num { a href=(address) { (cell) } } }
                    None => { td class=[numeric.then_some("num")] { (cell) } }
                }
            }
            td.source { (words::source_place(texts, &row.source)) }
        }
    }
}
