//! Programs that others wrote, at the doors: an OpenAPI linter, `schemathesis`, a calendar's reader, a browser on another site.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use yearbook_tests::arrangement::Together;
use yearbook_tests::tools::{python, tool};
use yearbook_tests::{wait, web};

/// The document, when the gateway has learned the doors of all services.
async fn document(at: SocketAddr) -> String {
    let tags =
        ["ConnectivityService", "EventService", "MembershipService", "ProjectService", "ResultsService"];
    let whole = async || {
        let text = web::get(at, "/openapi.json", &[]).await.text().to_owned();
        tags.iter().all(|tag| text.contains(&format!("\"name\":\"{tag}\""))).then_some(text)
    };
    wait::until("the document tells every service", whole).await
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn written(folder: &Path, text: &str) -> String {
    let file = folder.join("openapi.json");
    std::fs::write(&file, text).expect("it is written");
    file.to_str().expect("UTF-8").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_linter_finds_nothing_in_the_document() {
    let Some(redocly) = tool("redocly") else { return };
    let together = Together::start(&[]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), &document(together.address()).await);
    let arguments = ["lint", "--extends=recommended", "--format=json", &file];
    let output = Command::new(redocly).args(arguments).current_dir(folder.path()).output().expect("it runs");
    let told: Value = serde_json::from_str(&succeeded(&output)).expect("JSON");
    assert_eq!(told["totals"]["errors"], 0, "{told:#}");
    assert_eq!(told["totals"]["warnings"], 0, "{told:#}");
}

/// A stream that does not end, which a client of single answers cannot ask.
const ENDLESS: &str = "FigureService_WatchHead";
/// What must hold of every answer: no fault of ours, and nothing that the document does not tell. That what it forbids is refused is not
/// asked: proto3 JSON takes `null` for a field that is left out, which the schemas do not say.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,unsupported_method,allow_header_conformance";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_of_the_document_brings_an_answer_that_it_does_not_tell() {
    let Some(schemathesis) = tool("schemathesis") else { return };
    let together = Together::start(&[]);
    let at = together.address();
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), &document(at).await);
    let url = format!("http://{at}");
    let mut command = Command::new(schemathesis);
    command.args(["run", &file, "--url", &url, "--checks", CHECKS, "--exclude-operation-id", ENDLESS]);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--seed", "2024"]);
    command.args([
        "--suppress-health-check",
        "all",
        "--no-color",
        "--workers",
        "1",
        "--request-timeout",
        "60",
    ]);
    succeeded(&command.current_dir(folder.path()).output().expect("it runs"));
}

/// Reads a calendar by the package `icalendar` and prints what it holds.
const READ: &str = "
import json, sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
errors = [str(e) for c in calendar.walk() for e in c.errors]
events = [[str(e['UID']), e.decoded('DTSTART').isoformat(), e.decoded('DTEND').isoformat(), str(e['SUMMARY'])] for e in calendar.walk('VEVENT')]
print(json.dumps({'name': str(calendar['NAME']), 'errors': errors, 'events': events}))
";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_calendar_program_reads_the_events() {
    let Some(python) = python() else { return };
    let together = Together::start(&[]);
    let at = together.address();
    document(at).await;
    let file = web::get(at, "/events.ics?period=2024&language=zh", &[]).await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/calendar; charset=utf-8"));
    assert_eq!((file.header("content-language"), file.header("vary")), ("zh", "accept-language"));
    let again =
        web::get(at, "/events.ics?period=2024&language=zh", &[("if-none-match", file.header("etag"))]).await;
    assert_eq!(again.status, 304);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.ics");
    std::fs::write(&path, &file.body).expect("it is written");
    let input = std::fs::File::open(&path).expect("it is there");
    let read = Command::new(python).args(["-c", READ]).stdin(input).output().expect("it runs");
    let told: Value = serde_json::from_str(&succeeded(&read)).expect("JSON");
    assert_eq!((&told["name"], &told["errors"]), (&Value::from("活动"), &serde_json::json!([])));
    let events = told["events"].as_array().expect("events");
    let assembly = serde_json::json!([
        "wtsa-24@events.yearbook",
        "2024-10-15",
        "2024-10-25",
        "2024年世界电信标准化全会（WTSA-24）"
    ]);
    assert!(events.contains(&assembly), "{told:#}");
}

/// A page of another site that calls over gRPC-Web and asks for JSON, and shows what came.
const PAGE: &str = r#"<!doctype html><title>another site</title><body><script>
const key = new TextEncoder().encode("projects/count?period=2024");
const message = [10, key.length, ...key];
const frame = new Uint8Array([0, 0, 0, 0, message.length, ...message]);
const show = async () => {
  const headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"};
  const call = await fetch("TARGET/yearbook.figures.v1.FigureService/BatchGetFigures", {method: "POST", headers, body: frame});
  const text = new TextDecoder().decode(await call.arrayBuffer());
  const list = await fetch("TARGET/v1/measures?pageSize=1");
  const measures = (await list.json()).measures.length;
  return `status ${/grpc-status:(\d+)/.exec(text)[1]}, value ${text.includes("105")}, measures ${measures}`;
};
show().catch((error) => "refused: " + error).then((text) => { document.body.textContent = text; });
</script>"#;

/// Serves a page for ever on a listener.
fn serve_page(listener: TcpListener, page: String) {
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0_u8; 4_096];
            let _ = stream.read(&mut head).await;
            let length = page.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
}

async fn shown(chromium: &Path, address: SocketAddr) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let mut command = tokio::process::Command::new(chromium);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]);
    command.arg(format!("--user-data-dir={}", profile.path().display()));
    command.args(["--virtual-time-budget=20000", "--dump-dom"]).arg(format!("http://{address}/"));
    let output = wait::within(wait::MOST, "the page in a browser", command.output()).await.expect("it runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_browser_calls_from_the_sites_that_may() {
    let Some(chromium) = tool("chromium") else { return };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let site = listener.local_addr().expect("it is bound");
    let together = Together::start(&["--cors-origin", &format!("http://{site}")]);
    serve_page(listener, PAGE.replace("TARGET", &format!("http://{}", together.address())));
    let page = shown(&chromium, site).await;
    assert!(page.contains("status 0, value true, measures 1"), "{page}");

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let other = listener.local_addr().expect("it is bound");
    serve_page(listener, PAGE.replace("TARGET", &format!("http://{}", together.address())));
    let page = shown(&chromium, other).await;
    assert!(page.contains("refused: "), "a site that may not: {page}");
}
