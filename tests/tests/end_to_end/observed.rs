//! What an operator sees from outside: metrics as they are documented, and one trace through the logs of all services.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use kit::telemetry::names::{ALL, Kind};
use serde_json::Value;
use yearbook_tests::arrangement::{Apart, Together};
use yearbook_tests::binaries::root;
use yearbook_tests::process::Process;
use yearbook_tests::wait::until;
use yearbook_tests::{report, web};

/// The lines that a process has logged, as objects.
fn logged(process: &Process) -> Vec<Value> {
    process.log().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Where the metrics of a process are.
fn metrics(process: &Process) -> SocketAddr {
    let lines = logged(process);
    let line = lines.iter().find(|line| line["message"] == "metrics").expect("it says where");
    line["address"].as_str().expect("a text").parse().expect("an address")
}

/// The kinds and the labels of metrics, by name, as a scrape has them.
fn scraped(text: &str) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut found: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let (name, kind) = line.split_once(' ').expect("a name and a kind");
        found.insert(name.to_owned(), (kind.to_owned(), BTreeSet::new()));
    }
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let name = line.split(['{', ' ']).next().expect("a name");
        let ending = ["_bucket", "_sum", "_count"].iter().find_map(|ending| name.strip_suffix(ending));
        let base = ending.filter(|base| found.contains_key(*base)).unwrap_or(name);
        let (_, labels) = found.get_mut(base).unwrap_or_else(|| panic!("{base} has a type"));
        let braced = line.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}')).map_or("", |(l, _)| l);
        let named = braced.split("\",").filter_map(|pair| pair.split_once("=\"")).map(|(label, _)| label);
        labels.extend(named.filter(|label| *label != "le").map(str::to_owned));
    }
    found
}

/// The rows of the table in `docs/metrics.md`.
fn documented() -> Vec<(String, String, BTreeSet<String>, String)> {
    let text = std::fs::read_to_string(root().join("docs/metrics.md")).expect("the page is there");
    let rows = text.lines().filter(|line| line.starts_with("| `") && line.split(" | ").count() == 4);
    let row = |line: &str| {
        let cells: Vec<String> = line.trim_matches(['|', ' ']).split(" | ").map(str::to_owned).collect();
        let labels = cells[2].split(", ").filter(|l| *l != "-").map(|l| l.replace('`', "")).collect();
        (cells[0].replace('`', ""), cells[1].clone(), labels, cells[3].clone())
    };
    rows.map(row).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Counter => "counter",
        Kind::Gauge => "gauge",
        Kind::Histogram => "histogram",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn metrics_are_those_that_are_declared_and_documented() {
    let declared: Vec<(String, String, BTreeSet<String>, String)> = ALL
        .iter()
        .map(|m| {
            let labels = m.labels.iter().map(|label| (*label).to_owned()).collect();
            (m.name.to_owned(), kind(m.kind).to_owned(), labels, m.help.to_owned())
        })
        .collect();
    assert_eq!(documented(), declared, "docs/metrics.md says what crates/kit/src/telemetry/names.rs does");

    // A collector that is not there: what is counted of spans is told from the start.
    let flags = ["--metrics-listen", "127.0.0.1:0", "--otlp-endpoint", "http://127.0.0.1:9"];
    let server = Together::start(&flags);
    report::whole(server.address(), "en").await;
    report::door(server.address(), "/v1/projects").await;
    let page = "/figures/projects/count?period=2024";
    assert_eq!(web::get(server.address(), page, &[]).await.status, 200);
    assert_eq!(web::get(server.address(), "/made/up", &[]).await.status, 404);
    assert_eq!(web::get(server.address(), "/v1/projects?pageSize=1", &[]).await.status, 200);
    let metrics = metrics(&server.process);
    let text = web::get(metrics, "/metrics", &[]).await.text().to_owned();
    let expected: BTreeMap<String, (String, BTreeSet<String>)> =
        declared.into_iter().map(|(name, kind, labels, _)| (name, (kind, labels))).collect();
    assert_eq!(scraped(&text), expected, "{text}");
    for metric in ALL {
        assert!(text.contains(&format!("# HELP {} {}", metric.name, metric.help)), "{}", metric.name);
    }
    let lines: Vec<&str> = text.lines().collect();
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
    for start in [
        "yearbook_service_confirmed{service=\"projects\"} 1",
        "yearbook_service_revision{service=\"projects\"} 1",
        "yearbook_service_requests_total{service=\"events\",code=\"OK\"} ",
        "yearbook_store_commits_total{service=\"gateway\",outcome=\"changed\"} 1",
        "yearbook_store_commits_total{service=\"results\",outcome=\"changed\"} 1",
        "yearbook_report_figures{year=\"2024\",state=\"unavailable\"} 0",
        "yearbook_report_findings{year=\"2024\",severity=\"error\"} 2",
        "yearbook_report_requests_total{result=\"assembled\"} ",
        "yearbook_requests_refused_total{service=\"gateway\"} 0",
        "yearbook_requests_total{service=\"gateway\",method=\"other\",code=\"404\"} 1",
        "yearbook_requests_total{service=\"gateway\",method=\"/v1/projects\",code=\"200\"} 1",
        "yearbook_requests_total{service=\"projects\",method=\"/v1/projects\",code=\"200\"} 1",
        "yearbook_spans_total{outcome=\"sent\"} 0",
    ] {
        assert!(has(start), "{start} is not in:\n{text}");
    }
    assert!(!text.contains("made/up") && !text.contains("/figures/projects"), "no path is a label: {text}");
}

/// The ids that a process logged for answered requests of a trace: one each.
fn spans(process: &Process, trace: &str) -> Vec<String> {
    let of = |line: &Value| {
        let ours = line["trace_id"] == trace && line["message"] == "request";
        ours.then(|| line["span_id"].as_str().expect("it has one").to_owned())
    };
    logged(process).iter().filter_map(of).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_trace_id_goes_through_the_gateway_into_the_logs_of_the_services() {
    let apart = Apart::start(&["--log", "info,kit=debug"]);
    report::whole(apart.gateway(), "en").await;
    report::door(apart.gateway(), "/v1/projects").await;
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let told = format!("00-{trace}-00f067aa0ba902b7-01");
    let (gateway, projects) = (apart.gateway_process(), apart.process("projects"));
    // What the gateway asks itself, what it passes on, and what a service says on its own port.
    for (number, path) in
        ["/figures/projects/count?period=2024", "/v1/projects?pageSize=1"].into_iter().enumerate()
    {
        let answer = web::get(apart.gateway(), path, &[("traceparent", &told)]).await;
        assert_eq!(answer.status, 200, "{path}");
        until(&format!("{path} is in both logs"), async || {
            (spans(gateway, trace).len() > number && spans(projects, trace).len() > number).then_some(())
        })
        .await;
    }
    let all: Vec<String> = spans(gateway, trace).into_iter().chain(spans(projects, trace)).collect();
    let distinct: BTreeSet<&String> = all.iter().collect();
    assert_eq!(distinct.len(), all.len(), "each request is a step of its own");

    let nonsense = [("traceparent", "00-not-a-trace-01")];
    assert_eq!(web::get(apart.gateway(), "/figures/projects/count?period=2024", &nonsense).await.status, 200);
    let requests = logged(gateway).into_iter().filter(|line| line["message"] == "request");
    let ids: Vec<String> = requests.filter_map(|line| line["trace_id"].as_str().map(str::to_owned)).collect();
    assert!(ids.iter().all(|id| id.len() == 32 && *id != "0".repeat(32)), "{ids:?}");
    assert!(ids.iter().any(|id| id != trace), "one that is nonsense is replaced");
}

/// A gRPC call without a message; the status that it ends with stands in the head of a refusal.
async fn called(address: SocketAddr, method: &str) -> String {
    let headers = [("content-type", "application/grpc-web"), ("accept", "application/grpc-web")];
    let answer = web::request(address, "POST", method, &headers, "\0\0\0\0\0").await;
    answer.header("grpc-status").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_method_that_somebody_made_up_is_no_label_also_while_its_service_is_down() {
    let mut apart = Apart::start(&["--metrics-listen", "127.0.0.1:0"]);
    report::whole(apart.gateway(), "en").await;
    report::door(apart.gateway(), "/v1/projects").await;
    apart.stop("projects");
    let service = "/yearbook.projects.v1.ProjectService";
    assert_eq!(called(apart.gateway(), &format!("{service}/MadeUp")).await, "14", "UNAVAILABLE");
    assert_eq!(called(apart.gateway(), &format!("{service}/ListProjects")).await, "14");
    let text = web::get(metrics(apart.gateway_process()), "/metrics", &[]).await.text().to_owned();
    let counted = |method: &str| {
        let line = format!(
            "yearbook_requests_total{{service=\"gateway\",method=\"{method}\",code=\"UNAVAILABLE\"}} 1"
        );
        text.lines().any(|has| has == line)
    };
    assert!(counted("other") && counted("yearbook.projects.v1.ProjectService/ListProjects"), "{text}");
    assert!(!text.contains("MadeUp"), "{text}");
}
