//! What fails: connections, backends, the server. Nothing is half there, and what was acknowledged stays.

use std::sync::atomic::Ordering;
use std::time::Duration;

use store::{Change, Kind, StoreError, Transaction};
use test_tools::postgres;

use super::relay::Relay;
use super::{Row, open, put, row, rows};

/// Ends every connection to a database but the one that asks.
fn end_connections(url: &str) -> String {
    let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    postgres::run(url, sql)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backend_that_dies_in_the_midst_of_a_change_leaves_nothing_of_it() {
    let Some(url) = postgres::database() else { return };
    let store = open(&url).await.expect("opens");
    put(&store, "1", "a", 1).await.expect("writes");
    let many: Vec<Row> = (0..1_000_i64).map(|n| row(&format!("{n:04}"), n)).collect();
    let failed = store
        .write(Change::new(Kind::Edit, "ana", "", "2", ""), async |tx: &mut Transaction| {
            tx.put("item", &many).await?;
            end_connections(&url);
            tx.put("item", &[row("b", 1)]).await.map(drop)
        })
        .await;
    assert!(matches!(failed, Err(StoreError::Unavailable { .. })), "{failed:?}");
    assert_eq!(rows(&store).await, [row("a", 1)]);
    let outcome = put(&store, "2", "b", 2).await.expect("the next change finds a new connection");
    assert_eq!((outcome.revision, outcome.replayed), (2, false));
    assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
}

#[tokio::test]
async fn connections_that_broke_while_nobody_used_them_are_not_noticed() {
    let Some(url) = postgres::database() else { return };
    let store = open(&url).await.expect("opens");
    for n in 1..=4 {
        put(&store, &n.to_string(), "a", n).await.expect("writes");
        let (one, two, three) = tokio::join!(rows(&store), rows(&store), rows(&store));
        assert_eq!((&one, &one), (&two, &three));
        assert_ne!(end_connections(&url), "0");
    }
    assert_eq!(rows(&store).await, [row("a", 4)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_is_looked_up() {
    let Some(url) = postgres::database() else { return };
    let relay = Relay::before(&url).await;
    let store = open(&relay.url).await.expect("opens");
    for n in 1..=10 {
        relay.lose_the_next_answer.store(true, Ordering::SeqCst);
        let outcome = put(&store, &n.to_string(), "a", n).await.expect("it was done");
        assert!(!relay.lose_the_next_answer.load(Ordering::SeqCst), "the answer was lost");
        assert_eq!((outcome.revision, outcome.changed, outcome.replayed), (n, true, false));
        assert_eq!(store.head().revision, n);
    }
    assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_away_is_told_and_found_again() {
    let Some(mut server) = postgres::Server::start() else { return };
    let url = server.database();
    let store = open(&url).await.expect("opens");
    put(&store, "1", "a", 1).await.expect("writes");
    server.stop();
    let away = tokio::time::timeout(Duration::from_secs(60), put(&store, "2", "a", 2)).await;
    let error = away.expect("waiting has a limit").expect_err("nobody answers");
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    server.start_again();
    let outcome = put(&store, "2", "a", 2).await.expect("the server is there again");
    assert_eq!((outcome.revision, outcome.replayed), (2, false));
    assert_eq!(rows(&store).await, [row("a", 2)]);
    let waited =
        tokio::time::timeout(Duration::from_secs(5), store.wait_for(2, Duration::from_secs(5))).await;
    assert!(matches!(waited, Ok(Ok(_))), "{waited:?}");
}
