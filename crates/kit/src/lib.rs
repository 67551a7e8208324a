//! What each service needs to run: configuration, telemetry, health, reflection, callers and what they may call, shutdown, clock.
//!
//! A service's `main` hands its flags and its own part to [`program::run`]: settings (every mistake at once), telemetry, listener,
//! then the service builds its [`server::App`], which is served until the stop signal. The kit knows no domain's words and no SQL.
//!
//! Start with [`config::Settings`], then [`server::App`].

pub mod access;
pub mod caller;
pub mod channel;
pub mod clock;
pub mod conditional;
pub mod config;
pub mod deadline;
pub mod errors;
pub mod folder;
pub mod intent;
pub mod openapi;
mod outcome;
pub mod outgoing;
pub mod part;
pub mod program;
pub mod server;
pub mod shutdown;
pub mod spans;
pub mod telemetry;
pub mod trace;
pub mod transcode;
