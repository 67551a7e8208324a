//! One grouped query a measure: a [`Sum`] as SQL, and its answer as [`Group`]s.
//!
//! Mantissas are summed by scale and added across scales in Rust, so that no database does decimal arithmetic. Periods are not
//! compared in SQL: dates are as exact as their source, and few of them differ, so they are grouped by and judged in Rust.

use std::collections::BTreeMap;

use ::store::{ColumnType, Datum, Row, Snapshot, StoreError};
use figures::conversion::Rate;
use figures::{Bound, Decimals, Period, Source, Unit};
use interchange::register::Converted;

use super::{col, count_of, field, from, nulls_first, scale_name};
use crate::computation::{Asked, Dates, Group, PeriodOf, Quantity, Sum};
use crate::domain::Domain;
use crate::tables::joined;

/// The most groups that one measure may have in one batch.
const MAX_GROUPS: usize = 200_000;

/// Runs the grouped query of a sum.
///
/// # Errors
/// Those of the store (among them an overflow of the sum); `Invalid` for more than 200 000 groups.
pub(crate) async fn groups(
    snapshot: &Snapshot,
    domain: &Domain,
    sum: &Sum,
    asked: &Asked,
) -> Result<Vec<Group>, StoreError> {
    let query = Query::new(snapshot, domain, sum, asked)?;
    let rows = snapshot.query(&query.sql, &query.params).await?;
    if rows.len() > MAX_GROUPS {
        let why = format!("more than {MAX_GROUPS} groups; ask for fewer codes at a time");
        return Err(StoreError::Invalid { place: sum.table.to_owned(), why });
    }
    rows.into_iter().map(|row| query.group(row)).collect()
}

struct Query {
    sql: String,
    params: Vec<Datum>,
    dimensions: Vec<&'static str>,
    period: PeriodOf,
    /// Whether records may have been converted.
    converts: bool,
}

impl Query {
    fn new(snapshot: &Snapshot, domain: &Domain, sum: &Sum, asked: &Asked) -> Result<Self, StoreError> {
        let told: Vec<_> = sum.dimensions.iter().filter(|(name, _)| asked.grouping.contains(name)).collect();
        let mut groups: Vec<String> = told.iter().map(|(_, c)| col(sum.table, c)).collect();
        groups.extend(plain_columns(domain, sum));
        let conversion = conversion_columns(domain, sum);
        let converts = conversion.is_some();
        groups.extend(conversion.into_iter().flatten());
        let (from_to, shown) = (dates(sum), groups.len());
        groups.extend(from_to);
        let sums = sums(domain, sum);
        let tables = from(sum.table, &sum.joins, |t| snapshot.table(t))?;
        let mut params = Vec::new();
        let condition = condition(snapshot, sum, asked, &mut params);
        let ordinals: Vec<String> = (1..=groups.len()).map(|n| n.to_string()).collect();
        debug_assert!(shown <= groups.len(), "dates come last");
        let sql = format!(
            "SELECT {}, {} FROM {tables} WHERE {condition} GROUP BY {} ORDER BY {} LIMIT {}",
            groups.join(", "),
            sums.join(", "),
            ordinals.join(", "),
            ordinals.into_iter().map(|ordinal| nulls_first(&ordinal)).collect::<Vec<_>>().join(", "),
            MAX_GROUPS.saturating_add(1),
        );
        let dimensions = told.iter().map(|(name, _)| *name).collect();
        Ok(Self { sql, params, dimensions, period: sum.period.clone(), converts })
    }

    fn group(&self, row: Row) -> Result<Group, StoreError> {
        let mut cells = Cells(row.into_iter());
        let mut coordinates = BTreeMap::new();
        for name in &self.dimensions {
            if let Some(code) = cells.text().filter(|c| !c.is_empty()) {
                coordinates.insert(*name, code);
            }
        }
        let unit = cells.text();
        let decimals = cells.text().map_or(Ok(Decimals::Inf), |t| t.parse()).map_err(corrupt)?;
        let bound: Bound = cells.text().unwrap_or_default().parse().map_err(corrupt)?;
        let scale = u32::try_from(cells.integer().unwrap_or_default()).map_err(corrupt)?;
        let aggregate = cells.integer() == Some(1);
        let source = cells.source();
        let rate = if self.converts { cells.rate()? } else { None };
        let dates = cells.dates(&self.period)?;
        let sum = cells.integer();
        let number = sum.map(|m| figures::value::from_parts(m, scale)).transpose().map_err(corrupt)?;
        let (known, rows) = (cells.integer().unwrap_or_default(), cells.integer().unwrap_or_default());
        let records = cells.integer().unwrap_or_default();
        let revision = cells.0.filter_map(|d| d.as_integer()).max().unwrap_or_default();
        let unknown = rows.saturating_sub(known);
        let converted = rate.map(|rate| Rate { count: rows, ..rate });
        Ok(Group {
            coordinates,
            dates,
            unit,
            number,
            decimals,
            bound,
            rows,
            unknown,
            records,
            aggregate,
            source,
            converted,
            revision,
        })
    }
}

/// Unit, decimals, bound, scale, aggregate and the three columns of the place, in the order in which they are read.
fn plain_columns(domain: &Domain, sum: &Sum) -> Vec<String> {
    let table = sum.table;
    let has = |name: &str| domain.register(table).is_some_and(|r| r.field(name).is_some());
    let or_null = |name: Option<&str>| name.map_or("CAST(NULL AS TEXT)".to_owned(), |n| field(table, n));
    let (unit, decimals, scale) = match sum.quantity {
        Quantity::Count => (None, None, "0".to_owned()),
        Quantity::Amount { field, decimals, unit } => (unit, decimals, scale_of(table, field)),
    };
    let aggregate = match &sum.aggregate {
        Some(c) => col(table, c),
        None if has("aggregate") => field(table, "aggregate"),
        None => "0".to_owned(),
    };
    let scale = if scale == "0" { "CAST(0 AS BIGINT)".to_owned() } else { scale };
    let aggregate = if aggregate == "0" { "CAST(0 AS BIGINT)".to_owned() } else { aggregate };
    let place = |name: &'static str| or_null(Some(name).filter(|n| has(n)));
    vec![
        or_null(unit),
        or_null(decimals),
        or_null(sum.bound),
        scale,
        aggregate,
        place("document"),
        place("section"),
        place("locator"),
    ]
}

fn scale_of(table: &str, field: &str) -> String {
    format!("\"{table}\".\"{}\"", scale_name(field))
}

/// What tells conversions apart, where the register says that the amount may be converted: unit, rate with its scale, day, document.
fn conversion_columns(domain: &Domain, sum: &Sum) -> Option<Vec<String>> {
    let Quantity::Amount { field: amount, .. } = sum.quantity else { return None };
    let Converted { original_unit, rate, date, document, .. } =
        Converted::of(domain.register(sum.table)?, amount)?;
    let own = |name: &str| field(sum.table, name);
    let scale = scale_of(sum.table, rate);
    Some(vec![own(original_unit), own(rate), scale, own(date), own(document)])
}

fn dates(sum: &Sum) -> Vec<String> {
    match &sum.period {
        PeriodOf::Within(c) | PeriodOf::At(c) => vec![col(sum.table, c)],
        PeriodOf::During(from, to) => vec![col(sum.table, from), col(sum.table, to)],
        PeriodOf::Fixed => Vec::new(),
    }
}

/// The sum, how many rows have a value, how many rows there are, the sum of `count`, and the newest revision of each table.
fn sums(domain: &Domain, sum: &Sum) -> Vec<String> {
    let count = count_of(domain.register(sum.table), sum.table);
    let value = match sum.quantity {
        Quantity::Count => count.clone(),
        Quantity::Amount { field: name, .. } => field(sum.table, name),
    };
    let mut sums = vec![
        format!("CAST(SUM({value}) AS BIGINT)"),
        format!("COUNT({value})"),
        "COUNT(*)".to_owned(),
        format!("CAST(SUM({count}) AS BIGINT)"),
    ];
    let tables = std::iter::once(sum.table).chain(sum.joins.iter().map(|j| j.table));
    sums.extend(tables.map(|t| format!("MAX(\"{t}\".valid_from)")));
    sums
}

fn condition(snapshot: &Snapshot, sum: &Sum, asked: &Asked, params: &mut Vec<Datum>) -> String {
    let mut parts = Vec::new();
    for (c, values) in &sum.only {
        params.push(Datum::list(values.iter().copied()));
        parts.push(format!("{} IN {}", col(sum.table, c), snapshot.list(params.len(), ColumnType::Text)));
    }
    for (name, c) in &sum.dimensions {
        let Some(codes) = asked.codes.get(name) else { continue };
        params.push(Datum::list(codes.iter().map(String::as_str)));
        let (c, list) = (col(sum.table, c), snapshot.list(params.len(), ColumnType::Text));
        parts.push(format!("({c} IS NULL OR {c} = '' OR {c} IN {list})"));
    }
    if parts.is_empty() { "1 = 1".to_owned() } else { parts.join(" AND ") }
}

struct Cells(std::vec::IntoIter<Datum>);

impl Cells {
    fn text(&mut self) -> Option<String> {
        self.0.next().and_then(|d| d.as_text().map(str::to_owned))
    }

    fn integer(&mut self) -> Option<i64> {
        self.0.next().and_then(|d| d.as_integer())
    }

    fn source(&mut self) -> Source {
        let (document, section, locator) = (self.text(), self.text(), self.text());
        Source {
            document: document.unwrap_or_default(),
            section: section.unwrap_or_default(),
            locator: locator.unwrap_or_default(),
            ..Source::default()
        }
    }

    /// The rate of a conversion, which is whole or not there.
    fn rate(&mut self) -> Result<Option<Rate>, StoreError> {
        let (unit, mantissa, scale) = (self.text(), self.integer(), self.integer());
        let (date, document) = (self.text(), self.text());
        let (Some(unit), Some(mantissa), Some(date)) = (unit, mantissa, date) else { return Ok(None) };
        let document = Source { document: document.unwrap_or_default(), ..Source::default() };
        Ok(Some(Rate {
            from: Unit::new(&unit).map_err(corrupt)?,
            exchange_rate: joined(mantissa, scale.unwrap_or_default())?,
            value_date: date.parse().map_err(corrupt)?,
            document,
            count: 0,
        }))
    }

    fn period(&mut self) -> Result<Option<Period>, StoreError> {
        self.text().filter(|t| !t.is_empty()).map(|t| t.parse()).transpose().map_err(corrupt)
    }

    fn dates(&mut self, period: &PeriodOf) -> Result<Dates, StoreError> {
        Ok(match period {
            PeriodOf::Within(_) => Dates::Within(self.period()?),
            PeriodOf::At(_) => Dates::At(self.period()?),
            PeriodOf::During(..) => Dates::During(self.period()?, self.period()?),
            PeriodOf::Fixed => Dates::Fixed,
        })
    }
}

fn corrupt(error: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt { why: error.to_string() }
}
