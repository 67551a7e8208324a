//! Tables of stated values: `stated` in every domain, and files of the same shape that a domain declares.
//!
//! A row is one place that says something about one key. Two rows may say the same thing in the same place (a value printed twice
//! in one paragraph), so the key of the table ends in an ordinal.

use std::collections::{HashMap, HashSet};

use figures::{Bound, Decimals, FigureKey, MissingReason, Selector, Value};
use interchange::{Context, Field, FieldType, Register, Stated};
use store::{Condition, Datum, Row, Snapshot, StoreError, Table, Transaction};

use crate::accept::StatedValue;
use crate::domain::StatedFile;
use crate::reference::Reference;
use crate::sql;
use crate::tables::{decimal, joined};

/// The table of `stated.csv`.
pub(crate) const STATED: &str = "stated";
/// The column that tells rows of one key and place from each other.
pub(crate) const ORDINAL: &str = "n";
/// The columns that identify a row.
const KEY: [&str; 5] = ["key", "document", "section", "locator", ORDINAL];
/// The columns that are read into a [`StatedValue`], after those of the key.
const VALUE: [&str; 9] =
    ["value", "value_scale", "decimals", "unit", "bound", "missing_reason", "note", "accepted", "reason"];

/// A table of stated values as a register: the columns of `stated.csv`, then those of a file that has a column for the measure
/// and one for each dimension.
pub(crate) fn register(table: &str, file: Option<&StatedFile>) -> Register {
    let text = |name: &&str| Field::optional(name, FieldType::Text);
    let mut fields: Vec<Field> = KEY.iter().take(4).map(text).collect();
    fields.push(Field::required("n", FieldType::Integer));
    fields.push(Field::optional("value", FieldType::Decimal));
    fields.extend(["decimals", "unit", "bound", "missing_reason", "note"].iter().map(text));
    fields.push(Field::optional("accepted", FieldType::YesNo));
    fields.push(Field::optional("reason", FieldType::Text));
    let file = file.into_iter().flat_map(|f| std::iter::once(&f.measure).chain(&f.dimensions));
    fields.extend(file.map(text));
    Register::new(&format!("{table}.csv"), &KEY, fields)
}

/// What a file of stated values holds.
pub(crate) fn read(
    name: &str,
    service: &str,
    bytes: &[u8],
    context: &Context,
) -> (Vec<Stated>, Vec<interchange::Mistake>) {
    interchange::stated::read_observations(service, name, bytes, context)
}

/// The rows of stated values, each with the line that it comes from.
///
/// # Errors
/// `Invalid` for a value that does not fit 64 bits, which reading refuses.
pub(crate) fn rows(
    table: &str,
    file: Option<&StatedFile>,
    stated: impl IntoIterator<Item = Stated>,
) -> Result<Vec<(u32, Row)>, StoreError> {
    let mut seen: HashMap<(String, String, String, String), i64> = HashMap::new();
    let mut rows = Vec::new();
    for one in stated {
        let key = one.key.to_string();
        let place = (key.clone(), one.document.clone(), one.section.clone(), one.locator.clone());
        let n = seen.entry(place).or_insert(0);
        rows.push((one.line, row(table, file, one, key, *n)?));
        *n = n.saturating_add(1);
    }
    Ok(rows)
}

/// The row of a stated value, the `n`th of its key and place.
///
/// # Errors
/// `Invalid` for a value that does not fit 64 bits, which reading refuses.
pub(crate) fn row(
    table: &str,
    file: Option<&StatedFile>,
    one: Stated,
    key: String,
    n: i64,
) -> Result<Row, StoreError> {
    // All cells, and two that a load adds.
    let cells = KEY.len().saturating_add(VALUE.len()).saturating_add(3);
    let mut row = Row::with_capacity(cells.saturating_add(file.map_or(0, |file| file.dimensions.len())));
    row.extend([key, one.document, one.section, one.locator].map(Datum::from));
    row.push(n.into());
    match &one.value {
        Some(value) => {
            row.extend(decimal(value.number, table, "value")?);
            row.push(value.decimals.to_string().into());
        }
        None => row.extend([Datum::Null, Datum::Null, Datum::Null]),
    }
    row.push(one.unit.code().into());
    row.push(one.value.map_or("exact", |v| v.bound.name()).into());
    row.push(one.missing.map(MissingReason::name).into());
    row.push(one.note.into());
    row.push(i64::from(one.accepted).into());
    row.push(one.reason.into());
    if let Some(file) = file {
        row.push(one.key.measure.as_str().into());
        row.extend(file.dimensions.iter().map(|d| Datum::from(one.key.code(d))));
    }
    Ok(row)
}

/// Of rows that are to be written, those that are accepted beside another value of their key that is: their numbers, and what to do. In a file
/// the reader finds them.
///
/// # Errors
/// Those of the store.
pub(crate) async fn accepted_beside(
    tx: &mut Transaction,
    table: &Table,
    rows: &[Row],
) -> Result<Vec<(usize, String)>, StoreError> {
    let cell = |row: &Row, column: &str| table.position(column).and_then(|at| row.get(at)).cloned();
    let said =
        |row: &Row| ["value", "value_scale", "decimals", "bound", "missing_reason"].map(|c| cell(row, c));
    let written: HashSet<Row> = rows.iter().map(|row| table.key_of(row)).collect();
    let mut found = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let Some(key) = cell(row, "key").filter(|_| cell(row, "accepted") == Some(Datum::Integer(1))) else {
            continue;
        };
        let beside = Condition::All(vec![Condition::Is("key".into(), key), Condition::is("accepted", 1_i64)]);
        let others = tx.rows(&table.name, &beside).await?.into_iter().map(|stored| stored.row);
        let other = others
            .filter(|other| !written.contains(&table.key_of(other)))
            .find(|other| said(other) != said(row));
        if let Some(other) = other {
            let place: Vec<Datum> =
                ["document", "section", "locator"].iter().filter_map(|c| cell(&other, c)).collect();
            let place: Vec<&str> =
                place.iter().filter_map(Datum::as_text).filter(|text| !text.is_empty()).collect();
            let problem =
                format!("another value is accepted, that of {}; accept one of them", place.join(" "));
            found.push((number, problem));
        }
    }
    Ok(found)
}

/// Which stated values are wanted: of these keys, and all of these measures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sought {
    pub(crate) keys: Vec<String>,
    pub(crate) measures: Vec<String>,
}

/// The stated values of a table, by key.
pub(crate) async fn find(
    snapshot: &Snapshot,
    table: &str,
    sought: &Sought,
    reference: &Reference,
    found: &mut HashMap<String, Vec<StatedValue>>,
) -> Result<(), StoreError> {
    let columns: Vec<&str> = KEY.iter().chain(&VALUE).copied().collect();
    for mut row in sql::keyed::rows(snapshot, table, &columns, sought).await? {
        let revision = row.pop().and_then(|d| d.as_integer()).unwrap_or_default();
        let (key, value) = stated_value(&row, revision, reference)?;
        found.entry(key).or_default().push(value);
    }
    Ok(())
}

fn stated_value(
    row: &[Datum],
    revision: i64,
    reference: &Reference,
) -> Result<(String, StatedValue), StoreError> {
    let text = |i: usize| row.get(i).and_then(Datum::as_text).unwrap_or_default();
    let integer = |i: usize| row.get(i).and_then(Datum::as_integer);
    let source = reference.source(text(1), text(2), text(3));
    let value = match (integer(5), integer(6)) {
        (Some(mantissa), Some(scale)) => Ok(value(mantissa, scale, text(7), text(9))?),
        _ => Err(MissingReason::from_name(text(10)).unwrap_or(MissingReason::NoData)),
    };
    let rank = reference.manifest.precedence.rank(&source.document, &source.section);
    let note = row.get(11).and_then(Datum::as_text).map(str::to_owned);
    let accepted = integer(12) == Some(1);
    Ok((text(0).to_owned(), StatedValue { value, source, accepted, note, converted: None, revision, rank }))
}

/// A value from its columns.
///
/// # Errors
/// `Corrupt` for columns that no value can have become.
pub(crate) fn value(mantissa: i64, scale: i64, decimals: &str, bound: &str) -> Result<Value, StoreError> {
    let corrupt = |e: figures::ValueError| StoreError::Corrupt { why: e.to_string() };
    let decimals = if decimals.is_empty() { Decimals::Inf } else { decimals.parse().map_err(corrupt)? };
    let bound: Bound = bound.parse().map_err(corrupt)?;
    Value::new(joined(mantissa, scale)?, decimals, bound).map_err(corrupt)
}

/// The codes of a stored key.
pub(crate) fn codes(key: &str) -> Option<FigureKey> {
    key.parse().ok().filter(FigureKey::is_exact)
}

/// The code of a selector.
pub(crate) fn code(selector: &Selector) -> Option<&str> {
    match selector {
        Selector::Code(code) => Some(code),
        Selector::Each { .. } => None,
    }
}
