//! The connectivity service: statistics of the world, each value an observation of a source.
//!
//! It owns indicators, areas, their groups and observations, and asks no other service. Read on: [`figures`] (its measures), [`app`]
//! (how it is put together), [`api`] (its typed read API). All else is alike in every domain and stands in `figure-service`.

pub mod api;
pub mod app;
pub mod config;
pub mod figures;
