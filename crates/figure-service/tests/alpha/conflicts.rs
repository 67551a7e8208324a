//! Rows that somebody has corrected since the last import.

use figure_service::engine::Engine;
use store::{Change, Condition, Datum, Kind, StoreError, Transaction};

use crate::world::{check, files, import, loaded, with};

/// Somebody sets the count of a stay.
async fn edited(engine: &Engine, id: &str, count: i64) {
    let change = Change::new(Kind::Edit, "ben", "counted again", format!("edit-{id}-{count}"), "");
    let work = async |tx: &mut Transaction| {
        let mut stored = tx.rows("stays", &Condition::is("id", id)).await?;
        let mut row = stored.remove(0).row;
        let at = tx.schema().table("stays")?.position("count").expect("a column");
        row[at] = Datum::Integer(count);
        tx.put("stays", &[row]).await?;
        Ok::<_, StoreError>(())
    };
    engine.store().write(change, work).await.expect("an edit");
}

#[tokio::test]
async fn a_row_that_somebody_has_corrected_stops_the_import_and_is_named() {
    let engine = loaded(files()).await;
    edited(&engine, "s1", 11).await;
    let outcome =
        import(&engine, with("stated.csv", "share?period=2024,61", "share?period=2024,62"), "again", false)
            .await;
    assert_eq!((outcome.changed, outcome.revision), (false, 2));
    let [conflict] = outcome.conflicts.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((conflict.file.as_str(), conflict.line, conflict.row.as_str()), ("stays.csv", 2, "s1"));
    assert_eq!(
        (conflict.revision, conflict.actor.as_str(), conflict.reason.as_str()),
        (2, "ben", "counted again")
    );
    check(
        &engine,
        &[
            ("alpha/share?period=2024", "61 exact stated"),
            ("alpha/stays?area=AFR&period=2024", "11 at-least computed"),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_import_that_is_told_to_replace_does() {
    let engine = loaded(files()).await;
    edited(&engine, "s1", 11).await;
    let outcome = import(&engine, files(), "again", true).await;
    assert_eq!((outcome.changed, outcome.revision, outcome.conflicts.len()), (true, 3, 0));
    check(&engine, &[("alpha/stays?area=AFR&period=2024", "10 at-least computed")]).await;
}

#[tokio::test]
async fn a_correction_that_the_file_has_too_is_no_conflict() {
    let engine = loaded(files()).await;
    edited(&engine, "s1", 11).await;
    let outcome = import(&engine, with("stays.csv", "s1,yes,10", "s1,yes,11"), "again", false).await;
    assert_eq!((outcome.changed, outcome.conflicts.len()), (false, 0));
}

#[tokio::test]
async fn a_row_that_somebody_has_deleted_is_not_brought_back_in_silence() {
    let engine = loaded(files()).await;
    let change = Change::new(Kind::Edit, "ben", "counted twice", "delete-s2", "");
    let work = async |tx: &mut Transaction| tx.close("stays", &[vec![Datum::from("s2")]]).await.map(drop);
    engine.store().write(change, work).await.expect("deleted");
    let outcome = import(&engine, files(), "again", false).await;
    let [conflict] = outcome.conflicts.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((conflict.file.as_str(), conflict.line, conflict.row.as_str()), ("stays.csv", 3, "s2"));
    assert_eq!((conflict.revision, conflict.reason.as_str()), (2, "counted twice"));
    let without =
        import(&engine, with("stays.csv", "s2,,,FRA,2024-02-01,,d,2,¶2\n", ""), "without", false).await;
    assert_eq!((without.changed, without.conflicts.len()), (false, 0), "a file without it agrees");
    let replaced = import(&engine, files(), "replace", true).await;
    assert_eq!((replaced.changed, replaced.conflicts.len()), (true, 0));
    let after = import(&engine, files(), "after", false).await;
    assert_eq!((after.changed, after.conflicts.len()), (false, 0), "it is the import's again");
}
