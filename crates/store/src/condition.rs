//! Conditions on the rows of a table, rendered to SQL with parameters.

use crate::datum::Datum;
use crate::error::StoreError;
use crate::schema::{Column, ColumnType, Name, Table};
use crate::sql::{Dialect, quoted};

/// Which rows of a table are meant. Column names are checked against the table when the condition is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The column has this value; `Null` means that it has none.
    Is(Name, Datum),
    /// The column has one of these values. An empty list holds for no row; null among them is refused.
    In(Name, Vec<Datum>),
    /// All of these hold; an empty list holds for every row.
    All(Vec<Condition>),
    /// At least one of these holds; an empty list holds for no row.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Every row.
    #[must_use]
    pub const fn every() -> Self {
        Self::All(Vec::new())
    }

    /// The column has this value.
    #[must_use]
    pub fn is(column: impl Into<Name>, value: impl Into<Datum>) -> Self {
        Self::Is(column.into(), value.into())
    }

    /// The column has one of these values.
    #[must_use]
    pub fn is_in<T: Into<Datum>>(column: impl Into<Name>, values: impl IntoIterator<Item = T>) -> Self {
        Self::In(column.into(), values.into_iter().map(Into::into).collect())
    }

    /// SQL text of the condition; its values are appended to `params`. Every text it makes holds or fails: none is unknown.
    pub(crate) fn sql(
        &self,
        table: &Table,
        dialect: &dyn Dialect,
        params: &mut Vec<Datum>,
    ) -> Result<String, StoreError> {
        match self {
            Self::Is(name, value) => {
                fits(table, name, value)?;
                Ok(is(table.column(name)?, value, params))
            }
            Self::In(name, values) => in_list(table, name, values, dialect, params),
            Self::All(parts) => joined(parts, " AND ", "1 = 1", table, dialect, params),
            Self::Any(parts) => joined(parts, " OR ", "1 = 0", table, dialect, params),
            Self::Not(part) => Ok(format!("NOT ({})", part.sql(table, dialect, params)?)),
        }
    }
}

/// Equality that an index serves where it can, and that is never unknown.
fn is(column: &Column, value: &Datum, params: &mut Vec<Datum>) -> String {
    let name = quoted(&column.name);
    if value.is_null() {
        return format!("{name} IS NULL");
    }
    params.push(value.clone());
    let operator = if column.nullable { "IS NOT DISTINCT FROM" } else { "=" };
    format!("{name} {operator} ${}", params.len())
}

fn in_list(
    table: &Table,
    name: &Name,
    values: &[Datum],
    dialect: &dyn Dialect,
    params: &mut Vec<Datum>,
) -> Result<String, StoreError> {
    for value in values {
        fits(table, name, value)?;
        if value.is_null() {
            return Err(StoreError::invalid(
                format!("table `{}`, column `{name}`", table.name),
                "null in a list never matches; ask with `Is` for rows without a value",
            ));
        }
    }
    params.push(Datum::list(values.iter().cloned()));
    let list = dialect.list(params.len(), table.column(name)?.kind);
    let column = quoted(name);
    Ok(format!("({column} IS NOT NULL AND {column} IN {list})"))
}

fn joined(
    parts: &[Condition],
    between: &str,
    empty: &str,
    table: &Table,
    dialect: &dyn Dialect,
    params: &mut Vec<Datum>,
) -> Result<String, StoreError> {
    if parts.is_empty() {
        return Ok(empty.to_owned());
    }
    let parts: Result<Vec<String>, StoreError> =
        parts.iter().map(|part| part.sql(table, dialect, params)).collect();
    Ok(format!("({})", parts?.join(between)))
}

/// Whether a value is of the column's type (null always is).
fn fits(table: &Table, name: &str, value: &Datum) -> Result<(), StoreError> {
    let column = table.column(name)?;
    match (column.kind, value) {
        (_, Datum::Null) | (ColumnType::Text, Datum::Text(_)) | (ColumnType::Integer, Datum::Integer(_)) => {
            Ok(())
        }
        (kind, other) => Err(StoreError::invalid(
            format!("table `{}`, column `{name}`", table.name),
            format!("compared with {other:?}, but holds {kind:?}; compare with a value of its type"),
        )),
    }
}
