//! Two replicas of one service on one PostgreSQL database: what one writes the other reads, and one that dies leaves nothing half.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use api::figures::v1 as proto;
use interchange::Bundle;
use proto::import_part_request::Content;
use yearbook_tests::grpc::figures;
use yearbook_tests::process::{Process, command, said};
use yearbook_tests::tools::postgres;
use yearbook_tests::wait::{until, within};

const SERVICE: &str = "projects";
const KEY: &str = "projects/count?period=2024";

/// A replica over a database, loaded with nothing.
fn replica(url: &str) -> Process {
    Process::start("yearbook-projects", &["--database-url", url, "--bundle", "none"])
}

fn part() -> BTreeMap<String, Vec<u8>> {
    let bundle: Bundle = first_bundle::bundle();
    bundle.part(SERVICE).into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect()
}

/// Imports the first bundle's part by a replica.
async fn import(at: SocketAddr) -> Result<proto::ImportOutcome, tonic::Status> {
    let files = part();
    let announced = files.iter().map(|(name, bytes)| proto::PartFile {
        name: name.clone(),
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    });
    let header = proto::ImportHeader {
        service: SERVICE.to_owned(),
        files: announced.collect(),
        request_id: "the-first".to_owned(),
        reason: "records of the year".to_owned(),
        ..Default::default()
    };
    let mut contents = vec![Content::Header(header)];
    for (name, bytes) in &files {
        for data in bytes.chunks(1 << 20) {
            contents
                .push(Content::Chunk(proto::FileChunk { name: name.clone(), data: data.to_vec().into() }));
        }
    }
    let messages = contents.into_iter().map(|content| proto::ImportPartRequest { content: Some(content) });
    let messages: Vec<_> = messages.collect();
    let answer = figures(at).import_part(tokio_stream::iter(messages)).await?.into_inner();
    Ok(answer.outcome.unwrap_or_default())
}

/// The count of projects at least as of a revision.
async fn count(at: SocketAddr, revision: i64) -> Result<String, tonic::Status> {
    let request = proto::BatchGetFiguresRequest {
        keys: vec![KEY.to_owned()],
        min_revision: [(SERVICE.to_owned(), revision)].into(),
        ..Default::default()
    };
    let answer = figures(at).batch_get_figures(request).await?.into_inner();
    let found = match answer.answers.into_iter().next().and_then(|answer| answer.result) {
        Some(proto::answer::Result::Figures(list)) => list.figures,
        other => panic!("{KEY}: {other:?}"),
    };
    Ok(found.iter().filter_map(|figure| figure.value.as_ref()).map(|value| value.value.clone()).collect())
}

/// Whether somebody holds a table against writers.
async fn is_held(url: &str) -> Option<()> {
    let sql = "SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock' AND relation = 'stated'::regclass AND granted";
    (postgres::run(url, sql) != "0").then_some(())
}

/// Whether a replica is in the midst of writing rows: held there by whoever holds a table.
async fn is_writing(url: &str) -> Option<()> {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' \
               AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO%'";
    (postgres::run(url, sql) != "0").then_some(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_one_replica_writes_the_other_reads_within_a_second() {
    let Some(url) = postgres::database() else { return };
    let starting =
        [(); 2].map(|()| Process::begin("yearbook-projects", &["--database-url", &url, "--bundle", "none"]));
    let [one, two] = starting.map(yearbook_tests::process::Starting::ready);
    let mut watched = figures(two.address()).watch_head(proto::WatchHeadRequest::default()).await;
    let heads = watched.as_mut().expect("heads").get_mut();
    let outcome = import(one.address()).await.expect("an outcome");
    assert_eq!((outcome.revision, outcome.changed), (1, true));
    let heard = async {
        while let Some(head) = heads.message().await.expect("a head") {
            if head.event.is_some_and(|event| event.revision == 1) {
                return;
            }
        }
        panic!("the stream of heads ended");
    };
    within(Duration::from_secs(1), "the other replica tells the head", heard).await;
    let read = within(Duration::from_secs(1), "a revision is waited for", count(two.address(), 1)).await;
    assert_eq!(read.expect("a figure"), "105");
    let again = import(two.address()).await.expect("an outcome");
    assert_eq!(
        (again.revision, again.changed),
        (1, true),
        "the same request gets the first answer, from any replica"
    );
    for replica in [one, two] {
        replica.stop();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_replica_that_dies_while_it_writes_leaves_nothing_half() {
    for killed in [true, false] {
        let Some(url) = postgres::database() else { return };
        let (one, two) = (replica(&url), replica(&url));
        // Somebody else's lock holds the writer in the midst of its rows.
        let lock = "BEGIN; LOCK TABLE stated IN SHARE MODE; SELECT pg_sleep(60)";
        let held = postgres::hold(&url, lock);
        until("the table is held", async || is_held(&url).await).await;
        let at = one.address();
        let import_at_one = tokio::spawn(async move { import(at).await });
        until("the import writes", async || is_writing(&url).await).await;
        if killed {
            one.kill();
        } else {
            let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                       WHERE datname = current_database() AND query LIKE 'INSERT INTO%' AND pid <> pg_backend_pid()";
            assert_ne!(postgres::run(&url, end), "0");
        }
        let failed = import_at_one.await.expect("it ends").expect_err("it was cut off");
        assert_eq!(failed.code(), tonic::Code::Unavailable, "{failed:?}");
        drop(held);
        assert_eq!(postgres::run(&url, "SELECT revision FROM head"), "0");
        let outcome = import(two.address()).await.expect("the other replica takes over");
        assert_eq!((outcome.revision, outcome.changed), (1, true));
        assert_eq!(count(two.address(), 1).await.expect("a figure"), "105");
    }
}

#[test]
fn one_address_does_not_do_for_all_services() {
    let url = "postgres://ana:secret@127.0.0.1:1/projects";
    let ended =
        command("yearbook").args(["serve", "--listen", "127.0.0.1:0", "--database-url", url]).output();
    let said = said(&ended.expect("it starts"));
    assert!(said.contains("serve each service alone on a database of its own"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn a_password_is_in_no_message() {
    let Some(url) = postgres::database() else { return };
    let role = "DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
    postgres::run(&url, role);
    let url = url.replace("yearbook@", "guarded:secret@");
    let mut serve = command("yearbook-projects");
    let ended =
        serve.args(["--listen", "127.0.0.1:0", "--log", "trace"]).env("YEARBOOK_DATABASE_URL", url).output();
    let said = said(&ended.expect("it starts"));
    assert!(said.contains("the server does not let the role in") && !said.contains("secret"), "{said}");
}

#[test]
fn a_database_is_looked_through_by_its_url() {
    let Some(url) = postgres::database() else { return };
    let verify = |url: &str| {
        let ended = command("yearbook").args(["verify", "--database-url", url]).output().expect("it starts");
        (ended.status.code(), said(&ended))
    };
    let (code, told) = verify(&url);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("the database holds no store"), "{told}");
    let served = Process::start("yearbook-projects", &["--database-url", &url]);
    let (code, told) = verify(&url);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("projects  revision 1  sound"), "beside the service: {told}");
    served.stop();
    postgres::run(&url, "UPDATE revisions SET revision = 2; UPDATE head SET revision = 2");
    let (code, told) = verify(&url);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("projects  revision 2  damaged"), "{told}");
    assert!(told.contains("the revision before is missing: 2"), "{told}");
}
