//! PostgreSQL's words where they are not SQLite's.

use crate::schema::{Column, ColumnType};
use crate::sql::{Dialect, quoted};

pub(super) struct PostgresDialect;

impl Dialect for PostgresDialect {
    fn place(&self) -> &'static str {
        "database"
    }

    fn keeps_owner(&self) -> bool {
        true
    }

    fn column_type(&self, kind: ColumnType) -> &'static str {
        match kind {
            // By its bytes, whatever the database's own order is.
            ColumnType::Text => "TEXT COLLATE \"C\"",
            ColumnType::Integer => "BIGINT",
        }
    }

    fn list(&self, n: usize, kind: ColumnType) -> String {
        let value = match kind {
            ColumnType::Text => "value",
            ColumnType::Integer => "CAST(value AS BIGINT)",
        };
        format!("(SELECT {value} FROM jsonb_array_elements_text(CAST(${n} AS JSONB)) AS e(value))")
    }

    fn member(&self, object: &str, n: usize) -> String {
        format!("((CAST({object} AS JSONB) ->> ${n}) COLLATE \"C\")")
    }

    fn rows(&self, n: usize, columns: &[&Column]) -> String {
        let cells: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(position, column)| {
                let name = quoted(&column.name);
                match column.kind {
                    ColumnType::Text => format!("value ->> {position} AS {name}"),
                    ColumnType::Integer => format!("CAST(value ->> {position} AS BIGINT) AS {name}"),
                }
            })
            .collect();
        format!("(SELECT {} FROM jsonb_array_elements(CAST(${n} AS JSONB)) AS e(value))", cells.join(", "))
    }

    fn locked_head(&self) -> &'static str {
        "SELECT revision, committed_at FROM head FOR UPDATE"
    }

    fn table_names(&self) -> &'static str {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
    }

    fn waiting(&self, _order: &str) -> String {
        ")".to_owned()
    }

    fn counted(&self, table: &str) -> Option<String> {
        Some(format!("ANALYZE {}", quoted(table)))
    }
}
