//! Answers as tables: what a reader, or a program of analysts, takes away from a figure or a list.
//!
//! A row a figure or record, a column a property, the same columns in every form ([`Table`]). Exact values stay as they are kept. What is
//! missing has its status and no value, never a zero; notes, status and sources are columns beside the value.

mod records;
mod table;

use figures::{Basis, Cell, ColumnType, Figure, FigureKey, Labels, Listing, ListingRow, Source, Status};

pub use records::records;
pub use table::{Column, Held, Holds, Table};

/// How a dimension is written that a key leaves out, after SDMX: its total.
pub const TOTAL: &str = "_T";

/// The columns of a source.
const SOURCE: [&str; 5] =
    ["source_document", "source_section", "source_locator", "source_publisher", "source_date"];

/// Columns before the dimensions.
const BEFORE: [&str; 9] =
    ["key", "service", "measure", "label", "value", "decimals", "bound", "unit", "period"];

/// Columns between the dimensions and the first source.
const AFTER: [&str; 11] = [
    "status",
    "missing_reason",
    "basis",
    "record_count",
    "converted_count",
    "formula",
    "disputed",
    "last_known_at",
    "note",
    "revision",
    "source_count",
];

/// Figures as a table, a row each; a column for each of `dimensions` besides the period (their measure's, by name).
#[must_use]
pub fn figures(figures: &[Figure], dimensions: &[String]) -> Table {
    let dimensions: Vec<&str> = dimensions.iter().map(String::as_str).filter(|d| *d != "period").collect();
    let names = BEFORE.into_iter().chain(dimensions.iter().copied()).chain(AFTER).chain(SOURCE);
    let rows = figures.iter().map(|figure| {
        let key: Option<FigureKey> = figure.key.parse().ok();
        let coordinate = |name: &&str| text(key.as_ref().and_then(|key| key.code(name)).unwrap_or(TOTAL));
        let mut row = before(figure, key.as_ref());
        row.extend(dimensions.iter().map(coordinate));
        row.extend(after(figure));
        row.extend(source(figure.sources.first()));
        row
    });
    let column = |name: &str| Column { name: name.to_owned(), holds: of_figures(name) };
    Table { columns: names.map(column).collect(), rows: rows.collect() }
}

/// What a column of figures holds. A dimension is text, also one whose name another column has.
fn of_figures(name: &str) -> Holds {
    match name {
        "value" => Holds::Decimal,
        "record_count" | "converted_count" | "revision" | "source_count" => Holds::Integer,
        "disputed" => Holds::Flag,
        _ => Holds::Text,
    }
}

/// Records as a table, a row each: its id, how many records it stands for, whether it is an aggregate record, its cells, its source, and
/// since when the list is only last known.
#[must_use]
pub fn listing(listing: &Listing) -> Table {
    let column = |name: &str, holds| Column { name: name.to_owned(), holds };
    let own = [("id", Holds::Text), ("record_count", Holds::Integer), ("aggregate", Holds::Flag)];
    let columns = listing.columns.iter().map(|each| column(&each.name, holds(each.kind)));
    let after = SOURCE.into_iter().chain(["last_known_at"]).map(|name| column(name, Holds::Text));
    let columns = own.into_iter().map(|(name, holds)| column(name, holds)).chain(columns).chain(after);
    let since = listing.last_known_at.map_or(Held::Nothing, |at| Held::Text(at.to_string()));
    let row = |row: &ListingRow| {
        // A source that does not say how many has none, which is no zero.
        let count = if row.count == 0 { Held::Nothing } else { Held::Integer(row.count) };
        let own = [text(&row.id), count, Held::Flag(row.aggregate)];
        let cells = own.into_iter().chain(row.cells.iter().map(cell));
        cells.chain(source(Some(&row.source))).chain([since.clone()]).collect()
    };
    Table { columns: columns.collect(), rows: listing.rows.iter().map(row).collect() }
}

const fn holds(kind: ColumnType) -> Holds {
    match kind {
        ColumnType::Integer => Holds::Integer,
        ColumnType::Decimal => Holds::Decimal,
        ColumnType::Text | ColumnType::Date | ColumnType::Area | ColumnType::Code | ColumnType::Url => {
            Holds::Text
        }
    }
}

fn before(figure: &Figure, key: Option<&FigureKey>) -> Vec<Held> {
    let value = figure.value.as_ref();
    vec![
        text(&figure.key),
        text(key.map(|key| key.service.as_str()).unwrap_or_default()),
        text(&figure.measure),
        text(label(&figure.label)),
        value.map_or(Held::Nothing, |value| Held::Decimal(value.number)),
        value.map_or(Held::Nothing, |value| Held::Text(value.decimals.to_string())),
        value.map_or(Held::Nothing, |value| text(value.bound.name())),
        text(figure.unit.code()),
        figure.period.as_ref().map_or(Held::Nothing, |period| Held::Text(period.to_string())),
    ]
}

fn after(figure: &Figure) -> Vec<Held> {
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
        text(status),
        text(reason),
        text(basis),
        figure.record_count.map_or(Held::Nothing, Held::Integer),
        figure.conversions.as_ref().map_or(Held::Nothing, |told| Held::Integer(told.count)),
        text(figure.formula.as_deref().unwrap_or_default()),
        Held::Flag(figure.disputed),
        figure.last_known_at.map_or(Held::Nothing, |at| Held::Text(at.to_string())),
        text(figure.note.as_deref().unwrap_or_default()),
        Held::Integer(figure.revision),
        Held::Integer(i64::try_from(figure.sources.len()).unwrap_or(i64::MAX)),
    ]
}

fn source(source: Option<&Source>) -> Vec<Held> {
    let none = Source::default();
    let s = source.unwrap_or(&none);
    [&s.document, &s.section, &s.locator, &s.publisher, &s.date].map(|part| text(part)).to_vec()
}

fn cell(cell: &Cell) -> Held {
    match cell {
        Cell::Missing => Held::Nothing,
        Cell::Text(word) | Cell::Code(word) | Cell::Url(word) => text(word),
        Cell::Date(period) => Held::Text(period.to_string()),
        Cell::Integer(number) => Held::Integer(*number),
        Cell::Decimal(number) => Held::Decimal(*number),
    }
}

/// The label in the one language that was asked, else the first.
fn label(labels: &Labels) -> &str {
    labels.values().next().map(String::as_str).unwrap_or_default()
}

/// A text; an empty one is none.
fn text(text: &str) -> Held {
    if text.is_empty() { Held::Nothing } else { Held::Text(text.to_owned()) }
}

#[cfg(test)]
mod tests;
