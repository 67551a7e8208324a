//! The service over the bundle in the binaries: keys that others rely on, and its APIs as a client sees them.

use api::figures::v1::ErrorReason;

use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::projects::v1::project_service_client::ProjectServiceClient;
use api::projects::v1::{
    GetPortfolioRequest, GetProjectRequest, ListFundingLinesRequest, ListProjectsRequest,
};
use figure_service::start::Start;
use kit::channel::{Channel, Target};

async fn channel() -> Channel {
    let start = Start::in_memory(first_bundle::bundle());
    let app = projects::app::build(start).await.expect("the service starts");
    Target::InProcess(app.into_router().await.expect("a router")).channel()
}

async fn figures(channel: Channel, key: &str) -> Vec<proto::Figure> {
    let request = proto::BatchGetFiguresRequest { keys: vec![key.to_owned()], ..Default::default() };
    let answer =
        FigureServiceClient::new(channel).batch_get_figures(request).await.expect("an answer").into_inner();
    match answer.answers.into_iter().next().and_then(|a| a.result) {
        Some(proto::answer::Result::Figures(list)) => list.figures,
        other => panic!("{key}: {other:?}"),
    }
}

/// Key, value, decimals.
const KEYS: [(&str, &str, Option<i32>); 9] = [
    ("projects/count?period=2024", "105", None),
    ("projects/count?area=AFR&period=2024", "17", None),
    ("projects/funding?period=2024", "91800000", Some(-2)),
    ("projects/funding?area=AFR&period=2024&source=partner", "26548500", Some(-2)),
    ("projects/agreements?period=2024", "37", None),
    ("projects/agreement-value?period=2024", "28660000", Some(-4)),
    ("projects/pledges?period=2024-12-31", "956", None),
    ("projects/pledge-value?period=2024-12-31", "54270000000", Some(-7)),
    ("projects/pledge-countries?period=2024", "146", None),
];

#[tokio::test]
async fn the_keys_that_others_rely_on_answer() {
    let channel = channel().await;
    for (key, value, decimals) in KEYS {
        let found = figures(channel.clone(), key).await;
        let [figure] = found.as_slice() else { panic!("{key}: {found:?}") };
        assert_eq!(figure.value.as_ref().map(|v| v.value.as_str()), Some(value), "{key}");
        assert_eq!(figure.decimals, decimals, "{key}");
        assert!(!figure.sources.is_empty(), "{key} has a source");
    }
}

#[tokio::test]
async fn a_register_that_is_complete_is_counted_and_a_partial_one_is_not() {
    let channel = channel().await;
    let count = figures(channel.clone(), "projects/count?period=2024").await;
    assert_eq!((count[0].basis(), count[0].record_count), (proto::Basis::Computed, Some(105)));
    let money = figures(channel.clone(), "projects/funding?period=2024").await;
    assert_eq!((money[0].basis(), money[0].disputed), (proto::Basis::Stated, false));
    let regions = figures(channel, "projects/count?area=itu-region:*&period=2024").await;
    let shown: Vec<_> = regions.iter().filter_map(|f| f.value.as_ref()).map(|v| v.value.as_str()).collect();
    assert_eq!(shown, ["17", "19", "5", "15", "4", "4"]);
}

#[tokio::test]
async fn two_printed_values_that_rounding_does_not_explain_are_disputed() {
    let found = figures(channel().await, "projects/agreement-value?period=2024").await;
    let other = &found[0].alternatives[0];
    assert_eq!(other.value.as_ref().map(|v| v.value.as_str()), Some("28600000"));
    assert!(found[0].disputed && other.disputes);
}

#[tokio::test]
async fn projects_are_listed_by_filter_and_order_and_page() {
    let mut client = ProjectServiceClient::new(channel().await);
    let request = ListProjectsRequest {
        filter: "count > 4 AND period = 2024".into(),
        order_by: "count desc".into(),
        page_size: 2,
        ..Default::default()
    };
    let first = client.list_projects(request.clone()).await.expect("a page").into_inner();
    let areas = |page: &api::projects::v1::ListProjectsResponse| {
        page.projects.iter().map(|p| p.area.clone()).collect::<Vec<_>>()
    };
    assert_eq!(areas(&first), ["MULTI", "AMS"]);
    let next = ListProjectsRequest { page_token: first.next_page_token, ..request };
    let second = client.list_projects(next).await.expect("a page").into_inner();
    assert_eq!(areas(&second), ["AFR", "ASP"]);
    let one = GetProjectRequest { name: first.projects[0].name.clone(), as_of: None };
    assert_eq!(client.get_project(one).await.expect("a project").into_inner(), first.projects[0]);
}

#[tokio::test]
async fn money_is_filtered_exactly_and_ordered_by_its_value() {
    let mut client = ProjectServiceClient::new(channel().await);
    let filter = "source = partner AND amount >= 6667200 AND amount < 26852400".to_owned();
    let request = ListFundingLinesRequest { filter, order_by: "amount desc".into(), ..Default::default() };
    let page = client.list_funding_lines(request).await.expect("a page").into_inner();
    let amounts: Vec<_> = page
        .funding_lines
        .iter()
        .filter_map(|f| f.amount.as_ref()?.value.as_ref())
        .map(|v| v.value.as_str())
        .collect();
    assert_eq!(amounts, ["26548500", "12600300", "6667200"]);
}

#[tokio::test]
async fn what_a_list_does_not_understand_is_named_with_its_place() {
    let mut client = ProjectServiceClient::new(channel().await);
    let mut refused = async |filter: &str, order_by: &str, token: &str| {
        let (filter, order_by, page_token) = (filter.to_owned(), order_by.to_owned(), token.to_owned());
        let request = ListProjectsRequest { filter, order_by, page_token, ..Default::default() };
        client.list_projects(request).await.expect_err("refused").message().to_owned()
    };
    assert_eq!(
        refused("period = 2024 AND aera = AFR", "", "").await,
        "at character 19: rows cannot be filtered by `aera`; did you mean `area`?"
    );
    assert!(
        refused("count = many", "", "")
            .await
            .starts_with("at character 9: `count` is compared with a whole number")
    );
    assert!(
        refused("", "size desc", "").await.starts_with("at character 1: rows cannot be ordered by `size`")
    );
    assert!(refused("", "", "1-2-3").await.contains("start again without one"));
    assert_eq!(
        refused("label = x", "", "").await,
        "at character 1: `label` is a text by language; write label.en"
    );
}

#[tokio::test]
async fn a_portfolio_without_a_year_is_refused_for_the_field() {
    let mut client = ProjectServiceClient::new(channel().await);
    let mut ask = async |period: &str| {
        let request = GetPortfolioRequest { period: period.to_owned(), ..Default::default() };
        kit::errors::reason(&client.get_portfolio(request).await.expect_err("no year"))
    };
    assert_eq!(ask("").await, ErrorReason::FieldRequired);
    assert_eq!(ask("2024-10").await, ErrorReason::FieldInvalid);
}

#[tokio::test]
async fn the_portfolio_has_a_line_for_each_area_and_the_stated_total() {
    let mut client = ProjectServiceClient::new(channel().await);
    let request = GetPortfolioRequest { period: "2024".into(), language: "en".into(), ..Default::default() };
    let portfolio = client.get_portfolio(request).await.expect("a portfolio").into_inner();
    let areas: Vec<_> = portfolio.lines.iter().map(|l| l.area.as_str()).collect();
    assert_eq!(areas, ["AFR", "AMS", "ARB", "ASP", "CIS", "EUR", "MULTI"]);
    let total = portfolio.total.and_then(|t| t.funding).and_then(|f| f.value).map(|v| v.value);
    assert_eq!(total.as_deref(), Some("91800000"));
    let other =
        portfolio.lines[0].sources.iter().find(|s| s.source == "other").and_then(|s| s.funding.as_ref());
    assert_eq!(
        other.map(|f| f.status()),
        Some(proto::FigureStatus::Missing),
        "a source that is not shown is missing, not zero"
    );
}

#[tokio::test]
async fn a_portfolio_of_too_many_areas_or_of_one_twice_is_refused_with_the_field() {
    let mut client = ProjectServiceClient::new(channel().await);
    for (areas, field) in [(vec!["AFR"; 201], "areas:"), (vec!["AFR", "ASP", "AFR"], "areas[2]:")] {
        let areas = areas.into_iter().map(str::to_owned).collect();
        let request = GetPortfolioRequest { period: "2024".into(), areas, ..Default::default() };
        let refused = client.get_portfolio(request).await.expect_err("refused");
        let problem = kit::errors::Problem::of(&refused);
        assert_eq!(
            (problem.status, problem.violations[0].field.as_str()),
            (400, field.trim_end_matches(':'))
        );
    }
}

#[tokio::test]
async fn a_filter_takes_resource_names_as_messages_show_them() {
    let mut client = ProjectServiceClient::new(channel().await);
    let mut lines = async |filter: &str| {
        let request = ListFundingLinesRequest { filter: filter.to_owned(), ..Default::default() };
        client.list_funding_lines(request).await.expect("a page").into_inner().funding_lines
    };
    let all = lines("").await;
    let line = all.first().expect("a line").clone();
    let id = line.project.strip_prefix("projects/").expect("a name").to_owned();
    let of_project = lines(&format!("project = \"{}\"", line.project)).await;
    assert!(!of_project.is_empty() && of_project.iter().all(|l| l.project == line.project));
    assert_eq!(lines(&format!("project = \"{id}\"")).await, of_project);
    assert_eq!(lines(&format!("name = \"{}\"", line.name)).await, std::slice::from_ref(&line));
    assert_eq!(lines(&format!("name != \"{}\"", line.name)).await.len() + 1, all.len());
}
