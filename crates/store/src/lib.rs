//! Versioned tables with one head: nothing is overwritten.
//!
//! A domain declares its tables as data ([`Schema`]) and gets a [`Store`]. Each change that makes a difference is one
//! *revision*: a number without gaps, in the order of commits, with who made it, when and why. A row is a *version*: the
//! columns that the domain declared, and two revisions, `valid_from` (made by) and `valid_to` (closed by, or the greatest
//! integer while it is current). A change closes versions and inserts new ones; it never alters what a version says, and sets
//! `valid_to` once. So a reader needs no lock and no transaction: a [`Snapshot`] is a revision number, and the predicate
//! `valid_from <= r AND r < valid_to` answers the same for ever.
//!
//! ```
//! # use std::sync::Arc;
//! # use store::{AsOf, Change, Column, Condition, Datum, Kind, Location, Schema, Store, StoreError, Table};
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), StoreError> {
//! let schema = Schema::new(vec![Table::new("member", ["id"], vec![
//!     Column::text("id"), Column::text("kind"), Column::integer("fee_units").nullable(),
//! ])]);
//! let clock = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
//! let store = Store::open(Location::Memory, schema, clock).await?;
//! let change = Change::new(Kind::Edit, "ana", "joined", "request-1", "hash of the request");
//! let outcome = store.write(change, async |tx| {
//!     tx.put("member", &[vec!["a".into(), "academia".into(), Datum::Null]]).await?;
//!     Ok::<_, StoreError>(())
//! }).await?;
//! assert_eq!((outcome.revision, outcome.changed), (1, true));
//!
//! let snapshot = store.read(AsOf::Head).await?;
//! let sql = format!("SELECT COUNT(*) FROM {} AS m WHERE kind = $1", snapshot.table("member")?);
//! assert_eq!(snapshot.query(&sql, &["academia".into()]).await?, vec![vec![Datum::Integer(1)]]);
//! assert_eq!(snapshot.rows("member", &Condition::is("kind", "academia")).await?[0].revision, 1);
//! # Ok(()) }
//! ```
//!
//! # Alternatives that lost
//!
//! - *A table of events, folded on reading*: each answer would cost the whole past, and SQL could not group or sum.
//! - *Triggers that copy old rows to a history table*: two tables to query for a past answer, and code that only the database
//!   sees. The as-of predicate is one line of SQL, the same for now and for then.
//! - *The database's own snapshots* (a long transaction): they end with the connection; a revision can be asked for in ten years.
//! - *A generated sequence for revisions*: a rolled-back change leaves a gap, and numbers are drawn in another order than
//!   commits. Each change locks the one row of `head` instead; there is one writer anyway.
//! - *The database's own way to tell of changes* (LISTEN, triggers): engines that spread a database over machines lack it. The head row
//!   is looked at twice a second instead.
//! - *Locking the database file itself*: closing any descriptor of a file drops the process's POSIX locks on it, SQLite's
//!   among them. A file beside it is locked, and the operating system lets go of it however the process ends.
//!
//! # Where to read on
//!
//! `schema` and `datum` (what is kept), `open` (a store), `snapshot` and `condition` (reading), `write`, `transaction` and `again`
//! (writing), `staging` and `staged` (large loads), `head` (following), `verify` (looking through a file), `copy` (backups), `layout`, `versions` and `statements` (the SQL), `sqlite`
//! and `postgres` behind `backend` and `sql::Dialect` (what a database must bring), [`conformance`] (what it must pass).

mod again;
mod backend;
mod condition;
pub mod conformance;
mod copy;
mod datum;
mod error;
mod grown;
mod head;
mod layout;
mod lock;
mod open;
mod past;
mod postgres;
mod query;
mod revision;
mod schema;
mod snapshot;
mod sql;
mod sqlite;
mod staged;
mod staging;
mod statements;
mod transaction;
mod verify;
mod versions;
mod write;

pub use again::Again;
pub use condition::Condition;
pub use datum::{Datum, Row};
pub use error::StoreError;
pub use head::Head;
pub use lock::Hold;
pub use open::{Clock, Location, Store};
pub use postgres::PostgresUrl;
pub use revision::{Kind, Revision, Stored, TableChange, Version};
pub use schema::{Column, ColumnType, Name, Schema, Table};
pub use snapshot::{AsOf, Snapshot};
pub use staging::Staging;
pub use transaction::Transaction;
pub use write::{Change, Outcome};
