//! All services in one binary, and the command line.
//!
//! Every command reaches the services through the gateway's gRPC API, whether they are in this process ([`cluster`]) or behind
//! an address ([`connection`] hides which), so that both print the same. [`commands`] has a file for each command; only
//! [`output`] prints to standard output.

mod accepted;
mod backup;
mod cli;
pub mod cluster;
mod columns;
mod commands;
mod connection;
mod diagnostics;
mod domains;
mod elsewhere;
mod output;
mod parts;
mod progress;

use std::process::ExitCode;

use clap::Parser;

/// Runs the command of this process's arguments. 0: done; 1: done, and what was looked at has errors; 2: it could not be done.
#[must_use]
pub fn main() -> ExitCode {
    match cli::Cli::parse().command.run() {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    }
}

/// What came of a command that could be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Good,
    /// What was looked at has errors.
    Found,
}

impl Outcome {
    fn found(errors: bool) -> Self {
        if errors { Self::Found } else { Self::Good }
    }
}
