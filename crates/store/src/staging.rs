//! Large loads: rows wait in a table of their own until all are there, and then move in one change.
//!
//! Each portion is committed as it comes, so that neither memory nor the log of the database holds a whole load, and nobody waits for the
//! sender. The head is held for the move alone ([`Transaction::put_staged`](crate::Transaction::put_staged)). What waits is seen by no
//! reader and belongs to no revision. A load that ends without its move is removed when it is dropped; what a process that died left
//! is removed when its file is opened again, or by the next load once it has not been heard of for ten minutes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::backend::Session;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::open::{Inner, Store};
use crate::schema::{Column, Name, Table};
use crate::staged::Staged;
use crate::transaction::rows;

/// A load that is not heard of for so long has died: the sender of one that lives is given up after half a minute without a word.
const SILENCE: Duration = Duration::from_secs(10 * 60);

/// Rows on their way into a table.
pub struct Staging {
    store: Store,
    table: Name,
    id: i64,
    rows: u64,
}

impl Store {
    /// Begins a load of a table that was declared for it ([`Schema::loaded_in_bulk`](crate::Schema::loaded_in_bulk)), after removing what
    /// dead ones left.
    ///
    /// # Errors
    /// `Invalid` for another table or a store opened for reading; `Unavailable` if the database does not answer.
    pub async fn stage(&self, table: &str) -> Result<Staging, StoreError> {
        let schema = self.schema();
        if !schema.bulk.iter().any(|name| name == table) {
            let why = "takes no large loads; put the rows, or declare the table for them";
            return Err(StoreError::invalid(format!("table `{table}`"), why));
        }
        let table = schema.table(table)?.name.clone();
        sweep(&self.inner, Dead::Silent).await?;
        let now = self.now();
        // The head orders those who begin, so that no number is taken twice.
        let (mut session, _) = self.inner.backend.write_on_head().await?;
        let last = session.query("SELECT COALESCE(MAX(id), 0) FROM stagings", &[]).await?;
        let last = last.iter().flatten().find_map(Datum::as_integer).unwrap_or_default();
        // What the last one left may be removed only after this one began, so that its number is not used again.
        let own = self.inner.last_load.load(Ordering::Acquire);
        let id = now.max(last.saturating_add(1)).max(own.saturating_add(1));
        self.inner.last_load.store(id, Ordering::Release);
        let insert = "INSERT INTO stagings (id, touched_at) VALUES ($1, $2)";
        session.execute(insert, &[id.into(), now.into()]).await?;
        session.commit().await?;
        Ok(Staging { store: self.clone(), table, id, rows: 0 })
    }

    fn now(&self) -> i64 {
        (self.inner.clock)().as_microsecond()
    }
}

impl Staging {
    /// How many rows wait.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The table that they are for.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    pub(crate) const fn id(&self) -> i64 {
        self.id
    }

    /// Adds rows, each with the line that it comes from, which no other has. Those of one key are told from each other by a column that
    /// [`Staging::finish`] numbers.
    ///
    /// # Errors
    /// `Invalid`, with the row's number and column, for a row that does not fit the table; `Unavailable` where the load was taken for dead,
    /// or the database does not answer.
    pub async fn add(&mut self, rows: Vec<(u32, Row)>) -> Result<(), StoreError> {
        let schema = Arc::clone(&self.store.inner.schema);
        let table = schema.table(&self.table)?;
        let tail = |(line, mut row): (u32, Row)| {
            row.extend([i64::from(line).into(), self.id.into()]);
            row
        };
        let mut rows: Vec<Row> = rows.into_iter().map(tail).collect();
        let own = [Column::integer("line"), Column::integer("load")];
        let columns: Vec<&Column> = table.columns.iter().chain(&own).collect();
        rows::check_cells(table, "row", &columns, &rows)?;
        rows::sort_by_key(table, &mut rows);
        let mut session = self.alive().await?;
        for portion in rows::chunks(&rows) {
            session.fill(Staged::new(table, self.id).name(), &columns, portion).await?;
        }
        session.commit().await?;
        self.rows = self.rows.saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// Says that all rows are there. Where rows may have one key, `number` names the column of the key that tells them from each other:
    /// it becomes 0, 1, 2 … in the order of their lines.
    ///
    /// # Errors
    /// `Unavailable` as for [`Staging::add`]; `Invalid` for a column that is not of the key.
    pub async fn finish(&mut self, number: Option<&str>) -> Result<(), StoreError> {
        let schema = Arc::clone(&self.store.inner.schema);
        let table = schema.table(&self.table)?;
        let staged = Staged::new(table, self.id);
        let mut session = self.alive().await?;
        if let Some(column) = number {
            if !table.key.iter().any(|name| name == column) {
                return Err(StoreError::invalid(format!("column `{column}`"), "is not of the table's key"));
            }
            session.execute(&staged.number(column), &[]).await?;
        }
        if let Some(count) = self.store.inner.backend.dialect().counted(staged.name()) {
            session.execute(&count, &[]).await?;
        }
        session.commit().await
    }

    /// A transaction in which the load is known to be under way.
    async fn alive(&self) -> Result<Box<dyn Session>, StoreError> {
        let mut session = self.store.inner.backend.write().await?;
        let touch = "UPDATE stagings SET touched_at = $1 WHERE id = $2";
        match session.execute(touch, &[self.store.now().into(), self.id.into()]).await? {
            1 => Ok(session),
            _ => Err(dead()),
        }
    }
}

/// What a load is told that was taken for dead.
pub(crate) fn dead() -> StoreError {
    StoreError::unavailable("the load was not heard of for ten minutes and was given up; send it again")
}

impl Drop for Staging {
    fn drop(&mut self) {
        let inner = Arc::clone(&self.store.inner);
        let id = self.id;
        // Without a runtime, or while the store closes, it is left to the next load.
        let (Ok(runtime), Ok(guard)) =
            (tokio::runtime::Handle::try_current(), Arc::clone(&inner.cleaning).try_read_owned())
        else {
            return;
        };
        runtime.spawn(async move {
            if let Err(error) = sweep(&inner, Dead::One(id)).await {
                tracing::warn!(%error, "what a load left is not removed yet");
            }
            drop(guard);
        });
    }
}

/// Which loads are given up.
#[derive(Clone, Copy)]
pub(crate) enum Dead {
    /// All: nobody else writes the file.
    All,
    /// Those that were not heard of for long.
    Silent,
    /// This one.
    One(i64),
}

/// Removes what loads left that were given up, are done, or are to be given up now. Where there is nothing, nothing is written.
pub(crate) async fn sweep(inner: &Inner, dead: Dead) -> Result<(), StoreError> {
    let silence = i64::try_from(SILENCE.as_micros()).unwrap_or(i64::MAX);
    let (which, before) = match dead {
        Dead::All => ("1 = 1", None),
        Dead::Silent => ("touched_at < $1", Some((inner.clock)().as_microsecond().saturating_sub(silence))),
        Dead::One(id) => ("id = $1", Some(id)),
    };
    let params: Vec<Datum> = before.into_iter().map(Datum::from).collect();
    let tables: Vec<&Table> = inner.schema.bulk().collect();
    let backend = inner.backend.as_ref();
    let mut left = !tables.is_empty()
        && !backend
            .query(&format!("SELECT 1 FROM stagings WHERE {which} LIMIT 1"), &params)
            .await?
            .is_empty();
    for table in &tables {
        left = left || !backend.query(&Staged::new(table, 0).any(), &[]).await?.is_empty();
    }
    if !left {
        return Ok(());
    }
    let mut session = backend.write().await?;
    session.execute(&format!("DELETE FROM stagings WHERE {which}"), &params).await?;
    let others = session.query("SELECT 1 FROM stagings LIMIT 1", &[]).await?;
    for table in tables {
        let staged = Staged::new(table, 0);
        let sql = if others.is_empty() && !backend.shared() { staged.empty() } else { staged.sweep() };
        session.execute(&sql, &[]).await?;
    }
    session.commit().await
}
