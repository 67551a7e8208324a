//! The SQL of rows that wait: the table beside each that takes large loads, and the move from one into the other.
//!
//! Rows of one load bear its number. They wait in the order of their keys where the database keeps tables in an order, so that the move
//! goes through two tables at once and writes each index from one end to the other.

use crate::layout;
use crate::schema::{Column, Table, staged_name};
use crate::sql::{Dialect, FOREVER, listed, quoted};
use crate::statements::{differs, same_key};
use crate::versions::{behind, key};

/// The loads that are under way, and when each was last heard of.
pub(crate) const CREATE_STAGINGS: &str =
    "CREATE TABLE stagings (id BIGINT PRIMARY KEY, touched_at BIGINT NOT NULL)";

/// What waits for one table in one load.
pub(crate) struct Staged<'a> {
    table: &'a Table,
    name: String,
    id: i64,
}

impl<'a> Staged<'a> {
    pub(crate) fn new(table: &'a Table, id: i64) -> Self {
        Self { table, name: staged_name(&table.name), id }
    }

    /// The table in which rows wait.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Makes that table.
    pub(crate) fn create(&self, dialect: &dyn Dialect) -> String {
        let columns = layout::columns(self.table, dialect);
        let end = dialect.waiting(&format!("load, {}, line", key(self.table, "")));
        format!(
            "CREATE TABLE {} ({columns}line BIGINT NOT NULL, load BIGINT NOT NULL{end}",
            quoted(&self.name)
        )
    }

    /// Removes what loads left that are no longer under way.
    pub(crate) fn sweep(&self) -> String {
        format!("DELETE FROM {} WHERE load NOT IN (SELECT id FROM stagings)", quoted(&self.name))
    }

    /// Removes all that waits.
    pub(crate) fn empty(&self) -> String {
        format!("DELETE FROM {}", quoted(&self.name))
    }

    /// Whether anything waits.
    pub(crate) fn any(&self) -> String {
        format!("SELECT 1 FROM {} LIMIT 1", quoted(&self.name))
    }

    /// Numbers rows that differ in nothing of their key but `column`, from 0 in the order of their lines. Only rows that have such others are
    /// numbered, few of very many: a database may hold in memory what it numbers.
    pub(crate) fn number(&self, column: &str) -> String {
        let others: Vec<&Column> =
            self.table.key_columns().map(|(_, each)| each).filter(|each| each.name != column).collect();
        let (staged, column) = (quoted(&self.name), quoted(column));
        let equal = |one: &str, other: &str| -> String {
            let names = others.iter().map(|each| quoted(&each.name));
            names.map(|name| format!("{one}.{name} = {other}.{name} AND ")).collect()
        };
        let (same, twins) = (equal("s", "d"), equal("e", "w"));
        let others = listed(others, "");
        format!(
            "UPDATE {staged} AS s SET {column} = d.ordinal FROM (SELECT * FROM (SELECT {others}, line, ROW_NUMBER() OVER \
             (PARTITION BY {others} ORDER BY line) - 1 AS ordinal FROM {staged} AS w WHERE w.load = {id} AND EXISTS (SELECT 1 FROM \
             {staged} AS e WHERE e.load = {id} AND {twins}e.line <> w.line)) AS r WHERE ordinal > 0) AS d \
             WHERE s.load = {id} AND {same}s.line = d.line",
            id = self.id,
        )
    }

    /// Closes current rows whose waiting row is another. `$1` is the revision being made, here and below.
    pub(crate) fn close_differing(&self) -> String {
        format!(
            "UPDATE {} AS t SET valid_to = $1 FROM {} AS n WHERE {}",
            self.target(),
            self.waiting(),
            self.differing()
        )
    }

    /// Counts them instead.
    pub(crate) fn count_differing(&self) -> String {
        format!(
            "SELECT COUNT(*) FROM {} AS t, {} AS n WHERE {}",
            self.target(),
            self.waiting(),
            self.differing()
        )
    }

    /// Inserts waiting rows that have no current row, in the order of their keys.
    pub(crate) fn insert_absent(&self, empty: bool) -> String {
        format!(
            "INSERT INTO {} ({}, valid_from, valid_to) SELECT {}, $1, {FOREVER} FROM {} AS n WHERE n.load = {} AND {} \
             ORDER BY {}",
            self.target(),
            listed(&self.table.columns, ""),
            listed(&self.table.columns, "n."),
            self.waiting(),
            self.id,
            self.absent(empty),
            key(self.table, "n."),
        )
    }

    /// Counts them instead.
    pub(crate) fn count_absent(&self, empty: bool) -> String {
        format!(
            "SELECT COUNT(*) FROM {} AS n WHERE n.load = {} AND {}",
            self.waiting(),
            self.id,
            self.absent(empty)
        )
    }

    /// At most `most` current rows that have no waiting row, in the order of their keys, after the key in the parameters from `$1` where
    /// one is given.
    pub(crate) fn left_out(&self, after: bool, most: usize) -> String {
        self.without("t.valid_from", "", after, most)
    }

    /// The same of rows that were not made by an import, with what made them.
    pub(crate) fn edited_left_out(&self, made: &str, after: bool, most: usize) -> String {
        let edits = " JOIN revisions AS r ON r.revision = t.valid_from AND r.kind <> 'import'";
        self.without(made, edits, after, most)
    }

    fn without(&self, made: &str, join: &str, after: bool, most: usize) -> String {
        let after = if after { format!("{} AND ", behind(self.table, "t.")) } else { String::new() };
        format!(
            "SELECT {}, {made} FROM {} AS t{join} WHERE {after}t.valid_to = {FOREVER} AND NOT EXISTS (SELECT 1 FROM {} AS n \
             WHERE n.load = {} AND {}) ORDER BY {} LIMIT {most}",
            listed(&self.table.columns, "t."),
            self.target(),
            self.waiting(),
            self.id,
            same_key(self.table, "n", "t"),
            key(self.table, "t."),
        )
    }

    /// At most `most` current rows that were not made by an import and whose waiting row is another: its line, the row, what made it.
    pub(crate) fn edited(&self, made: &str, most: usize) -> String {
        format!(
            "SELECT n.line, {}, {made} FROM {} AS t JOIN revisions AS r ON r.revision = t.valid_from AND r.kind <> 'import' \
             JOIN {} AS n ON {} ORDER BY {} LIMIT {most}",
            listed(&self.table.columns, "t."),
            self.target(),
            self.waiting(),
            self.differing(),
            key(self.table, "t."),
        )
    }

    /// At most `most` waiting rows that have no current row and whose last one was not closed by an import: the line, that last row, what
    /// made and what closed it.
    pub(crate) fn removed(&self, made: &str, closed: &str, most: usize) -> String {
        format!(
            "SELECT n.line, {}, {made}, {closed} FROM {target} AS t JOIN revisions AS c ON c.revision = t.valid_to \
             AND c.kind <> 'import' JOIN revisions AS r ON r.revision = t.valid_from JOIN {} AS n ON n.load = {} AND {} \
             WHERE NOT EXISTS (SELECT 1 FROM {target} AS l WHERE {} AND l.valid_from >= t.valid_to) ORDER BY {} LIMIT {most}",
            listed(&self.table.columns, "t."),
            self.waiting(),
            self.id,
            same_key(self.table, "n", "t"),
            same_key(self.table, "l", "t"),
            key(self.table, "t."),
            target = self.target(),
        )
    }

    fn target(&self) -> String {
        quoted(&self.table.name)
    }

    fn waiting(&self) -> String {
        quoted(&self.name)
    }

    fn differing(&self) -> String {
        let same = same_key(self.table, "n", "t");
        format!("n.load = {} AND {same} AND t.valid_to = {FOREVER} AND ({})", self.id, differs(self.table))
    }

    fn absent(&self, empty: bool) -> String {
        if empty {
            return "1 = 1".to_owned();
        }
        let same = same_key(self.table, "t", "n");
        format!("NOT EXISTS (SELECT 1 FROM {} AS t WHERE {same} AND t.valid_to = {FOREVER})", self.target())
    }
}
