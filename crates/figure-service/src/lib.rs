//! `FigureService`, once, for every domain.
//!
//! A domain declares itself as data ([`domain::Domain`]: registers, how measures are computed, listings, code lists) and gets
//! tables, import, writes of records, loads of many, the catalogue, keys with their nearest names, wildcards, stated against computed values, lists with filter and
//! pages, history and the head watch. The crate knows no domain's words; the SQL that declarations become is in `sql`.
//!
//! Start with [`domain`] and [`computation`] (what can be declared), then [`engine::Engine`] (what it gives), then `answer` (how
//! a batch is answered) and [`import`]. `docs/adding-a-domain-service.md` says in which order to write a service.

pub mod acceptance;
pub mod col;
mod commit;
pub mod computation;
pub mod conformance;
pub mod domain;
pub mod engine;
pub mod export;
pub mod import;
pub mod list;
pub mod listing_source;
pub mod loading;
pub mod program;
pub mod record_write;
pub mod rpc;
pub mod start;
pub mod statement;
pub mod words;

mod accept;
mod answer;
mod cell;
mod complete;
mod listing;
mod question;
mod reference;
mod sql;
mod stated;
mod tables;
mod total;
mod touched;
