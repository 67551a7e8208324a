//! `--readers tokens` in pieces: a stranger gets nothing from any call or page, a reader the whole report, and a gateway without a token of
//! its own says so.

mod described;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::process::Output;

use kit::access::Requirement;
use serde_json::Value;
use tempfile::TempDir;
use yearbook_tests::arrangement::{Apart, Together};
use yearbook_tests::process::{Process, command, said};
use yearbook_tests::tools::tool;
use yearbook_tests::{SERVICES, wait, web};

const READER: &str = "reader-reader-reader";
const OWN: &str = "gateway-gateway-gateway";
const BEARER: (&str, &str) = ("authorization", "Bearer reader-reader-reader");
const PROGRAM: (&str, &str) = ("accept", "application/json");

/// Files of tokens: of all who are known, and of what asks for itself.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let known = format!("{READER} ben reader\n{OWN} gateway reader\n");
        std::fs::write(folder.path().join("tokens"), known).expect("it is written");
        std::fs::write(folder.path().join("own"), OWN).expect("it is written");
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }
}

fn json(answer: &web::Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

/// The status of a call over gRPC-Web, with a message that is empty.
async fn call(at: SocketAddr, path: &str, headers: &[(&str, &str)]) -> String {
    let headers = [&[("content-type", "application/grpc-web+proto")], headers].concat();
    let answer = web::request(at, "POST", path, &headers, "\0\0\0\0\0").await;
    let at_end = String::from_utf8_lossy(&answer.body).into_owned();
    let of = |text: &str| {
        text.split_once("grpc-status:").map(|(_, rest)| rest.trim().lines().next().map(str::to_owned))
    };
    match answer.header("grpc-status") {
        "" => of(&at_end).flatten().unwrap_or_default(),
        status => status.to_owned(),
    }
}

/// What a page links to on the same site, without fragments.
fn links(page: &str) -> BTreeSet<String> {
    let all = page.split("href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    all.map(|path| format!("/{}", path.replace("&amp;", "&"))).collect()
}

/// Pages of every kind that a reader comes to from `/`: the first few of each.
async fn pages(at: SocketAddr) -> BTreeSet<String> {
    let (mut found, mut next) = (BTreeSet::new(), vec!["/".to_owned()]);
    let mut of_kind: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = next.pop() {
        let kind = path.split(['/', '?']).take(4).collect::<Vec<_>>().join("/");
        let so_far = of_kind.entry(kind).or_default();
        if *so_far >= 3 || !found.insert(path.clone()) {
            continue;
        }
        *so_far += 1;
        let page = web::get(at, &path, &[BEARER, ("accept", "text/html")]).await;
        assert!(page.status < 400, "{path}: {}", page.status);
        assert!(page.header("cache-control").contains("private"), "{path}");
        if page.header("content-type").starts_with("text/html") {
            next.extend(links(page.text()));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stranger_gets_nothing_and_a_reader_the_whole_report() {
    let files = Files::new();
    let (tokens, own) = (files.path("tokens"), files.path("own"));
    let apart = Apart::start(&["--tokens", &tokens, "--readers", "tokens", "--service-token-file", &own]);
    let gateway = apart.gateway();

    let rpcs = wait::until("the gateway tells every service", async || {
        let rpcs = described::rpcs(gateway).await;
        let services: BTreeSet<&str> = rpcs.keys().filter_map(|path| path.split('/').nth(1)).collect();
        (services.len() == SERVICES.len() + 3).then_some(rpcs)
    })
    .await;
    let readers = rpcs.values().filter(|required| **required == Requirement::Reader).count();
    assert!(readers > 50, "{readers} calls are readers'");
    for (path, required) in &rpcs {
        let code = call(gateway, path, &[]).await;
        match required {
            Requirement::Public => assert_eq!(code, "0", "{path}"),
            Requirement::Reader
            | Requirement::Staff
            | Requirement::Contributor
            | Requirement::Editor
            | Requirement::Approver
            | Requirement::Operator => assert_eq!(code, "16", "{path} at the gateway"),
        }
    }
    for service in SERVICES {
        let at = apart.address(service);
        for (path, _) in described::rpcs(at).await {
            assert_eq!(call(at, &path, &[]).await, "16", "{path} at {service}");
            assert_eq!(
                call(at, &path, &[("origin", "https://example.org")]).await,
                "16",
                "{path} at {service}"
            );
        }
        for path in ["/v1/measures", "/v1/head:watch", "/v1/revisions", "/nothing"] {
            assert_eq!(web::get(at, path, &[]).await.status, 401, "{path} at {service}");
        }
        assert_eq!(web::get(at, "/readyz", &[]).await.status, 200);
    }

    let report = wait::until("a whole report", async || {
        let answer = web::get(gateway, "/reports/2024.json?lang=en", &[BEARER]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        Some(json(&answer)).filter(|report| report["unconfirmed"].is_null())
    })
    .await;
    let figures = report["figures"].as_array().expect("figures");
    assert!(figures.len() > 300, "{} figures", figures.len());
    let unavailable = figures.iter().filter(|figure| figure["status"] == "FIGURE_STATUS_UNAVAILABLE").count();
    assert_eq!(unavailable, 0);

    let pages = pages(gateway).await;
    assert!(pages.len() > 20, "{pages:?}");
    for kind in ["/figures/", "/reports/2024/pages/", "/services", "/feed.atom"] {
        assert!(pages.iter().any(|path| path.starts_with(kind)), "{kind}: {pages:?}");
    }
    for path in &pages {
        for accept in ["text/html", "application/json", "*/*"] {
            let answer = web::get(gateway, path, &[("accept", accept)]).await;
            assert_eq!(answer.status, 401, "{path}");
        }
    }
    let calendar = web::get(gateway, "/events.ics?period=2024", &[]).await;
    assert_eq!((calendar.status, calendar.header("content-type")), (401, "application/problem+json"));
    assert_eq!(web::get(gateway, "/events.ics?period=2024", &[BEARER]).await.status, 200);
    progress(gateway).await;
}

/// What `results` asks `connectivity` for itself is there.
async fn progress(gateway: SocketAddr) {
    let list = json(&web::get(gateway, "/v1/targets?pageSize=100", &[BEARER, PROGRAM]).await);
    let targets = list["targets"].as_array().expect("targets");
    let mut values = 0;
    for name in targets.iter().filter(|target| target["indicatorKey"].is_string()).map(|one| &one["name"]) {
        let path = format!("/v1/{}:progress?year=2024", name.as_str().expect("a name"));
        let told = json(&web::get(gateway, &path, &[BEARER, PROGRAM]).await);
        assert_ne!(told["value"]["status"], "FIGURE_STATUS_UNAVAILABLE", "{told}");
        values += 1;
    }
    assert!(values > 0, "some target has an indicator");
}

/// A command of `yearbook` that asks a server, with a token or without.
fn asked(server: &Process, arguments: &[&str], token: bool) -> Output {
    let mut program = command("yearbook");
    program.args(arguments).args(["--server", &server.url()]);
    if token {
        program.env("YEARBOOK_TOKEN", READER);
    }
    program.output().expect("it starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_gateway_without_a_token_of_its_own_says_so_and_commands_send_theirs() {
    let files = Files::new();
    let tokens = files.path("tokens");
    let apart = Apart::start(&["--tokens", &tokens, "--readers", "tokens"]);
    let server = apart.gateway_process();
    let status = wait::until("the gateway is refused by all", async || {
        let status = asked(server, &["status"], true);
        let text = String::from_utf8_lossy(&status.stdout).into_owned();
        (text.matches("Unauthenticated").count() == SERVICES.len()).then_some((status.status.code(), text))
    })
    .await;
    assert_eq!(status.0, Some(1));
    assert!(status.1.contains("--service-token-file FILE"), "{}", status.1);
    let stranger = asked(server, &["status"], false);
    assert!(
        String::from_utf8_lossy(&stranger.stdout).contains("--service-token-file FILE"),
        "{}",
        said(&stranger)
    );
    let log = server.log();
    for service in SERVICES {
        let told = log.lines().any(|line| {
            line.contains("ERROR") && line.contains(service) && line.contains("--service-token-file")
        });
        assert!(told, "{service}: {log}");
    }

    let draft = files.path("draft.md");
    std::fs::write(&draft, "# A draft\n\nThere were 105 projects in 2024.\n").expect("it is written");
    let commands: [&[&str]; 7] = [
        &["report", "2024"],
        &["figure", "projects/count?period=2024", "--format", "json"],
        &["figure", "projects/count?period=2024"],
        &["figure", "projects/count?period=2024", "--if", "104"],
        &["check", "2024"],
        &["check", "2024", "--draft", &draft, "--lang", "en"],
        &["compare", "2024", "--from", "live"],
    ];
    for arguments in commands {
        let refused = asked(server, arguments, false);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains("a token is needed"), "{arguments:?}: {}", said(&refused));
        let known = said(&asked(server, arguments, true));
        assert!(!known.contains("a token is needed"), "{arguments:?}: {known}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn all_in_one_process_nobody_needs_a_token_to_ask_itself() {
    let files = Files::new();
    let together = Together::start(&["--tokens", &files.path("tokens"), "--readers", "tokens"]);
    let at = together.address();
    let report = wait::until("a whole report", async || {
        let answer = web::get(at, "/reports/2024.json?lang=en", &[BEARER]).await;
        Some(json(&answer)).filter(|report| report["unconfirmed"].is_null())
    })
    .await;
    assert!(report["figures"].as_array().is_some_and(|figures| figures.len() > 300));
    for path in ["/", "/reports/2024", "/v1/measures", "/figures/projects/count?period=2024"] {
        assert_eq!(web::get(at, path, &[]).await.status, 401, "{path}");
    }
    for (path, required) in described::rpcs(at).await {
        let code = call(at, &path, &[]).await;
        assert!(code == "16" || required == Requirement::Public, "{path}: {code}");
    }
    wait::until("the gateway passes on", async || {
        let projects = web::get(at, "/v1/projects?pageSize=1", &[BEARER, PROGRAM]).await;
        (projects.status == 200).then_some(())
    })
    .await;
    assert_eq!(web::get(at, "/v1/projects?pageSize=1", &[]).await.status, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_browser_sends_the_token_as_the_password_that_it_asks_for() {
    let Some(chromium) = tool("chromium") else { return };
    let files = Files::new();
    let together = Together::start(&["--tokens", &files.path("tokens"), "--readers", "tokens"]);
    let at = together.address();
    let shown = async |who: &str| {
        let profile = tempfile::tempdir().expect("a folder");
        let mut browser = tokio::process::Command::new(&chromium);
        browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]);
        browser.arg("--disable-background-networking");
        browser.arg(format!("--user-data-dir={}", profile.path().display()));
        browser.arg("--dump-dom").arg(format!("http://{who}{at}/figures/projects/count?period=2024&lang=en"));
        let output =
            wait::within(wait::MOST, "the page in a browser", browser.output()).await.expect("it runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let page = shown(&format!("anybody:{READER}@")).await;
    assert!(page.contains(">105<"), "{page}");
    // Nobody is there to whom a browser without a window could show its question.
    let page = shown("").await;
    assert!(!page.contains(">105<"), "{page}");
}
