//! What surrounds a service fails: its disk is full, its database goes away, its clock is set back. What is refused says so, what can be
//! read is read, and when all is well again nobody has to start anything.

use std::net::SocketAddr;

use api::figures::v1 as proto;
use api::figures::v1::ErrorReason;
use api::projects::v1::project_service_client::ProjectServiceClient;
use api::projects::v1::{CreateProjectRequest, GetProjectRequest, Project};
use tonic::{Code, Status};
use yearbook_tests::disk::OnADisk;
use yearbook_tests::grpc::{channel, figures};
use yearbook_tests::process::{self, Process};
use yearbook_tests::tools::{self, postgres::Server};
use yearbook_tests::wait::until;
use yearbook_tests::web;

/// Creates a project, by a request that its number names.
async fn create(at: SocketAddr, number: u32) -> Result<i64, Status> {
    let provenance = proto::Source { document: "ar-2024".to_owned(), ..Default::default() };
    let project = Project {
        area: "AFR".to_owned(),
        period: "2031".to_owned(),
        // So long that a hundred of them need room.
        label: [("en".to_owned(), format!("Project {number}{}", " and more".repeat(300)))].into(),
        provenance: Some(provenance),
        ..Default::default()
    };
    let request = CreateProjectRequest {
        project: Some(project),
        project_id: format!("p{number}"),
        request_id: format!("create-{number}"),
        reason: format!("project {number}"),
        validate_only: false,
    };
    let made = ProjectServiceClient::new(channel(at)).create_project(request).await?;
    Ok(made.into_inner().revision)
}

async fn is_read(at: SocketAddr, number: u32) -> bool {
    let request = GetProjectRequest { name: format!("projects/p{number}"), as_of: None };
    ProjectServiceClient::new(channel(at)).get_project(request).await.is_ok()
}

/// What a write is refused with, which says that the database is the reason.
#[track_caller]
fn refusal(refused: Result<i64, Status>) -> String {
    let status = refused.expect_err("it is refused");
    let reason = kit::errors::reason(&status);
    assert_eq!((status.code(), reason), (Code::Unavailable, ErrorReason::StoreUnavailable), "{status:?}");
    status.message().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_disk_refuses_what_is_written_until_there_is_room() {
    let disk = OnADisk::start("yearbook-projects");
    let at = disk.process.address();
    assert_eq!(create(at, 1).await.expect("there is room"), 2);
    disk.fill();
    // A little may still fit into what is allocated.
    let mut number = 2;
    let refused = loop {
        assert!(number < 500, "nothing is full");
        match create(at, number).await {
            Ok(_) => number += 1,
            refused @ Err(_) => break refused,
        }
    };
    let said = refusal(refused);
    assert!(said.contains("the database cannot be written: its disk"), "{said}");
    assert!(
        said.contains("nothing of the change was kept") && said.contains("send the same request again"),
        "{said}"
    );
    assert!(is_read(at, 1).await && !is_read(at, number).await, "what is there is read");
    assert_eq!(web::get(at, "/readyz", &[]).await.status, 200);
    refusal(create(at, number).await);

    disk.make_room();
    let revision = i64::from(number) + 1;
    assert_eq!(create(at, number).await.expect("the same request is done"), revision, "without a gap");
    assert_eq!(create(at, number).await.expect("once"), revision);
    assert_eq!(create(at, number + 1).await.expect("and the next"), revision + 1);
    let verified = disk.verify();
    assert!(verified.status.success(), "{}", process::said(&verified));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_goes_away_is_told_and_found_again() {
    let Some(mut server) = Server::start() else { return };
    let service = Process::start("yearbook-projects", &["--database-url", &server.database()]);
    let at = service.address();
    assert_eq!(create(at, 1).await.expect("it is there"), 2);
    server.stop();
    let said = refusal(create(at, 2).await);
    assert!(said.contains("does not answer") && said.contains("try again"), "{said}");
    assert!(!said.contains("127.0.0.1"), "nobody outside is told where it is: {said}");
    assert!(!is_read(at, 1).await);
    // Its replicas would all be gone at once, and their callers would not be told why: so it takes requests, and answers them so.
    assert_eq!(web::get(at, "/readyz", &[]).await.status, 200);
    assert!(service.log().contains("the store did not answer"), "{}", service.log());
    server.start_again();
    let again = async || create(at, 2).await.ok();
    assert_eq!(until("the database is found again", again).await, 3, "what was refused is done once");
    assert!(is_read(at, 1).await && is_read(at, 2).await);
    service.stop();
}

/// When a revision was committed, seconds and nanoseconds since 1970.
async fn committed(at: SocketAddr, revision: i64) -> (i64, i32) {
    let request = proto::ListRevisionsRequest { page_size: 10, ..Default::default() };
    let page = figures(at).list_revisions(request).await.expect("a page").into_inner();
    let found = page.revisions.iter().find(|each| each.revision == revision).expect("it is listed");
    let time = found.commit_time.expect("it has a time");
    (time.seconds, time.nanos)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_clock_that_is_set_back_does_not_turn_revisions_around() {
    let Some(faketime) = tools::tool("faketime") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let records = ["--data-dir", folder.path().to_str().expect("UTF-8")];
    let service = Process::start("yearbook-projects", &records);
    assert_eq!(create(service.address(), 1).await.expect("made"), 2);
    let before = committed(service.address(), 2).await;
    service.stop();
    let alone = process::command("yearbook-projects");
    let mut command = std::process::Command::new(faketime);
    command.args(["-f", "-2h"]).arg(alone.get_program()).args(records).env("DONT_FAKE_MONOTONIC", "1");
    command.args(["--listen", "127.0.0.1:0", "--log", "info", "--log-format", "json"]);
    let service = Process::spawn("yearbook-projects", command).ready();
    for number in [2, 3] {
        let revision = create(service.address(), number).await.expect("made");
        // Without the older clock it would be later.
        assert_eq!(committed(service.address(), revision).await, before, "revision {revision}");
    }
}
