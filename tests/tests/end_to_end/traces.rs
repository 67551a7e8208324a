//! What a collector is told of a request, in each arrangement; and that nothing depends on there being one.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;
use yearbook_tests::arrangement::{Apart, Together};
use yearbook_tests::collector::{Collector, Span};
use yearbook_tests::process::{Process, command};
use yearbook_tests::wait::until;
use yearbook_tests::{report, web};

const CALLER: &str = "00f067aa0ba902b7";
/// A page that the gateway makes of what a service answers.
const PAGE: (&str, &str) = ("4bf92f3577b34da6a3ce929d0e0e4736", "/figures/projects/count?period=2024");
/// A request that it passes on.
const DOOR: (&str, &str) = ("0af7651916cd43dd8448eb211c80319c", "/v1/projects?pageSize=1");

/// Gets a path as a part of a trace.
async fn get(address: SocketAddr, (trace, path): (&str, &str)) {
    let told = format!("00-{trace}-{CALLER}-01");
    let answer = web::get(address, path, &[("traceparent", &told)]).await;
    assert_eq!(answer.status, 200, "{path}");
}

/// The spans of a trace, once the one of the request itself is there and each service's part with it.
async fn told(collector: &Collector, trace: &str, root: &str) -> Vec<Span> {
    until(&format!("the collector is told of {root}"), async || {
        let spans = collector.trace(trace);
        let ids: BTreeSet<&str> = spans.iter().map(|span| span.id.as_str()).collect();
        let answered = |call: &Span| spans.iter().any(|span| span.parent == call.id);
        let whole = spans.iter().any(|span| span.name == root && span.parent == CALLER)
            && spans.iter().filter(|span| span.kind == "client").all(answered)
            && spans.iter().all(|span| span.parent == CALLER || ids.contains(span.parent.as_str()));
        whole.then_some(spans)
    })
    .await
}

/// That a trace is one tree: the gateway's answer, its calls, their answers; and gives its lines, sorted, each once.
fn tree(spans: &[Span]) -> Vec<String> {
    let roots: Vec<&Span> = spans.iter().filter(|span| span.parent == CALLER).collect();
    assert_eq!(roots.len(), 1, "{spans:#?}");
    let mut lines = BTreeSet::new();
    for span in spans {
        assert_eq!(span.resource["service.namespace"], "yearbook");
        assert_eq!(span.resource["service.version"], env!("CARGO_PKG_VERSION"));
        let parent = spans.iter().find(|other| other.id == span.parent);
        let led = match parent {
            None => span.kind == "server" && span.service == "gateway",
            // A service is asked by another one.
            Some(parent) if span.kind == "server" => {
                parent.kind == "client" && parent.service != span.service
            }
            // And asks while it answers.
            Some(parent) => parent.kind == "server" && parent.service == span.service,
        };
        assert!(led, "{span:#?} of {parent:#?}");
        lines.insert(format!("{} {} {}", span.service, span.kind, span.name));
    }
    lines.into_iter().collect()
}

/// That one page and one passed request are told as they went.
async fn told_of_both(address: SocketAddr, collector: &Collector) -> Vec<Span> {
    report::whole(address, "en").await;
    report::door(address, "/v1/projects").await;
    get(address, PAGE).await;
    get(address, DOOR).await;
    let page = told(collector, PAGE.0, "GET /figures/{service}/{measure}").await;
    let lines = tree(&page);
    for line in [
        "gateway server GET /figures/{service}/{measure}",
        "gateway client yearbook.figures.v1.FigureService/BatchGetFigures",
        "projects server yearbook.figures.v1.FigureService/BatchGetFigures",
    ] {
        assert!(lines.iter().any(|has| has == line), "{line} is not among {lines:#?}");
    }
    let door = told(collector, DOOR.0, "GET /v1/projects").await;
    let expected =
        ["gateway client GET", "gateway server GET /v1/projects", "projects server GET /v1/projects"];
    assert_eq!(tree(&door), expected);
    let root = door.iter().find(|span| span.parent == CALLER).expect("a root");
    assert_eq!(root.attributes["http.route"], "/v1/projects");
    assert_eq!(root.attributes["http.response.status_code"], "200");
    page.into_iter().chain(door).collect()
}

/// The span ids of the requests that a process logged, of a trace.
fn logged(process: &Process, trace: &str) -> BTreeSet<String> {
    let log = process.log();
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let ours = lines.filter(|line| line["trace_id"] == trace && line["message"] == "request");
    ours.map(|line| line["span_id"].as_str().expect("it has one").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_is_one_tree_of_spans_over_all_processes_and_the_log_has_its_ids() {
    let collector = Collector::start().await;
    let apart = Apart::start(&["--otlp-endpoint", &collector.url(), "--log", "info,kit=debug"]);
    let spans = told_of_both(apart.gateway(), &collector).await;
    for (service, process) in [("gateway", apart.gateway_process()), ("projects", apart.process("projects"))]
    {
        for trace in [PAGE.0, DOOR.0] {
            let answers = spans
                .iter()
                .filter(|span| span.kind == "server" && span.service == service && span.trace == trace);
            let ids: BTreeSet<String> = answers.map(|span| span.id.clone()).collect();
            until("the log has the ids", async || (logged(process, trace) == ids).then_some(())).await;
        }
    }
    let instances: BTreeSet<&String> =
        spans.iter().map(|span| &span.resource["service.instance.id"]).collect();
    assert!(instances.len() > 1, "each process is one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn all_services_in_one_process_are_told_of_by_their_own_names() {
    let collector = Collector::start().await;
    let together = Together::start(&["--otlp-endpoint", &collector.url()]);
    told_of_both(together.address(), &collector).await;
    // What ends last is told too.
    let last = "11111111111111111111111111111111";
    get(together.address(), (last, "/robots.txt")).await;
    let _ = together.stop();
    assert_eq!(tree(&collector.trace(last)), ["gateway server GET /robots.txt"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_collector_that_is_down_costs_a_line_of_the_log() {
    // Nobody listens there.
    let gone = Collector::start().await.url().replace("127.0.0.1", "127.0.0.2");
    let together = Together::start(&["--otlp-endpoint", &gone]);
    report::whole(together.address(), "en").await;
    report::door(together.address(), "/v1/projects").await;
    get(together.address(), PAGE).await;
    get(together.address(), DOOR).await;
    let lines = || {
        let log = together.process.log();
        log.lines().filter(|line| line.contains("spans do not reach the collector")).count()
    };
    until("the log says so", async || (lines() > 0).then_some(())).await;
    get(together.address(), DOOR).await;
    assert_eq!(lines(), 1, "{}", together.process.log());
    let asked = Instant::now();
    let _ = together.stop();
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_told_unless_the_setting_says_so() {
    let collector = Collector::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut serve = command("yearbook");
    serve.args(["serve", "--log-format", "json", "--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.path());
    // A setting has one name here.
    serve.env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    serve.env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.url());
    let process = Process::spawn("yearbook", serve).ready();
    report::whole(process.address(), "en").await;
    get(process.address(), PAGE).await;
    process.stop();
    assert_eq!(collector.connections(), 0);
}
