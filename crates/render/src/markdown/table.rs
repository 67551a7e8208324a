//! Tables in GitHub's form.

use report::model::{Chart, ListingTable, ListingTableRow, Printed, Table};

use super::escape::escape;
use super::{Context, inline};
use crate::groups::groups;
use crate::{chart, words};

/// A table of escaped cells; `right` says which columns hold numbers.
pub(super) fn grid(heads: &[String], right: &[bool], rows: impl Iterator<Item = Vec<String>>) -> String {
    let rule = right.iter().map(|r| if *r { "---:" } else { "---" });
    let mut lines = vec![row(heads.iter().map(String::as_str)), row(rule)];
    lines.extend(rows.map(|cells| row(cells.iter().map(String::as_str))));
    lines.join("\n")
}

fn row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(cell);
        line.push_str(" |");
    }
    line
}

/// A caption, in bold on a line of its own.
pub(super) fn caption(text: &str) -> String {
    bold(&escape(text))
}

/// What stands alone, in bold: between spaces or ends of lines stars are always read as such.
pub(super) fn bold(escaped: &str) -> String {
    if escaped.is_empty() { String::new() } else { format!("**{escaped}**") }
}

/// A table of figures; totals are bold.
pub(super) fn table(cx: Context<'_>, table: &Table) -> String {
    let mut heads = vec![escape(&table.stub)];
    heads.extend(table.columns.iter().map(|c| head(&c.label, &c.unit)));
    let rows = table.rows.iter().map(|r| {
        let label = escape(&r.label);
        let mut cells = vec![if r.total { bold(&label) } else { label }];
        cells.extend(r.cells.iter().map(|c| cell(cx, c.as_ref())));
        cells
    });
    grid(&heads, &right(table.columns.len()), rows)
}

/// A chart's values; points are rows, series are columns.
pub(super) fn chart(cx: Context<'_>, chart: &Chart) -> String {
    let values = chart::grid(chart);
    let mut heads = vec![String::new()];
    for label in &values.columns {
        let label = if label.is_empty() { cx.texts.say("table-value") } else { (*label).to_owned() };
        heads.push(head(&label, &chart.unit));
    }
    let rows = values.rows.iter().map(|(label, cells)| {
        let mut row = vec![escape(label)];
        row.extend(cells.iter().map(|c| cell(cx, *c)));
        row
    });
    grid(&heads, &right(values.columns.len()), rows)
}

/// Records; aggregate ones say how many they stand for.
pub(super) fn listing(cx: Context<'_>, listing: &ListingTable) -> String {
    let heads: Vec<String> = listing.columns.iter().map(|c| escape(c)).collect();
    let records = |rows: &[ListingTableRow]| {
        let rows = rows.iter().map(|r| {
            let first = words::record_head(cx.texts, r.aggregate, r.cells.first().and_then(Option::as_deref));
            let mut cells = vec![given(first.as_deref())];
            cells.extend(r.cells.iter().skip(1).map(|c| given(c.as_deref())));
            cells
        });
        grid(&heads, &vec![false; heads.len()], rows)
    };
    if listing.groups.is_empty() {
        return records(&listing.rows);
    }
    let groups = groups(listing).into_iter();
    let parts: Vec<String> =
        groups.map(|(title, rows)| [caption(title), records(rows)].join("\n\n")).collect();
    parts.join("\n\n")
}

/// Records that stand on their own: a line for each column.
pub(super) fn record(cx: Context<'_>, listing: &ListingTable) -> String {
    let colon = cx.texts.say("colon");
    let lines = |row: &ListingTableRow| {
        let cells = listing.columns.iter().zip(&row.cells);
        let lines =
            cells.map(|(label, cell)| format!("- {}{colon}{}", escape(label), given(cell.as_deref())));
        lines.collect::<Vec<_>>().join("\n")
    };
    listing.rows.iter().map(lines).collect::<Vec<_>>().join("\n\n")
}

fn given(cell: Option<&str>) -> String {
    cell.map_or_else(|| "–".to_owned(), escape)
}

fn head(label: &str, unit: &str) -> String {
    if unit.is_empty() { escape(label) } else { format!("{} ({})", escape(label), escape(unit)) }
}

fn cell(cx: Context<'_>, cell: Option<&Printed>) -> String {
    cell.map(|p| inline::printed(cx, p)).unwrap_or_default()
}

fn right(numbers: usize) -> Vec<bool> {
    std::iter::once(false).chain(std::iter::repeat_n(true, numbers)).collect()
}
