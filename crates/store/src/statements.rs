//! The SQL that changes versions: how they are closed, and how new ones come.

use crate::schema::{Column, Table};
use crate::sql::{Dialect, FOREVER, listed, quoted};
use crate::versions::key;

/// Statements of one table that change versions. `$1` is the revision being made, `$2` the rows or keys as JSON.
pub(crate) struct Statements<'a> {
    table: &'a Table,
    dialect: &'a dyn Dialect,
}

impl<'a> Statements<'a> {
    pub(crate) fn new(table: &'a Table, dialect: &'a dyn Dialect) -> Self {
        Self { table, dialect }
    }

    /// Whether the table has any row at all.
    pub(crate) fn any(&self) -> String {
        format!("SELECT 1 FROM {} LIMIT 1", self.name())
    }

    /// Closes current rows whose given row is another.
    pub(crate) fn close_differing(&self) -> String {
        let columns: Vec<&Column> = self.table.columns.iter().collect();
        format!(
            "UPDATE {} AS t SET valid_to = $1 FROM {} AS n WHERE {} AND t.valid_to = {FOREVER} AND ({})",
            self.name(),
            self.dialect.rows(2, &columns),
            self.same_key("t", "n"),
            differs(self.table),
        )
    }

    /// Inserts given rows that have no current row; with `empty`, all of them.
    pub(crate) fn insert_absent(&self, empty: bool) -> String {
        let columns: Vec<&Column> = self.table.columns.iter().collect();
        let name = self.name();
        let absent = if empty {
            "1 = 1".to_owned()
        } else {
            format!(
                "NOT EXISTS (SELECT 1 FROM {name} AS t WHERE {} AND t.valid_to = {FOREVER})",
                self.same_key("t", "n")
            )
        };
        format!(
            "INSERT INTO {name} ({}, valid_from, valid_to) SELECT {}, $1, {FOREVER} FROM {} AS n WHERE {absent}",
            listed(&self.table.columns, ""),
            listed(&self.table.columns, "n."),
            self.dialect.rows(2, &columns),
        )
    }

    /// Closes the current rows of the given keys.
    pub(crate) fn close_keys(&self) -> String {
        format!(
            "UPDATE {} AS t SET valid_to = $1 FROM {} AS n WHERE {} AND t.valid_to = {FOREVER}",
            self.name(),
            self.given_keys(),
            self.same_key("t", "n"),
        )
    }

    /// Removes rows that this very change inserted, for the given keys.
    pub(crate) fn withdraw_keys(&self) -> String {
        format!(
            "DELETE FROM {} WHERE valid_from = $1 AND valid_to = {FOREVER} AND {}",
            self.name(),
            self.key_in("IN")
        )
    }

    /// Closes the current rows that meet a condition and are not among the given keys.
    pub(crate) fn close_others(&self, condition: &str) -> String {
        format!(
            "UPDATE {} SET valid_to = $1 WHERE valid_to = {FOREVER} AND valid_from < $1 AND ({condition}) AND {}",
            self.name(),
            self.key_in("NOT IN")
        )
    }

    /// Removes rows that this very change inserted, that meet a condition and are not among the given keys.
    pub(crate) fn withdraw_others(&self, condition: &str) -> String {
        format!(
            "DELETE FROM {} WHERE valid_from = $1 AND valid_to = {FOREVER} AND ({condition}) AND {}",
            self.name(),
            self.key_in("NOT IN")
        )
    }

    /// Three statements after which no row was closed and inserted again as it was: the new one is marked by an empty
    /// validity, the old one is reopened, the mark is removed.
    pub(crate) fn undo_restored(&self) -> [String; 3] {
        let name = self.name();
        let same: Vec<String> = self
            .table
            .columns
            .iter()
            .map(|column| quoted(&column.name))
            .map(|column| format!("o.{column} IS NOT DISTINCT FROM t.{column}"))
            .collect();
        [
            format!(
                "UPDATE {name} AS t SET valid_to = $1 WHERE valid_from = $1 AND EXISTS (SELECT 1 FROM {name} AS o \
                 WHERE {} AND o.valid_from < $1 AND o.valid_to = $1 AND {})",
                self.same_key("o", "t"),
                same.join(" AND ")
            ),
            format!(
                "UPDATE {name} AS t SET valid_to = {FOREVER} WHERE valid_to = $1 AND valid_from < $1 AND EXISTS \
                 (SELECT 1 FROM {name} AS m WHERE {} AND m.valid_from = $1 AND m.valid_to = $1)",
                self.same_key("m", "t")
            ),
            format!("DELETE FROM {name} WHERE valid_from = $1 AND valid_to = $1"),
        ]
    }

    /// Counts what the change made, what it closed, and the keys with both.
    pub(crate) fn count(&self) -> String {
        let name = self.name();
        format!(
            "SELECT (SELECT COUNT(*) FROM {name} WHERE valid_from = $1), (SELECT COUNT(*) FROM {name} WHERE valid_to = $1), \
             (SELECT COUNT(*) FROM {name} AS a JOIN {name} AS b ON {} WHERE a.valid_from = $1 AND b.valid_to = $1)",
            self.same_key("a", "b")
        )
    }

    fn name(&self) -> String {
        quoted(&self.table.name)
    }

    fn given_keys(&self) -> String {
        let columns: Vec<&Column> = self.table.key_columns().map(|(_, column)| column).collect();
        self.dialect.rows(2, &columns)
    }

    fn key_in(&self, operator: &str) -> String {
        let key = key(self.table, "");
        format!("({key}) {operator} (SELECT {key} FROM {} AS n)", self.given_keys())
    }

    fn same_key(&self, one: &str, other: &str) -> String {
        same_key(self.table, one, other)
    }
}

/// Whether row `t` and row `n` of one key say different things.
pub(crate) fn differs(table: &Table) -> String {
    let differs: Vec<String> = table
        .columns
        .iter()
        .filter(|column| !table.key.contains(&column.name))
        .map(|column| quoted(&column.name))
        .map(|name| format!("t.{name} IS DISTINCT FROM n.{name}"))
        .collect();
    if differs.is_empty() { "1 = 0".to_owned() } else { differs.join(" OR ") }
}

/// Whether two rows have one key.
pub(crate) fn same_key(table: &Table, one: &str, other: &str) -> String {
    let parts: Vec<String> = table.key.iter().map(|name| quoted(name)).collect();
    let parts: Vec<String> = parts.iter().map(|name| format!("{one}.{name} = {other}.{name}")).collect();
    parts.join(" AND ")
}
