//! Values: what goes in comes out, and what cannot go in is named.

use super::{Check, Make, edit, equal, holds, item, put, refused, store};
use crate::{AsOf, Condition, Datum, Row, StoreError, Transaction};

/// Text in any script, quotes, what looks like JSON or SQL, and the ends of the integers.
///
/// # Errors
/// What did not hold.
pub async fn cells_come_back_as_they_went<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let texts = [
        "",
        " ",
        "国际电信联盟",
        "الاتحاد",
        "🌍\u{10FFFF}",
        "it's \"quoted\" \\ back",
        "[1,2]",
        "{\"a\":null}",
        "null",
        "1",
        "1.50",
        "'; DROP TABLE item; --",
        "$1",
        "line\r\n\tend\u{1}\u{7f}",
        "a%b_c",
    ];
    let numbers = [i64::MAX, i64::MIN, 0, -1, 9_007_199_254_740_993];
    let mut rows: Vec<Row> = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        rows.push(vec![format!("t{position:02}").into(), (*text).into(), Datum::Null]);
    }
    for (position, number) in numbers.iter().enumerate() {
        rows.push(vec![format!("u{position:02}").into(), Datum::Null, (*number).into()]);
    }
    put(&store, "1", &rows).await?;
    let again = put(&store, "2", &rows).await?;
    holds("the same values are no difference", !again.changed)?;
    let snapshot = store.read(AsOf::Head).await?;
    let found: Vec<Row> =
        snapshot.rows("item", &Condition::every()).await?.into_iter().map(|each| each.row).collect();
    equal("the rows", &found, &rows)?;
    for row in &rows {
        let by_area =
            Condition::All(vec![Condition::is("area", row[1].clone()), Condition::is("n", row[2].clone())]);
        let found = snapshot.rows("item", &by_area).await?;
        equal("a row found by its cells", &found.first().map(|each| &each.row), &Some(row))?;
    }
    Ok(())
}

/// Rows come in the order of the UTF-8 bytes of their keys, and integers by value.
///
/// # Errors
/// What did not hold.
pub async fn text_is_ordered_by_its_bytes<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let mut ids =
        vec!["b", "a", "B", "A", "é", "e", "z", "中", "_", "10", "9", "a b", "a-b", "😀", "\u{fb01}"];
    let rows: Vec<Row> = ids.iter().map(|id| item(id, "", 0)).collect();
    put(&store, "1", &rows).await?;
    ids.sort_unstable();
    let snapshot = store.read(AsOf::Head).await?;
    let rows = snapshot.rows("item", &Condition::every()).await?;
    let found: Vec<&str> = rows.iter().filter_map(|each| each.row[0].as_text()).collect();
    equal("text keys", &found, &ids)?;
    let within: Vec<Row> =
        ids.iter().map(|id| vec![(*id).into(), format!("{{\"en\":\"{id}\"}}").into(), Datum::Null]).collect();
    put(&store, "within", &within).await?;
    let snapshot = store.read(AsOf::Head).await?;
    let (source, member) = (snapshot.table("item")?, snapshot.member("area", 1));
    let sql = format!("SELECT id FROM {source} AS i WHERE {member} >= 'B' ORDER BY {member}");
    let found: Vec<Datum> = snapshot.query(&sql, &["en".into()]).await?.into_iter().flatten().collect();
    let expected: Vec<Datum> = ids.iter().filter(|id| **id >= "B").map(|id| (*id).into()).collect();
    equal("texts within objects", &found, &expected)?;
    let pairs: Vec<Row> = [("b", 1), ("a", 10), ("a", 9), ("a", -1)]
        .map(|(order, n)| vec![Datum::Null, n.into(), order.into()])
        .to_vec();
    store.write(edit("2"), async |tx: &mut Transaction| tx.put("group", &pairs).await.map(drop)).await?;
    let rows = store.read(AsOf::Head).await?.rows("group", &Condition::every()).await?;
    let found: Vec<Option<i64>> = rows.iter().map(|each| each.row[1].as_integer()).collect();
    equal("keys of two parts", &found, &vec![Some(-1), Some(9), Some(10), Some(1)])
}

/// A row that does not fit its table is named with its column, and nothing of the call is written.
///
/// # Errors
/// What did not hold.
pub async fn bad_rows_are_named_and_nothing_is_written<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let cases: [(Row, &str); 5] = [
        (vec!["b".into()], "row 2: has 1 cells"),
        (vec![Datum::Null, Datum::Null, 1.into()], "row 2, column `id`: has no value"),
        (vec!["b".into(), 7.into(), 1.into()], "row 2, column `area`: is Integer(7); give a text"),
        (vec!["b".into(), "x".into(), "1".into()], "row 2, column `n`: is Text(\"1\"); give an integer"),
        (vec!["a".into(), "x".into(), 1.into()], "comes twice"),
    ];
    for (row, expected) in cases {
        let result = put(&store, "1", &[item("a", "", 1), row]).await;
        refused("a bad row", result, expected)?;
    }
    let unknown =
        store.write(edit("1"), async |tx: &mut Transaction| tx.put("itme", &[]).await.map(drop)).await;
    refused("an unknown table", unknown, "table `itme`: not declared")?;
    let handled = store
        .write(edit("1"), async |tx: &mut Transaction| {
            let bad = tx.put("item", &[vec![]]).await;
            holds("a bad row is refused inside a change", bad.is_err())
                .map_err(|failure| StoreError::invalid("test", failure.to_string()))?;
            tx.put("item", &[item("a", "", 1)]).await.map(drop)
        })
        .await?;
    equal("a change that passes over the refusal", &(handled.revision, handled.changed), &(1, true))
}

/// One call takes more rows than go in one statement, and finds the differences among them.
///
/// # Errors
/// What did not hold.
pub async fn many_rows_go_in_one_call<M: Make>(make: &M) -> Check {
    let (store, _) = store(make).await?;
    let mut rows: Vec<Row> = (0..12_000).map(|n| item(&format!("{n:05}"), "x", n)).collect();
    let first = put(&store, "1", &rows).await?;
    equal("inserted", &first.tables.first().map(|table| table.inserted), &Some(12_000))?;
    for row in rows.iter_mut().step_by(4_000) {
        row[2] = Datum::Null;
    }
    let second = put(&store, "2", &rows).await?;
    let counts = second.tables.first().map(|table| (table.inserted, table.changed, table.closed));
    equal("the counts of differences", &counts, &Some((0, 3, 0)))?;
    let nulls = store.read(AsOf::Head).await?.rows("item", &Condition::is("n", Datum::Null)).await?;
    equal("the rows that differ", &nulls.len(), &3)?;
    holds("they are of the second revision", nulls.iter().all(|each| each.revision == 2))
}
