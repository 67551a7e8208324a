//! Reading: the past stays, conditions are never unknown, queries only read.

use super::{Check, Failure, Make, edit, equal, holds, item, put, refused, store};
use crate::{AsOf, ColumnType, Condition, Datum, Row, Snapshot, StoreError, Transaction};

async fn ids(snapshot: &Snapshot, condition: &Condition) -> Result<Vec<String>, StoreError> {
    let rows = snapshot.rows("item", condition).await?;
    Ok(rows.iter().filter_map(|each| each.row[0].as_text().map(str::to_owned)).collect())
}

/// A snapshot answers the same whatever is written after it, and so does a later snapshot of its revision.
///
/// # Errors
/// What did not hold.
pub async fn a_past_answer_stays<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1), item("b", "", 1)]).await?;
    let kept = store.read(AsOf::Head).await?;
    let close = async |tx: &mut Transaction| tx.close("item", &[vec!["b".into()]]).await.map(drop);
    put(&store, "2", &[item("a", "", 2), item("c", "", 1)]).await?;
    store.write(edit("3"), close).await?;
    let expected: Vec<Row> = vec![item("a", "", 1), item("b", "", 1)];
    for snapshot in [kept, store.read(AsOf::Revision(1)).await?] {
        let rows = snapshot.rows("item", &Condition::every()).await?;
        equal("the rows as of 1", &rows.into_iter().map(|each| each.row).collect::<Vec<_>>(), &expected)?;
    }
    equal("as of 0", &ids(&store.read(AsOf::Revision(0)).await?, &Condition::every()).await?, &Vec::new())?;
    let head = store.read(AsOf::Head).await?;
    equal("now", &ids(&head, &Condition::every()).await?, &vec!["a".to_owned(), "c".to_owned()])?;
    let row = head.row("item", &["a".into()]).await?;
    equal("one row", &row.map(|each| (each.row, each.revision)), &Some((item("a", "", 2), 2)))?;
    equal("no row", &head.row("item", &["b".into()]).await?, &None)
}

/// An instant is the last revision at or before it; before the first there is nothing.
///
/// # Errors
/// What did not hold.
pub async fn an_instant_means_the_last_revision_before_it<M: Make>(make: &M) -> Check {
    let (store, dial) = store(make).await?;
    let mut times = Vec::new();
    let mut instants = vec![dial.now()];
    for n in 1..=3 {
        dial.turn(10);
        put(&store, &n.to_string(), &[item("a", "", n)]).await?;
        times.push(dial.now());
        dial.turn(10);
        instants.push(dial.now());
    }
    for (expected, instant) in (0_i64..).zip(&instants) {
        equal("between", &store.read(AsOf::Instant(*instant)).await?.revision(), &expected)?;
    }
    for (expected, instant) in (1_i64..).zip(&times) {
        let snapshot = store.read(AsOf::Instant(*instant)).await?;
        equal("at", &(snapshot.revision(), snapshot.committed_at()), &(expected, Some(*instant)))?;
    }
    Ok(())
}

/// A revision beyond the head, a negative one, an unknown table or column are errors that name them.
///
/// # Errors
/// What did not hold.
pub async fn what_does_not_exist_is_not_found<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1)]).await?;
    let beyond = store.read(AsOf::Revision(2)).await.map(|snapshot| snapshot.revision());
    let error = refused("beyond the head", beyond, "revision 2 does not exist: the last one is 1")?;
    holds("of the kind NotFound", matches!(error, StoreError::NotFound { .. }))?;
    let negative = store.read(AsOf::Revision(-1)).await.map(|snapshot| snapshot.revision());
    refused("a negative revision", negative, "-1 is none")?;
    let snapshot = store.read(AsOf::Head).await?;
    refused("an unknown table", snapshot.table("itme"), "there are item, group")?;
    let unknown = snapshot.rows("item", &Condition::is("m", 1)).await;
    refused("an unknown column", unknown, "no column `m`; it has id, area, n")?;
    let typed = snapshot.rows("item", &Condition::is("n", "1")).await;
    refused("a value of another type", typed, "compare with a value of its type")?;
    refused(
        "half a key",
        snapshot.row("group", &["a".into()]).await,
        "a key has 2 parts (order, revision), not 1",
    )?;
    Ok(())
}

/// A condition holds or fails for each row, with its negation the other way round.
///
/// # Errors
/// What did not hold.
pub async fn conditions_hold_for_null_too<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let mut rows = vec![item("a", "x", 1), item("b", "y", 2), item("c", "", 3)];
    rows.push(vec!["d".into(), "x".into(), Datum::Null]);
    put(&store, "1", &rows).await?;
    let snapshot = store.read(AsOf::Head).await?;
    let cases = [
        (Condition::every(), "abcd"),
        (Condition::Any(Vec::new()), ""),
        (Condition::is("area", "x"), "ad"),
        (Condition::is("area", Datum::Null), "c"),
        (Condition::is("id", "b"), "b"),
        (Condition::is_in("area", ["x", "z"]), "ad"),
        (Condition::is_in("n", [1, 3]), "ac"),
        (Condition::is_in("n", Vec::<i64>::new()), ""),
        (Condition::All(vec![Condition::is("area", "x"), Condition::is("n", 1)]), "a"),
        (Condition::Any(vec![Condition::is("area", "y"), Condition::is("n", Datum::Null)]), "bd"),
    ];
    for (condition, expected) in cases {
        equal(&format!("{condition:?}"), &ids(&snapshot, &condition).await?.concat(), &expected.to_owned())?;
        let others: String = "abcd".chars().filter(|id| !expected.contains(*id)).collect();
        let not = Condition::Not(Box::new(condition));
        equal(&format!("{not:?}"), &ids(&snapshot, &not).await?.concat(), &others)?;
    }
    let null = snapshot.rows("item", &Condition::is_in("area", [Datum::Null])).await;
    refused("null in a list", null, "null in a list never matches").map(drop)
}

/// A list of any length is one parameter.
///
/// # Errors
/// What did not hold.
pub async fn lists_are_parameters<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a'\"", "x", i64::MAX), item("b", "y", 2), item("c", "z", 3)]).await?;
    let snapshot = store.read(AsOf::Head).await?;
    let sql = format!(
        "SELECT id FROM {} AS i WHERE id IN {} AND n IN {} AND area <> $1 ORDER BY id",
        snapshot.table("item")?,
        snapshot.list(2, ColumnType::Text),
        snapshot.list(3, ColumnType::Integer),
    );
    let many =
        (0..20_000).map(|n| format!("id{n}")).chain(["a'\"".to_owned(), "b".to_owned(), "c".to_owned()]);
    let params = ["z".into(), Datum::list(many), Datum::list([i64::MAX, 3])];
    equal("the rows", &snapshot.query(&sql, &params).await?, &vec![vec!["a'\"".into()]])
}

/// Rows that are asked for together are those of the query, in its order and cell by cell.
///
/// # Errors
/// What did not hold.
pub async fn many_rows_together_are_the_same_rows<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let texts = [
        "",
        "\"quoted\" \\ back",
        "line\r\nfeed\ttab",
        "\u{1}\u{1f}\u{7f}",
        "ünï 数 \u{1f600}",
        "[1,null]",
        "null",
    ];
    let rows: Vec<Row> = (0..300_i64)
        .zip(texts.iter().cycle())
        .map(|(n, text)| item(&format!("{n:03}"), text, if n == 7 { i64::MIN } else { n % 5 }))
        .collect();
    put(&store, "1", &rows).await?;
    let snapshot = store.read(AsOf::Head).await?;
    let source = snapshot.table("item")?;
    for (order, limit) in [("area, n DESC, id DESC", ""), ("n, id", " LIMIT 40 OFFSET 3"), ("id", " LIMIT 0")]
    {
        let sql = format!(
            "SELECT id, area, n, CASE WHEN n > $1 THEN n END AS large, valid_from FROM {source} AS i WHERE n <> $2 ORDER BY {order}{limit}"
        );
        let params = [Datum::Integer(2), Datum::Integer(1)];
        let one_by_one = snapshot.query(&sql, &params).await?;
        equal(order, &snapshot.query_many(&sql, &params, 5).await?, &one_by_one)?;
    }
    refused("a fraction", snapshot.query_many("SELECT 1.5", &[], 1).await, "text and integers only")?;
    refused("a write", snapshot.query_many("DELETE FROM item", &[], 1).await, "only SELECT").map(drop)
}

/// Each version of a row is told with who made it and who closed it, as far as the snapshot knows.
///
/// # Errors
/// What did not hold.
pub async fn history_tells_who_and_when<M: Make>(make: &M) -> Check {
    let (store, dial) = store(make).await?;
    put(&store, "1", &[item("a", "", 1), item("b", "", 1)]).await?;
    dial.turn(60);
    put(&store, "2", &[item("a", "", 2)]).await?;
    store
        .write(edit("3"), async |tx: &mut Transaction| tx.close("item", &[vec!["a".into()]]).await.map(drop))
        .await?;
    put(&store, "4", &[item("a", "", 4)]).await?;
    let history = store.read(AsOf::Head).await?.history("item", &["a".into()]).await?;
    let spans: Vec<(i64, Option<i64>)> =
        history.iter().map(|each| (each.made.revision, each.closed.as_ref().map(|by| by.revision))).collect();
    equal("the spans", &spans, &vec![(1, Some(2)), (2, Some(3)), (4, None)])?;
    let Some(second) = history.get(1) else { return Err(Failure("no second version".to_owned())) };
    equal("its row", &second.row, &item("a", "", 2))?;
    let made = &second.made;
    let who = (made.actor.as_str(), made.reason.as_str(), made.request_id.as_str(), made.committed_at);
    equal("who made it", &who, &("ana", "because", "2", dial.now()))?;
    let earlier = store.read(AsOf::Revision(2)).await?.history("item", &["a".into()]).await?;
    let spans: Vec<(i64, bool)> =
        earlier.iter().map(|each| (each.made.revision, each.closed.is_some())).collect();
    equal("the spans as of 2", &spans, &vec![(1, true), (2, false)])
}

/// A query that writes, has a parameter too few or too many, or answers with a fraction is refused.
///
/// # Errors
/// What did not hold.
pub async fn queries_only_read<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "", 1)]).await?;
    let snapshot = store.read(AsOf::Head).await?;
    let cases: [(&str, &[Datum], &str); 7] = [
        ("DELETE FROM item", &[], "only SELECT"),
        ("SELECT 1; DELETE FROM item", &[], "one statement at a time"),
        ("SELECT $1, $2", &[Datum::Null], "up to $2, and 1 were given"),
        ("SELECT $1", &[Datum::Null, Datum::Null], "up to $1, and 2 were given"),
        ("SELECT 1.5", &[], "text and integers only"),
        ("SELECT nothing FROM item", &[], "nothing"),
        ("WITH x AS (SELECT 1) DELETE FROM item", &[], "only SELECT"),
    ];
    for (sql, params, expected) in cases {
        refused(sql, snapshot.query(sql, params).await, expected)?;
    }
    equal("the rows", &ids(&store.read(AsOf::Head).await?, &Condition::every()).await?, &vec!["a".to_owned()])
}

/// Tables of one snapshot can be joined and grouped, with the newest revision of what was counted.
///
/// # Errors
/// What did not hold.
pub async fn tables_join_in_one_query<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    put(&store, "1", &[item("a", "x", 1), item("b", "x", 2), item("c", "y", 3)]).await?;
    let group: Row = vec![Datum::Null, 1.into(), "x".into()];
    store.write(edit("2"), async |tx: &mut Transaction| tx.put("group", &[group]).await.map(drop)).await?;
    put(&store, "3", &[item("b", "x", 5)]).await?;
    let snapshot = store.read(AsOf::Head).await?;
    let sql = format!(
        "SELECT g.\"order\", COUNT(*), CAST(SUM(i.n) AS BIGINT), MAX(i.valid_from) FROM {} AS i \
         JOIN {} AS g ON g.\"order\" = i.area GROUP BY g.\"order\"",
        snapshot.table("item")?,
        snapshot.table("group")?
    );
    equal(
        "the groups",
        &snapshot.query(&sql, &[]).await?,
        &vec![vec!["x".into(), 2.into(), 6.into(), 3.into()]],
    )
}
