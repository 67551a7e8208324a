//! A PostgreSQL server that tests start: one for all tests of a process, and a database for each that asks.
//!
//! The server runs as another user where the tests run as root, since PostgreSQL refuses root. It ends with the process that
//! started it, however that ends: its script reads a pipe that only this process holds open.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::postgres_programs;

const SCRIPT: &str = include_str!("postgres.sh");
/// Users that the server may run as, in the order of search.
const USERS: [&str; 2] = ["postgres", "nobody"];
/// A port that is free now may be taken before the server takes it.
const TRIES: u32 = 5;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    programs: std::path::PathBuf,
    port: u16,
    script: Child,
    /// Closing it ends the server.
    open: Option<ChildStdin>,
    says: BufReader<ChildStdout>,
    databases: AtomicU32,
}

/// The URL of a new, empty database in the server that all tests of this process share; `None` after saying that it is skipped.
///
/// # Panics
/// When the server does not start; in CI, when it is not installed.
#[must_use]
pub fn database() -> Option<String> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED.get_or_init(Server::start).as_ref().map(Server::database)
}

impl Server {
    /// A server of its own, for a test that stops it or looks into it; `None` after saying that it is skipped.
    ///
    /// # Panics
    /// When it does not start; in CI, when it is not installed.
    #[must_use]
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// The same with settings of its own (`fsync=on`), which go before those that all tests have.
    ///
    /// # Panics
    /// As [`Server::start`].
    #[must_use]
    pub fn start_with(settings: &[&str]) -> Option<Self> {
        let programs = postgres_programs()?;
        let started = (0..TRIES).find_map(|_| Self::on_a_free_port(&programs, settings));
        Some(started.expect("PostgreSQL starts; what it says stands above"))
    }

    fn on_a_free_port(programs: &Path, settings: &[&str]) -> Option<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        drop(listener);
        let mut command = as_another_user();
        command.args(["sh", "-c", SCRIPT, "sh"]).arg(programs).arg(port.to_string());
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        let mut script =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell starts");
        let open = script.stdin.take();
        let says = BufReader::new(script.stdout.take().expect("its output"));
        let (programs, databases) = (programs.to_owned(), AtomicU32::new(0));
        let mut server = Self { programs, port, script, open, says, databases };
        (server.listen() == "ready\n").then_some(server)
    }

    fn listen(&mut self) -> String {
        let mut line = String::new();
        self.says.read_line(&mut line).expect("the script says text");
        line
    }

    fn tell(&mut self, word: &str, expected: &str) {
        let open = self.open.as_mut().expect("the script listens");
        writeln!(open, "{word}").expect("the script listens");
        assert_eq!(self.listen(), format!("{expected}\n"));
    }

    /// Ends the server, with all its connections; what is in it stays.
    ///
    /// # Panics
    /// When it does not end.
    pub fn stop(&mut self) {
        self.tell("stop", "stopped");
    }

    /// Ends the server at once, as a crash of it would: what is not in its log is gone, and it has to recover when it starts.
    ///
    /// # Panics
    /// When it does not end.
    pub fn crash(&mut self) {
        self.tell("crash", "stopped");
    }

    /// Starts a server that was stopped, at the same address.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&mut self) {
        self.tell("start", "ready");
    }

    /// The URL of a new, empty database, which its role owns.
    ///
    /// # Panics
    /// When the server does not make it.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run("postgres", &format!("CREATE DATABASE {name} STRATEGY file_copy"));
        self.url(&name)
    }

    /// The URL of a database by its name.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://yearbook@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs a statement in a database, as its superuser; what it answers, a line for each row.
    ///
    /// # Panics
    /// When the server refuses it.
    pub fn run(&self, database: &str, sql: &str) -> String {
        psql(&self.programs, &self.url(database), sql)
    }
}

/// Runs a statement in the database of a URL that [`database`] gave; what it answers, a line for each row.
///
/// # Panics
/// When the server refuses it.
pub fn run(url: &str, sql: &str) -> String {
    let programs = postgres_programs().expect("the server of the URL is installed");
    psql(&programs, url, sql)
}

/// Statements that run in the database of a URL, with what they hold, until this is dropped.
#[derive(Debug)]
pub struct Held(Child);

/// Runs statements that hold something and then wait: `BEGIN; LOCK TABLE …; SELECT pg_sleep(…)`.
///
/// # Panics
/// When they do not start.
#[must_use]
pub fn hold(url: &str, sql: &str) -> Held {
    let programs = postgres_programs().expect("the server of the URL is installed");
    let mut command = told(&programs, url, sql);
    Held(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("psql starts"))
}

impl Drop for Held {
    fn drop(&mut self) {
        // Asked to stop, it has the server stop too.
        let _ = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

fn told(programs: &Path, url: &str, sql: &str) -> Command {
    let mut command = Command::new(programs.join("psql"));
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]);
    command.args(["--dbname", url, "--command", sql]);
    command
}

fn psql(programs: &Path, url: &str, sql: &str) -> String {
    let output = told(programs, url, sql).output().expect("psql starts");
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// What runs a program as a user that is not root.
fn as_another_user() -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| owner(&own) == 0);
    let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let there = |user: &str| known.lines().any(|line| line.split(':').next() == Some(user));
    match USERS.into_iter().find(|user| there(user)) {
        Some(user) if is_root => {
            let mut command = Command::new("setpriv");
            command.args([&format!("--reuid={user}"), "--regid=nogroup", "--clear-groups"]);
            command
        }
        Some(_) | None => Command::new("env"),
    }
}

#[cfg(unix)]
fn owner(of: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(of)
}

#[cfg(not(unix))]
fn owner(_: &std::fs::Metadata) -> u32 {
    u32::MAX
}

impl Drop for Server {
    fn drop(&mut self) {
        self.open.take();
        // The script has removed the folder when it ends.
        let _ = self.script.wait();
    }
}
