//! The records of a register as codes of a dimension.

use std::collections::BTreeSet;

use ::store::{Row, Snapshot, StoreError};

use super::column_name;
use crate::domain::RegisterCodes;

/// Each record's id, label, first and last date.
///
/// # Errors
/// Those of the store.
pub(crate) async fn rows(snapshot: &Snapshot, codes: &RegisterCodes) -> Result<Vec<Row>, StoreError> {
    let (first, last) = match codes.period {
        Some((first, last)) => (format!("\"{}\"", column_name(first)), format!("\"{}\"", column_name(last))),
        None => ("CAST(NULL AS TEXT)".to_owned(), "CAST(NULL AS TEXT)".to_owned()),
    };
    let (label, rows) = (column_name(codes.label), snapshot.table(codes.table)?);
    snapshot
        .query(&format!("SELECT \"id\", \"{label}\", {first}, {last} FROM {rows} AS r ORDER BY 1"), &[])
        .await
}

/// The ids of a register.
///
/// # Errors
/// Those of the store.
pub(crate) async fn ids(snapshot: &Snapshot, table: &str) -> Result<BTreeSet<String>, StoreError> {
    let rows = snapshot.query(&format!("SELECT \"id\" FROM {} AS r", snapshot.table(table)?), &[]).await?;
    Ok(rows.into_iter().flatten().filter_map(|d| d.as_text().map(str::to_owned)).collect())
}
