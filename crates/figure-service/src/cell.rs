//! Numeric cells of records as stated values of keys.

use std::collections::{BTreeSet, HashMap};

use figures::{Bound, Decimal, Decimals, FigureKey, Value};
use interchange::Datum;
use store::{Snapshot, StoreError};

use crate::accept::StatedValue;
use crate::col::Col;
use crate::domain::{Cells, Domain, MeasureOf};
use crate::reference::Reference;
use crate::sql::recorded::{Recorded, Select, records};

/// Adds the values that the cells of a declaration state, by key, where their measure is sought.
///
/// # Errors
/// Those of the store; `Corrupt` for a cell that the declaration cannot read.
pub(crate) async fn find(
    snapshot: &Snapshot,
    domain: &Domain,
    cells: &Cells,
    measures: &BTreeSet<&str>,
    reference: &Reference,
    found: &mut HashMap<String, Vec<StatedValue>>,
) -> Result<(), StoreError> {
    if matches!(cells.measure, MeasureOf::Fixed(name) if !measures.contains(name)) {
        return Ok(());
    }
    let optional = [cells.decimals, cells.bound, cells.note, measure_field(cells)];
    let own: Vec<Col> = [Some(cells.value)].into_iter().chain(optional).flatten().map(Col::from).collect();
    let cols: Vec<&Col> = cells.dimensions.iter().map(|(_, c)| c).chain(&own).collect();
    let named = measures.iter().map(|m| (*m).to_owned()).collect();
    let only: Vec<_> = measure_field(cells).map(|field| (Col::from(field), named)).into_iter().collect();
    let select = Select { table: cells.table, joins: &cells.joins, cols, only: &only, order: &[] };
    for record in records(snapshot, domain, &select).await? {
        if let Some((key, value)) = stated(domain, cells, record, reference)? {
            found.entry(key).or_default().push(value);
        }
    }
    Ok(())
}

fn measure_field(cells: &Cells) -> Option<&'static str> {
    match cells.measure {
        MeasureOf::Fixed(_) => None,
        MeasureOf::Field(field) => Some(field),
    }
}

/// The key and value of one record's cell; none where the cell is empty or its measure is not defined.
fn stated(
    domain: &Domain,
    cells: &Cells,
    record: Recorded,
    reference: &Reference,
) -> Result<Option<(String, StatedValue)>, StoreError> {
    let mut values = record.values.into_iter();
    let mut text = |given: bool| if given { values.next().and_then(into_text) } else { None };
    let codes: Vec<Option<String>> = cells.dimensions.iter().map(|_| text(true)).collect();
    let Some(number) = values.next().and_then(|d| number(&d)) else { return Ok(None) };
    let mut text = |given: bool| if given { values.next().and_then(into_text) } else { None };
    let (decimals, bound, note) =
        (text(cells.decimals.is_some()), text(cells.bound.is_some()), text(cells.note.is_some()));
    let name = match cells.measure {
        MeasureOf::Fixed(name) => name.to_owned(),
        MeasureOf::Field(_) => text(true).unwrap_or_default(),
    };
    let Some(measure) = reference.measure(domain.name, &name) else { return Ok(None) };
    let dimensions = cells.dimensions.iter().zip(&codes);
    let key = dimensions.fold(FigureKey::new(domain.name, &name), |key, ((dimension, _), code)| match code {
        Some(code) => key.with(dimension, code),
        None => key,
    });
    let Ok(key) = measure.canonical(&key) else { return Ok(None) };
    let value = value(number, decimals.as_deref(), bound.as_deref())?;
    let source = reference.described(&record.source);
    let rank = reference.manifest.precedence.rank(&source.document, &source.section);
    let stated = StatedValue {
        value: Ok(value),
        source,
        accepted: false,
        note,
        converted: None,
        revision: record.revision,
        rank,
    };
    Ok(Some((key.to_string(), stated)))
}

fn into_text(datum: Datum) -> Option<String> {
    match datum {
        Datum::Text(text) => Some(text),
        Datum::Null | Datum::Integer(_) | Datum::Decimal(_) | Datum::Localized(_) => None,
    }
}

fn number(datum: &Datum) -> Option<Decimal> {
    match datum {
        Datum::Integer(number) => Some(Decimal::from(*number)),
        Datum::Decimal(number) => Some(*number),
        Datum::Null | Datum::Text(_) | Datum::Localized(_) => None,
    }
}

fn value(number: Decimal, decimals: Option<&str>, bound: Option<&str>) -> Result<Value, StoreError> {
    let corrupt = |e: figures::ValueError| StoreError::Corrupt { why: e.to_string() };
    let decimals = decimals.map_or(Ok(Decimals::Inf), str::parse).map_err(corrupt)?;
    let bound = bound.map_or(Ok(Bound::Exact), str::parse).map_err(corrupt)?;
    Value::new(number, decimals, bound).map_err(corrupt)
}
