//! Tables as data: what a domain declares, and the rules that a declaration keeps.
//!
//! A declaration is stored beside the tables. A file whose tables were declared otherwise is refused: guessing how old rows
//! become new ones would rewrite the past. New tables, and new columns that may be null, are added when a file is
//! opened for writing.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::datum::{Datum, json};
use crate::error::StoreError;

/// A name of a table or column: lower-case ASCII letters, digits and `_`, a letter first, at most 50 characters.
pub type Name = Cow<'static, str>;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// `TEXT`, ordered by its UTF-8 bytes.
    Text,
    /// `BIGINT`.
    Integer,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name, unique in the table.
    pub name: Name,
    /// What it holds.
    pub kind: ColumnType,
    /// Whether it may be null. Key columns may not.
    pub nullable: bool,
}

impl Column {
    /// A text that must be there.
    #[must_use]
    pub fn text(name: impl Into<Name>) -> Self {
        Self { name: name.into(), kind: ColumnType::Text, nullable: false }
    }

    /// An integer that must be there.
    #[must_use]
    pub fn integer(name: impl Into<Name>) -> Self {
        Self { name: name.into(), kind: ColumnType::Integer, nullable: false }
    }

    /// The same column, which may be null.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }
}

/// A versioned table. At any revision there is at most one row for a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name, unique in the schema.
    pub name: Name,
    /// The columns that identify a row, in the order in which rows are listed; at least one, none nullable.
    pub key: Vec<Name>,
    /// All columns, in the order of a [`Row`](crate::Row).
    pub columns: Vec<Column>,
}

impl Table {
    /// A table of these columns, identified by `key`.
    #[must_use]
    pub fn new<K: Into<Name>>(
        name: impl Into<Name>,
        key: impl IntoIterator<Item = K>,
        columns: Vec<Column>,
    ) -> Self {
        Self { name: name.into(), key: key.into_iter().map(Into::into).collect(), columns }
    }

    /// The position of a column in a row, or none if the table has no such column.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|candidate| candidate.name == column)
    }

    /// The key of one of the table's rows.
    #[must_use]
    pub fn key_of(&self, row: &[Datum]) -> Vec<Datum> {
        self.key_columns().filter_map(|(position, _)| row.get(position).cloned()).collect()
    }

    pub(crate) fn key_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.key
            .iter()
            .filter_map(|name| self.columns.iter().enumerate().find(|(_, column)| column.name == *name))
    }

    pub(crate) fn column(&self, name: &str) -> Result<&Column, StoreError> {
        self.columns.iter().find(|column| column.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.columns.iter().map(|column| column.name.as_ref()).collect();
            StoreError::invalid(
                format!("table `{}`", self.name),
                format!("no column `{name}`; it has {}", known.join(", ")),
            )
        })
    }

    /// The text by which a file remembers the declaration.
    pub(crate) fn declaration(&self) -> String {
        json(self)
    }

    fn check(&self) -> Result<(), StoreError> {
        let fault = |why: String| Err(StoreError::schema(self.name.clone(), why));
        if !is_name(&self.name) || RESERVED_TABLES.contains(&self.name.as_ref()) {
            return fault(format!(
                "not a name for a table; {NAME_RULE}, none of {}",
                RESERVED_TABLES.join(", ")
            ));
        }
        for (position, column) in self.columns.iter().enumerate() {
            if !is_name(&column.name) || RESERVED_COLUMNS.contains(&column.name.as_ref()) {
                return fault(format!(
                    "`{}` is not a name for a column; {NAME_RULE}, not valid_*",
                    column.name
                ));
            }
            if self.position(&column.name) != Some(position) {
                return fault(format!("column `{}` is declared twice; remove one", column.name));
            }
        }
        self.check_key()
    }

    fn check_key(&self) -> Result<(), StoreError> {
        let fault = |why: String| Err(StoreError::schema(self.name.clone(), why));
        if self.key.is_empty() {
            return fault("no key; name the columns that identify a row".to_owned());
        }
        for (position, name) in self.key.iter().enumerate() {
            match self.columns.iter().find(|column| column.name == *name) {
                None => return fault(format!("key column `{name}` is not among its columns; declare it")),
                Some(column) if column.nullable => {
                    return fault(format!("key column `{name}` may be null; a key needs a value"));
                }
                Some(_) if self.key.iter().position(|other| other == name) != Some(position) => {
                    return fault(format!("key column `{name}` is named twice; remove one"));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// All tables of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// The tables; their order means nothing.
    pub tables: Vec<Table>,
    /// Whose they are, if that is to be kept: a database that another owner's tables are in is refused.
    pub owner: Option<Name>,
    /// The tables that large loads go into, by name: each has a table beside it in which rows wait until all are there.
    pub bulk: Vec<Name>,
}

impl Schema {
    /// A schema of these tables.
    #[must_use]
    pub const fn new(tables: Vec<Table>) -> Self {
        Self { tables, owner: None, bulk: Vec::new() }
    }

    /// The same tables, of an owner by its name.
    #[must_use]
    pub fn of(self, owner: impl Into<Name>) -> Self {
        Self { owner: Some(owner.into()), ..self }
    }

    /// The same tables, of which these take large loads ([`Store::stage`](crate::Store::stage)).
    #[must_use]
    pub fn loaded_in_bulk<N: Into<Name>>(self, tables: impl IntoIterator<Item = N>) -> Self {
        Self { bulk: tables.into_iter().map(Into::into).collect(), ..self }
    }

    /// The tables that take large loads.
    pub(crate) fn bulk(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| self.bulk.contains(&table.name))
    }

    /// The table of that name.
    ///
    /// # Errors
    /// `Invalid` if the schema declares none, with the names that it has.
    pub fn table(&self, name: &str) -> Result<&Table, StoreError> {
        self.tables.iter().find(|table| table.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.tables.iter().map(|table| table.name.as_ref()).collect();
            StoreError::invalid(
                format!("table `{name}`"),
                format!("not declared; there are {}", known.join(", ")),
            )
        })
    }

    /// Whether every declaration keeps the rules.
    ///
    /// # Errors
    /// `Schema` with the first table that does not.
    pub fn check(&self) -> Result<(), StoreError> {
        for (position, table) in self.tables.iter().enumerate() {
            table.check()?;
            if self.tables.iter().position(|other| other.name == table.name) != Some(position) {
                return Err(StoreError::schema(table.name.clone(), "declared twice; remove one"));
            }
        }
        for name in &self.bulk {
            let beside = staged_name(name);
            let Ok(table) = self.table(name) else {
                return Err(StoreError::schema(name.clone(), "is to take large loads and is not declared"));
            };
            if let Some(column) = ["line", "load"].into_iter().find(|column| table.position(column).is_some())
            {
                let why = format!("is to take large loads and has a column `{column}`; give it another name");
                return Err(StoreError::schema(name.clone(), why));
            }
            if self.table(&beside).is_ok() {
                return Err(StoreError::schema(
                    beside,
                    "is the name of a table of rows that wait; take another",
                ));
            }
        }
        Ok(())
    }
}

/// The name of the table in which rows for another one wait.
pub(crate) fn staged_name(table: &str) -> String {
    format!("{table}_staged")
}

const RESERVED_TABLES: [&str; 5] = ["head", "revisions", "requests", "declarations", "stagings"];
const RESERVED_COLUMNS: [&str; 2] = ["valid_from", "valid_to"];
const NAME_RULE: &str = "names are lower-case letters, digits and `_`, a letter first, at most 50 characters";

fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && characters.all(|next| next.is_ascii_lowercase() || next.is_ascii_digit() || next == '_')
        && name.len() <= 50
        && !name.starts_with("sqlite_")
        && !name.starts_with("pg_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: Table, expected: &str) {
        let error = Schema::new(vec![table]).check().expect_err("the declaration breaks a rule");
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn a_malformed_declaration_is_refused_with_its_reason() {
        let id = || vec![Column::text("id")];
        check(Table::new("Item", ["id"], id()), "not a name for a table");
        check(Table::new("head", ["id"], id()), "none of head");
        check(Table::new("item", ["id"], vec![Column::text("id\" --")]), "not a name for a column");
        check(Table::new("item", ["id"], vec![Column::text("id"), Column::text("valid_to")]), "valid_to");
        check(Table::new("item", ["id"], vec![Column::text("id"), Column::integer("id")]), "declared twice");
        check(Table::new("item", Vec::<Name>::new(), id()), "no key");
        check(Table::new("item", ["code"], id()), "not among its columns");
        check(Table::new("item", ["id"], vec![Column::text("id").nullable()]), "may be null");
        check(Table::new("item", ["id", "id"], id()), "named twice");
    }

    #[test]
    fn two_tables_of_one_name_are_refused() {
        let table = Table::new("item", ["id"], vec![Column::text("id")]);
        let error = Schema::new(vec![table.clone(), table]).check().expect_err("declared twice");
        assert_eq!(error.to_string(), "table `item`: declared twice; remove one");
    }

    #[test]
    fn a_table_for_large_loads_is_declared_and_leaves_the_name_beside_it_free() {
        let table = |name: &'static str| Table::new(name, ["id"], vec![Column::text("id")]);
        let schema = |names: &[&'static str]| Schema::new(names.iter().map(|name| table(name)).collect());
        assert_eq!(schema(&["item"]).loaded_in_bulk(["item"]).check(), Ok(()));
        let error = schema(&["item"]).loaded_in_bulk(["itme"]).check().expect_err("not declared");
        assert!(error.to_string().contains("`itme`: is to take large loads and is not declared"), "{error}");
        let error = schema(&["item", "item_staged"]).loaded_in_bulk(["item"]).check().expect_err("taken");
        assert!(error.to_string().contains("`item_staged`"), "{error}");
    }

    #[test]
    fn an_unknown_table_or_column_names_what_there_is() {
        let schema = Schema::new(vec![Table::new("item", ["id"], vec![Column::text("id")])]);
        let error = schema.table("itme").expect_err("not declared");
        assert_eq!(error.to_string(), "table `itme`: not declared; there are item");
        let error = schema.table("item").and_then(|table| table.column("n").cloned()).expect_err("no column");
        assert_eq!(error.to_string(), "table `item`: no column `n`; it has id");
    }
}
