//! Listings.

use figures::{Cell, Column, ColumnType, Listing, ListingRow};

use crate::figures::v1 as proto;

impl From<Listing> for proto::Listing {
    fn from(l: Listing) -> Self {
        Self {
            key: l.key,
            columns: l.columns.into_iter().map(Into::into).collect(),
            rows: l.rows.into_iter().map(Into::into).collect(),
            revision: l.revision,
            last_known_at: l.last_known_at.map(Into::into),
        }
    }
}

impl From<Column> for proto::Column {
    fn from(c: Column) -> Self {
        let kind = match c.kind {
            ColumnType::Text => proto::ColumnType::Text,
            ColumnType::Date => proto::ColumnType::Date,
            ColumnType::Area => proto::ColumnType::Area,
            ColumnType::Integer => proto::ColumnType::Integer,
            ColumnType::Decimal => proto::ColumnType::Decimal,
            ColumnType::Code => proto::ColumnType::Code,
            ColumnType::Url => proto::ColumnType::Url,
        };
        Self { name: c.name, r#type: kind.into() }
    }
}

impl From<ListingRow> for proto::ListingRow {
    fn from(r: ListingRow) -> Self {
        Self {
            id: r.id,
            count: r.count,
            aggregate: r.aggregate,
            cells: r.cells.into_iter().map(Into::into).collect(),
            source: Some(r.source.into()),
        }
    }
}

impl From<Cell> for proto::Cell {
    fn from(cell: Cell) -> Self {
        use proto::cell::Value;
        let value = match cell {
            Cell::Missing => None,
            Cell::Text(text) => Some(Value::Text(text)),
            Cell::Date(period) => Some(Value::Date(period.to_string())),
            Cell::Code(code) => Some(Value::Code(code)),
            Cell::Integer(n) => Some(Value::Integer(n)),
            Cell::Decimal(d) => Some(Value::Decimal(d.into())),
            Cell::Url(url) => Some(Value::Url(url)),
        };
        Self { value }
    }
}
