//! `docs/operators.md`, held against what it describes: each of its commands is run and its output compared.

use std::path::Path;
use std::process::Command;

use api::figures::v1::ErrorReason;
use yearbook_tests::arrangement::Together;
use yearbook_tests::binaries::{binary, root};
use yearbook_tests::process::command;
use yearbook_tests::report;
use yearbook_tests::tools::tool;
use yearbook_tests::wait::until;

/// The address that the page speaks of.
const ADDRESS: &str = "127.0.0.1:8080";

/// A command of the page, the line where it stands, and what it prints.
struct Example {
    line: usize,
    command: String,
    expected: String,
}

fn page() -> String {
    std::fs::read_to_string(root().join("docs/operators.md")).expect("the page is there")
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut console = false;
    for (number, text) in page.lines().enumerate() {
        if text.starts_with("```") {
            console = text == "```console";
        } else if let Some(command) = text.strip_prefix("$ ").filter(|_| console) {
            let command = command.to_owned();
            examples.push(Example { line: number + 1, command, expected: String::new() });
        } else if let Some(last) = examples.last_mut().filter(|_| console) {
            last.expected.push_str(text);
            last.expected.push('\n');
        }
    }
    examples
}

/// A text without what differs from run to run: times, and blanks, which `grpcurl` sets as it likes and columns as they need.
fn plain(text: &str) -> String {
    let word = |text: &str| {
        let bare = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if bare.parse::<jiff::Timestamp>().is_ok() { text.replace(bare, "TIME") } else { text.to_owned() }
    };
    let spaced = text.replace("\":", "\": ");
    spaced.split_whitespace().map(word).collect::<Vec<_>>().concat()
}

/// Whether a text is what was expected, where `…` stands for anything.
fn fits(text: &str, expected: &str) -> bool {
    let (text, expected) = (plain(text), plain(expected));
    let parts: Vec<&str> = expected.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return text == expected };
    let Some(mut rest) = text.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    middle.iter().all(|part| {
        let found = rest.find(part).map(|at| &rest[at + part.len()..]);
        rest = found.unwrap_or(rest);
        found.is_some()
    })
}

/// Runs a command as a shell does, in a folder, with both programs at hand; what it printed, in the page's words.
fn run(example: &Example, folder: &Path, tools: &Path, address: &str) -> String {
    let programs = binary("yearbook").parent().expect("it stands in a folder").to_path_buf();
    let path = format!("{}:{}:/usr/bin:/bin", programs.display(), tools.display());
    let script = format!("exec 2>&1; {}", example.command.replace(ADDRESS, address));
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(folder).env_clear().env("PATH", path);
    let output = shell.output().expect("a shell is there");
    String::from_utf8(output.stdout).expect("UTF-8").replace(address, ADDRESS)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_command_of_the_operators_page_prints_what_the_page_says() {
    let Some(grpcurl) = tool("grpcurl") else { return };
    let tools = grpcurl.parent().expect("it stands in a folder").to_path_buf();
    let server = Together::start(&[]);
    report::whole(server.address(), "en").await;
    let address = server.address().to_string();
    let settled = async || {
        let status = command("yearbook").args(["status", "--server", &server.process.url()]).output();
        status.expect("it starts").status.success().then_some(())
    };
    until("every service is confirmed", settled).await;
    let desk = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(server.folder(), desk.path().join("yearbook-data")).expect("a link");
    let examples = examples(&page());
    assert!(examples.len() > 15, "the page has commands");
    let learned =
        Example { line: 0, command: format!("grpcurl -plaintext {ADDRESS} list"), expected: String::new() };
    let listed = async || {
        (run(&learned, desk.path(), &tools, &address).matches("yearbook.").count() == 8).then_some(())
    };
    until("the gateway has learned every service", listed).await;
    let mut wrong = Vec::new();
    for example in &examples {
        let printed = run(example, desk.path(), &tools, &address);
        if !fits(&printed, &example.expected) {
            let printed: String = printed.chars().take(3_000).collect();
            wrong.push(format!("docs/operators.md:{}: {}\n{printed}", example.line, example.command));
        }
    }
    assert!(wrong.is_empty(), "{} commands print something else:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_reason_of_a_failed_call_is_explained() {
    let page = page();
    let reasons = (1..).map_while(|number| ErrorReason::try_from(number).ok());
    let names: Vec<String> =
        reasons.map(|reason| reason.as_str_name().replace("ERROR_REASON_", "")).collect();
    assert!(names.len() >= 32, "{names:?}");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    for name in &names {
        let start = format!("| `{name}` | ");
        assert_eq!(rows.iter().filter(|row| row.starts_with(&start)).count(), 1, "{name} has one row");
    }
}

#[test]
fn what_stands_for_anything_fits_and_what_is_other_does_not() {
    assert!(fits(
        "{\n\"a\":1, \"t\":\"2025-01-01T00:00:00Z\"}",
        "{ \"a\": 1, \"t\": \"2026-02-02T01:01:01.5Z\" }"
    ));
    assert!(fits("one two three", "one … three") && fits("one two", "one…") && fits("a b c d e", "a…c…e"));
    assert!(!fits("one two three", "one … four") && !fits("one two", "one") && !fits("a c b d", "a…b…c…d"));
}
