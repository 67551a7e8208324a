//! What the database gives up in favour of another change is made again, and told where that never ends.

use api::projects::v1::ListProjectsRequest;
use figure_service::start::Start;
use kit::channel::{Channel, Target};
use store::{Location, PostgresUrl};
use test_tools::postgres;
use tonic::Code;

use super::{Client, create, project};

/// The service over a new database; the URL of that.
async fn started() -> Option<(Channel, String)> {
    let url = postgres::database()?;
    let location = Location::Postgres(PostgresUrl::parse(&url).expect("a URL"));
    let start = Start { location, ..Start::in_memory(first_bundle::bundle()) };
    let app = projects::app::build(start).await.expect("the service starts");
    Some((Target::InProcess(app.into_router().await.expect("a router")).channel(), url))
}

/// From now on the database gives up the first `times` transactions that insert into a table, as it would a serialization failure: at once,
/// or at their commit.
fn give_up(url: &str, table: &str, at_commit: bool, times: u32) {
    let when = if at_commit { "CONSTRAINT TRIGGER given_up AFTER" } else { "TRIGGER given_up BEFORE" };
    let how = if at_commit { "DEFERRABLE INITIALLY DEFERRED" } else { "" };
    for statement in [
        "DROP SEQUENCE IF EXISTS attempts; CREATE SEQUENCE attempts".to_owned(),
        format!(
            "CREATE OR REPLACE FUNCTION give_up() RETURNS trigger AS $$ BEGIN IF nextval('attempts') <= {times} THEN \
             RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
        ),
        format!("CREATE {when} INSERT ON {table} {how} FOR EACH ROW EXECUTE FUNCTION give_up()"),
    ] {
        postgres::run(url, &statement);
    }
}

fn attempts(url: &str) -> String {
    postgres::run(url, "SELECT last_value FROM attempts").trim().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_up_is_made_again_as_one_revision() {
    for (table, at_commit) in [("projects", false), ("requests", false), ("revisions", true)] {
        let Some((channel, url)) = started().await else { return };
        give_up(&url, table, at_commit, 3);
        let mut client = Client::new(channel);
        let made =
            client.create_project(create("one-more", project("AFR"))).await.expect("made at the fourth time");
        assert_eq!((made.into_inner().revision, attempts(&url).as_str()), (2, "4"), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_up_for_ever_is_told_and_nothing_is_kept() {
    let Some((channel, url)) = started().await else { return };
    give_up(&url, "revisions", true, 1_000);
    let mut client = Client::new(channel);
    let refused = client.create_project(create("one-more", project("AFR"))).await.expect_err("given up");
    assert_eq!(refused.code(), Code::Unavailable);
    assert!(refused.message().contains("send the same request again"), "{refused}");
    assert_eq!(attempts(&url), "6");
    let filter = "name = \"projects/one-more\"".to_owned();
    let listed = client.list_projects(ListProjectsRequest { filter, ..Default::default() }).await;
    let listed = listed.expect("a list").into_inner();
    assert_eq!((listed.projects, listed.revision), (Vec::new(), 1));
    postgres::run(&url, "DROP TRIGGER given_up ON revisions");
    let made =
        client.create_project(create("one-more", project("AFR"))).await.expect("the same request again");
    assert_eq!(made.into_inner().revision, 2);
}
