//! What the end-to-end tests share: the built binaries, their processes, their ports.
//!
//! A test starts the programs that people start, on ports that the system chooses, with folders that vanish. It waits for
//! states (a line that tells an address, a report without gaps), never for durations; every wait ends in a failure that says what was
//! waited for. Processes die with the value that holds them.

pub mod arrangement;
pub mod binaries;
pub mod browser;
pub mod collector;
pub mod disk;
pub mod grpc;
pub mod image;
pub mod kill;
pub mod kustomize;
pub mod process;
pub mod proxy;
pub mod report;
pub mod wait;
pub mod web;

pub use test_tools as tools;

/// The services that figures come from, in the order of their names.
pub const SERVICES: [&str; 5] = ["connectivity", "events", "membership", "projects", "results"];
