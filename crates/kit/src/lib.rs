//! What each service needs to run: configuration, telemetry, health, reflection, callers, shutdown, clock.
//!
//! A service's `main` does five things with it: [`config`] (every mistake at once), [`telemetry`], build its app, bind, and
//! [`server::serve`] until the stop signal. The kit knows no domain's words and no SQL.
//!
//! Start with [`config::Settings`], then [`server::App`].

pub mod caller;
pub mod channel;
pub mod clock;
pub mod config;
pub mod errors;
pub mod part;
pub mod server;
pub mod shutdown;
pub mod telemetry;
