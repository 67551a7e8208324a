//! Large loads: what waits is seen by nobody, and the move writes what putting the same rows would.

use super::{Check, Failure, Make, edit, equal, holds, item, put, refused, store};
use crate::{AsOf, Change, Condition, Datum, Kind, Row, Staging, Store, StoreError, Transaction};

async fn rows(store: &Store, table: &str) -> Result<Vec<(Row, i64)>, StoreError> {
    let rows = store.read(AsOf::Head).await?.rows(table, &Condition::every()).await?;
    Ok(rows.into_iter().map(|each| (each.row, each.revision)).collect())
}

/// A load of items in portions of two, the first in line 2.
async fn staged(store: &Store, items: &[Row]) -> Result<Staging, StoreError> {
    let mut staging = store.stage("item").await?;
    let lined: Vec<(u32, Row)> = (2..).zip(items.iter().cloned()).collect();
    for portion in lined.chunks(2) {
        staging.add(portion.to_vec()).await?;
    }
    staging.finish(None).await?;
    Ok(staging)
}

async fn moved(store: &Store, request: &str, staging: &Staging) -> Result<Vec<(u64, u64, u64)>, StoreError> {
    let work = async |tx: &mut Transaction| tx.put_staged(staging).await.map(drop);
    let outcome = store.write(edit(request), work).await?;
    Ok(outcome.tables.iter().map(|each| (each.inserted, each.changed, each.closed)).collect())
}

/// An identical row stays, another gets a new version, a new key is inserted, also into a table that is empty; a plan says the same and writes
/// nothing.
///
/// # Errors
/// What did not hold.
pub async fn a_load_writes_what_putting_would<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let first = [item("same", "x", 1), item("other", "x", 1), item("absent", "", 1)];
    let second = [item("new", "y", 1), item("other", "", 1), item("same", "x", 1)];
    for (request, items, expected) in [("1", &first, (3, 0, 0)), ("2", &second, (1, 1, 0))] {
        let staging = staged(&store, items).await?;
        equal("rows that wait", &staging.rows(), &3)?;
        let mut plan = None;
        let look =
            async |tx: &mut Transaction| tx.plan_staged(&staging).await.map(|found| plan = Some(found));
        let previewed = store.preview(look).await?;
        holds("a plan changes nothing", !previewed.changed)?;
        let plan = plan.map(|plan| (plan.inserted, plan.changed, plan.closed));
        equal("the plan", &plan, &Some(expected))?;
        equal("the counts", &moved(&store, request, &staging).await?, &vec![expected])?;
    }
    let expected = vec![
        (item("absent", "", 1), 1),
        (item("new", "y", 1), 2),
        (item("other", "", 1), 2),
        (item("same", "x", 1), 1),
    ];
    equal("the rows and what made them", &rows(&store, "item").await?, &expected)?;
    let again = staged(&store, &second).await?;
    equal("the same load again", &moved(&store, "3", &again).await?, &vec![])?;
    equal("the head", &store.head().revision, &2)?;
    equal("faults", &store.verify().await?, &Vec::new())
}

/// While rows wait others write and nobody reads them; two loads do not see each other; one that is dropped leaves nothing.
///
/// # Errors
/// What did not hold.
pub async fn what_waits_is_in_nobodys_way<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let one = staged(&store, &[item("a", "one", 1), item("b", "one", 1)]).await?;
    let other = staged(&store, &[item("b", "other", 2), item("c", "other", 2)]).await?;
    drop(staged(&store, &[item("d", "dropped", 3)]).await?);
    put(&store, "1", &[item("e", "", 4)]).await?;
    equal("what is read", &rows(&store, "item").await?, &vec![(item("e", "", 4), 1)])?;
    equal("the first", &moved(&store, "2", &one).await?, &vec![(2, 0, 0)])?;
    equal("the second", &moved(&store, "3", &other).await?, &vec![(1, 1, 0)])?;
    let ids: Vec<Option<String>> =
        rows(&store, "item").await?.iter().map(|(row, _)| row[0].as_text().map(str::to_owned)).collect();
    equal("all of it", &ids, &["a", "b", "c", "e"].map(|id| Some(id.to_owned())).to_vec())?;
    refused("a load that moved already", moved(&store, "4", &one).await, "send it again").map(drop)
}

/// A change that fails after its load moved keeps nothing of it, and the load can move in another one.
///
/// # Errors
/// What did not hold.
pub async fn a_load_whose_change_fails_still_waits<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let staging = staged(&store, &[item("a", "", 1), item("b", "", 1), item("c", "", 1)]).await?;
    let failing = async |tx: &mut Transaction| {
        tx.put_staged(&staging).await?;
        Err(StoreError::invalid("test", "thought better of it"))
    };
    refused("the change", store.write(edit("1"), failing).await, "thought better of it")?;
    equal("what is read", &rows(&store, "item").await?, &Vec::new())?;
    equal("the next change", &moved(&store, "1", &staging).await?, &vec![(3, 0, 0)])
}

/// Rows of one key are numbered in the order of their lines, whatever portion they came in; a row that does not fit is named.
///
/// # Errors
/// What did not hold.
pub async fn rows_of_one_key_are_numbered_by_their_lines<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let mut staging = store.stage("group").await?;
    let row = |order: &str, reason: &str| -> Row { vec![reason.into(), 0.into(), order.into()] };
    staging.add(vec![(2, row("a", "first")), (3, row("b", "only"))]).await?;
    staging.add(vec![(9, row("a", "third")), (8, row("a", "sec\\ond\t"))]).await?;
    refused("a row that does not fit", staging.add(vec![(10, vec![Datum::Null])]).await, "row 1: has")?;
    refused("a column of no key", staging.finish(Some("reason")).await, "not of the table's key")?;
    staging.finish(Some("revision")).await?;
    equal("the counts", &moved(&store, "1", &staging).await?, &vec![(4, 0, 0)])?;
    let expected: Vec<Row> = [("a", 0, "first"), ("a", 1, "sec\\ond\t"), ("a", 2, "third"), ("b", 0, "only")]
        .map(|(order, n, reason)| vec![reason.into(), n.into(), order.into()])
        .to_vec();
    let found: Vec<Row> = rows(&store, "group").await?.into_iter().map(|(row, _)| row).collect();
    equal("the rows", &found, &expected)?;
    refused("a table that takes no loads", store.stage("itme").await.map(|_| ()), "takes no large loads")
        .map(drop)
}

/// What a load leaves out is told page by page; what people changed or closed since the last import is told with the load's line.
///
/// # Errors
/// What did not hold.
pub async fn what_a_load_leaves_out_or_overwrites_is_told<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let loaded: Vec<Row> = ["a", "b", "c", "d", "e"].map(|id| item(id, "", 1)).to_vec();
    let import = |request: &str| Change::new(Kind::Import, "ana", "all", request, "hash");
    let load = async |tx: &mut Transaction| {
        holds("only imports so far", !tx.was_edited().await?).map_err(told)?;
        tx.put("item", &loaded).await.map(drop)
    };
    store.write(import("1"), load).await?;
    put(&store, "2", &[item("a", "edited", 1), item("b", "edited", 1)]).await?;
    let close = async |tx: &mut Transaction| tx.close("item", &[vec!["c".into()]]).await.map(drop);
    store.write(edit("3"), close).await?;
    let staging = staged(&store, &[item("c", "", 1), item("b", "", 1), item("a", "edited", 1)]).await?;
    let work = async |tx: &mut Transaction| {
        let line = |found: Vec<(u32, crate::Version)>| -> Vec<(u32, Option<String>)> {
            found.iter().map(|(line, of)| (*line, of.row[0].as_text().map(str::to_owned))).collect()
        };
        let edited = line(tx.edited_staged(&staging, 10).await?);
        equal("edited", &edited, &vec![(3, Some("b".to_owned()))]).map_err(told)?;
        let removed = line(tx.removed_staged(&staging, 10).await?);
        equal("removed", &removed, &vec![(2, Some("c".to_owned()))]).map_err(told)?;
        let edited = tx.edited_left_out(&staging, None, 10).await?;
        equal("edited and left out", &edited.len(), &0).map_err(told)?;
        holds("not only imports", tx.was_edited().await?).map_err(told)?;
        let first = tx.left_out(&staging, None, 1).await?;
        let last = first.first().map(|stored| stored.row.clone());
        equal("left out", &last, &Some(item("d", "", 1))).map_err(told)?;
        let next = tx.left_out(&staging, last.as_ref(), 10).await?;
        equal("left out further", &next.first().map(|stored| &stored.row), &Some(&item("e", "", 1)))
            .map_err(told)
    };
    store.preview(work).await?;
    put(&store, "4", &[item("e", "edited", 1)]).await?;
    let work = async |tx: &mut Transaction| {
        let edited = tx.edited_left_out(&staging, Some(&item("d", "", 1)), 10).await?;
        let found: Vec<_> = edited.iter().map(|of| (of.row[0].as_text(), of.made.revision)).collect();
        equal("edited and left out", &found, &vec![(Some("e"), 4)]).map_err(told)
    };
    store.preview(work).await.map(drop).map_err(Failure::from)
}

fn told(failure: Failure) -> StoreError {
    StoreError::invalid("check", failure.to_string())
}
