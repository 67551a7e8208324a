//! One story in every arrangement: the file of the report is the same, byte for byte.

use api::report::v1::GetReportRequest;
use yearbook_tests::arrangement::{Apart, Together};
use yearbook_tests::process::{run, said};
use yearbook_tests::{grpc, report, web};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_process_and_six_give_the_same_report() {
    let (together, apart) = (Together::start(&[]), Apart::start(&[]));
    for language in ["en", "zh"] {
        let one = report::whole(together.address(), language).await;
        let six = report::whole(apart.gateway(), language).await;
        assert!(one == six, "{language}: the files differ: {}", difference(&one, &six));
        let path = format!("/reports/2024/pages/events?lang={language}");
        let page = web::get(together.address(), &path, &[]).await;
        let same = web::get(apart.gateway(), &path, &[]).await;
        assert_eq!((page.status, page.body == same.body), (200, true), "{path}: the pages differ");
        for gateway in [together.address(), apart.gateway()] {
            let request = GetReportRequest { name: "reports/2024".into(), language: language.into() };
            let called = grpc::reports(gateway).get_report(request).await.expect("a report").into_inner();
            assert_eq!(called, report::message(&one), "{language}: gRPC and HTTP say the same");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn files_and_postgresql_give_the_same_report() {
    let Some(apart) = Apart::in_postgresql() else { return };
    let together = Together::start(&[]);
    for language in ["en", "zh"] {
        let one = report::whole(together.address(), language).await;
        let six = report::whole(apart.gateway(), language).await;
        assert!(one == six, "{language}: the files differ: {}", difference(&one, &six));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_command_writes_what_a_server_serves() {
    let together = Together::start(&[]);
    let served = report::whole(together.address(), "zh").await;
    let (folder, url) = (tempfile::tempdir().expect("a folder"), together.process.url());
    let report = ["report", "2024", "--lang", "zh", "--format", "json", "-o", "report.json"];
    for from in [&["--server", url.as_str()][..], &[]] {
        let ended = run(&[&report[..], from].concat(), folder.path());
        assert!(ended.status.success(), "{}", said(&ended));
        let written = std::fs::read(folder.path().join("report.json")).expect("it was written");
        assert!(written == served, "{from:?}: the files differ: {}", difference(&served, &written));
    }
}

/// Where two files begin to differ.
fn difference(one: &[u8], other: &[u8]) -> String {
    let at = one.iter().zip(other).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
    let near = |bytes: &[u8]| {
        let piece = bytes.get(at.saturating_sub(60)..).unwrap_or_default();
        String::from_utf8_lossy(&piece[..piece.len().min(160)]).into_owned()
    };
    format!("at byte {at}:\n{}\n{}", near(one), near(other))
}
