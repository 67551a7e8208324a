//! The events service: conferences, workshops and the like, who came and what they decided.
//!
//! It owns these records and nothing else, and asks no other service. Read on: [`record`] (what a record is), [`figures`] (how its
//! measures are computed), [`app`] (how it is put together), [`api`] (its typed read API). All else is alike in every domain and
//! stands in `figure-service`.

pub mod api;
pub mod app;
pub mod config;
pub mod figures;
pub mod record;

mod calendar;
mod icalendar;
mod statistics;
