//! Every place where a store can be passes the suite.

use std::sync::atomic::{AtomicU32, Ordering};

use store::{Clock, Location, PostgresUrl, Schema, Store, conformance};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_in_memory_conforms() {
    let make = async |schema: Schema, clock: Clock| Store::open(Location::Memory, schema, clock).await;
    assert_eq!(conformance::all(&make).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_in_a_file_conforms() {
    let folder = tempfile::tempdir().expect("a folder");
    let number = AtomicU32::new(0);
    let make = async |schema: Schema, clock: Clock| {
        let name = format!("{}.db", number.fetch_add(1, Ordering::Relaxed));
        Store::open(Location::File(folder.path().join(name)), schema, clock).await
    };
    assert_eq!(conformance::all(&make).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_in_postgresql_conforms() {
    if test_tools::postgres::database().is_none() {
        return;
    }
    let make = async |schema: Schema, clock: Clock| {
        let url = test_tools::postgres::database().expect("the server runs");
        Store::open(Location::Postgres(PostgresUrl::parse(&url)?), schema, clock).await
    };
    assert_eq!(conformance::all(&make).await, []);
}
