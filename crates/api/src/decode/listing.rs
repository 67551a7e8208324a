//! Listings.

use figures::value::parse_decimal;
use figures::{Cell, Column, ColumnType, Listing, ListingRow, Source};

use super::{DecodeError, each};
use crate::figures::v1 as proto;

impl TryFrom<proto::Listing> for Listing {
    type Error = DecodeError;

    fn try_from(m: proto::Listing) -> Result<Self, DecodeError> {
        let columns: Vec<Column> = each("columns", m.columns)?;
        let rows: Vec<ListingRow> = each("rows", m.rows)?;
        if let Some(i) = rows.iter().position(|r| r.cells.len() != columns.len()) {
            let problem = format!("{} cells expected, one a column", columns.len());
            return Err(DecodeError::new("cells", problem).at("rows", i));
        }
        let last_known_at = m.last_known_at.map(jiff::Timestamp::try_from).transpose();
        let last_known_at = last_known_at.map_err(|e| e.within("last_known_at"))?;
        Ok(Self { key: m.key, columns, rows, revision: m.revision, last_known_at })
    }
}

impl TryFrom<proto::Column> for Column {
    type Error = DecodeError;

    fn try_from(m: proto::Column) -> Result<Self, DecodeError> {
        let kind = match m.r#type() {
            proto::ColumnType::Text => ColumnType::Text,
            proto::ColumnType::Date => ColumnType::Date,
            proto::ColumnType::Area => ColumnType::Area,
            proto::ColumnType::Integer => ColumnType::Integer,
            proto::ColumnType::Decimal => ColumnType::Decimal,
            proto::ColumnType::Code => ColumnType::Code,
            proto::ColumnType::Url => ColumnType::Url,
            proto::ColumnType::Unspecified => return Err(DecodeError::new("type", "is required")),
        };
        Ok(Self { name: m.name, kind })
    }
}

impl TryFrom<proto::ListingRow> for ListingRow {
    type Error = DecodeError;

    fn try_from(m: proto::ListingRow) -> Result<Self, DecodeError> {
        Ok(Self {
            id: m.id,
            count: m.count,
            aggregate: m.aggregate,
            cells: each("cells", m.cells)?,
            source: m.source.map(Source::from).unwrap_or_default(),
        })
    }
}

impl TryFrom<proto::Cell> for Cell {
    type Error = DecodeError;

    fn try_from(m: proto::Cell) -> Result<Self, DecodeError> {
        use proto::cell::Value;
        Ok(match m.value {
            None => Self::Missing,
            Some(Value::Text(text)) => Self::Text(text),
            Some(Value::Date(date)) => Self::Date(date.parse().map_err(|e| DecodeError::new("date", e))?),
            Some(Value::Code(code)) => Self::Code(code),
            Some(Value::Integer(n)) => Self::Integer(n),
            Some(Value::Decimal(d)) => {
                Self::Decimal(parse_decimal(&d.value).map_err(|e| DecodeError::new("decimal", e))?)
            }
            Some(Value::Url(url)) => Self::Url(url),
        })
    }
}
