//! PostgreSQL: what several replicas are to each other, and what a server may do to them.

#[path = "postgres/faults.rs"]
mod faults;
#[path = "postgres/relay.rs"]
mod relay;
#[path = "postgres/replicas.rs"]
mod replicas;
#[path = "postgres/roles.rs"]
mod roles;

use std::sync::Arc;

use jiff::Timestamp;
use store::{
    AsOf, Change, Clock, Column, Condition, Kind, Location, Outcome, PostgresUrl, Row, Schema, Store,
    StoreError, Table, Transaction,
};

fn clock() -> Clock {
    Arc::new(|| Timestamp::UNIX_EPOCH)
}

fn items() -> Table {
    Table::new("item", ["id"], vec![Column::text("id"), Column::integer("n")])
}

async fn open_with(url: &str, schema: Schema) -> Result<Store, StoreError> {
    Store::open(Location::Postgres(PostgresUrl::parse(url)?), schema, clock()).await
}

async fn open(url: &str) -> Result<Store, StoreError> {
    open_with(url, Schema::new(vec![items()]).of("projects")).await
}

fn row(id: &str, n: i64) -> Row {
    vec![id.into(), n.into()]
}

async fn put(store: &Store, request: &str, id: &str, n: i64) -> Result<Outcome, StoreError> {
    let rows = [row(id, n)];
    let change = Change::new(Kind::Edit, "ana", "", request, "");
    store.write(change, async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop)).await
}

/// The rows at the newest revision that the store knows.
async fn rows(store: &Store) -> Vec<Row> {
    let snapshot = store.read(AsOf::Head).await.expect("a snapshot");
    let rows = snapshot.rows("item", &Condition::every()).await.expect("rows");
    rows.into_iter().map(|stored| stored.row).collect()
}
