//! Putting, closing and replacing rows, in bulk: each statement takes thousands of rows as one JSON parameter.

use std::sync::Arc;

use serde::Serialize;

use super::{Transaction, rows};
use crate::condition::Condition;
use crate::datum::{Datum, Row, json};
use crate::error::StoreError;
use crate::revision::TableChange;
use crate::schema::{Schema, Table};
use crate::statements::Statements;

impl Transaction {
    /// Writes rows by key: what is there already stays as it is, another row gets a new version, a new key is inserted.
    ///
    /// # Errors
    /// `Invalid`, with the row's number and column, for a row that does not fit the table, or for a key that comes twice.
    pub async fn put(&mut self, table: &str, rows: &[Row]) -> Result<TableChange, StoreError> {
        let schema = self.declared();
        let table = schema.table(table)?;
        rows::check(table, rows)?;
        self.start_write()?;
        let change = self.put_checked(table, rows).await?;
        Ok(self.wrote(change))
    }

    /// Closes the rows of these keys (the key's parts in the order of the declaration). A key without a row is passed over.
    ///
    /// # Errors
    /// `Invalid`, with the key's number and column, for a key that does not fit the table or comes twice.
    pub async fn close(&mut self, table: &str, keys: &[Row]) -> Result<TableChange, StoreError> {
        let schema = self.declared();
        let table = schema.table(table)?;
        rows::check_keys(table, keys)?;
        self.start_write()?;
        let statements = Statements::new(table, self.dialect());
        let mut change = TableChange { table: table.name.to_string(), ..TableChange::default() };
        for keys in rows::chunks(keys) {
            if self.touches(table) {
                self.run(&statements.withdraw_keys(), keys).await?;
            }
            change.closed = change.closed.saturating_add(self.run(&statements.close_keys(), keys).await?);
        }
        Ok(self.wrote(change))
    }

    /// Writes rows by key as [`Transaction::put`] does, and closes those current rows that meet `scope` and are not given: the
    /// rows are all that there is of the scope. Given rows need not meet it.
    ///
    /// # Errors
    /// As [`Transaction::put`], and `Invalid` for a scope that does not fit the table.
    pub async fn replace(
        &mut self,
        table: &str,
        rows: &[Row],
        scope: &Condition,
    ) -> Result<TableChange, StoreError> {
        let schema = self.declared();
        let table = schema.table(table)?;
        rows::check(table, rows)?;
        let mut params = vec![self.next().into(), Datum::Text(json(&rows::keys_of(table, rows)))];
        let scope = scope.sql(table, self.dialect(), &mut params)?;
        self.start_write()?;
        let mut change = self.put_checked(table, rows).await?;
        let statements = Statements::new(table, self.dialect());
        if self.touches(table) {
            self.session.execute(&statements.withdraw_others(&scope), &params).await?;
        }
        change.closed = self.session.execute(&statements.close_others(&scope), &params).await?;
        Ok(self.wrote(change))
    }

    async fn put_checked(&mut self, table: &Table, rows: &[Row]) -> Result<TableChange, StoreError> {
        let statements = Statements::new(table, self.dialect());
        let empty = self.session.query(&statements.any(), &[]).await?.is_empty();
        let mut change = TableChange { table: table.name.to_string(), ..TableChange::default() };
        for rows in rows::chunks(&rows::in_key_order(table, rows)) {
            if self.touches(table) {
                self.run(&statements.withdraw_keys(), &rows::keys_of(table, rows)).await?;
            }
            let differing = if empty { 0 } else { self.run(&statements.close_differing(), rows).await? };
            let inserted = self.run(&statements.insert_absent(empty), rows).await?;
            change.changed = change.changed.saturating_add(differing);
            change.inserted = change.inserted.saturating_add(inserted.saturating_sub(differing));
        }
        Ok(change)
    }

    pub(super) fn declared(&self) -> Arc<Schema> {
        Arc::clone(&self.store.inner.schema)
    }

    /// Whether this change wrote the table before: then some of its rows may not be closed but withdrawn.
    pub(super) fn touches(&self, table: &Table) -> bool {
        self.touched.contains_key(table.name.as_ref())
    }

    /// Runs a statement of the revision being made with rows or keys.
    async fn run<R: Serialize>(&mut self, sql: &str, rows: &[R]) -> Result<u64, StoreError> {
        self.session.execute(sql, &[self.next().into(), Datum::Text(json(rows))]).await
    }

    /// Until the write is through, the change is not whole.
    pub(super) fn start_write(&mut self) -> Result<(), StoreError> {
        self.check_whole()?;
        self.whole = false;
        Ok(())
    }

    pub(super) fn wrote(&mut self, change: TableChange) -> TableChange {
        self.whole = true;
        let touched = self.touched.entry(change.table.clone()).or_default();
        touched.calls = touched.calls.saturating_add(1);
        touched.change = change.clone();
        change
    }
}
