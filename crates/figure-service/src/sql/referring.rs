//! Which rows name a record: by a field that holds its id, or by a key that has it as a code.

use ::store::{Datum, Row, StoreError, Transaction};
use interchange::Register;

use super::column_name;

/// The rows whose field holds an id, alone or, where a field may hold `several`, among others separated by `|`: their keys and then the
/// field; at most `most`.
///
/// # Errors
/// Those of the store.
pub(crate) async fn by_field(
    tx: &mut Transaction,
    register: &Register,
    (field, several): (&str, bool),
    id: &str,
    most: usize,
) -> Result<Vec<Row>, StoreError> {
    let keys: Vec<String> = register.key.iter().map(|name| format!("\"{}\"", column_name(name))).collect();
    let (keys, field, rows) = (keys.join(", "), column_name(field), tx.table(&register.table)?);
    let (test, asked) = match several {
        true => (format!("\"{field}\" LIKE $1 ESCAPE '\\'"), format!("%{}%", literal(id))),
        false => (format!("\"{field}\" = $1"), id.to_owned()),
    };
    let sql =
        format!("SELECT {keys}, \"{field}\" FROM {rows} AS r WHERE {test} ORDER BY {keys} LIMIT {most}");
    tx.query(&sql, &[asked.into()]).await
}

/// Keys of stated values that hold a text (`event=wtsa-24`), at most `most`. A database may pass over the case of letters.
///
/// # Errors
/// Those of the store.
pub(crate) async fn by_key(
    tx: &mut Transaction,
    table: &str,
    code: &str,
    most: usize,
) -> Result<Vec<String>, StoreError> {
    let rows = tx.table(table)?;
    let code = literal(code);
    let ends =
        ["?", "&"].into_iter().flat_map(|start| [format!("%{start}{code}"), format!("%{start}{code}&%")]);
    let patterns: Vec<Datum> = ends.map(Datum::from).collect();
    let tests: Vec<String> = (1..=patterns.len()).map(|n| format!("\"key\" LIKE ${n} ESCAPE '\\'")).collect();
    let sql = format!(
        "SELECT DISTINCT \"key\" FROM {rows} AS s WHERE {} ORDER BY \"key\" LIMIT {most}",
        tests.join(" OR ")
    );
    let found = tx.query(&sql, &patterns).await?;
    Ok(found.into_iter().flatten().filter_map(|datum| datum.as_text().map(str::to_owned)).collect())
}

/// A text as a part of a pattern that stands for itself.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
