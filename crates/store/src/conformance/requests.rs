//! Requests: their ids are kept for ever, and a request sent again changes nothing.

use super::{Check, Make, edit, equal, holds, item, put, refused, store};
use crate::{Change, Kind, Outcome, StoreError, Transaction};

/// The same request gets its first outcome, however much came after it, and is not run again.
///
/// # Errors
/// What did not hold.
pub async fn a_request_sent_again_gets_its_first_outcome<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let first = put(&store, "1", &[item("a", "", 1)]).await?;
    put(&store, "2", &[item("a", "", 2)]).await?;
    let mut ran = false;
    let again = store
        .write(edit("1"), async |_: &mut Transaction| {
            ran = true;
            Ok::<_, StoreError>(())
        })
        .await?;
    equal("the outcome", &again, &Outcome { replayed: true, ..first })?;
    holds("the work is not run again", !ran)?;
    equal("the head", &store.head().revision, &2)
}

/// A request that changed nothing is remembered like any other.
///
/// # Errors
/// What did not hold.
pub async fn a_request_without_effect_is_kept_too<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1)]).await?;
    let idle = put(&store, "idle", &[item("a", "", 1)]).await?;
    put(&store, "2", &[item("a", "", 2)]).await?;
    let again = put(&store, "idle", &[item("a", "", 1)]).await?;
    equal("the outcome", &again, &Outcome { replayed: true, ..idle })?;
    equal("the head", &store.head().revision, &2)
}

/// An id that was used for another request is refused, and nothing is written.
///
/// # Errors
/// What did not hold.
pub async fn another_request_under_the_same_id_is_a_conflict<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1)]).await?;
    let other = Change { request_hash: "other".to_owned(), ..edit("1") };
    let result = store.write(other, async |_: &mut Transaction| Ok::<_, StoreError>(())).await;
    let error = refused("another request", result, "request id `1` was used")?;
    equal("the error", &error, &StoreError::Conflict { request_id: "1".to_owned(), revision: 1 })
}

/// A change says who makes it and by which request, within bounds.
///
/// # Errors
/// What did not hold.
pub async fn a_malformed_change_is_refused<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let long = "x".repeat(20_000);
    let cases = [
        (Change::new(Kind::Edit, "", "", "1", ""), "actor: has 0 bytes"),
        (Change::new(Kind::Edit, "ana", "", "", ""), "request_id: has 0 bytes"),
        (Change::new(Kind::Edit, "ana", long.as_str(), "1", ""), "reason: has 20000 bytes"),
        (Change::new(Kind::Edit, "ana", "a\0b", "1", ""), "reason: holds the character NUL"),
    ];
    for (change, expected) in cases {
        let result = store.write(change, async |_: &mut Transaction| Ok::<_, StoreError>(())).await;
        refused("a malformed change", result, expected)?;
    }
    Ok(())
}
