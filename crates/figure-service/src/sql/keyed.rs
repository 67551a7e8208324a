//! Rows of stated values by key, or by the range of keys that a measure has.

use ::store::{ColumnType, Datum, Row, Snapshot, StoreError, Transaction};

use crate::stated::Sought;

/// The rows of a table whose `key` is sought: the named columns, then `valid_from`.
///
/// # Errors
/// Those of the store.
pub(crate) async fn rows(
    snapshot: &Snapshot,
    table: &str,
    columns: &[&str],
    sought: &Sought,
) -> Result<Vec<Row>, StoreError> {
    let mut params = Vec::new();
    let mut parts = Vec::new();
    if !sought.keys.is_empty() {
        params.push(Datum::list(sought.keys.iter().map(String::as_str)));
        parts.push(format!("\"key\" IN {}", snapshot.list(params.len(), ColumnType::Text)));
    }
    parts.extend(sought.measures.iter().map(|path| of_measure(path, &mut params)));
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
    let (columns, rows, condition) = (columns.join(", "), snapshot.table(table)?, parts.join(" OR "));
    let order = "\"key\", \"document\", \"section\", \"locator\", \"n\"";
    snapshot
        .query(
            &format!("SELECT {columns}, valid_from FROM {rows} AS s WHERE {condition} ORDER BY {order}"),
            &params,
        )
        .await
}

/// The keys of the rows of measures, by their paths; each once.
///
/// # Errors
/// Those of the store.
pub(crate) async fn keys(
    snapshot: &Snapshot,
    table: &str,
    measures: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut params = Vec::new();
    let parts: Vec<String> = measures.iter().map(|path| of_measure(path, &mut params)).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let (rows, condition) = (snapshot.table(table)?, parts.join(" OR "));
    let sql = format!("SELECT DISTINCT \"key\" FROM {rows} AS s WHERE {condition}");
    texts(snapshot.query(&sql, &params).await?)
}

/// A row of a measure, by its path, that is in another unit than this: its key and its unit. None where there is none.
///
/// # Errors
/// Those of the store.
pub(crate) async fn in_another_unit(
    tx: &mut Transaction,
    table: &str,
    path: &str,
    unit: &str,
) -> Result<Option<Row>, StoreError> {
    let mut params = Vec::new();
    let (measure, rows) = (of_measure(path, &mut params), tx.table(table)?);
    params.push(unit.into());
    let n = params.len();
    let sql = format!(
        "SELECT \"key\", \"unit\" FROM {rows} AS s WHERE ({measure}) AND \"unit\" <> ${n} AND \"value\" IS NOT NULL ORDER BY \"key\" LIMIT 1"
    );
    Ok(tx.query(&sql, &params).await?.into_iter().next())
}

/// The condition that `key` is one of a measure, by its path; its values are appended to `params`.
pub(super) fn of_measure(path: &str, params: &mut Vec<Datum>) -> String {
    // Keys of a measure are its path, alone or followed by `?`, the character before `@`.
    params.extend([path.to_owned(), format!("{path}?"), format!("{path}@")].map(Datum::from));
    let n = params.len();
    let (exact, low, high) = (n.saturating_sub(2), n.saturating_sub(1), n);
    format!("\"key\" = ${exact} OR (\"key\" >= ${low} AND \"key\" < ${high})")
}

/// The keys of rows that revisions after `before` wrote.
///
/// # Errors
/// Those of the store.
pub(crate) async fn written_since(
    snapshot: &Snapshot,
    table: &str,
    before: i64,
) -> Result<Vec<String>, StoreError> {
    let sql = format!("SELECT DISTINCT \"key\" FROM {} AS s WHERE valid_from > $1", snapshot.table(table)?);
    texts(snapshot.query(&sql, &[before.into()]).await?)
}

fn texts(rows: Vec<Row>) -> Result<Vec<String>, StoreError> {
    Ok(rows.into_iter().flatten().filter_map(|d| d.as_text().map(str::to_owned)).collect())
}
