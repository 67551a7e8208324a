//! Cells as parameters and as answers.

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo, Postgres};
use sqlx::{AssertSqlSafe, Encode, Row as _, Type, TypeInfo, ValueRef};

use crate::datum::{Datum, Row};
use crate::error::StoreError;

/// A null whose type the server finds from where it stands.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

/// The text is the crate's own, or a query that was checked; values go apart from it.
pub(super) fn bound(sql: &str, params: &[Datum]) -> sqlx::query::Query<'static, Postgres, PgArguments> {
    // A statement is kept with the types of its first parameters, and what is found for a null may be another one.
    let typed = !params.iter().any(Datum::is_null);
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned())).persistent(typed);
    for datum in params {
        query = match datum {
            Datum::Null => query.bind(Nothing),
            Datum::Text(text) => query.bind(text.clone()),
            Datum::Integer(number) => query.bind(*number),
        };
    }
    query
}

pub(super) fn decoded(row: &PgRow) -> Result<Row, StoreError> {
    (0..row.len()).map(|position| cell(row, position)).collect()
}

fn cell(row: &PgRow, position: usize) -> Result<Datum, StoreError> {
    let place = || format!("column {} of the answer", position.saturating_add(1));
    let unreadable = |error: sqlx::Error| StoreError::invalid(place(), error.to_string());
    let value = row.try_get_raw(position).map_err(unreadable)?;
    if value.is_null() {
        return Ok(Datum::Null);
    }
    let name = value.type_info().name().to_owned();
    match name.as_str() {
        "TEXT" | "VARCHAR" => row.try_get::<String, _>(position).map(Datum::Text),
        "INT8" => row.try_get::<i64, _>(position).map(Datum::Integer),
        "INT4" => row.try_get::<i32, _>(position).map(|number| Datum::Integer(number.into())),
        // As SQLite has it.
        "BOOL" => row.try_get::<bool, _>(position).map(|truth| Datum::Integer(truth.into())),
        other => {
            let why = format!("is {other}; ask for text and integers only (cast, or avoid division and AVG)");
            return Err(StoreError::invalid(place(), why));
        }
    }
    .map_err(unreadable)
}
