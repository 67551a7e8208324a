//! Who is asked for what: requests are made by editors, read by those who have a role, and move no report.

use api::figures::v1::{ErrorReason, ListRevisionsRequest, StateFiguresRequest, Statement};
use api::report::v1 as proto;
use api::report::v1::collection_service_client::CollectionServiceClient;
use interchange::workbook;
use kit::caller::{Callers, Tokens};
use kit::errors::{Problem, reason};
use tonic::{Code, Request};

use crate::fake::Fake;
use crate::harness::{Door, Site, TIMING, imported, over, report, until_confirmed, with_callers};

const EDITOR: &str = "editor-0123456789";
const READER: &str = "reader-0123456789";
const APPROVER: &str = "approver-0123456789";

fn bearing<M>(token: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().expect("ASCII"));
    request
}

fn create(id: &str) -> proto::CreateCollectionRequestRequest {
    proto::CreateCollectionRequestRequest {
        collection_request_id: id.to_owned(),
        collection_request: Some(proto::CollectionRequest {
            year: 2024,
            department: "staff".to_owned(),
            focal_point: "The desk".to_owned(),
            due_date: "1970-01-31".to_owned(),
            ..Default::default()
        }),
        reason: "the yearly round".to_owned(),
        request_id: format!("create-{id}"),
        validate_only: false,
    }
}

#[tokio::test]
async fn statements_go_to_their_services_and_mistakes_come_back_with_their_numbers() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    let door = Door::of(&app).await;
    let one = |key: &str, note: &str| Statement {
        key: key.to_owned(),
        note: note.to_owned(),
        ..Default::default()
    };
    let state = async |statements: Vec<Statement>| {
        let request = StateFiguresRequest { statements, request_id: "one".to_owned(), ..Default::default() };
        door.figures().state_figures(request).await
    };
    let good = vec![one("beta/count?period=2024", ""), one("alpha/count?period=2024", "")];
    let stated = state(good).await.expect("stated").into_inner();
    assert_eq!(stated.changed, ["alpha", "beta"]);
    assert_eq!(stated.revisions.get("beta"), Some(&7));
    let bad = vec![one("beta/count?period=2024", ""), one("alpha/count?period=2024", "wrong")];
    let refused = state(bad).await.expect_err("refused");
    assert_eq!(Problem::of(&refused).violations[0].field, "statements[1].note");
    let nowhere = state(vec![one("omega/count", "")]).await.expect_err("no such service");
    assert_eq!(reason(&nowhere), ErrorReason::ServiceNotFound);
    assert_eq!(state(Vec::new()).await.expect_err("nothing").code(), Code::InvalidArgument);
}

#[tokio::test]
async fn requests_are_made_by_editors_and_read_by_those_who_have_a_role() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let tokens = format!("{EDITOR} eva editor\n{READER} ben reader\n{APPROVER} ada approver\n");
    let callers = Callers::new(Some(Tokens::parse(&tokens).expect("tokens")));
    let services = vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)];
    let app = with_callers(services, TIMING, callers).await;
    until_confirmed(&app, "beta", true).await;
    let (door, site) = (Door::of(&app).await, Site::of(&app).await);
    let mut client = CollectionServiceClient::new(door.channel.clone());
    let refused = client.create_collection_request(bearing(READER, create("staff-2024"))).await;
    assert_eq!(reason(&refused.expect_err("a reader")), ErrorReason::WriteDenied);
    let made = client.create_collection_request(bearing(EDITOR, create("staff-2024"))).await;
    let made = made.expect("created").into_inner();
    let keys: Vec<&str> = made.items.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(keys, ["alpha/count?period=2024", "beta/count?period=2024"], "what is printed, and no list");
    assert_eq!(
        (made.state(), made.open_count, made.update_actor.as_str()),
        (proto::CollectionState::Asked, 2, "eva")
    );
    let again = client.create_collection_request(bearing(EDITOR, create("staff-2024"))).await;
    assert_eq!(again.expect("sent again").into_inner(), made);
    let list = || proto::ListCollectionRequestsRequest::default();
    let read = client.list_collection_requests(bearing(READER, list())).await.expect("listed").into_inner();
    assert_eq!(read.collection_requests[0].update_actor, "", "who did it is for those who may");
    assert_eq!(read.collection_requests[0].focal_point, "The desk");
    let refused = client.list_collection_requests(list()).await.expect_err("nobody");
    assert_eq!((refused.code(), reason(&refused)), (Code::PermissionDenied, ErrorReason::ReadDenied));
    for path in
        ["/reports/2024/collection", "/reports/2024/collection/staff-2024.xlsx", "/v1/collectionRequests"]
    {
        let accept = if path.starts_with("/v1") { "application/json" } else { "text/html" };
        let answer = site.get(path, &[("accept", accept)]).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.text().contains("The desk"), "{path}");
        let token = format!("Bearer {READER}");
        let answer = site.get(path, &[("accept", accept), ("authorization", &token)]).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let token = format!("Bearer {READER}");
    let page = site.get("/reports/2024/collection?lang=en", &[("authorization", &token)]).await;
    for words in ["The desk", "0 of 2", "31 January 1970", "not cleared", "staff-2024.xlsx"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(!page.text().contains("overdue"), "the clock stands before that day");
    let clear = |section: &str| proto::ClearSectionRequest {
        name: format!("reports/2024/sections/{section}"),
        reason: "read".to_owned(),
        request_id: format!("clear-{section}"),
    };
    let refused = client.clear_section(bearing(EDITOR, clear("1"))).await.expect_err("an editor");
    assert_eq!(reason(&refused), ErrorReason::WriteDenied);
    assert!(client.clear_section(bearing(APPROVER, clear("1"))).await.expect("cleared").into_inner().cleared);
}

#[tokio::test]
async fn a_request_moves_no_report_and_a_stale_change_is_refused() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    let door = Door::of(&app).await;
    let mut client = CollectionServiceClient::new(door.channel.clone());
    let before = report(&app).await;
    let made = client.create_collection_request(create("staff-2024")).await.expect("created").into_inner();
    assert_eq!(report(&app).await.revisions, before.revisions);
    let update = |etag: &str, id: &str| proto::UpdateCollectionRequestRequest {
        collection_request: Some(proto::CollectionRequest {
            due_date: "2025-02-28".to_owned(),
            etag: etag.to_owned(),
            ..made.clone()
        }),
        update_mask: Some(api::FieldMask { paths: vec!["due_date".to_owned()] }),
        reason: "a month more".to_owned(),
        request_id: id.to_owned(),
        validate_only: false,
    };
    let stale = client.update_collection_request(update("\"0\"", "stale")).await.expect_err("stale");
    assert_eq!((stale.code(), Problem::of(&stale).metadata.get("etag")), (Code::Aborted, Some(&made.etag)));
    let later = client.update_collection_request(update(&made.etag, "later")).await.expect("updated");
    assert_eq!(later.get_ref().due_date, "2025-02-28");
    assert_eq!(later.get_ref().focal_point, "The desk", "the mask names one field");
    let strange = proto::UpdateCollectionRequestRequest {
        update_mask: Some(api::FieldMask { paths: vec!["state".to_owned()] }),
        ..update("", "strange")
    };
    let refused = client.update_collection_request(strange).await.expect_err("a state is not set");
    assert_eq!(Problem::of(&refused).violations[0].field, "update_mask");
    let listed = door.figures().list_revisions(ListRevisionsRequest::default()).await.expect("listed");
    let revisions = listed.into_inner().revisions;
    assert!(
        revisions.iter().all(|one| one.reason != "a month more"),
        "it is not for everybody: {revisions:?}"
    );
    let workbook = proto::RenderWorkbookRequest { name: made.name.clone(), language: "zh".to_owned() };
    let made_book = client.render_workbook(workbook).await.expect("made").into_inner();
    let (read, mistakes) = workbook::read("x.xlsx", &made_book.content);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert_eq!((read.request.as_str(), read.keys.len()), ("staff-2024", 2));
    let receive = proto::ReceiveWorkbookRequest {
        file_name: "x.xlsx".to_owned(),
        content: made_book.content,
        reason: "back".to_owned(),
        request_id: "receive".to_owned(),
        ..Default::default()
    };
    let refused = client.receive_workbook(receive).await.expect_err("no document of returns");
    assert_eq!(reason(&refused), ErrorReason::CollectionNotReady);
    assert!(refused.message().contains("returns-2024"), "{}", refused.message());
}

#[tokio::test]
async fn a_cleared_section_that_is_printed_otherwise_says_so() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    let door = Door::of(&app).await;
    let mut client = CollectionServiceClient::new(door.channel.clone());
    let clear = proto::ClearSectionRequest {
        name: "reports/2024/sections/1".to_owned(),
        reason: "read".to_owned(),
        request_id: "clear".to_owned(),
    };
    client.clear_section(clear).await.expect("cleared");
    let mut section = async || {
        let request =
            proto::ListSectionClearancesRequest { parent: "reports/2024".to_owned(), ..Default::default() };
        let listed = client.list_section_clearances(request).await.expect("listed").into_inner();
        let one = listed.section_clearances.into_iter().next().expect("a section");
        (one.cleared, one.changed_since, one.reason)
    };
    assert_eq!(section().await, (true, false, "read".to_owned()));
    let narrative = ("narrative/en/1.md", "There were {things} of them by now.\n");
    assert_eq!(imported(&app, "reworded", &[narrative]).await, Vec::<String>::new());
    assert_eq!(section().await, (false, true, "read".to_owned()));
}
