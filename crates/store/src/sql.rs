//! SQL text: what differs between databases (the [`Dialect`]), names, and the check of a caller's query.
//!
//! Everything else that the crate sends is written once, in words that SQLite and PostgreSQL both take: `$1` parameters,
//! `TEXT` and `BIGINT`, `IS DISTINCT FROM`, `UPDATE … FROM`, row values, partial indexes.

use crate::datum::Datum;
use crate::error::StoreError;
use crate::schema::{Column, ColumnType};

/// `valid_to` of a version that is current.
pub(crate) const FOREVER: i64 = i64::MAX;

/// The few words in which databases differ.
pub(crate) trait Dialect: Send + Sync {
    /// The type of a column, with the collation by which text is ordered by its bytes.
    fn column_type(&self, kind: ColumnType) -> &'static str;
    /// A subselect of one column that unfolds parameter `$n`, a JSON array.
    fn list(&self, n: usize, kind: ColumnType) -> String;
    /// A subselect that unfolds parameter `$n`, a JSON array of rows, into these columns.
    fn rows(&self, n: usize, columns: &[&Column]) -> String;
    /// Reads the head row, and holds it against other writers until the transaction ends.
    fn locked_head(&self) -> &'static str;
    /// Names all tables that there are.
    fn table_names(&self) -> &'static str;
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

/// What a caller's query must be: one statement that reads, with a value for each parameter and none too many.
///
/// The driver takes a missing value for null, so it is counted here.
pub(crate) fn check_query(sql: &str, params: &[Datum]) -> Result<(), StoreError> {
    let fault = |why: String| Err(StoreError::invalid(format!("query `{}`", excerpt(sql)), why));
    let scan = Scan::of(sql);
    let first =
        sql.trim_start().split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    if !["select", "with"].iter().any(|word| first.eq_ignore_ascii_case(word)) {
        return fault("only SELECT and WITH … SELECT read; write through a change".to_owned());
    }
    if scan.several {
        return fault("holds `;`: send one statement at a time".to_owned());
    }
    if scan.parameters != params.len() {
        return fault(format!("uses parameters up to ${}, and {} were given", scan.parameters, params.len()));
    }
    if let Some(position) = params.iter().position(has_nul) {
        return fault(format!(
            "parameter ${} holds the character NUL; remove it",
            position.saturating_add(1)
        ));
    }
    Ok(())
}

/// Whether a text holds the one character that PostgreSQL cannot keep.
pub(crate) fn has_nul(datum: &Datum) -> bool {
    datum.as_text().is_some_and(|text| text.contains('\0'))
}

fn excerpt(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= 80 {
        line
    } else {
        format!("{}…", line.chars().take(80).collect::<String>())
    }
}

/// The highest parameter of a statement, and whether a second statement may follow; quoted text is passed over.
struct Scan {
    parameters: usize,
    several: bool,
}

impl Scan {
    fn of(sql: &str) -> Self {
        let mut scan = Self { parameters: 0, several: false };
        let mut rest = sql.chars().peekable();
        while let Some(letter) = rest.next() {
            match letter {
                '\'' | '"' => while rest.next().is_some_and(|next| next != letter) {},
                ';' => scan.several = true,
                '$' => {
                    let mut number = 0_usize;
                    while let Some(digit) = rest.peek().and_then(|next| next.to_digit(10)) {
                        number = number
                            .saturating_mul(10)
                            .saturating_add(usize::try_from(digit).unwrap_or_default());
                        rest.next();
                    }
                    scan.parameters = scan.parameters.max(number);
                }
                _ => {}
            }
        }
        scan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, params: usize, expected: Option<&str>) {
        let params = vec![Datum::Integer(1); params];
        match (check_query(sql, &params), expected) {
            (Ok(()), None) => {}
            (Err(error), Some(text)) => assert!(error.to_string().contains(text), "{error}"),
            (result, expected) => panic!("{sql}: {result:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn a_query_reads_and_has_a_value_for_each_parameter() {
        check("SELECT $1, $2, $1", 2, None);
        check("  with x as (select 1) select * from x", 0, None);
        check("SELECT '$9; it''s', \"a;$8\" FROM t", 0, None);
        check("SELECT $2", 1, Some("up to $2, and 1 were given"));
        check("SELECT $1", 2, Some("up to $1, and 2 were given"));
        check("SELECT 1; DELETE FROM t", 0, Some("one statement"));
        check("DELETE FROM t", 0, Some("only SELECT"));
        check("", 0, Some("only SELECT"));
        check("SELECT $99999999999999999999999999", 0, Some("0 were given"));
    }

    #[test]
    fn a_parameter_with_nul_is_refused() {
        let error = check_query("SELECT $1", &[Datum::from("a\0b")]).expect_err("NUL");
        assert!(error.to_string().contains("parameter $1 holds the character NUL"), "{error}");
    }
}
