//! The results service: the strategic plan's goals and targets, outputs, enablers and mandates, and their own series.
//!
//! Of other services it asks connectivity alone, for the values of targets' indicators. Read on: [`record`] (what a record is), [`figures`] (how its
//! measures are computed), [`app`] (how it is put together), [`api`] (its typed read API). All else is alike in every domain and
//! stands in `figure-service`.

pub mod api;
pub mod app;
pub mod config;
pub mod figures;
pub mod record;

mod connectivity;
mod indicator;
