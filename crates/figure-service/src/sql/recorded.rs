//! Records of a register with some of their fields: what listings show and what cells are read from.

use ::store::{ColumnType, Datum, Row, Snapshot, StoreError};
use figures::Source;
use interchange::Datum as Value;
use interchange::register::Storage;

use super::{col, count_of, field, from, nulls_first, scale_name};
use crate::col::Col;
use crate::domain::{Domain, Join};
use crate::tables;

/// The most records that are looked through for one listing or one measure's cells.
const MAX_RECORDS: usize = 100_000;

/// Which records, with which fields.
pub(crate) struct Select<'a> {
    pub(crate) table: &'a str,
    pub(crate) joins: &'a [Join],
    pub(crate) cols: Vec<&'a Col>,
    pub(crate) only: &'a [(Col, Vec<String>)],
    pub(crate) order: &'a [Col],
}

/// A record with the fields selected.
pub(crate) struct Recorded {
    pub(crate) id: String,
    pub(crate) aggregate: bool,
    /// How many records it stands for; `None` where that is not known.
    pub(crate) count: Option<i64>,
    pub(crate) source: Source,
    /// The newest revision among the rows that it was made from.
    pub(crate) revision: i64,
    pub(crate) values: Vec<Value>,
}

/// The records, named ones first, then in the order asked and by id.
///
/// # Errors
/// Those of the store; `Invalid` for more than 100 000 records.
pub(crate) async fn records(
    snapshot: &Snapshot,
    domain: &Domain,
    select: &Select<'_>,
) -> Result<Vec<Recorded>, StoreError> {
    let storages: Vec<Storage> = select.cols.iter().map(|c| storage(domain, select.table, c)).collect();
    let mut params = Vec::new();
    let sql = text(snapshot, domain, select, &storages, &mut params)?;
    let rows = snapshot.query(&sql, &params).await?;
    if rows.len() > MAX_RECORDS {
        let why = format!("more than {MAX_RECORDS} records; ask for a part of them");
        return Err(StoreError::Invalid { place: select.table.to_owned(), why });
    }
    rows.into_iter().map(|row| recorded(row, &storages)).collect()
}

fn text(
    snapshot: &Snapshot,
    domain: &Domain,
    select: &Select<'_>,
    storages: &[Storage],
    params: &mut Vec<Datum>,
) -> Result<String, StoreError> {
    let (table, register) = (select.table, domain.register(select.table));
    let has = |name: &str| register.is_some_and(|r| r.field(name).is_some());
    let or = |name: &str, other: &str| if has(name) { field(table, name) } else { format!("CAST({other})") };
    let aggregate = or("aggregate", "0 AS BIGINT");
    let mut columns = vec![field(table, "id"), aggregate.clone(), count_of(register, table)];
    columns.extend(["document", "section", "locator"].map(|name| or(name, "NULL AS TEXT")));
    for (c, storage) in select.cols.iter().zip(storages) {
        columns.push(col(table, c));
        if *storage == Storage::Decimal {
            columns.push(scale(table, c));
        }
    }
    columns.push(format!("\"{table}\".valid_from"));
    columns.extend(select.joins.iter().map(|j| format!("\"{}\".valid_from", j.table)));
    let tables = from(table, select.joins, |t| snapshot.table(t))?;
    let mut conditions = vec!["1 = 1".to_owned()];
    for (c, values) in select.only {
        params.push(Datum::list(values.iter().map(String::as_str)));
        conditions.push(format!("{} IN {}", col(table, c), snapshot.list(params.len(), ColumnType::Text)));
    }
    let order: Vec<String> =
        select.order.iter().map(|c| format!("{0} IS NULL, {0}", col(table, c))).collect();
    let order = [vec![nulls_first(&aggregate)], order, vec![field(table, "id")]].concat().join(", ");
    let (columns, conditions, limit) =
        (columns.join(", "), conditions.join(" AND "), MAX_RECORDS.saturating_add(1));
    Ok(format!("SELECT {columns} FROM {tables} WHERE {conditions} ORDER BY {order} LIMIT {limit}"))
}

fn scale(base: &str, c: &Col) -> String {
    let parts: Vec<String> = c
        .parts()
        .map(|(table, name)| format!("\"{}\".\"{}\"", table.unwrap_or(base), scale_name(name)))
        .collect();
    if parts.len() == 1 { parts.concat() } else { format!("COALESCE({})", parts.join(", ")) }
}

/// The form of a column: that of its first field.
fn storage(domain: &Domain, base: &str, c: &Col) -> Storage {
    let first = c.parts().next();
    let found = first.and_then(|(table, name)| domain.register(table.unwrap_or(base))?.field(name));
    found.map_or(Storage::Text, |f| f.kind.storage())
}

fn recorded(row: Row, storages: &[Storage]) -> Result<Recorded, StoreError> {
    let mut cells = row.into_iter();
    let mut next = || cells.next().unwrap_or(Datum::Null);
    let mut text = || next().as_text().map(str::to_owned).unwrap_or_default();
    let id = text();
    let (aggregate, count) = (next().as_integer() == Some(1), next().as_integer());
    let mut text = || next().as_text().map(str::to_owned).unwrap_or_default();
    let (document, section, locator) = (text(), text(), text());
    let source = Source { document, section, locator, ..Source::default() };
    let mut values = Vec::with_capacity(storages.len());
    for storage in storages {
        values.push(value(*storage, next(), &mut next)?);
    }
    let revision = cells.filter_map(|d| d.as_integer()).max().unwrap_or_default();
    Ok(Recorded { id, aggregate, count, source, revision, values })
}

fn value(storage: Storage, cell: Datum, next: &mut impl FnMut() -> Datum) -> Result<Value, StoreError> {
    let scale = if storage == Storage::Decimal { next() } else { Datum::Null };
    Ok(match (storage, cell) {
        (_, Datum::Null) => Value::Null,
        (_, Datum::Text(text)) if text.is_empty() => Value::Null,
        (Storage::Localized, Datum::Text(text)) => Value::Localized(tables::labels(&text)?),
        (_, Datum::Text(text)) => Value::Text(text),
        (Storage::Decimal, Datum::Integer(mantissa)) => {
            Value::Decimal(tables::joined(mantissa, scale.as_integer().unwrap_or_default())?)
        }
        (_, Datum::Integer(number)) => Value::Integer(number),
    })
}
