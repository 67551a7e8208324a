//! Copies: one committed state each, taken beside a writer, whole or not there.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use store::{
    AsOf, Change, Column, Condition, Hold, Kind, Location, Row, Schema, Store, StoreError, Table, Transaction,
};

const ROWS: i64 = 200;

fn clock() -> store::Clock {
    Arc::new(|| Timestamp::UNIX_EPOCH)
}

fn schema() -> Schema {
    Schema::new(vec![Table::new("item", ["id"], vec![Column::text("id"), Column::integer("n").nullable()])])
}

async fn open(path: &Path) -> Store {
    Store::open(Location::File(path.to_owned()), schema(), clock()).await.expect("opens")
}

/// Gives every row the number of the revision that it makes.
async fn write(store: &Store) -> i64 {
    let n = store.head().revision + 1;
    let rows: Vec<Row> = (0..ROWS).map(|id| vec![id.to_string().into(), n.into()]).collect();
    let change = Change::new(Kind::Edit, "ana", "", n.to_string(), "");
    let put = async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop);
    store.write(change, put).await.expect("writes").revision
}

/// All rows of a revision, which say that they were written by it.
async fn is_of_one_revision(store: &Store) {
    let revision = store.head().revision;
    let snapshot = store.read(AsOf::Head).await.expect("reads");
    let rows = snapshot.rows("item", &Condition::every()).await.expect("rows");
    assert_eq!(rows.len(), if revision == 0 { 0 } else { 200 });
    assert!(rows.iter().all(|row| row.row[1] == revision.into()), "revision {revision} is torn");
    assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_beside_a_writer_is_one_committed_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let writer = open(&folder.path().join("a.db")).await;
    write(&writer).await;
    let reader = Store::open_declared(&Location::ReadOnly(folder.path().join("a.db")), clock())
        .await
        .expect("opens beside it");
    assert_eq!(*reader.schema(), schema(), "the file says what it holds");
    let writing = tokio::spawn({
        let writer = writer.clone();
        async move {
            for _ in 0..30 {
                write(&writer).await;
            }
        }
    });
    let mut before = 1;
    for number in 0..6 {
        let path = folder.path().join(format!("copy-{number}.db"));
        let source = if number % 2 == 0 { &reader } else { &writer };
        source.copy_to(&path).await.expect("copies");
        let copy = Store::open_declared(&Location::ReadOnly(path.clone()), clock()).await.expect("opens");
        is_of_one_revision(&copy).await;
        assert!(copy.head().revision >= before, "a later copy is no older");
        before = copy.head().revision;
    }
    writing.await.expect("the writer goes on");
    assert_eq!(writer.head().revision, 31);
}

#[tokio::test]
async fn a_copy_is_written_on_like_the_store_that_it_was_made_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.db");
    let store = open(&folder.path().join("a.db")).await;
    write(&store).await;
    store.copy_to(&path).await.expect("copies");
    let copy = open(&path).await;
    assert_eq!((copy.head(), write(&copy).await), (store.head(), 2));
    is_of_one_revision(&copy).await;
}

#[tokio::test]
async fn what_is_there_is_not_overwritten_and_what_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&folder.path().join("a.db")).await;
    let taken = folder.path().join("taken.db");
    std::fs::write(&taken, "somebody else's").expect("written");
    let error = store.copy_to(&taken).await.expect_err("is there");
    assert!(error.to_string().contains("is there already"), "{error}");
    assert_eq!(std::fs::read(&taken).expect("read"), b"somebody else's");
    let error = store.copy_to(&folder.path().join("no/folder.db")).await.expect_err("no folder");
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    let memory = Store::open(Location::Memory, schema(), clock()).await.expect("opens");
    let error = memory.copy_to(&folder.path().join("memory.db")).await.expect_err("no file");
    assert!(error.to_string().contains("in memory"), "{error}");
}

#[tokio::test]
async fn what_is_no_store_is_not_opened_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let refused = async |expected: &str| {
        let error =
            Store::open_declared(&Location::ReadOnly(path.clone()), clock()).await.expect_err("is refused");
        assert!(error.to_string().contains(expected), "{error}");
    };
    refused("does not exist").await;
    std::fs::write(&path, "").expect("written");
    refused("holds no store").await;
    std::fs::write(&path, "not a database at all, but long enough to be one ".repeat(40)).expect("written");
    refused("damaged").await;
}

#[test]
fn a_file_is_held_by_one_and_who_it_is_can_be_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let hold = Hold::take(&path).expect("free");
    let error = Hold::take(&path).expect_err("held");
    assert_eq!(
        error,
        StoreError::InUse { path: path.clone(), holder: format!("process {}", std::process::id()) }
    );
    drop(hold);
    Hold::take(&path).expect("free again");
}
