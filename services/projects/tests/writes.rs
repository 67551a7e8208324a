//! Records that are written by calls: what becomes of figures, pages, history and imports.

#[path = "writes/given_up.rs"]
mod given_up;

use std::collections::BTreeSet;

use api::FieldMask;
use api::figures::v1 as proto;
use api::figures::v1::ErrorReason;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::projects::v1::project_service_client::ProjectServiceClient;
use api::projects::v1::{
    BatchCreateFundingLinesRequest, CreateFundingLineRequest, CreateProjectRequest, DeleteProjectRequest,
    FundingLine, GetProjectRequest, ListProjectsRequest, Project, UpdateProjectRequest,
};
use figure_service::start::Start;
use kit::channel::{Channel, Target};
use tonic::Code;

async fn channel() -> Channel {
    let start = Start::in_memory(first_bundle::bundle());
    let app = projects::app::build(start).await.expect("the service starts");
    Target::InProcess(app.into_router().await.expect("a router")).channel()
}

type Client = ProjectServiceClient<Channel>;

fn project(area: &str) -> Project {
    Project {
        area: area.to_owned(),
        period: "2024".to_owned(),
        label: [("en".to_owned(), "A new one".to_owned())].into(),
        provenance: Some(proto::Source { document: "ar-2024".to_owned(), ..Default::default() }),
        ..Project::default()
    }
}

fn create(id: &str, project: Project) -> CreateProjectRequest {
    CreateProjectRequest {
        project: Some(project),
        project_id: id.to_owned(),
        request_id: format!("create-{id}"),
        reason: "it was forgotten".to_owned(),
        validate_only: false,
    }
}

fn update(project: Project, paths: &[&str], request_id: &str) -> UpdateProjectRequest {
    UpdateProjectRequest {
        project: Some(project),
        update_mask: Some(FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }),
        request_id: request_id.to_owned(),
        reason: "it was wrong".to_owned(),
        ..UpdateProjectRequest::default()
    }
}

fn delete(name: &str, request_id: &str) -> DeleteProjectRequest {
    DeleteProjectRequest {
        name: name.to_owned(),
        request_id: request_id.to_owned(),
        reason: "it was counted twice".to_owned(),
        ..DeleteProjectRequest::default()
    }
}

async fn value(channel: &Channel, key: &str, as_of: Option<proto::AsOf>) -> String {
    let request = proto::BatchGetFiguresRequest { keys: vec![key.to_owned()], as_of, ..Default::default() };
    let answer =
        FigureServiceClient::new(channel.clone()).batch_get_figures(request).await.expect("an answer");
    match answer.into_inner().answers.remove(0).result {
        Some(proto::answer::Result::Figures(list)) => {
            list.figures[0].value.clone().map(|value| value.value).unwrap_or_default()
        }
        other => panic!("{key}: {other:?}"),
    }
}

fn revision(revision: i64) -> Option<proto::AsOf> {
    Some(proto::AsOf { point: Some(proto::as_of::Point::Revision(revision)) })
}

const COUNT: &str = "projects/count?area=AFR&period=2024";

#[tokio::test]
async fn figures_move_with_records_and_earlier_states_stay() {
    let channel = channel().await;
    let mut client = Client::new(channel.clone());
    let made = client.create_project(create("one-more", project("AFR"))).await.expect("made").into_inner();
    assert_eq!((made.name.as_str(), made.revision), ("projects/one-more", 2));
    assert_eq!(value(&channel, COUNT, None).await, "18");
    assert_eq!(value(&channel, COUNT, revision(1)).await, "17");

    let moved = Project { area: "ARB".to_owned(), ..made.clone() };
    let moved = client.update_project(update(moved, &["area"], "move")).await.expect("moved").into_inner();
    assert_eq!((moved.area.as_str(), moved.period.as_str(), moved.revision), ("ARB", "2024", 3));
    assert_eq!(value(&channel, COUNT, None).await, "17");

    client.delete_project(delete(&made.name, "delete")).await.expect("deleted");
    let gone = GetProjectRequest { name: made.name.clone(), as_of: None };
    assert_eq!(client.get_project(gone).await.expect_err("gone").code(), Code::NotFound);
    let before = GetProjectRequest { name: made.name.clone(), as_of: revision(2) };
    assert_eq!(client.get_project(before).await.expect("as it was").into_inner(), made);
    assert_eq!(value(&channel, "projects/count?period=2024", None).await, "105");
}

#[tokio::test]
async fn a_figures_history_says_who_wrote_and_why_and_the_head_is_told() {
    let channel = channel().await;
    let mut figures = FigureServiceClient::new(channel.clone());
    let mut head =
        figures.watch_head(proto::WatchHeadRequest::default()).await.expect("followed").into_inner();
    let mut next = async || head.message().await.expect("a stream").and_then(|m| m.event).expect("an event");
    assert_eq!(next().await.revision, 1);
    Client::new(channel).create_project(create("one-more", project("AFR"))).await.expect("made");
    let told = next().await;
    assert_eq!(told.revision, 2);
    assert!(told.measures.contains(&"count".to_owned()), "{told:?}");
    let request = proto::ListFigureRevisionsRequest { key: COUNT.to_owned(), ..Default::default() };
    let history = figures.list_figure_revisions(request).await.expect("a history").into_inner();
    let last = &history.figure_revisions[0];
    assert_eq!((last.revision, last.actor.as_str(), last.reason.as_str()), (2, "local", "it was forgotten"));
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_with_its_field() {
    let mut client = Client::new(channel().await);
    let wrong = Project {
        area: "AFRICA".to_owned(),
        period: "last year".to_owned(),
        label: [("zh".to_owned(), "新".to_owned())].into(),
        provenance: None,
        ..Project::default()
    };
    let request = CreateProjectRequest { reason: String::new(), ..create("a/b", wrong) };
    let refused = client.create_project(request).await.expect_err("refused");
    let problem = kit::errors::Problem::of(&refused);
    let fields: BTreeSet<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    let expected = [
        "project.area",
        "project.label.en",
        "project.period",
        "project.provenance.document",
        "project_id",
        "reason",
    ];
    assert_eq!(fields, expected.into(), "{problem:?}");
    let area = problem.violations.iter().find(|v| v.field == "project.area").expect("told");
    assert!(area.description.contains("there is no area `AFRICA`"), "{area:?}");
}

#[tokio::test]
async fn a_project_with_funding_is_not_deleted_under_it() {
    let mut client = Client::new(channel().await);
    let request = api::projects::v1::ListFundingLinesRequest { page_size: 1, ..Default::default() };
    let lines = client.list_funding_lines(request).await.expect("a page").into_inner().funding_lines;
    let refused = client.delete_project(delete(&lines[0].project, "delete")).await.expect_err("in use");
    assert_eq!(
        (refused.code(), kit::errors::reason(&refused)),
        (Code::FailedPrecondition, ErrorReason::RecordInUse)
    );
    let id = lines[0].name.strip_prefix("fundingLines/").expect("a name");
    assert!(refused.message().contains(id), "{}", refused.message());
}

fn line(id: &str, project: &str, amount: &str) -> CreateFundingLineRequest {
    let value = Some(api::Decimal { value: amount.to_owned() });
    CreateFundingLineRequest {
        funding_line: Some(FundingLine {
            project: project.to_owned(),
            source: "partner".to_owned(),
            period: "2024".to_owned(),
            amount: Some(proto::Quantity { value, unit: "CHF".to_owned(), ..Default::default() }),
            provenance: Some(proto::Source { document: "ar-2024".to_owned(), ..Default::default() }),
            ..FundingLine::default()
        }),
        funding_line_id: id.to_owned(),
        ..CreateFundingLineRequest::default()
    }
}

fn batch(requests: Vec<CreateFundingLineRequest>) -> BatchCreateFundingLinesRequest {
    let (request_id, reason) = ("batch".to_owned(), "the year's money".to_owned());
    BatchCreateFundingLinesRequest { requests, request_id, reason, validate_only: false }
}

#[tokio::test]
async fn a_batch_is_one_revision_or_nothing() {
    let mut client = Client::new(channel().await);
    let project = client.create_project(create("p", project("AFR"))).await.expect("made").into_inner().name;
    let requests =
        vec![line("a", &project, "10.50"), line("", &project, "20"), line("c", "projects/nobody", "3x")];
    let refused = client.batch_create_funding_lines(batch(requests.clone())).await.expect_err("refused");
    let fields: Vec<String> =
        kit::errors::Problem::of(&refused).violations.into_iter().map(|v| v.field).collect();
    let at = |field: &str| format!("requests[2].funding_line.{field}");
    assert_eq!(fields, [at("project"), at("amount.value")], "{}", refused.message());

    let written = client.batch_create_funding_lines(batch(requests[..2].to_vec())).await.expect("written");
    let lines = written.into_inner().funding_lines;
    assert_eq!(lines.iter().map(|line| line.revision).collect::<Vec<_>>(), [3, 3]);
    let amounts: Vec<_> =
        lines.iter().filter_map(|l| l.amount.as_ref()?.value.as_ref()).map(|v| &v.value).collect();
    assert_eq!(amounts, ["10.5", "20"]);
    let again = client.batch_create_funding_lines(batch(requests[..2].to_vec())).await.expect("again");
    assert_eq!(again.into_inner().funding_lines, lines, "the first answer again, made ids among it");

    let none = client.batch_create_funding_lines(batch(Vec::new())).await.expect_err("none");
    assert!(none.message().contains("1 to 1000"), "{}", none.message());
    let twice = vec![line("d", &project, "1"), line("d", &project, "2")];
    let request = BatchCreateFundingLinesRequest { request_id: "twice".to_owned(), ..batch(twice) };
    let twice = client.batch_create_funding_lines(request).await.expect_err("twice");
    assert!(twice.message().starts_with("requests[1].funding_line_id"), "{}", twice.message());
}

#[tokio::test]
async fn of_two_changes_of_one_state_one_wins_and_the_other_learns_the_current_tag() {
    let channel = channel().await;
    let made = Client::new(channel.clone()).create_project(create("p", project("AFR"))).await.expect("made");
    let made = made.into_inner();
    let change = |area: &str, request: &str| {
        let (mut client, request) = (
            Client::new(channel.clone()),
            update(Project { area: area.to_owned(), ..made.clone() }, &["area"], request),
        );
        async move { client.update_project(request).await.map(tonic::Response::into_inner) }
    };
    let (one, other) = tokio::join!(change("ARB", "one"), change("EUR", "other"));
    let (won, lost) = match (one, other) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        both => panic!("one wins: {both:?}"),
    };
    assert_eq!((lost.code(), kit::errors::reason(&lost)), (Code::Aborted, ErrorReason::Conflict));
    assert_eq!(kit::errors::Problem::of(&lost).metadata.get("etag"), Some(&won.etag));
}

#[tokio::test]
async fn pages_of_a_list_hold_every_record_once_while_others_write() {
    let channel = channel().await;
    let mut client = Client::new(channel.clone());
    let all = ListProjectsRequest { page_size: 1_000, order_by: "id".to_owned(), ..Default::default() };
    let names = |page: &api::projects::v1::ListProjectsResponse| {
        page.projects.iter().map(|project| project.name.clone()).collect::<Vec<_>>()
    };
    let before = names(&client.list_projects(all.clone()).await.expect("a page").into_inner());
    let (mut found, mut token) = (Vec::new(), String::new());
    for number in 0.. {
        let request = ListProjectsRequest { page_size: 2, page_token: token, ..all.clone() };
        let page = client.list_projects(request).await.expect("a page").into_inner();
        found.extend(names(&page));
        // Before, among and behind what is still to come; and one that is still to come goes.
        for id in [format!("a-{number}"), format!("z-{number}")] {
            client.create_project(create(&id, project("AFR"))).await.expect("made");
        }
        if number == 1 {
            client.delete_project(delete("projects/a-0", "delete")).await.expect("deleted");
        }
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(found, before);
}
