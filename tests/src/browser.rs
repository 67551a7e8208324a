//! The pages of the all-in-one with the first bundle, in a real browser: `tests/browser` in Node, asked for one check at a time.
//!
//! Server, browser and crawl are started once for all tests of a program, by the Node side, which ends with this process and takes them
//! with it: a static here is never dropped, a pipe is always closed.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::binaries::{binary, root};
use crate::tools::{node_modules, tool};

/// How long one check may take, on a machine that is busy with other tests.
const MOST: Duration = Duration::from_secs(900);
/// How much of what was found is shown.
const SHOWN: usize = 40;

static SESSION: OnceLock<Option<Mutex<Session>>> = OnceLock::new();

struct Session {
    ask: ChildStdin,
    answers: Receiver<String>,
}

/// Runs a check of `tests/browser/main.mjs`; says nothing more where the tools for it are not there.
///
/// # Panics
/// When the check finds something, breaks off or takes too long.
#[track_caller]
pub fn nothing_found(check: &str) {
    let Some(session) = SESSION.get_or_init(|| settings().map(|s| Mutex::new(Session::start(&s)))) else {
        return;
    };
    // A check that failed before leaves the session as good as it was.
    let answer = session.lock().unwrap_or_else(PoisonError::into_inner).ask(check);
    let texts = |name: &str| -> Vec<String> {
        let of = answer.get(name).and_then(Value::as_array).into_iter().flatten();
        of.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    };
    for text in texts("said") {
        // Written past the capture of passing tests: what was looked at, and how long it took.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
    let found = texts("found");
    let shown = found.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(found.is_empty(), "{check}: {} found\n{shown}", found.len());
}

/// What the Node side needs, unless a tool is missing.
fn settings() -> Option<Value> {
    tool("node")?;
    Some(json!({
        "server": [binary("yearbook"), "serve"],
        "node_modules": node_modules()?,
        "chromium": tool("chromium")?,
        "java": tool("java")?,
        "pdftotext": tool("pdftotext")?,
    }))
}

impl Session {
    fn start(settings: &Value) -> Self {
        let node = tool("node").expect("it was there a moment ago");
        let mut command = Command::new(node);
        command.arg(root().join("tests/browser/main.mjs")).arg(settings.to_string());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Node starts");
        let (ask, output) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let (tell, answers) = channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            // The session may have been given up.
            let _ = lines.into_iter().try_for_each(|line| tell.send(line));
            let _ = child.wait();
        });
        Self { ask, answers }
    }

    fn ask(&mut self, check: &str) -> Value {
        writeln!(self.ask, "{check}").expect("Node runs; what ended it stands above");
        let line = self.answers.recv_timeout(MOST);
        let line = line.unwrap_or_else(|why| panic!("{check} is not answered within {MOST:?}: {why}"));
        serde_json::from_str(&line).expect("an answer is JSON")
    }
}
