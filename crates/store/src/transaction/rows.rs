//! Rows and keys as given: whether they fit their table, and how many go at once.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::HashSet;

use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::schema::{Column, ColumnType, Table};
use crate::sql::has_nul;

/// So many rows go in one statement: more save little time and cost memory.
const ROWS_AT_ONCE: usize = 5_000;
/// So many bytes of text, about, go in one statement.
const BYTES_AT_ONCE: usize = 4 << 20;

/// Whether every row fits the table and every key comes once.
pub(super) fn check(table: &Table, rows: &[Row]) -> Result<(), StoreError> {
    let columns: Vec<&Column> = table.columns.iter().collect();
    check_cells(table, "row", &columns, rows)?;
    let keys: Vec<usize> = table.key_columns().map(|(position, _)| position).collect();
    let key = |row: &'_ Row| -> Vec<Datum> {
        keys.iter().filter_map(|&position| row.get(position).cloned()).collect()
    };
    unique(table, rows.iter().map(key))
}

/// Whether every key fits the table and comes once.
pub(super) fn check_keys(table: &Table, keys: &[Row]) -> Result<(), StoreError> {
    let columns: Vec<&Column> = table.key_columns().map(|(_, column)| column).collect();
    check_cells(table, "key", &columns, keys)?;
    unique(table, keys.iter().cloned())
}

pub(crate) fn check_cells(
    table: &Table,
    what: &str,
    columns: &[&Column],
    rows: &[Row],
) -> Result<(), StoreError> {
    for (number, row) in (1_usize..).zip(rows) {
        let place = || format!("table `{}`, {what} {number}", table.name);
        if row.len() != columns.len() {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_ref()).collect();
            let why = format!("has {} cells; give {} ({})", row.len(), columns.len(), names.join(", "));
            return Err(StoreError::invalid(place(), why));
        }
        for (column, cell) in columns.iter().zip(row) {
            if let Some(why) = misfit(column, cell) {
                return Err(StoreError::invalid(format!("{}, column `{}`", place(), column.name), why));
            }
        }
    }
    Ok(())
}

fn misfit(column: &Column, cell: &Datum) -> Option<String> {
    match (column.kind, cell) {
        (_, Datum::Null) if column.nullable => None,
        (_, Datum::Null) => Some("has no value; give one".to_owned()),
        (ColumnType::Text, Datum::Text(_)) if has_nul(cell) => {
            Some("holds the character NUL; remove it".to_owned())
        }
        (ColumnType::Text, Datum::Text(_)) | (ColumnType::Integer, Datum::Integer(_)) => None,
        (ColumnType::Text, other) => Some(format!("is {other:?}; give a text")),
        (ColumnType::Integer, other) => Some(format!("is {other:?}; give an integer")),
    }
}

fn unique(table: &Table, keys: impl Iterator<Item = Vec<Datum>>) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    for (number, key) in (1_usize..).zip(keys) {
        if let Some(key) = seen.replace(key) {
            let place = format!("table `{}`, row {number}", table.name);
            return Err(StoreError::invalid(
                place,
                format!("the key {key:?} comes twice; give each key once"),
            ));
        }
    }
    Ok(())
}

/// The keys of rows.
pub(super) fn keys_of<R: Borrow<Row>>(table: &Table, rows: &[R]) -> Vec<Row> {
    rows.iter().map(|row| table.key_of(row.borrow())).collect()
}

/// The rows in the order of their keys, which is that of the indexes: a million rows in any other order go to as many places, and
/// take three times as long to write.
pub(super) fn in_key_order<'a>(table: &Table, rows: &'a [Row]) -> Vec<&'a Row> {
    let mut ordered: Vec<&Row> = rows.iter().collect();
    sort_by_key(table, &mut ordered);
    ordered
}

/// Puts rows in the order of their keys.
pub(crate) fn sort_by_key<R: Borrow<Row>>(table: &Table, rows: &mut [R]) {
    let key: Vec<usize> = table.key_columns().map(|(position, _)| position).collect();
    rows.sort_by(|one, other| {
        let (one, other) = (one.borrow(), other.borrow());
        let mut parts = key.iter().map(|&position| one.get(position).cmp(&other.get(position)));
        parts.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
}

/// The rows in portions for one statement each.
pub(crate) fn chunks<R: Borrow<Row>>(mut rows: &[R]) -> impl Iterator<Item = &[R]> {
    std::iter::from_fn(move || {
        if rows.is_empty() {
            return None;
        }
        let (portion, rest) = rows.split_at(portion(rows));
        rows = rest;
        Some(portion)
    })
}

/// How many of the rows go first; at least one.
fn portion<R: Borrow<Row>>(rows: &[R]) -> usize {
    let mut bytes = 0_usize;
    for (count, row) in rows.iter().take(ROWS_AT_ONCE).enumerate() {
        bytes = bytes.saturating_add(row.borrow().iter().map(size).sum());
        if bytes > BYTES_AT_ONCE {
            return count.max(1);
        }
    }
    rows.len().min(ROWS_AT_ONCE)
}

fn size(cell: &Datum) -> usize {
    cell.as_text().map_or(8, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table::new("item", ["id"], vec![Column::text("id"), Column::integer("n").nullable()])
    }

    fn refused(rows: &[Row], expected: &str) {
        let error = check(&table(), rows).expect_err("the rows do not fit");
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_row_that_does_not_fit_is_named() {
        let fine: Row = vec!["a".into(), 1.into()];
        refused(&[fine.clone(), vec!["b".into()]], "table `item`, row 2: has 1 cells; give 2 (id, n)");
        refused(&[vec![Datum::Null, 1.into()]], "table `item`, row 1, column `id`: has no value; give one");
        refused(&[vec![1.into(), 1.into()]], "table `item`, row 1, column `id`: is Integer(1); give a text");
        refused(
            &[vec!["a\0".into(), 1.into()]],
            "table `item`, row 1, column `id`: holds the character NUL; remove it",
        );
        refused(
            &[fine.clone(), fine],
            "table `item`, row 2: the key [Text(\"a\")] comes twice; give each key once",
        );
        assert_eq!(check(&table(), &[vec!["a".into(), Datum::Null]]), Ok(()));
    }

    #[test]
    fn portions_are_bounded_and_lose_nothing() {
        let rows: Vec<Row> = (0..12_001_i64).map(|n| vec![n.into()]).collect();
        assert_eq!(chunks(&rows).map(<[Row]>::len).collect::<Vec<_>>(), [5_000, 5_000, 2_001]);
        let large: Row = vec!["x".repeat(3 << 20).into()];
        let rows = vec![large.clone(), large.clone(), vec!["x".repeat(9 << 20).into()], large];
        assert_eq!(chunks(&rows).map(<[Row]>::len).collect::<Vec<_>>(), [1, 1, 1, 1]);
        assert_eq!(chunks::<Row>(&[]).count(), 0);
    }

    #[test]
    fn rows_are_put_in_the_order_of_their_keys() {
        let columns = vec![Column::text("b"), Column::integer("a")];
        let table = Table::new("item", ["a", "b"], columns);
        let rows: Vec<Row> =
            [("z", 10), ("é", 9), ("Z", 10), ("", -1)].map(|(b, a)| vec![b.into(), a.into()]).to_vec();
        let ordered: Vec<Row> = in_key_order(&table, &rows).into_iter().cloned().collect();
        assert_eq!(ordered, [3, 1, 2, 0].map(|position: usize| rows[position].clone()));
    }
}
