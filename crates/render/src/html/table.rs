//! Tables and lists of records.

use maud::{Markup, html};
use report::model::{Inline, ListingLayout, ListingTable, ListingTableRow, Printed, Table, TableRow};

use super::context::Context;
use super::{decimal, inline, record as on_its_own};
use crate::groups::groups;
use crate::links::Links;
use crate::texts::Texts;
use crate::words;

/// A table of figures, which scrolls within its own box where the page is narrow.
pub(super) fn table(cx: &Context<'_>, table: &Table) -> Markup {
    let column = |at: usize| table.rows.iter().filter_map(move |row| row.cells.get(at)?.as_ref());
    let fractions: Vec<usize> = (0..table.columns.len()).map(|at| decimal::longest(column(at))).collect();
    html! {
        div.table id=(table.id) {
            (scroll(&table.id, &html! {
                table {
                    (caption(&table.id, &table.caption))
                    thead {
                        tr {
                            th scope="col" { (table.stub) }
                            @for column in &table.columns { (number_head(&column.label, &column.unit)) }
                        }
                    }
                    tbody { @for row in &table.rows { (table_row(cx, row, &fractions)) } }
                }
            }))
            (notes(cx, &table.notes))
            (inline::here(cx, &table.id))
        }
    }
}

fn table_row(cx: &Context<'_>, row: &TableRow, fractions: &[usize]) -> Markup {
    html! {
        tr class=[row.total.then_some("total")] {
            th scope="row" { (row.label) }
            @for (cell, longest) in row.cells.iter().zip(fractions) { (cell_of(cx, cell.as_ref(), *longest)) }
        }
    }
}

/// A cell of numbers, empty where there is none by design; `longest` is its column's longest fraction.
pub(super) fn cell_of(cx: &Context<'_>, cell: Option<&Printed>, longest: usize) -> Markup {
    html! {
        td.num {
            @if let Some(printed) = cell { (inline::printed(cx, printed)) (decimal::padding(&printed.text, longest)) }
        }
    }
}

/// The head of a column of numbers, with their unit.
pub(super) fn number_head(label: &str, unit: &str) -> Markup {
    html! {
        th.num scope="col" {
            (label)
            @if !unit.is_empty() { " " span.unit { (unit) } }
        }
    }
}

/// Records: named ones first, aggregate ones saying how many they stand for.
pub(super) fn listing(cx: &Context<'_>, listing: &ListingTable) -> Markup {
    if listing.layout == ListingLayout::Record {
        return on_its_own::records(cx, listing);
    }
    html! {
        div.table.records id=(listing.id) {
            (scroll(&listing.id, &html! {
                table {
                    caption id=(caption_id(&listing.id)) {
                        (caption_link(cx.links, listing, &cx.report.language))
                        (inline::marks(cx, &listing.marks, None))
                    }
                    thead {
                        tr {
                            @for (column, label) in listing.columns.iter().enumerate() {
                                th scope="col" class=[breadth(&listing.rows, column)] { (label) }
                            }
                        }
                    }
                    @if listing.groups.is_empty() {
                        tbody { @for row in &listing.rows { (record(cx, row)) } }
                    }
                    @for (title, rows) in groups(listing) {
                        tbody {
                            tr.group { th scope="rowgroup" colspan=(listing.columns.len()) { (title) } }
                            @for row in rows { (record(cx, row)) }
                        }
                    }
                }
            }))
            (inline::here(cx, &listing.id))
            @if listing.rows.is_empty() { p.note { (cx.texts.say("listing-empty")) } }
            @if !listing.marks.is_empty() {
                p.note { (words::signs(cx.texts, &listing.marks)) " " (words::meaning(cx.texts, &listing.marks)) }
            }
        }
    }
}

/// The class of a column whose texts are all short, or of which one is long.
fn breadth(rows: &[ListingTableRow], column: usize) -> Option<&'static str> {
    let texts = rows.iter().filter_map(|row| row.cells.get(column).and_then(Option::as_deref));
    match texts.map(cells).max()? {
        ..=9 => Some("brief"),
        10..=60 => None,
        61.. => Some("ample"),
    }
}

/// How many Latin letters are as wide as a text.
fn cells(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum()
}

pub(super) fn caption_link(links: &Links, listing: &ListingTable, language: &str) -> Markup {
    html! { a.figure href=(links.figure(&listing.key, language)) { (listing.caption) } }
}

fn record(cx: &Context<'_>, row: &ListingTableRow) -> Markup {
    let head = words::record_head(cx.texts, row.aggregate, row.cells.first().and_then(Option::as_deref));
    html! {
        tr class=[row.aggregate.map(|_| "aggregate")] {
            th scope="row" { (given(cx.texts, head.as_deref())) }
            @for cell in row.cells.iter().skip(1) { td { (given(cx.texts, cell.as_deref())) } }
        }
    }
}

/// A record's cell; one that is not given shows a dash and says so.
pub(super) fn given(texts: &Texts, cell: Option<&str>) -> Markup {
    match cell {
        Some(text) => html! { (text) },
        None => html! { span aria-hidden="true" { "–" } span.unseen { (texts.say("listing-not-given")) } },
    }
}

/// A box that scrolls by itself; it can be reached by keyboard and is named by its caption. A group and no region: twenty landmarks on
/// a page, some of one name, would be none.
pub(super) fn scroll(id: &str, content: &Markup) -> Markup {
    html! { div.scroll role="group" aria-labelledby=(caption_id(id)) tabindex="0" { (content) } }
}

fn caption(id: &str, text: &str) -> Markup {
    html! { caption id=(caption_id(id)) { (text) } }
}

/// The id of a table's caption.
pub(super) fn caption_id(id: &str) -> String {
    format!("_caption-{id}")
}

/// What stands under a table or a chart.
pub(super) fn notes(cx: &Context<'_>, notes: &[Vec<Inline>]) -> Markup {
    html! { @for note in notes { p.note { (inline::inlines(cx, note)) } } }
}
