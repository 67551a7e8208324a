//! Several replicas of one service on one database.

use std::time::Duration;

use store::{Schema, StoreError, Transaction};

use super::{items, open, open_with, put, row, rows};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_that_start_at_once_on_an_empty_database_all_come_up() {
    let Some(url) = test_tools::postgres::database() else { return };
    let starting: Vec<_> = (0..6)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { open(&url).await })
        })
        .collect();
    for replica in starting {
        let store = replica.await.expect("it ends").expect("it opens");
        assert_eq!(store.head().revision, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_is_new_is_added_by_one_replica_while_an_older_one_goes_on() {
    let Some(url) = test_tools::postgres::database() else { return };
    let old = open(&url).await.expect("opens");
    put(&old, "1", "a", 1).await.expect("writes");
    let mut other = items();
    other.name = "other".into();
    let newer = || Schema::new(vec![items(), other.clone()]).of("projects");
    let (one, two) = tokio::join!(open_with(&url, newer()), open_with(&url, newer()));
    for store in [one.expect("opens"), two.expect("opens")] {
        assert_eq!(store.head().revision, 1);
    }
    put(&old, "2", "a", 2).await.expect("the older one writes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_column_that_may_be_null_is_added_by_one_replica_while_an_older_one_goes_on() {
    let Some(url) = test_tools::postgres::database() else { return };
    let old = open(&url).await.expect("opens");
    put(&old, "1", "a", 1).await.expect("writes");
    let mut wider = items();
    wider.columns.push(store::Column::text("unit").nullable());
    let newer = || Schema::new(vec![wider.clone()]).of("projects");
    let (one, two) = tokio::join!(open_with(&url, newer()), open_with(&url, newer()));
    for store in [one.expect("opens"), two.expect("opens")] {
        assert_eq!(store.head().revision, 1);
    }
    put(&old, "2", "a", 2).await.expect("the older one writes on");
}

#[tokio::test]
async fn a_replica_starts_while_another_one_writes() {
    let Some(url) = test_tools::postgres::database() else { return };
    let writer = open(&url).await.expect("opens");
    let change = store::Change::new(store::Kind::Edit, "ana", "", "1", "");
    let starts = async |_: &mut Transaction| {
        tokio::time::timeout(Duration::from_secs(20), open(&url))
            .await
            .expect("it waits for nobody")
            .map(drop)
    };
    writer.write(change, starts).await.expect("writes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_writes_the_other_reads_within_a_second() {
    let Some(url) = test_tools::postgres::database() else { return };
    let (one, two) = (open(&url).await.expect("opens"), open(&url).await.expect("opens"));
    put(&one, "1", "a", 1).await.expect("writes");
    let mut heads = two.heads();
    let seen = tokio::time::timeout(Duration::from_secs(1), heads.wait_for(|head| head.revision == 1)).await;
    seen.expect("within a second").expect("the store is there");
    assert_eq!(rows(&two).await, [row("a", 1)]);
    put(&two, "2", "a", 2).await.expect("writes on what the other wrote");
    let head = one.wait_for(2, Duration::from_secs(1)).await.expect("is looked up");
    assert_eq!(head, two.head());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_that_write_at_once_make_one_row_of_revisions() {
    let Some(url) = test_tools::postgres::database() else { return };
    let mut writing = Vec::new();
    for replica in 0..4 {
        let store = open(&url).await.expect("opens");
        writing.push(tokio::spawn(async move {
            for n in 0..25_i64 {
                put(&store, &format!("{replica}/{n}"), &format!("{replica}"), n).await.expect("writes");
            }
        }));
    }
    for replica in writing {
        replica.await.expect("it ends");
    }
    let store = open(&url).await.expect("opens");
    assert_eq!(store.head().revision, 100);
    assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_request_sent_to_two_replicas_at_once_is_done_once() {
    let Some(url) = test_tools::postgres::database() else { return };
    let (one, two) = (open(&url).await.expect("opens"), open(&url).await.expect("opens"));
    let (first, second) = tokio::join!(put(&one, "1", "a", 1), put(&two, "1", "a", 1));
    let (first, second) = (first.expect("an outcome"), second.expect("an outcome"));
    assert_eq!((first.revision, second.revision), (1, 1));
    assert!(first.replayed != second.replayed, "one of them did it");
}

#[tokio::test]
async fn a_database_of_another_service_is_refused() {
    let Some(url) = test_tools::postgres::database() else { return };
    drop(open(&url).await.expect("opens"));
    let other = Schema::new(vec![items()]).of("membership");
    let error = open_with(&url, other).await.expect_err("refused");
    assert!(matches!(error, StoreError::Schema { .. }), "{error}");
    assert!(error.to_string().contains("that of `projects`, not of `membership`"), "{error}");
}

#[tokio::test]
async fn a_copy_is_the_business_of_postgresql() {
    let Some(url) = test_tools::postgres::database() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&url).await.expect("opens");
    let error = store.copy_to(&folder.path().join("copy")).await.expect_err("refused");
    assert!(error.to_string().contains("pg_dump"), "{error}");
}

#[tokio::test]
async fn nothing_is_used_that_distributed_engines_lack() {
    let Some(url) = test_tools::postgres::database() else { return };
    let store = open(&url).await.expect("opens");
    put(&store, "1", "a", 1).await.expect("writes");
    let sql = "SELECT count(*) FROM pg_class WHERE relkind = 'S' OR relpersistence = 't' UNION ALL \
               SELECT count(*) FROM pg_trigger UNION ALL SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";
    assert_eq!(
        test_tools::postgres::run(&url, sql),
        "0\n0\n0",
        "sequences and passing tables, triggers, advisory locks"
    );
}
