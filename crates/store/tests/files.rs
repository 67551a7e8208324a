//! Files: what stays after closing, who may open them, and what is noticed about them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use store::{
    AsOf, Change, Clock, Column, Condition, Datum, Kind, Location, Outcome, Row, Schema, Store, StoreError,
    Table, Transaction,
};

fn clock() -> Clock {
    Arc::new(|| Timestamp::UNIX_EPOCH)
}

fn items() -> Table {
    Table::new("item", ["id"], vec![Column::text("id"), Column::integer("n")])
}

async fn open(path: &Path, tables: Vec<Table>) -> Result<Store, StoreError> {
    Store::open(Location::File(path.to_owned()), Schema::new(tables), clock()).await
}

async fn read_only(path: &Path, tables: Vec<Table>) -> Result<Store, StoreError> {
    Store::open(Location::ReadOnly(path.to_owned()), Schema::new(tables), clock()).await
}

async fn put(store: &Store, request: &str, id: &str, n: i64) -> Result<Outcome, StoreError> {
    let rows: [Row; 1] = [vec![id.into(), n.into()]];
    let change = Change::new(Kind::Edit, "ana", "", request, "");
    store.write(change, async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop)).await
}

/// Does something to the file behind the store's back.
async fn meddle(path: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.expect("a connection");
    sqlx::raw_sql(sql).execute(&mut connection).await.expect("the statement runs");
    connection.close().await.expect("the connection closes");
}

fn error_of(result: Result<Store, StoreError>) -> StoreError {
    result.expect_err("opening is refused")
}

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let store = open(&path, vec![items()]).await.expect("opens");
    let first = put(&store, "1", "a", 1).await.expect("writes");
    put(&store, "2", "a", 2).await.expect("writes");
    drop(store);
    let store = open(&path, vec![items()]).await.expect("opens again");
    assert_eq!(store.head().revision, 2);
    let again = put(&store, "1", "a", 1).await.expect("is replayed");
    assert_eq!(again, Outcome { replayed: true, ..first });
    let snapshot = store.read(AsOf::Revision(1)).await.expect("the past");
    let rows = snapshot.rows("item", &Condition::every()).await.expect("rows");
    assert_eq!(rows[0].row, vec!["a".into(), 1.into()]);
    assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
}

#[tokio::test]
async fn a_second_writer_is_refused_and_told_who_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let store = open(&path, vec![items()]).await.expect("opens");
    let error = error_of(open(&path, vec![items()]).await);
    let holder = format!("process {}", std::process::id());
    assert_eq!(error, StoreError::InUse { path: path.clone(), holder });
    let clone = store.clone();
    drop(store);
    assert!(matches!(error_of(open(&path, vec![items()]).await), StoreError::InUse { .. }));
    drop(clone);
    open(&path, vec![items()]).await.expect("opens once the last clone is gone");
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_to_the_file_is_no_way_around_the_lock() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, link) = (folder.path().join("a.db"), folder.path().join("link.db"));
    let _store = open(&path, vec![items()]).await.expect("opens");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    assert!(matches!(error_of(open(&link, vec![items()]).await), StoreError::InUse { .. }));
}

#[tokio::test]
async fn a_reader_stands_beside_the_writer_and_follows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let writer = open(&path, vec![items()]).await.expect("opens");
    put(&writer, "1", "a", 1).await.expect("writes");
    let reader = read_only(&path, vec![items()]).await.expect("opens for reading");
    assert_eq!(reader.head(), writer.head());
    let mut heads = reader.heads();
    put(&writer, "2", "a", 2).await.expect("writes");
    tokio::time::timeout(Duration::from_secs(20), heads.wait_for(|head| head.revision == 2))
        .await
        .expect("the head is followed")
        .expect("the store is there");
    put(&writer, "3", "a", 3).await.expect("writes");
    assert_eq!(reader.read(AsOf::Revision(3)).await.expect("is looked up at once").revision(), 3);
    put(&writer, "4", "a", 4).await.expect("writes");
    let head = reader.wait_for(4, Duration::from_secs(20)).await.expect("comes");
    assert_eq!(head, writer.head());
    let error = put(&reader, "5", "a", 5).await.expect_err("reading does not write");
    assert!(error.to_string().contains("opened only for reading"), "{error}");
    assert_eq!(reader.verify().await.expect("verifies"), Vec::<String>::new());
}

#[tokio::test]
async fn a_reader_needs_no_writer() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let store = open(&path, vec![items()]).await.expect("opens");
    put(&store, "1", "a", 1).await.expect("writes");
    store.close().await;
    drop(store);
    let reader = read_only(&path, vec![items()]).await.expect("opens for reading");
    assert_eq!(reader.head().revision, 1);
    open(&path, vec![items()]).await.expect("a reader keeps no writer away");
}

#[tokio::test]
async fn a_missing_file_is_not_made_by_a_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let error = error_of(read_only(&path, vec![items()]).await);
    assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
    assert!(!path.exists());
    let error = error_of(open(&folder.path().join("no/folder/a.db"), vec![items()]).await);
    assert!(error.to_string().contains("its folder must exist"), "{error}");
}

#[tokio::test]
async fn a_table_is_added_by_a_writer_and_missed_by_a_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let more = || vec![items(), Table::new("more", ["id"], vec![Column::text("id")])];
    let store = open(&path, vec![items()]).await.expect("opens");
    put(&store, "1", "a", 1).await.expect("writes");
    let error = error_of(read_only(&path, more()).await);
    assert!(error.to_string().starts_with("table `more`: the file has no such table yet"), "{error}");
    drop(store);
    let store = open(&path, more()).await.expect("opens with one more table");
    let snapshot = store.read(AsOf::Head).await.expect("reads");
    assert_eq!(snapshot.rows("more", &Condition::every()).await.expect("rows"), []);
    assert_eq!(snapshot.rows("item", &Condition::every()).await.expect("rows").len(), 1);
    drop(snapshot);
    drop(store);
    open(&path, vec![items()]).await.expect("a table that is not declared is left alone");
}

#[tokio::test]
async fn a_column_that_may_be_null_is_added_by_a_writer_and_missed_by_a_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let wider = || {
        let columns = vec![Column::text("id"), Column::text("unit").nullable(), Column::integer("n")];
        Schema { bulk: vec!["item".into()], ..Schema::new(vec![Table::new("item", ["id"], columns)]) }
    };
    let store = open(&path, vec![items()]).await.expect("opens");
    put(&store, "1", "a", 1).await.expect("writes");
    put(&store, "2", "a", 2).await.expect("writes");
    let error = error_of(read_only(&path, wider().tables).await);
    assert!(error.to_string().starts_with("table `item`: the file has no `unit` yet"), "{error}");
    drop(store);
    let opened = || Store::open(Location::File(path.clone()), wider(), clock());
    let store = opened().await.expect("opens with one more column");
    let rows = async |at: AsOf| {
        let snapshot = store.read(at).await.expect("reads");
        let rows = snapshot.rows("item", &Condition::every()).await.expect("rows");
        rows.into_iter().map(|stored| stored.row).collect::<Vec<_>>()
    };
    assert_eq!(rows(AsOf::Revision(1)).await, [vec!["a".into(), Datum::Null, 1.into()]]);
    let change = Change::new(Kind::Edit, "ana", "", "3", "");
    let row = || -> Row { vec!["a".into(), "kg".into(), 3.into()] };
    let put = async |tx: &mut Transaction| tx.put("item", &[row()]).await.map(drop);
    store.write(change, put).await.expect("writes");
    assert_eq!(rows(AsOf::Head).await, [row()]);
    assert_eq!(rows(AsOf::Revision(2)).await, [vec!["a".into(), Datum::Null, 2.into()]]);
    assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
    drop(store);
    opened().await.expect("opens again");
    let error = error_of(open(&path, vec![items()]).await);
    assert!(error.to_string().contains("declares it otherwise"), "an older program is refused: {error}");
}

#[tokio::test]
async fn a_table_that_was_declared_otherwise_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    drop(open(&path, vec![items()]).await.expect("opens"));
    let others = [
        Table::new("item", ["id"], vec![Column::text("id"), Column::integer("n").nullable()]),
        Table::new("item", ["id"], vec![Column::text("id"), Column::text("n")]),
        Table::new("item", ["id", "n"], vec![Column::text("id"), Column::integer("n")]),
        Table::new("item", ["id"], vec![Column::text("id")]),
    ];
    for other in others {
        let error = error_of(open(&path, vec![other]).await);
        assert!(error.to_string().starts_with("table `item`: the program declares it otherwise"), "{error}");
        assert!(matches!(error, StoreError::Schema { .. }), "{error}");
    }
    open(&path, vec![items()]).await.expect("the first declaration still opens it");
}

#[tokio::test]
async fn a_file_that_is_no_store_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("text.db");
    std::fs::write(&text, "this is a text of more than a hundred bytes. ".repeat(50)).expect("writes");
    let error = error_of(open(&text, vec![items()]).await);
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    let other = folder.path().join("other.db");
    meddle(&other, "CREATE TABLE item (x TEXT)").await;
    let error = error_of(open(&other, vec![items()]).await);
    assert!(error.to_string().contains("the file holds no store; name another"), "{error}");
    let error = error_of(read_only(&other, vec![items()]).await);
    assert!(error.to_string().contains("the file holds no store"), "{error}");
    let newer = folder.path().join("newer.db");
    drop(open(&newer, vec![items()]).await.expect("opens"));
    meddle(&newer, "UPDATE head SET format = 2").await;
    let error = error_of(open(&newer, vec![items()]).await);
    assert!(error.to_string().contains("the file has layout 2, this program knows 1"), "{error}");
}

#[tokio::test]
async fn verifying_finds_what_is_wrong() {
    let cases = [
        ("DELETE FROM revisions WHERE revision = 2", "the revision before is missing: 3"),
        ("UPDATE head SET revision = 4", "the head is not the last revision: 4, 3"),
        ("UPDATE revisions SET committed_at = -1 WHERE revision = 2", "before the one before it: 2"),
        ("UPDATE head SET committed_at = 7", "the head has another time than its revision: 3"),
        ("DELETE FROM requests WHERE request_id = '2'", "the request of the revision is not kept: 2"),
        ("UPDATE item SET valid_to = 3 WHERE valid_from = 1", "table `item`: two versions overlap: a, 1"),
        ("UPDATE item SET valid_to = 1 WHERE valid_from = 1", "ends before it begins: a, 1"),
        ("UPDATE item SET valid_to = 9 WHERE valid_from = 3", "at a revision that does not exist: a, 3"),
    ];
    for (damage, expected) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let store = open(&path, vec![items()]).await.expect("opens");
        for n in 1..=3 {
            put(&store, &n.to_string(), "a", n).await.expect("writes");
        }
        assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
        meddle(&path, damage).await;
        let faults = store.verify().await.expect("verifies");
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{damage}: {faults:?}");
    }
}

/// How many rows wait in the file.
async fn waiting(path: &Path) -> i64 {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = options.connect().await.expect("a connection");
    let count =
        sqlx::query_scalar("SELECT (SELECT COUNT(*) FROM item_staged) + (SELECT COUNT(*) FROM stagings)");
    let count = count.fetch_one(&mut connection).await.expect("counted");
    connection.close().await.expect("the connection closes");
    count
}

#[tokio::test]
async fn what_a_dead_load_left_is_gone_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    // A file of a program that knew no large loads.
    open(&path, vec![items()]).await.expect("opens").close().await;
    let schema = || Schema::new(vec![items()]).loaded_in_bulk(["item"]);
    let open = async || Store::open(Location::File(path.clone()), schema(), clock()).await.expect("opens");
    let store = open().await;
    let mut staging = store.stage("item").await.expect("begins");
    staging.add(vec![(2, vec!["a".into(), 1.into()])]).await.expect("waits");
    assert_eq!(waiting(&path).await, 2);
    // As a process that dies leaves it: nothing is dropped, and nothing removed.
    store.close().await;
    drop((staging, store));
    assert_eq!(waiting(&path).await, 2);
    let store = open().await;
    assert_eq!(waiting(&path).await, 0);
    let mut staging = store.stage("item").await.expect("begins");
    staging.add(vec![(2, vec!["b".into(), 1.into()])]).await.expect("waits");
    drop(staging);
    store.close().await;
    assert_eq!(waiting(&path).await, 0, "what is dropped is removed before the store closes");
}

#[tokio::test]
async fn a_damaged_page_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let store = open(&path, vec![items()]).await.expect("opens");
    let rows: Vec<Row> = (0..2_000_i64).map(|n| vec![format!("item {n}").into(), n.into()]).collect();
    let change = Change::new(Kind::Import, "ana", "", "1", "");
    store
        .write(change, async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop))
        .await
        .expect("writes");
    store.close().await;
    drop(store);
    let mut bytes = std::fs::read(&path).expect("the file");
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&path, bytes).expect("writes");
    let store = open(&path, vec![items()]).await.expect("opening reads little");
    match store.verify().await {
        Ok(faults) => assert_ne!(faults, Vec::<String>::new()),
        Err(error) => assert!(matches!(error, StoreError::Corrupt { .. }), "{error}"),
    }
}
