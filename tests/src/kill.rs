//! A service that is killed again and again while it is written: what was acknowledged, and what of it is there.
//!
//! Several clients write at once, each records of its own, and keep in a [`journal`] what they sent and what they were told. The service is
//! killed (SIGKILL) at a moment of chance; over PostgreSQL in some rounds the server goes away instead, or one of its processes. Then
//! everything is started again, and the [`audit`] holds what the service says against what the clients know: its revisions against the
//! requests, and its records against what the requests in the order of their revisions come to. What nobody was told of is sent
//! again under its id, twice. The database's own check and `yearbook verify` are asked besides.
//!
//! The same code runs a few rounds in the tests and hundreds by `cargo xtask kill`.

mod audit;
mod clients;
mod database;
mod journal;
mod moment;
mod read;
mod rounds;
mod send;
mod table;
mod write;

pub use rounds::{Database, Plan, run};
pub use table::{Tally, table};
