//! The gateway: assembles, checks, renders, publishes.
//!
//! It owns the outline, the prose, the words and the pictures of a report, and no figure: those it asks of services of which it
//! knows a name, an address and `FigureService`. It holds no domain's words, so that a further service is an address more. It never
//! waits for a service longer than its deadline, and never fails because one of them does.
//!
//! [`App`] is a gateway, with or without a port; [`run`] serves one. Inside, a request goes from `http` or `api` (decode,
//! one call, encode) to `cache` (is what is in memory still so?), which asks `heads` (what do we know of the services?) and, if it
//! must, `assembly` (one question to each service through `ask`, then the pure `report::assemble`); `made` keeps the
//! report with its renderings. `watch` follows each service's head, `ahead` assembles before anybody asks, `feed` tells what changed. `figure_service` answers for all services, `proxy` passes on
//! what only they know, as `reflection` learned it. `content` is the gateway's own store,
//! and `collection` what stands in it beside: who was asked for which figures, and what came back.

mod ahead;
mod api;
mod app;
mod ask;
mod assembly;
mod cache;
mod check;
mod collection;
mod config;
mod content;
mod error;
mod feed;
mod figure;
mod figure_service;
mod heads;
mod http;
mod made;
mod motion;
mod past;
mod preview;
mod proxy;
mod reflection;
mod rule_answers;
mod services;
mod start;
mod watch;

pub mod parquet;
pub mod program;

pub use app::{App, Rendering, Summary};
pub use check::Check;
pub use config::{Config, Deps, NAME, Timing, database};
pub use content::Import;
pub use error::{GatewayError, StartError};
pub use figure::Answered;
pub use made::Form;
pub use start::run;
