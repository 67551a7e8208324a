//! Revisions: numbers without gaps, in the order of commits, and only where there is a difference.

use std::time::Duration;

use super::{Check, Failure, Make, edit, equal, holds, item, put, refused, store};
use crate::{AsOf, Condition, Row, StoreError, Transaction};

/// Each change that makes a difference is the next revision, from 1.
///
/// # Errors
/// What did not hold.
pub async fn revisions_have_no_gaps<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    equal("the head of an empty store", &store.head().revision, &0)?;
    equal("its time", &store.head().committed_at, &None)?;
    for n in 1..=5 {
        let outcome = put(&store, &n.to_string(), &[item("a", "", n)]).await?;
        equal("the revision", &(outcome.revision, outcome.changed, outcome.replayed), &(n, true, false))?;
        equal("the head", &store.head().revision, &n)?;
    }
    let listed: Vec<i64> = store.revisions(0, 100).await?.iter().map(|each| each.revision).collect();
    equal("the list", &listed, &vec![1, 2, 3, 4, 5])?;
    let newest: Vec<i64> =
        store.revisions_until(i64::MAX, 2).await?.iter().map(|each| each.revision).collect();
    let last = listed.last().copied().unwrap_or_default();
    equal("the newest", &newest, &vec![last, last - 1])?;
    let page: Vec<i64> = store.revisions(2, 2).await?.iter().map(|each| each.revision).collect();
    equal("a page of it", &page, &vec![3, 4])?;
    equal("what is wrong with the store", &store.verify().await?, &Vec::new())
}

/// A clock that is set back does not make a revision earlier than the one before it.
///
/// # Errors
/// What did not hold.
pub async fn commit_times_never_decrease<M: Make>(make: &M) -> Check {
    let (store, dial) = store(make).await?;
    let start = dial.now();
    put(&store, "1", &[item("a", "", 1)]).await?;
    dial.turn(-3600);
    let clamped = put(&store, "2", &[item("a", "", 2)]).await?;
    equal("the time of a commit after the clock was set back", &clamped.committed_at, &Some(start))?;
    dial.turn(7200);
    let later = put(&store, "3", &[item("a", "", 3)]).await?;
    equal("the time of a later commit", &later.committed_at, &Some(dial.now()))?;
    let times: Vec<_> = store.revisions(0, 10).await?.iter().map(|each| each.committed_at).collect();
    holds("times never decrease", times.is_sorted())
}

/// Writing what is there already, or nothing, is no revision.
///
/// # Errors
/// What did not hold.
pub async fn a_change_without_differences_makes_no_revision<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let nothing = put(&store, "0", &[]).await?;
    equal("nothing in an empty store", &(nothing.revision, nothing.committed_at), &(0, None))?;
    let first = put(&store, "1", &[item("a", "", 1), item("b", "x", 2)]).await?;
    let second = put(&store, "2", &[item("b", "x", 2), item("a", "", 1)]).await?;
    equal("the same rows", &(second.revision, second.changed), &(first.revision, false))?;
    equal("their time", &second.committed_at, &first.committed_at)?;
    equal("tables touched", &second.tables, &Vec::new())?;
    equal("the next revision", &put(&store, "3", &[item("a", "", 9)]).await?.revision, &2)
}

/// An error in the midst of a change leaves no row, no revision and no request.
///
/// # Errors
/// What did not hold.
pub async fn a_failed_change_leaves_nothing<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let failed = store
        .write(edit("1"), async |tx: &mut Transaction| {
            tx.put("item", &[item("a", "", 1)]).await?;
            Err(StoreError::invalid("test", "the change is given up"))
        })
        .await;
    refused("a change that gives up", failed, "given up")?;
    equal("the head", &store.head().revision, &0)?;
    let outcome = put(&store, "1", &[item("b", "", 1)]).await?;
    equal("the next change", &(outcome.revision, outcome.replayed), &(1, false))?;
    let rows = store.read(AsOf::Head).await?.rows("item", &Condition::every()).await?;
    equal("rows", &rows.len(), &1)
}

/// A change whose caller goes away leaves nothing, and the next one does not wait for it.
///
/// # Errors
/// What did not hold.
pub async fn an_abandoned_change_leaves_nothing<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let endless = store.write(edit("1"), async |tx: &mut Transaction| {
        tx.put("item", &[item("a", "", 1)]).await?;
        std::future::pending::<Result<(), StoreError>>().await
    });
    let ended = tokio::time::timeout(Duration::from_millis(200), endless).await;
    holds("the change did not end by itself", ended.is_err())?;
    let outcome = put(&store, "1", &[item("b", "", 1)]).await?;
    equal("the next change", &(outcome.revision, outcome.replayed), &(1, false))?;
    let found = store.read(AsOf::Head).await?.rows("item", &Condition::every()).await?;
    equal("the rows", &found.into_iter().map(|each| each.row).collect::<Vec<_>>(), &vec![item("b", "", 1)])
}

/// A change that goes on after one of its writes was cut off is not kept: half a write could be in it.
///
/// # Errors
/// What did not hold.
pub async fn half_a_write_is_not_kept<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let many: Vec<Row> = (0..20_000).map(|n| item(&n.to_string(), "", n)).collect();
    let result = store
        .write(edit("1"), async |tx: &mut Transaction| {
            let cut_off = tokio::time::timeout(Duration::ZERO, tx.put("item", &many)).await;
            if cut_off.is_ok() {
                return Err(StoreError::invalid("test", "the write was not cut off"));
            }
            tx.put("item", &[item("a", "", 1)]).await.map(drop)
        })
        .await;
    refused("going on after half a write", result, "a write stopped in its midst")?;
    equal("the head", &store.head().revision, &0)?;
    equal("what is wrong with the store", &store.verify().await?, &Vec::new())
}

/// A preview says what a change would come to and changes nothing.
///
/// # Errors
/// What did not hold.
pub async fn a_preview_leaves_nothing<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1)]).await?;
    let rows = [item("a", "", 2), item("b", "", 1)];
    let preview = store.preview(async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop)).await?;
    equal("the preview", &(preview.revision, preview.changed, preview.tables.len()), &(1, true, 1))?;
    let found = store.read(AsOf::Head).await?.rows("item", &Condition::every()).await?;
    equal("the rows", &found.into_iter().map(|each| each.row).collect::<Vec<_>>(), &vec![item("a", "", 1)])?;
    let real = put(&store, "2", &rows).await?;
    equal("the change itself", &real.tables, &preview.tables)?;
    real.tables.first().map_or_else(
        || Err(Failure("no table was touched".to_owned())),
        |table| equal("counts", &(table.inserted, table.changed, table.closed), &(1, 1, 0)),
    )
}
