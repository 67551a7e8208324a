//! The SQL of this crate: names, and the queries that declarations become. No other module holds SQL.

pub(crate) mod coded;
pub(crate) mod contested;
mod decimals;
pub(crate) mod grouped;
pub(crate) mod keyed;
pub(crate) mod paged;
pub(crate) mod recorded;
pub(crate) mod referring;
pub(crate) mod scales;

use interchange::Register;

use crate::col::Col;
use crate::domain::Join;

/// The column of a field. Names that the store keeps for itself get a prefix.
pub(crate) fn column_name(field: &str) -> String {
    let name = field.replace('-', "_");
    if name.starts_with("valid_") { format!("is_{name}") } else { name }
}

/// The column of the scale of a decimal field.
pub(crate) fn scale_name(field: &str) -> String {
    format!("{}_scale", column_name(field))
}

/// A field of a table as an SQL expression.
pub(crate) fn field(table: &str, field: &str) -> String {
    format!("\"{table}\".\"{}\"", column_name(field))
}

/// An ascending order in which a null comes first: databases differ where nothing is said.
fn nulls_first(expression: &str) -> String {
    format!("{expression} NULLS FIRST")
}

/// A column as an SQL expression; the tables of its parts are aliases. Empty text counts as not given.
pub(crate) fn col(base: &str, col: &Col) -> String {
    let parts: Vec<String> = col.parts().map(|(table, name)| given(base, table, name)).collect();
    match parts.as_slice() {
        [only] => only.clone(),
        several => format!("COALESCE({})", several.join(", ")),
    }
}

fn given(base: &str, table: Option<&str>, name: &str) -> String {
    field(table.unwrap_or(base), name)
}

/// The tables of a declaration: its own and the joined ones, each under its name. `source` gives the rows of a table.
pub(crate) fn from<E>(
    base: &str,
    joins: &[Join],
    source: impl Fn(&str) -> Result<String, E>,
) -> Result<String, E> {
    let mut text = format!("{} AS \"{base}\"", source(base)?);
    for join in joins {
        let rows = source(join.table)?;
        let on = field(base, join.field);
        text.push_str(&format!(" LEFT JOIN {rows} AS \"{0}\" ON \"{0}\".\"id\" = {on}", join.table));
    }
    Ok(text)
}

/// How many records a row stands for: `count`, which a named record may leave empty for one. Null when it is not known.
pub(crate) fn count_of(register: Option<&Register>, table: &str) -> String {
    let has = |name: &str| register.is_some_and(|r| r.field(name).is_some());
    match (has("count"), has("aggregate")) {
        (true, true) => {
            let (count, aggregate) = (field(table, "count"), field(table, "aggregate"));
            format!("CASE WHEN {aggregate} = 0 THEN COALESCE({count}, 1) ELSE {count} END")
        }
        (true, false) => field(table, "count"),
        (false, _) => "1".to_owned(),
    }
}
