//! Rows of a listing that are records of a register.

use std::collections::BTreeMap;

use figures::{Cell, Column, ColumnType, ListingRow, Period, Selector};
use interchange::Datum;
use store::StoreError;

use crate::answer::Asking;
use crate::col::Col;
use crate::computation::{Dates, PeriodOf};
use crate::listing_source::Records;
use crate::question::Question;
use crate::reference::Reference;
use crate::sql::recorded::{Recorded, Select, records};
use crate::stated;
use crate::total::{Wanted, is_listed};

/// The rows that the key selects, and the newest revision among them.
///
/// # Errors
/// Those of the store.
pub(super) async fn rows(
    asking: &Asking<'_>,
    question: &Question<'_>,
    source: &Records,
) -> Result<(Vec<ListingRow>, i64), StoreError> {
    let own = own_columns(source, &question.measure.columns);
    let dates: Vec<&Col> = match &source.period {
        PeriodOf::Within(c) | PeriodOf::At(c) => vec![c],
        PeriodOf::During(from, to) => vec![from, to],
        PeriodOf::Fixed => Vec::new(),
    };
    let cols: Vec<&Col> =
        dates.iter().copied().chain(source.dimensions.iter().map(|(_, c)| c)).chain(&own).collect();
    let owned = |(col, values): &(Col, Vec<&'static str>)| {
        (col.clone(), values.iter().map(|v| (*v).to_owned()).collect())
    };
    let codes =
        question.key.dimensions.iter().filter_map(|(n, s)| Some((n.clone(), stated::code(s)?.to_owned())));
    let wanted = Wanted::new(codes.collect(), asking.reference.areas());
    let only: Vec<(Col, Vec<String>)> = source.only.iter().map(owned).chain(coded(source, &wanted)).collect();
    let select =
        Select { table: source.table, joins: &source.joins, cols, only: &only, order: &source.order };
    let found = records(asking.snapshot, asking.domain, &select).await?;
    let mut rows = Vec::new();
    let mut newest = 0;
    for record in found {
        let revision = record.revision;
        let taken = Taken { asking, question, source, wanted: &wanted };
        if let Some(row) = taken.row(record) {
            newest = newest.max(revision);
            rows.push(row);
        }
    }
    Ok((rows, newest))
}

/// Where each column of the listing is found: as declared, else the field of its own name.
fn own_columns(source: &Records, columns: &[Column]) -> Vec<Col> {
    let declared = |name: &str| source.columns.iter().find(|(n, _)| *n == name).map(|(_, c)| c.clone());
    columns.iter().filter_map(|c| declared(&c.name)).collect()
}

/// The codes that the key asks for, so that the database passes over all other records.
fn coded(source: &Records, wanted: &Wanted) -> impl Iterator<Item = (Col, Vec<String>)> {
    let asked = |(name, col): &(&str, Col)| Some((col.clone(), wanted.accepted(name)?.into_iter().collect()));
    source.dimensions.iter().filter_map(asked)
}

struct Taken<'a> {
    asking: &'a Asking<'a>,
    question: &'a Question<'a>,
    source: &'a Records,
    wanted: &'a Wanted,
}

impl Taken<'_> {
    /// The row of a record, if the key selects it.
    fn row(&self, record: Recorded) -> Option<ListingRow> {
        let mut values = record.values.into_iter();
        let dates = dates(&self.source.period, &mut values);
        let mut coordinates = BTreeMap::new();
        for (name, _) in &self.source.dimensions {
            if let Some(Datum::Text(code)) = values.next() {
                coordinates.insert(*name, code);
            }
        }
        let given = |name: &str| coordinates.contains_key(name);
        let each = self.question.key.dimensions.iter().filter(|(_, s)| matches!(s, Selector::Each { .. }));
        if !is_listed(&coordinates, &dates, self.wanted)
            || !each.map(|(n, _)| n).all(|n| n == "period" || given(n))
        {
            return None;
        }
        let mut cells = Vec::new();
        for column in &self.question.measure.columns {
            let declared = self.source.columns.iter().any(|(n, _)| *n == column.name);
            let datum = if declared { values.next().unwrap_or(Datum::Null) } else { Datum::Null };
            cells.push(cell(column.kind, datum, self.asking.reference, self.asking.language));
        }
        let source = self.asking.reference.described(&record.source);
        Some(ListingRow {
            id: record.id,
            count: record.count.unwrap_or(i64::from(!record.aggregate)),
            aggregate: record.aggregate,
            cells,
            source,
        })
    }
}

fn dates(period: &PeriodOf, values: &mut impl Iterator<Item = Datum>) -> Dates {
    let mut next = || match values.next() {
        Some(Datum::Text(text)) => text.parse::<Period>().ok(),
        _ => None,
    };
    match period {
        PeriodOf::Within(_) => Dates::Within(next()),
        PeriodOf::At(_) => Dates::At(next()),
        PeriodOf::During(..) => Dates::During(next(), next()),
        PeriodOf::Fixed => Dates::Fixed,
    }
}

/// A datum as a cell of a column; what does not fit the column's type is not given.
fn cell(kind: ColumnType, datum: Datum, reference: &Reference, language: Option<&str>) -> Cell {
    match (kind, datum) {
        (_, Datum::Null) => Cell::Missing,
        (ColumnType::Text, Datum::Localized(labels)) => {
            reference.text(&labels, language).map_or(Cell::Missing, |t| Cell::Text(t.to_owned()))
        }
        (ColumnType::Text, Datum::Text(text)) => Cell::Text(text),
        (ColumnType::Date, Datum::Text(text)) => text.parse().map_or(Cell::Missing, Cell::Date),
        (ColumnType::Area | ColumnType::Code, Datum::Text(text)) => Cell::Code(text),
        (ColumnType::Url, Datum::Text(text)) => Cell::Url(text),
        (ColumnType::Integer, Datum::Integer(number)) => Cell::Integer(number),
        (ColumnType::Decimal, Datum::Decimal(number)) => Cell::Decimal(number),
        (ColumnType::Decimal, Datum::Integer(number)) => Cell::Decimal(number.into()),
        (
            ColumnType::Text
            | ColumnType::Date
            | ColumnType::Area
            | ColumnType::Integer
            | ColumnType::Decimal
            | ColumnType::Code
            | ColumnType::Url,
            _,
        ) => Cell::Missing,
    }
}
