//! A power cut during an import: each service has all of its part or nothing, the gateway's part is the last, and the same
//! command again completes it without touching what is there.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::LazyLock;

use bytes::Bytes;
use interchange::Bundle;
use tempfile::TempDir;
use yearbook_tests::arrangement::{Apart, Together};
use yearbook_tests::binaries::first_bundle;
use yearbook_tests::process::{Process, command, run, said};
use yearbook_tests::proxy::{Pace, Proxy};
use yearbook_tests::wait::until;
use yearbook_tests::{SERVICES, report, web};

/// Starts over nothing, and is written to by an import only.
const EMPTY: [&str; 2] = ["--bundle", "none"];

/// The report of an import that nothing cut off, its revisions among it.
async fn expected() -> Bytes {
    let whole = Together::start(&[]);
    report::whole(whole.address(), "en").await
}

/// How many bytes of files each part has, in the order in which they are written: the gateway's last.
static PARTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let bundle: Bundle = first_bundle::bundle();
    let size = |owner: &str| bundle.part(owner).values().map(|bytes| bytes.len() as u64).sum();
    SERVICES.into_iter().chain(["gateway"]).map(size).collect()
});

/// How many bytes went when half of a part is sent to be checked.
fn checking(part: usize) -> u64 {
    PARTS[..part].iter().sum::<u64>() + PARTS[part] / 2
}

/// How many bytes went when half of a part is sent to be written; every part is checked before the first is written.
fn writing(part: usize) -> u64 {
    PARTS.iter().sum::<u64>() + checking(part)
}

/// `yearbook import` of the first bundle into a server.
fn import(proxy: &Proxy) -> Child {
    let mut command = command("yearbook");
    command.arg("import").arg(first_bundle()).args(["--server", &format!("http://{}", proxy.address())]);
    // What it says of the server that dies under it is not of interest.
    command.stderr(Stdio::null()).spawn().expect("it starts")
}

/// Imports as far as `cut` says, and ends everything at once. What is left is the folder.
async fn cut_off(cut: impl AsyncFnOnce(&Together, &Proxy)) -> TempDir {
    let server = Together::start(&EMPTY);
    let proxy = Proxy::before(server.address(), Pace::Held).await;
    let mut import = import(&proxy);
    cut(&server, &proxy).await;
    let data = server.kill();
    import.kill().expect("it waits for an answer");
    import.wait().expect("it can be waited for");
    data
}

/// Which services have their part.
async fn written(server: &Together) -> Vec<bool> {
    let mut written = Vec::new();
    for service in SERVICES {
        let heard = async || report::state(server.address(), service).await.revision;
        let revision = until(&format!("{service} is heard"), heard).await;
        assert!(revision <= 1, "{service}: one import makes one revision, and not {revision}");
        written.push(revision == 1);
    }
    let content = web::get(server.address(), "/reports/2024.json", &[]).await;
    written.push(content.status == 200);
    written
}

/// The same command completes what is there, and touches nothing that is.
async fn completes(gateway: SocketAddr, expected: &Bytes) {
    let (bundle, url) = (first_bundle(), format!("http://{gateway}"));
    let completed = run(&["import", bundle.to_str().expect("UTF-8"), "--server", &url], Path::new("."));
    assert!(completed.status.success(), "{}", said(&completed));
    let now = report::whole(gateway, "en").await;
    assert!(now == *expected, "the report and its revisions are those of an import that nothing cut off");
}

/// What is left is whole parts, in their order, and the same command completes it.
async fn is_completed(data: TempDir, expected: &Bytes) -> usize {
    let server = Together::over(data, &EMPTY);
    let written = written(&server).await;
    let parts = written.iter().filter(|is| **is).count();
    assert!(written.iter().skip(parts).all(|is| !is), "parts are written in order: {written:?}");
    completes(server.address(), expected).await;
    parts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_that_is_cut_off_leaves_whole_parts_and_is_completed_by_the_same_command() {
    let expected = expected().await;
    let (projects, gateway) = (3, SERVICES.len());
    let cuts = [
        ("while parts are checked", checking(projects), 0),
        ("before the first service", writing(0), 0),
        ("between two services", writing(2), 2),
        ("before the gateway's part", writing(gateway), gateway),
    ];
    for (when, bytes, parts) in cuts {
        let cut = async |_: &Together, proxy: &Proxy| {
            proxy.pace(Pace::Until(bytes));
            proxy.until_sent(bytes).await;
        };
        assert_eq!(is_completed(cut_off(cut).await, &expected).await, parts, "{when}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cut_while_a_part_is_written_leaves_all_of_it_or_nothing() {
    let expected = expected().await;
    for (service, part) in [("connectivity", 0), ("results", 4), ("gateway", 5)] {
        let cut = async |server: &Together, proxy: &Proxy| {
            // Up to the middle of the part everything else is done; what grows from then on is this part's.
            proxy.pace(Pace::Until(writing(part)));
            proxy.until_sent(writing(part)).await;
            let log = log_of(server.folder(), service);
            let before = size(&log);
            proxy.pace(Pace::Fast);
            while size(&log) == before {
                tokio::task::yield_now().await;
            }
        };
        let parts = is_completed(cut_off(cut).await, &expected).await;
        assert!((part..=SERVICES.len() + 1).contains(&parts), "{service}: {parts} parts are there");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_service_that_dies_during_an_import_fails_it_and_the_same_command_completes_it() {
    let expected = expected().await;
    let mut apart = Apart::start(&EMPTY);
    let proxy = Proxy::before(apart.gateway(), Pace::Held).await;
    let mut import = import(&proxy);
    let membership = 2;
    proxy.pace(Pace::Until(writing(membership)));
    proxy.until_sent(writing(membership)).await;
    apart.kill(SERVICES[membership]);
    proxy.pace(Pace::Fast);
    let ended = import.wait().expect("it can be waited for");
    assert!(!ended.success(), "the import says that it was cut off");
    let content = web::get(apart.gateway(), "/reports/2024.json", &[]).await;
    assert_eq!(content.status, 404, "the gateway's part is the last");
    apart.restart(SERVICES[membership]);
    completes(apart.gateway(), &expected).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_first_start_that_is_cut_off_is_completed_by_the_next() {
    let expected = expected().await;
    for service in ["events", "gateway"] {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().to_str().expect("UTF-8");
        let starting = Process::begin("yearbook", &["serve", "--data-dir", folder]);
        let log = log_of(data.path(), service);
        let written = async || (size(&log) > 0).then_some(());
        until(&format!("{service} writes"), written).await;
        starting.kill();
        let again = Together::over(data, &[]);
        let now = report::whole(again.address(), "en").await;
        assert!(now == expected, "{service}: the report is that of a start that nothing cut off");
    }
}

/// Where a service's changes are written first.
fn log_of(data: &Path, service: &str) -> PathBuf {
    data.join(format!("{service}.sqlite-wal"))
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |found| found.len())
}
