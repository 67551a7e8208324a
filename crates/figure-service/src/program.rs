//! A small binary of a domain, and `yearbook serve` of it: the same code and flags. It has no logic of its own.

use std::net::SocketAddr;

use clap::Parser;
use interchange::Bundle;
use kit::channel::Target;
use kit::config::ServeFlags;
use kit::program;
use kit::server::App;

pub use kit::program::ProgramError;

use crate::start::{Start, StartError};

/// What differs between domains' binaries.
pub struct Program {
    /// The service's name: `projects`.
    pub service: &'static str,
    /// Where it listens unless told otherwise.
    pub listen: SocketAddr,
    /// The bundle that an empty database is loaded with unless told otherwise.
    pub bundle: fn() -> Bundle,
}

/// Where other services are, for a domain that asks them.
#[derive(Clone, Debug, Default)]
pub struct Others(Vec<(String, http::Uri)>);

impl Others {
    /// Where a service is (`--service NAME=URL`); none where the settings do not say.
    #[must_use]
    pub fn target(&self, name: &str) -> Option<Target> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, address)| Target::Address(address.clone()))
    }
}

#[derive(Parser)]
#[command(version, about = "One domain service of Yearbook")]
struct Command {
    #[command(flatten)]
    flags: ServeFlags,
}

impl Program {
    /// Runs the service with the flags of this process until the stop signal. `build` wires the domain's app, as tests and the
    /// all-in-one do.
    ///
    /// # Errors
    /// [`ProgramError`].
    pub fn main(self, build: impl AsyncFnOnce(Start) -> Result<App, StartError>) -> Result<(), ProgramError> {
        self.main_asking(async |start, _| build(start).await)
    }

    /// The same for a domain that asks other services, where the settings say that they are.
    ///
    /// # Errors
    /// [`ProgramError`].
    pub fn main_asking(
        self,
        build: impl AsyncFnOnce(Start, Others) -> Result<App, StartError>,
    ) -> Result<(), ProgramError> {
        self.run_asking(&Command::parse().flags, |_| (), build)
    }

    /// [`Program::main`] with given flags; `ready` is told the address when it is served.
    ///
    /// # Errors
    /// [`ProgramError`].
    pub fn run(
        self,
        flags: &ServeFlags,
        ready: fn(SocketAddr),
        build: impl AsyncFnOnce(Start) -> Result<App, StartError>,
    ) -> Result<(), ProgramError> {
        self.run_asking(flags, ready, async |start, _| build(start).await)
    }

    /// [`Program::main_asking`] with given flags; `ready` is told the address when it is served.
    ///
    /// # Errors
    /// [`ProgramError`].
    pub fn run_asking(
        self,
        flags: &ServeFlags,
        ready: fn(SocketAddr),
        build: impl AsyncFnOnce(Start, Others) -> Result<App, StartError>,
    ) -> Result<(), ProgramError> {
        program::run(self.service, flags, self.listen, ready, async |program| {
            let (clock, shutdown) = (program.clock.clone(), program.shutdown.clone());
            let others = Others(program.settings.services.clone());
            let start = Start::new(self.service, &program.settings, self.bundle, clock, shutdown);
            let start = start.map_err(ProgramError::service)?;
            let app = build(start, others).await.map_err(ProgramError::service)?;
            program.serve(app).await
        })
    }
}
