//! Writing: by key, in scopes, several times in one change.

use super::{Check, Failure, Make, edit, equal, holds, item, put, store};
use crate::{AsOf, Change, Condition, Datum, Kind, Outcome, Row, Store, StoreError, Transaction};

/// Rows of `item` at the head.
async fn items(store: &Store) -> Result<Vec<Row>, StoreError> {
    let rows = store.read(AsOf::Head).await?.rows("item", &Condition::every()).await?;
    Ok(rows.into_iter().map(|each| each.row).collect())
}

fn counts(outcome: &Outcome) -> Vec<(&str, u64, u64, u64)> {
    let count = outcome.tables.iter();
    count.map(|each| (each.table.as_str(), each.inserted, each.changed, each.closed)).collect()
}

/// An identical row stays, another gets a new version, a new key is inserted; what is not given stays.
///
/// # Errors
/// What did not hold.
pub async fn putting_compares_by_key<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("same", "x", 1), item("other", "x", 1), item("absent", "x", 1)]).await?;
    let outcome =
        put(&store, "2", &[item("same", "x", 1), item("other", "", 1), item("new", "y", 1)]).await?;
    equal("the counts", &counts(&outcome), &vec![("item", 1, 1, 0)])?;
    let rows = store.read(AsOf::Head).await?.rows("item", &Condition::every()).await?;
    let found: Vec<(Option<&str>, i64)> =
        rows.iter().map(|each| (each.row[0].as_text(), each.revision)).collect();
    let expected = vec![(Some("absent"), 1), (Some("new"), 2), (Some("other"), 2), (Some("same"), 1)];
    equal("the rows and what made them", &found, &expected)
}

/// Closing takes keys; one without a row is passed over.
///
/// # Errors
/// What did not hold.
pub async fn closing_passes_over_what_is_not_there<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1), item("b", "", 1)]).await?;
    let keys: Vec<Row> = vec![vec!["a".into()], vec!["nobody".into()]];
    let close = async |tx: &mut Transaction| tx.close("item", &keys).await.map(drop);
    let outcome = store.write(edit("2"), close).await?;
    equal("the counts", &counts(&outcome), &vec![("item", 0, 0, 1)])?;
    equal("what is left", &items(&store).await?, &vec![item("b", "", 1)])?;
    let again = store.write(edit("3"), close).await?;
    equal("closing again", &(again.revision, again.changed), &(2, false))?;
    let back = put(&store, "4", &[item("a", "", 1)]).await?;
    equal("a closed row that comes again", &counts(&back), &vec![("item", 1, 0, 0)])
}

/// The rows given are all that there is of the scope; outside of it nothing is closed.
///
/// # Errors
/// What did not hold.
pub async fn replacing_closes_what_is_not_given_in_the_scope<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "x", 1), item("b", "x", 1), item("c", "y", 1), item("d", "", 1)]).await?;
    let rows = [item("a", "x", 2), item("e", "x", 1)];
    let scope = Condition::is("area", "x");
    let replace = async |tx: &mut Transaction| tx.replace("item", &rows, &scope).await.map(drop);
    let outcome = store.write(edit("2"), replace).await?;
    equal("the counts", &counts(&outcome), &vec![("item", 1, 1, 1)])?;
    let left = vec![item("a", "x", 2), item("c", "y", 1), item("d", "", 1), item("e", "x", 1)];
    equal("the rows", &items(&store).await?, &left)?;
    let again = store.write(edit("3"), replace).await?;
    holds("doing it again is no difference", !again.changed)?;
    let none = Condition::Not(Box::new(Condition::is_in("area", ["x", "y"])));
    let outcome = store
        .write(edit("4"), async |tx: &mut Transaction| tx.replace("item", &[], &none).await.map(drop))
        .await?;
    equal("the scope of rows without an area", &counts(&outcome), &vec![("item", 0, 0, 1)])?;
    let all = Condition::every();
    let outcome = store
        .write(edit("5"), async |tx: &mut Transaction| tx.replace("item", &[], &all).await.map(drop))
        .await?;
    equal("the scope of everything", &counts(&outcome), &vec![("item", 0, 0, 3)])
}

/// A row that one change writes several times has one new version: the last.
///
/// # Errors
/// What did not hold.
pub async fn several_writes_of_a_row_count_as_one<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "x", 1), item("b", "x", 1)]).await?;
    let work = async |tx: &mut Transaction| {
        tx.put("item", &[item("a", "x", 2), item("new", "x", 1), item("brief", "x", 1)]).await?;
        tx.put("item", &[item("a", "x", 3), item("new", "x", 2)]).await?;
        tx.close("item", &[vec!["brief".into()], vec!["b".into()]]).await.map(drop)
    };
    let outcome = store.write(edit("2"), work).await?;
    equal("the counts", &counts(&outcome), &vec![("item", 1, 1, 1)])?;
    equal("the rows", &items(&store).await?, &vec![item("a", "x", 3), item("new", "x", 2)])?;
    let snapshot = store.read(AsOf::Head).await?;
    equal("versions of a", &snapshot.history("item", &["a".into()]).await?.len(), &2)?;
    equal("versions of what came and went", &snapshot.history("item", &["brief".into()]).await?.len(), &0)?;
    equal("what is wrong with the store", &store.verify().await?, &Vec::new())
}

/// A change that closes or alters a row and then restores it has no effect on it.
///
/// # Errors
/// What did not hold.
pub async fn a_row_that_comes_back_is_untouched<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let rows = [item("a", "", 1), item("b", "x", 1)];
    put(&store, "1", &rows).await?;
    let outcome = store
        .write(edit("2"), async |tx: &mut Transaction| {
            tx.put("item", &[item("a", "x", 2)]).await?;
            tx.replace("item", &[], &Condition::every()).await?;
            tx.put("item", &rows).await.map(drop)
        })
        .await?;
    equal("the outcome", &(outcome.revision, outcome.changed), &(1, false))?;
    equal("the rows", &items(&store).await?, &rows.to_vec())?;
    let history = store.read(AsOf::Head).await?.history("item", &["a".into()]).await?;
    equal("versions", &history.iter().map(|each| each.closed.is_none()).collect::<Vec<_>>(), &vec![true])?;
    equal("what is wrong with the store", &store.verify().await?, &Vec::new())
}

/// Inside a change one reads what it wrote; outside of it nobody does.
///
/// # Errors
/// What did not hold.
pub async fn a_change_reads_its_own_writes<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "x", 1)]).await?;
    let mut inside: Vec<(Row, i64)> = Vec::new();
    let (mut outside, mut sum) = (Vec::new(), Vec::new());
    store
        .write(edit("2"), async |tx: &mut Transaction| {
            tx.put("item", &[item("b", "x", 2)]).await?;
            inside.extend(
                tx.rows("item", &Condition::every()).await?.into_iter().map(|each| (each.row, each.revision)),
            );
            outside = items(&store).await?;
            let sql =
                format!("SELECT CAST(SUM(n) AS BIGINT) FROM {} AS i WHERE area = $1", tx.table("item")?);
            sum = tx.query(&sql, &["x".into()]).await?;
            Ok::<_, StoreError>(())
        })
        .await?;
    equal("inside", &inside, &vec![(item("a", "x", 1), 1), (item("b", "x", 2), 2)])?;
    equal("outside", &outside, &vec![item("a", "x", 1)])?;
    equal("a query inside", &sum, &vec![vec![Datum::Integer(3)]])
}

/// An import can ask which rows people have written since.
///
/// # Errors
/// What did not hold.
pub async fn edits_are_told_from_imports<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let import = |request: &str| Change::new(Kind::Import, "loader", "bundle", request, "hash");
    let rows = [item("a", "x", 1), item("b", "x", 1), item("c", "y", 1)];
    store.write(import("1"), async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop)).await?;
    put(&store, "2", &[item("a", "x", 2), item("c", "y", 2)]).await?;
    let mut seen = Vec::new();
    store
        .write(import("3"), async |tx: &mut Transaction| {
            seen = tx.edited("item", &Condition::is("area", "x")).await?;
            tx.put("item", &[item("a", "x", 3)]).await.map(drop)
        })
        .await?;
    let [edited] = &seen[..] else { return Err(Failure(format!("edited rows of x: {seen:?}"))) };
    equal("the edited row", &edited.row, &item("a", "x", 2))?;
    equal("who made it", &(edited.made.actor.as_str(), edited.made.revision), &("ana", 2))?;
    let snapshot = store.read(AsOf::Head).await?;
    let left = snapshot.edited("item", &Condition::every()).await?;
    equal(
        "edited rows after the import",
        &left.iter().map(|each| &each.row).collect::<Vec<_>>(),
        &vec![&item("c", "y", 2)],
    )
}

/// An import can ask which rows people have closed since.
///
/// # Errors
/// What did not hold.
pub async fn rows_that_an_edit_closed_are_told<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let change = |kind: Kind, request: &str| Change::new(kind, "ana", "a reason", request, "hash");
    let rows = [item("a", "x", 1), item("b", "x", 1), item("c", "x", 1), item("d", "y", 1)];
    let put = async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop);
    store.write(change(Kind::Import, "1"), put).await?;
    let close = async |tx: &mut Transaction, ids: &[&str]| {
        let keys: Vec<Row> = ids.iter().map(|id| Row::from([Datum::from(*id)])).collect();
        tx.close("item", &keys).await.map(drop)
    };
    store.write(change(Kind::Edit, "2"), async |tx| close(tx, &["a", "b", "d"]).await).await?;
    store.write(change(Kind::Import, "3"), async |tx| close(tx, &["c"]).await).await?;
    let again = [item("b", "x", 2)];
    store.write(change(Kind::Edit, "4"), async |tx| tx.put("item", &again).await.map(drop)).await?;
    let mut seen = Vec::new();
    store.preview(async |tx| tx.removed("item", &Condition::is("area", "x")).await.map(|r| seen = r)).await?;
    let [removed] = &seen[..] else { return Err(Failure(format!("removed rows of x: {seen:?}"))) };
    equal("the removed row", &removed.row, &item("a", "x", 1))?;
    equal("what closed it", &removed.closed.as_ref().map(|by| by.revision), &Some(2))
}
