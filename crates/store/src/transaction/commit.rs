//! The end of a change: what it comes to, and the one revision that is made of it.

use jiff::Timestamp;

use super::Transaction;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::head::Head;
use crate::revision::{TableChange, encode_tables, timestamp};
use crate::sql::Dialect;
use crate::statements::Statements;
use crate::write::{Change, Outcome};

impl Transaction {
    /// The revision that the change will be, if it makes a difference.
    pub(super) fn next(&self) -> i64 {
        self.head.revision.saturating_add(1)
    }

    pub(super) fn dialect(&self) -> &'static dyn Dialect {
        self.store.inner.backend.dialect()
    }

    /// What the change would come to.
    pub(crate) async fn preview(mut self) -> Result<Outcome, StoreError> {
        let tables = self.effect().await?;
        Ok(outcome(self.head, tables))
    }

    /// Makes the change durable and its revision known.
    pub(crate) async fn commit(mut self, change: &Change) -> Result<Outcome, StoreError> {
        let tables = self.effect().await?;
        let head = if tables.is_empty() {
            self.head
        } else {
            let head = self.next_head()?;
            self.keep_revision(change, head, &tables).await?;
            head
        };
        self.keep_request(change, head.revision, &tables).await?;
        let Self { store, session, .. } = self;
        let change = change.clone();
        // A caller that goes away now must not leave a commit that this process does not know of.
        let committed = tokio::spawn(async move {
            if let Err(error) = session.commit().await {
                store.resolve(&change, error).await?;
            }
            store.inner.publish(head);
            Ok::<_, StoreError>(())
        });
        committed
            .await
            .map_err(|error| StoreError::unavailable(format!("the commit was cut off: {error}")))??;
        Ok(outcome(head, tables))
    }

    /// Nothing of a change is kept once one of its writes failed or was cut off.
    pub(super) fn check_whole(&self) -> Result<(), StoreError> {
        if self.whole {
            return Ok(());
        }
        Err(StoreError::invalid(
            "change",
            "a write stopped in its midst, so that nothing is kept; end the change when a write fails",
        ))
    }

    /// The tables that are not as before.
    async fn effect(&mut self) -> Result<Vec<TableChange>, StoreError> {
        self.check_whole()?;
        let touched = std::mem::take(&mut self.touched);
        let mut tables = Vec::new();
        for (table, touched) in touched {
            let change = if touched.calls > 1 { self.net_change(&table).await? } else { touched.change };
            if !change.is_empty() {
                tables.push(change);
            }
        }
        Ok(tables)
    }

    /// What several writes of one table come to. A row that was closed and came back as it was counts as untouched.
    async fn net_change(&mut self, table: &str) -> Result<TableChange, StoreError> {
        let schema = std::sync::Arc::clone(&self.store.inner.schema);
        let statements = Statements::new(schema.table(table)?, self.dialect());
        let revision = [Datum::Integer(self.next())];
        for statement in statements.undo_restored() {
            self.session.execute(&statement, &revision).await?;
        }
        let counts: Row =
            self.session.query(&statements.count(), &revision).await?.into_iter().flatten().collect();
        let counts: Vec<u64> = counts
            .iter()
            .filter_map(Datum::as_integer)
            .filter_map(|count| u64::try_from(count).ok())
            .collect();
        let [made, ended, changed] = counts[..] else {
            return Err(StoreError::corrupt(format!("the changes of table `{table}` cannot be counted")));
        };
        Ok(TableChange {
            table: table.to_owned(),
            inserted: made.saturating_sub(changed),
            changed,
            closed: ended.saturating_sub(changed),
        })
    }

    /// The next revision, now; a clock that was set back does not make it earlier than the one before.
    fn next_head(&self) -> Result<Head, StoreError> {
        let now = timestamp((self.store.inner.clock)().as_microsecond())?;
        let at = self.head.committed_at.map_or(now, |last: Timestamp| last.max(now));
        Ok(Head { revision: self.next(), committed_at: Some(at) })
    }

    async fn keep_revision(
        &mut self,
        change: &Change,
        head: Head,
        tables: &[TableChange],
    ) -> Result<(), StoreError> {
        let at = Datum::from(head.committed_at.map(Timestamp::as_microsecond));
        let insert = "INSERT INTO revisions (revision, committed_at, actor, reason, request_id, request_hash, kind, tables) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let row = [
            head.revision.into(),
            at.clone(),
            Datum::from(&change.actor),
            Datum::from(&change.reason),
            Datum::from(&change.request_id),
            Datum::from(&change.request_hash),
            change.kind.code().into(),
            encode_tables(tables),
        ];
        self.session.execute(insert, &row).await?;
        let update = "UPDATE head SET revision = $1, committed_at = $2 WHERE revision = $3";
        match self.session.execute(update, &[head.revision.into(), at, self.head.revision.into()]).await? {
            1 => Ok(()),
            _ => Err(StoreError::corrupt("the head moved under a change that had locked it")),
        }
    }

    async fn keep_request(
        &mut self,
        change: &Change,
        revision: i64,
        tables: &[TableChange],
    ) -> Result<(), StoreError> {
        let insert = "INSERT INTO requests (request_id, request_hash, revision, changed, tables) \
                      VALUES ($1, $2, $3, $4, $5)";
        let row = [
            Datum::from(&change.request_id),
            Datum::from(&change.request_hash),
            revision.into(),
            i64::from(!tables.is_empty()).into(),
            encode_tables(tables),
        ];
        self.session.execute(insert, &row).await.map(drop)
    }
}

fn outcome(head: Head, tables: Vec<TableChange>) -> Outcome {
    Outcome {
        revision: head.revision,
        committed_at: head.committed_at,
        changed: !tables.is_empty(),
        replayed: false,
        tables,
    }
}
