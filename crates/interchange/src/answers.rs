//! Answers as CSV tables (RFC 4180, UTF-8): what a reader takes away from the page of a figure or of a list.
//!
//! A row a figure or record, a column a property, exact values as they are kept. What is missing has its status and an empty value,
//! never a zero. Spreadsheets run cells that begin with `=`, `+`, `-`, `@`, a tab or a line's end: a text that does, and is no number,
//! gets an apostrophe before it.

use figures::value::parse_decimal;
use figures::{Basis, Cell, Figure, FigureKey, Labels, Listing, ListingRow, Source, Status};

/// How a dimension is written that a key leaves out, after SDMX: its total.
pub const TOTAL: &str = "_T";

/// The columns of a source.
const SOURCE: [&str; 5] =
    ["source_document", "source_section", "source_locator", "source_publisher", "source_date"];

/// Columns before the dimensions.
const BEFORE: [&str; 9] =
    ["key", "service", "measure", "label", "value", "decimals", "bound", "unit", "period"];

/// Columns between the dimensions and the first source.
const AFTER: [&str; 10] = [
    "status",
    "missing_reason",
    "basis",
    "record_count",
    "formula",
    "disputed",
    "last_known_at",
    "note",
    "revision",
    "source_count",
];

/// Figures as a table, a row each; a column for each of `dimensions` besides the period (their measure's, by name).
#[must_use]
pub fn figures(figures: &[Figure], dimensions: &[String]) -> Vec<u8> {
    let dimensions: Vec<&str> = dimensions.iter().map(String::as_str).filter(|d| *d != "period").collect();
    let header = BEFORE.into_iter().chain(dimensions.iter().copied()).chain(AFTER).chain(SOURCE);
    let rows = figures.iter().map(|figure| {
        let key: Option<FigureKey> = figure.key.parse().ok();
        let coordinate = |name: &&str| text(key.as_ref().and_then(|key| key.code(name)).unwrap_or(TOTAL));
        let mut row = before(figure, key.as_ref());
        row.extend(dimensions.iter().map(coordinate));
        row.extend(after(figure));
        row.extend(source(figure.sources.first()));
        row
    });
    table(header.map(str::to_owned).collect(), rows)
}

/// Records as a table, a row each: its id, how many records it stands for, whether it is an aggregate record, its cells, its source, and
/// since when the list is only last known.
#[must_use]
pub fn listing(listing: &Listing) -> Vec<u8> {
    let own = ["id", "record_count", "aggregate"].into_iter();
    let columns = listing.columns.iter().map(|column| column.name.as_str());
    let header = own.chain(columns).chain(SOURCE).chain(["last_known_at"]).map(str::to_owned).collect();
    let since = listing.last_known_at.map(|at| at.to_string()).unwrap_or_default();
    let row = |row: &ListingRow| {
        let own = [text(&row.id), row.count.to_string(), yes_or_no(row.aggregate)];
        let cells = own.into_iter().chain(row.cells.iter().map(cell));
        cells.chain(source(Some(&row.source))).chain([since.clone()]).collect()
    };
    table(header, listing.rows.iter().map(row))
}

fn table(header: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let mut sound = writer.write_record(&header).is_ok();
    for row in rows {
        sound &= row.len() == header.len() && writer.write_record(&row).is_ok();
    }
    debug_assert!(sound, "writing to memory cannot fail, and rows have as many cells as the header");
    writer.into_inner().unwrap_or_default()
}

fn before(figure: &Figure, key: Option<&FigureKey>) -> Vec<String> {
    let value = figure.value.as_ref();
    let period = figure.period.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        text(&figure.key),
        text(key.map(|key| key.service.as_str()).unwrap_or_default()),
        text(&figure.measure),
        text(label(&figure.label)),
        value.map(|value| value.number.normalize().to_string()).unwrap_or_default(),
        value.map(|value| value.decimals.to_string()).unwrap_or_default(),
        value.map(|value| value.bound.name().to_owned()).unwrap_or_default(),
        text(figure.unit.code()),
        period,
    ]
}

fn after(figure: &Figure) -> Vec<String> {
    let (status, reason) = match figure.status {
        Status::Available => ("available", ""),
        Status::Missing(reason) => ("missing", reason.name()),
        Status::Unavailable => ("unavailable", ""),
    };
    let basis = match figure.basis {
        _ if figure.value.is_none() => "",
        Basis::Stated => "stated",
        Basis::Computed => "computed",
    };
    vec![
        status.to_owned(),
        reason.to_owned(),
        basis.to_owned(),
        figure.record_count.map(|count| count.to_string()).unwrap_or_default(),
        text(figure.formula.as_deref().unwrap_or_default()),
        yes_or_no(figure.disputed),
        figure.last_known_at.map(|at| at.to_string()).unwrap_or_default(),
        text(figure.note.as_deref().unwrap_or_default()),
        figure.revision.to_string(),
        figure.sources.len().to_string(),
    ]
}

fn source(source: Option<&Source>) -> Vec<String> {
    let none = Source::default();
    let s = source.unwrap_or(&none);
    [&s.document, &s.section, &s.locator, &s.publisher, &s.date].map(|part| text(part)).to_vec()
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Text(word) | Cell::Code(word) | Cell::Url(word) => text(word),
        Cell::Date(period) => period.to_string(),
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal(number) => number.normalize().to_string(),
    }
}

/// The label in the one language that was asked, else the first.
fn label(labels: &Labels) -> &str {
    labels.values().next().map(String::as_str).unwrap_or_default()
}

fn yes_or_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

/// A text that no spreadsheet takes for a formula.
fn text(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula && parse_decimal(text).is_err() { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests;
