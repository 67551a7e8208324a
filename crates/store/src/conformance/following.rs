//! Following: the head, waiting for it, and many at once.

use std::time::Duration;

use super::{Check, Failure, Make, edit, equal, holds, item, put, refused, store};
use crate::{AsOf, Condition, Datum, Store, StoreError, Transaction};

const LONG: Duration = Duration::from_secs(60);

/// Who follows the head learns of a commit at once, and of nothing else.
///
/// # Errors
/// What did not hold.
pub async fn the_head_is_followed<M: Make>(make: &M) -> Check {
    let (store, dial) = store(make).await?;
    let mut heads = store.heads();
    equal("at first", &heads.borrow_and_update().revision, &0)?;
    put(&store, "1", &[item("a", "", 1)]).await?;
    holds("a commit is known when its call returns", heads.has_changed().unwrap_or(false))?;
    let head = *heads.borrow_and_update();
    equal("the head", &(head.revision, head.committed_at), &(1, Some(dial.now())))?;
    put(&store, "2", &[item("a", "", 1)]).await?;
    holds("a change without effect is not told", !heads.has_changed().unwrap_or(true))
}

/// Waiting ends when the revision is there, or with an error in time.
///
/// # Errors
/// What did not hold.
pub async fn a_revision_is_waited_for<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let rows = [item("a", "", 1)];
    let (waited, _) = tokio::try_join!(store.wait_for(1, LONG), put(&store, "1", &rows))?;
    equal("the head", &waited.revision, &1)?;
    equal("what is there already", &store.wait_for(0, Duration::ZERO).await?.revision, &1)?;
    let error =
        refused("what does not come", store.wait_for(2, Duration::from_millis(20)).await, "the head is 1")?;
    holds("of the kind Unavailable", matches!(error, StoreError::Unavailable { .. }))
}

/// Moves one unit from one row to another, fifty times.
async fn shift(store: &Store) -> Result<(), StoreError> {
    for n in 1..=50_i64 {
        let rows = [item("a", "", 100 - n), item("b", "", n)];
        store
            .write(edit(&format!("shift {n}")), async |tx: &mut Transaction| {
                for row in rows {
                    tx.put("item", &[row]).await?;
                    tokio::task::yield_now().await;
                }
                Ok::<_, StoreError>(())
            })
            .await?;
    }
    Ok(())
}

/// Reads until the fifty revisions are there; how often the sum was not what it always is.
async fn watch_sum(store: &Store) -> Result<u64, StoreError> {
    let mut wrong = 0;
    loop {
        let snapshot = store.read(AsOf::Head).await?;
        let sql = format!("SELECT CAST(SUM(n) AS BIGINT) FROM {} AS i", snapshot.table("item")?);
        if snapshot.query(&sql, &[]).await? != vec![vec![Datum::Integer(100)]] {
            wrong += 1;
        }
        if snapshot.revision() > 50 {
            return Ok(wrong);
        }
    }
}

/// A snapshot that is read while changes are written sees each of them whole or not at all.
///
/// # Errors
/// What did not hold.
pub async fn readers_never_see_half_a_change<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "0", &[item("a", "", 100), item("b", "", 0)]).await?;
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { watch_sum(&store).await })
        })
        .collect();
    shift(&store).await?;
    for reader in readers {
        let wrong = reader.await.map_err(|error| Failure(format!("a reader ended: {error}")))??;
        equal("sums that were wrong", &wrong, &0)?;
    }
    Ok(())
}

/// Changes that are sent at once wait for each other, and none is lost.
///
/// # Errors
/// What did not hold.
pub async fn changes_at_once_come_one_after_another<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "0", &[item("sum", "", 0)]).await?;
    let writers: Vec<_> = (0..20)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { add_one(&store, n).await })
        })
        .collect();
    for writer in writers {
        writer.await.map_err(|error| Failure(format!("a writer ended: {error}")))??;
    }
    let rows = store.read(AsOf::Head).await?.rows("item", &Condition::is("id", "sum")).await?;
    equal("the sum", &rows.first().map(|each| each.row[2].clone()), &Some(20.into()))?;
    equal("the head", &store.head().revision, &21)?;
    equal("what is wrong with the store", &store.verify().await?, &Vec::new())
}

async fn add_one(store: &Store, n: i64) -> Result<(), StoreError> {
    let add = async |tx: &mut Transaction| {
        let row = tx.row("item", &["sum".into()]).await?;
        let sum = row.and_then(|each| each.row[2].as_integer()).unwrap_or_default();
        tokio::task::yield_now().await;
        tx.put("item", &[item("sum", "", sum.saturating_add(1))]).await.map(drop)
    };
    store.write(edit(&format!("add {n}")), add).await.map(drop)
}
