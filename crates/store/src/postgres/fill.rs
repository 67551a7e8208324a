//! Many rows by `COPY`, in its text format (<https://www.postgresql.org/docs/current/sql-copy.html>).

use std::fmt::Write;

use sqlx::PgConnection;

use crate::datum::{Datum, Row};
use crate::schema::Column;
use crate::sql::{listed, quoted};

/// So many bytes, about, go in one message.
const MESSAGE: usize = 256 << 10;

/// Adds rows to a table; how many.
pub(super) async fn copy(
    connection: &mut PgConnection,
    table: &str,
    columns: &[&Column],
    rows: &[Row],
) -> Result<u64, sqlx::Error> {
    let names = listed(columns.iter().copied(), "");
    let sql = format!("COPY {} ({names}) FROM STDIN", quoted(table));
    let mut into = connection.copy_in_raw(&sql).await?;
    let mut text = String::with_capacity(MESSAGE.saturating_mul(2));
    for row in rows {
        line(&mut text, row);
        if text.len() >= MESSAGE {
            into.send(text.as_bytes()).await?;
            text.clear();
        }
    }
    into.send(text.as_bytes()).await?;
    into.finish().await
}

fn line(text: &mut String, row: &Row) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        match cell {
            Datum::Null => text.push_str("\\N"),
            // Writing to a string cannot fail.
            Datum::Integer(number) => drop(write!(text, "{number}")),
            Datum::Text(cell) => escaped(text, cell),
        }
    }
    text.push('\n');
}

fn escaped(text: &mut String, cell: &str) {
    if !cell.contains(['\\', '\n', '\r', '\t']) {
        return text.push_str(cell);
    }
    for character in cell.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_cells_and_lines_is_escaped() {
        let mut text = String::new();
        line(&mut text, &vec!["a\tb\\N\r\n".into(), Datum::Null, (-7).into(), "".into()]);
        assert_eq!(text, "a\\tb\\\\N\\r\\n\t\\N\t-7\t\n");
    }
}
