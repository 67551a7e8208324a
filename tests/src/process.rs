//! Programs under test: started on a port of the system's choice, ready when they say so, dead when dropped.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::binaries::binary;

/// How long a program may take to load the first bundle and listen, on a machine that is busy with other tests.
const START: Duration = Duration::from_secs(120);
/// How many lines of a program's log are kept, to be shown where a test fails.
const LOG_LINES: usize = 200;

type Log = Arc<Mutex<VecDeque<String>>>;

/// A program that serves.
pub struct Process {
    child: Child,
    name: String,
    address: SocketAddr,
    log: Log,
}

/// A program that was started and does not listen yet.
pub struct Starting {
    child: Child,
    name: String,
    heard: Receiver<SocketAddr>,
    log: Log,
}

/// A program with nothing of this process's settings.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "settings of this process are taken away from the child's")]
pub fn command(program: &str) -> Command {
    let mut command = Command::new(binary(program));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("YEARBOOK_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
#[must_use]
pub fn run(arguments: &[&str], folder: &Path) -> Output {
    command("yearbook").args(arguments).current_dir(folder).output().expect("it starts")
}

/// What a finished program said, to be shown where a test fails.
#[must_use]
pub fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}{}", output.status, text(&output.stdout), text(&output.stderr))
}

impl Process {
    /// Starts a program and waits until it listens.
    #[must_use]
    pub fn start(program: &str, arguments: &[&str]) -> Self {
        Self::begin(program, arguments).ready()
    }

    /// Starts a program. Without `--listen` among the arguments it takes a free port.
    #[must_use]
    pub fn begin(program: &str, arguments: &[&str]) -> Starting {
        let mut command = command(program);
        command.args(arguments).args(["--log-format", "json"]);
        if !arguments.contains(&"--log") {
            command.args(["--log", "info"]);
        }
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        Self::spawn(program, command)
    }

    /// Starts a program by a command of the caller's, which has it log JSON.
    #[must_use]
    pub fn spawn(name: &str, mut command: Command) -> Starting {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
        let stderr = child.stderr.take().expect("it is piped");
        let (log, (tell, heard)) = (Log::default(), channel());
        let kept = Arc::clone(&log);
        std::thread::spawn(move || follow(stderr, &kept, &tell));
        Starting { child, name: name.to_owned(), heard, log }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `http://host:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The last lines that it logged.
    #[must_use]
    pub fn log(&self) -> String {
        lines(&self.log)
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill is there");
        assert!(asked.success(), "{} runs no more: {}", self.name, self.log());
        let ended = self.child.wait().expect("it can be waited for");
        assert!(ended.success(), "{} ended with {ended}: {}", self.name, self.log());
    }

    /// Ends it at once (SIGKILL), as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it can be waited for");
    }
}

impl Starting {
    /// Waits until it listens.
    ///
    /// # Panics
    /// When it ends before, or takes too long; with what it logged.
    #[must_use]
    pub fn ready(mut self) -> Process {
        match self.heard.recv_timeout(START) {
            Ok(address) => Process { child: self.child, name: self.name, address, log: self.log },
            Err(why) => {
                // It may have ended already.
                let _ = self.child.kill();
                let ended = self.child.wait();
                panic!("{} does not listen ({why}, {ended:?}):\n{}", self.name, lines(&self.log));
            }
        }
    }
}

impl Starting {
    /// Ends it at once (SIGKILL), as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it can be waited for");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Either may fail only because it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a program's log to its end, tells the address that it listens on, and keeps the last lines.
fn follow(stderr: ChildStderr, log: &Log, tell: &Sender<SocketAddr>) {
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        if let Some(address) = listening(&line) {
            // Nobody waits for a second one.
            let _ = tell.send(address);
        }
        let mut kept = log.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(line);
        if kept.len() > LOG_LINES {
            kept.pop_front();
        }
    }
}

fn listening(line: &str) -> Option<SocketAddr> {
    let event: serde_json::Value = serde_json::from_str(line).ok()?;
    (event.get("message")?.as_str()? == "listening").then_some(())?;
    event.get("address")?.as_str()?.parse().ok()
}

fn lines(log: &Log) -> String {
    let kept = log.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().map(|line| format!("{line}\n")).collect()
}
