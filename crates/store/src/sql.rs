//! SQL text: what differs between databases (the [`Dialect`]), and names.
//!
//! Everything else that the crate sends is written once, in words that SQLite and PostgreSQL both take: `$1` parameters,
//! `TEXT` and `BIGINT`, `IS DISTINCT FROM`, `UPDATE … FROM`, row values, partial indexes.

use crate::datum::Datum;
use crate::schema::{Column, ColumnType};

/// `valid_to` of a version that is current.
pub(crate) const FOREVER: i64 = i64::MAX;

/// The few words in which databases differ.
pub(crate) trait Dialect: Send + Sync {
    /// What holds the tables, as it is called in messages: `file`, `database`.
    fn place(&self) -> &'static str;
    /// Whether the owner of the tables is kept with them: an address is mistaken more easily than a file.
    fn keeps_owner(&self) -> bool;
    /// The type of a column, with the collation by which text is ordered by its bytes.
    fn column_type(&self, kind: ColumnType) -> &'static str;
    /// A subselect of one column that unfolds parameter `$n`, a JSON array.
    fn list(&self, n: usize, kind: ColumnType) -> String;
    /// The text under a name, parameter `$n`, in a JSON object; null where the object has no such name.
    fn member(&self, object: &str, n: usize) -> String;
    /// A subselect that unfolds parameter `$n`, a JSON array of rows, into these columns.
    fn rows(&self, n: usize, columns: &[&Column]) -> String;
    /// Reads the head row, and holds it against other writers until the transaction ends.
    fn locked_head(&self) -> &'static str;
    /// Names all tables that there are.
    fn table_names(&self) -> &'static str;
    /// How a table of waiting rows ends, behind its columns: in the order of these where the database keeps tables in an order.
    fn waiting(&self, order: &str) -> String;
    /// Counts what is in a table, so that the database plans well; none where it needs no counts.
    fn counted(&self, table: &str) -> Option<String>;
}

/// A checked name as an SQL identifier.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Names of columns as SQL identifiers, each after `prefix`.
pub(crate) fn listed<'a>(columns: impl IntoIterator<Item = &'a Column>, prefix: &str) -> String {
    let names: Vec<String> =
        columns.into_iter().map(|column| format!("{prefix}{}", quoted(&column.name))).collect();
    names.join(", ")
}

/// Whether a text holds the one character that PostgreSQL cannot keep.
pub(crate) fn has_nul(datum: &Datum) -> bool {
    datum.as_text().is_some_and(|text| text.contains('\0'))
}
