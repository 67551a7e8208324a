//! A small binary of a domain, and `yearbook serve` of it: the same code and flags. It has no logic of its own.

use std::net::SocketAddr;

use clap::Parser;
use interchange::Bundle;
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
        self.run(&Command::parse().flags, |_| (), build)
    }

    /// The same with given flags; `ready` is told the address when it is served.
    ///
    /// # Errors
    /// [`ProgramError`].
    pub fn run(
        self,
        flags: &ServeFlags,
        ready: fn(SocketAddr),
        build: impl AsyncFnOnce(Start) -> Result<App, StartError>,
    ) -> Result<(), ProgramError> {
        program::run(self.service, flags, self.listen, ready, async |program| {
            let (clock, shutdown) = (program.clock.clone(), program.shutdown.clone());
            let start = Start::new(self.service, &program.settings, self.bundle, clock, shutdown);
            let app = build(start.map_err(ProgramError::service)?).await.map_err(ProgramError::service)?;
            program.serve(app).await
        })
    }
}
