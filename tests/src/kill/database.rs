//! The service and its database: started, killed, looked through.

use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::process::{Process, command, said};
use crate::tools::postgres::Server;

const SERVICE: &str = "yearbook-projects";

/// Where the records are kept.
#[derive(Debug)]
pub(super) enum Records {
    /// A file in a folder.
    File(TempDir),
    /// A database in a server of its own.
    Postgres(Box<Server>, String),
}

impl Records {
    /// An empty folder.
    pub(super) fn in_a_file() -> Result<Self> {
        Ok(Self::File(tempfile::tempdir().context("a folder")?))
    }

    /// An empty database in a server that writes to the disk what it has promised to; `None` where PostgreSQL is not installed.
    pub(super) fn in_postgres() -> Option<Self> {
        let server = Server::start_with(&["fsync=on", "full_page_writes=on"])?;
        let url = server.database();
        Some(Self::Postgres(Box::new(server), url))
    }

    /// What says to a program where the records are.
    fn flags(&self) -> [&str; 2] {
        match self {
            Self::File(folder) => ["--data-dir", utf8(folder.path())],
            Self::Postgres(_, url) => ["--database-url", url],
        }
    }

    /// Starts the service over them. The first start loads the bundle that is in the program.
    pub(super) fn serve(&self) -> Process {
        Process::start(SERVICE, &self.flags())
    }

    /// What `yearbook verify` finds, and by it SQLite's own check; also where the service was killed and nothing has opened them since.
    pub(super) fn faults(&self) -> Result<Vec<String>> {
        let verified =
            command("yearbook").arg("verify").args(self.flags()).output().context("yearbook verify")?;
        let sound = verified.status.success() && String::from_utf8_lossy(&verified.stdout).contains("sound");
        Ok(if sound { Vec::new() } else { vec![said(&verified)] })
    }

    /// The process of the server that a writer talks to, if one does at this moment.
    pub(super) fn backend(&self) -> Option<String> {
        let Self::Postgres(server, url) = self else { return None };
        let database = url.rsplit('/').next().unwrap_or_default();
        let sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
                   AND backend_type = 'client backend' ORDER BY xact_start IS NULL, query_start DESC LIMIT 1";
        Some(server.run(database, sql)).filter(|pid| !pid.is_empty())
    }

    /// Ends the server as a crash would, and starts it again.
    pub(super) fn crash(&mut self) {
        if let Self::Postgres(server, _) = self {
            server.crash();
            server.start_again();
        }
    }
}

fn utf8(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
