//! The move of a large load into its table, and what it would come to.

use super::Transaction;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::revision::{self, Stored, TableChange, Version};
use crate::schema::Table;
use crate::staged::Staged;
use crate::staging::{Staging, dead};
use crate::statements::Statements;
use crate::versions;

impl Transaction {
    /// Writes the waiting rows of a load by key, as [`Transaction::put`] does those that it is given. Once in a change, before any other write
    /// of the table.
    ///
    /// # Errors
    /// `Invalid` where the change wrote the table before; `Unavailable` where the load was taken for dead; `Corrupt` for two rows of one key.
    pub async fn put_staged(&mut self, staging: &Staging) -> Result<TableChange, StoreError> {
        let schema = self.declared();
        let table = schema.table(staging.table())?;
        if self.touches(table) {
            let why = "was written by this change before a load moved into it; move the load first";
            return Err(StoreError::invalid(format!("table `{}`", table.name), why));
        }
        self.start_write()?;
        let gone = self.session.execute("DELETE FROM stagings WHERE id = $1", &[staging.id().into()]).await?;
        if gone != 1 {
            return Err(dead());
        }
        let staged = Staged::new(table, staging.id());
        let empty = self.is_empty(table).await?;
        let revision = [Datum::Integer(self.next())];
        let changed =
            if empty { 0 } else { self.session.execute(&staged.close_differing(), &revision).await? };
        let inserted = self.session.execute(&staged.insert_absent(empty), &revision).await?;
        Ok(self.wrote(TableChange {
            table: table.name.to_string(),
            inserted: inserted.saturating_sub(changed),
            changed,
            closed: 0,
        }))
    }

    /// What [`Transaction::put_staged`] would come to. It writes nothing and takes a part of the time.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn plan_staged(&mut self, staging: &Staging) -> Result<TableChange, StoreError> {
        let schema = self.declared();
        let table = schema.table(staging.table())?;
        let staged = Staged::new(table, staging.id());
        let empty = self.is_empty(table).await?;
        let changed = if empty { 0 } else { self.count(&staged.count_differing()).await? };
        let inserted = self.count(&staged.count_absent(empty)).await?;
        Ok(TableChange { table: table.name.to_string(), inserted, changed, closed: 0 })
    }

    /// At most `most` current rows that have no waiting row, in the order of their keys, after `after`'s.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn left_out(
        &mut self,
        staging: &Staging,
        after: Option<&Row>,
        most: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let schema = self.declared();
        let table = schema.table(staging.table())?;
        let params = after.map(|row| table.key_of(row)).unwrap_or_default();
        let sql = Staged::new(table, staging.id()).left_out(after.is_some(), most);
        versions::decode_stored(self.session.query(&sql, &params).await?)
    }

    /// The same of rows that were not made by an import, with what made them. None of them was closed.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn edited_left_out(
        &mut self,
        staging: &Staging,
        after: Option<&Row>,
        most: usize,
    ) -> Result<Vec<Version>, StoreError> {
        let schema = self.declared();
        let table = schema.table(staging.table())?;
        let params = after.map(|row| table.key_of(row)).unwrap_or_default();
        let staged = Staged::new(table, staging.id());
        let sql = staged.edited_left_out(&revision::columns("r."), after.is_some(), most);
        versions::decode_versions(self.session.query(&sql, &params).await?, table.columns.len())
    }

    /// At most `most` current rows that were not made by an import and that the load would change, each with the line of its waiting row.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn edited_staged(
        &mut self,
        staging: &Staging,
        most: usize,
    ) -> Result<Vec<(u32, Version)>, StoreError> {
        let schema = self.declared();
        let table = schema.table(staging.table())?;
        let sql = Staged::new(table, staging.id()).edited(&revision::columns("r."), most);
        self.lined(table, &sql).await
    }

    /// At most `most` rows that something else than an import has closed and the load would bring back, each with the line of its waiting row.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn removed_staged(
        &mut self,
        staging: &Staging,
        most: usize,
    ) -> Result<Vec<(u32, Version)>, StoreError> {
        let schema = self.declared();
        let table = schema.table(staging.table())?;
        let staged = Staged::new(table, staging.id());
        let sql = staged.removed(&revision::columns("r."), &revision::columns("c."), most);
        self.lined(table, &sql).await
    }

    /// Whether anything but imports has ever changed the store.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub async fn was_edited(&mut self) -> Result<bool, StoreError> {
        let found = self.session.query("SELECT 1 FROM revisions WHERE kind <> 'import' LIMIT 1", &[]).await?;
        Ok(!found.is_empty())
    }

    async fn lined(&mut self, table: &Table, sql: &str) -> Result<Vec<(u32, Version)>, StoreError> {
        let mut rows = self.session.query(sql, &[]).await?;
        let line = |row: &mut Row| if row.is_empty() { Datum::Null } else { row.remove(0) };
        let lines: Vec<Datum> = rows.iter_mut().map(line).collect();
        let lines = lines.iter().map(|line| line.as_integer().and_then(|line| u32::try_from(line).ok()));
        let versions = versions::decode_versions(rows, table.columns.len())?;
        Ok(lines.map(Option::unwrap_or_default).zip(versions).collect())
    }

    async fn is_empty(&mut self, table: &Table) -> Result<bool, StoreError> {
        let any = Statements::new(table, self.dialect()).any();
        Ok(self.session.query(&any, &[]).await?.is_empty())
    }

    async fn count(&mut self, sql: &str) -> Result<u64, StoreError> {
        let rows = self.session.query(sql, &[]).await?;
        let count = rows.iter().flatten().find_map(Datum::as_integer);
        count
            .and_then(|count| u64::try_from(count).ok())
            .ok_or_else(|| StoreError::corrupt("rows cannot be counted"))
    }
}
