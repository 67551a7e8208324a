//! An image is what the Containerfile says, and serves: built without a daemon, run as its user on a read-only root.

use std::io::Write;
use std::process::Command;

use yearbook_tests::image::Workshop;
use yearbook_tests::process::said;
use yearbook_tests::tools::tool;
use yearbook_tests::wait::until;
use yearbook_tests::web;

/// The most that the image may have with the tests' unoptimised binary; a release's is smaller.
const MOST_BYTES: u64 = 125_000_000;
const TAG: &str = "localhost/yearbook:test";

#[tokio::test]
async fn an_image_is_small_the_same_each_time_and_serves_as_its_user_on_a_read_only_root() {
    let Some(grpcurl) = tool("grpcurl") else { return };
    let Some(workshop) = tokio::task::spawn_blocking(Workshop::open).await.expect("it ends") else { return };
    let image = workshop.build("yearbook", TAG);
    let again = workshop.build("yearbook", "localhost/yearbook:again");
    assert_eq!(image.id, again.id, "the same binary and base make the same image");
    let _ = writeln!(std::io::stderr(), "the image has {} bytes", image.bytes);
    assert!(image.bytes < MOST_BYTES, "{}", image.bytes);
    let config = &image.config;
    assert_eq!(config["User"], "65532:65532", "a number, and not root's");
    assert_eq!(config["Labels"]["org.opencontainers.image.licenses"], "Apache-2.0");
    for variable in
        ["YEARBOOK_LISTEN=0.0.0.0:8080", "YEARBOOK_METRICS_LISTEN=0.0.0.0:9090", "YEARBOOK_DATA_DIR=/data"]
    {
        let all = config["Env"].as_array().expect("variables");
        assert!(all.iter().any(|given| given == variable), "{variable}: {all:?}");
    }

    let ports = [("YEARBOOK_LISTEN", "127.0.0.1:0"), ("YEARBOOK_METRICS_LISTEN", "127.0.0.1:0")];
    let process = workshop.start(TAG, &ports, &["serve"]).ready();
    let address = process.address().to_string();
    until("grpc.health.v1 says SERVING", async || {
        let mut check = Command::new(&grpcurl);
        let output = check.args(["-plaintext", &address, "grpc.health.v1.Health/Check"]).output();
        let output = output.expect("grpcurl starts");
        String::from_utf8_lossy(&output.stdout).contains("SERVING").then(|| said(&output))
    })
    .await;
    let report = web::get(process.address(), "/reports/2024", &[]).await;
    assert_eq!(report.status, 200, "{}", process.log());

    let of_process =
        |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", process.id())).expect("it runs");
    let status = of_process("status");
    assert!(status.contains("Uid:\t65532\t65532\t65532\t65532"), "{status}");
    assert!(status.contains("CapEff:\t0000000000000000"), "{status}");
    let mounts = of_process("mountinfo");
    let at_root = mounts.lines().find(|line| line.split(' ').nth(4) == Some("/")).expect("a root");
    assert_eq!(at_root.split(' ').nth(5).map(|options| options.starts_with("ro")), Some(true), "{at_root}");
    process.stop();
}
