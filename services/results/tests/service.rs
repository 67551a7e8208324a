//! The service over the bundle in the binaries: keys that others rely on, and its APIs as a client sees them.

use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::results::v1::results_service_client::ResultsServiceClient;
use api::results::v1::{
    GetEnablerRequest, GetGoalRequest, GetMandateRequest, GetOutputRequest, GetTargetRequest,
    ListEnablersRequest, ListGoalsRequest, ListMandatesRequest, ListOutputsRequest, ListTargetsRequest,
};
use figure_service::start::Start;
use kit::channel::{Channel, Target};

async fn channel() -> Channel {
    let start = Start::in_memory(first_bundle::bundle());
    let app = results::app::build(start, None).await.expect("the service starts");
    Target::InProcess(app.into_router().await.expect("a router")).channel()
}

async fn client() -> ResultsServiceClient<Channel> {
    ResultsServiceClient::new(channel().await)
}

#[tokio::test]
async fn the_keys_that_others_rely_on_answer() {
    let key = "results/itu-t-recommendations?period=2024".to_owned();
    let request = proto::BatchGetFiguresRequest { keys: vec![key], ..Default::default() };
    let mut client = FigureServiceClient::new(channel().await);
    let answer = client.batch_get_figures(request).await.expect("an answer").into_inner();
    let Some(proto::answer::Result::Figures(list)) = &answer.answers[0].result else { panic!("{answer:?}") };
    let [figure] = list.figures.as_slice() else { panic!("{list:?}") };
    assert_eq!(figure.value.as_ref().map(|v| v.value.as_str()), Some("412"));
    assert_eq!((figure.decimals, figure.disputed, figure.sources.len()), (None, false, 3));
}

#[tokio::test]
async fn every_record_of_the_framework_is_listed_and_found_by_its_name() {
    let mut client = client().await;
    let goals = client.list_goals(ListGoalsRequest::default()).await.expect("a page").into_inner().goals;
    let outputs =
        client.list_outputs(ListOutputsRequest::default()).await.expect("a page").into_inner().outputs;
    let enablers =
        client.list_enablers(ListEnablersRequest::default()).await.expect("a page").into_inner().enablers;
    let mandates =
        client.list_mandates(ListMandatesRequest::default()).await.expect("a page").into_inner().mandates;
    let targets =
        client.list_targets(ListTargetsRequest::default()).await.expect("a page").into_inner().targets;
    let counts = [goals.len(), targets.len(), outputs.len(), enablers.len(), mandates.len()];
    assert_eq!(counts, [2, 12, 24, 13, 30]);
    let (name, as_of) = (goals[0].name.clone(), None);
    let found = client.get_goal(GetGoalRequest { name, as_of: as_of.clone() }).await;
    assert_eq!(found.expect("a goal").into_inner(), goals[0]);
    let (name, as_of) = (targets[0].name.clone(), as_of);
    let found = client.get_target(GetTargetRequest { name, as_of: as_of.clone() }).await;
    assert_eq!(found.expect("a target").into_inner(), targets[0]);
    let name = outputs[0].name.clone();
    let found = client.get_output(GetOutputRequest { name, as_of: as_of.clone() }).await;
    assert_eq!(found.expect("an output").into_inner(), outputs[0]);
    let name = enablers[0].name.clone();
    let found = client.get_enabler(GetEnablerRequest { name, as_of: as_of.clone() }).await;
    assert_eq!(found.expect("an enabler").into_inner(), enablers[0]);
    let name = mandates[0].name.clone();
    let found = client.get_mandate(GetMandateRequest { name, as_of }).await;
    assert_eq!(found.expect("a mandate").into_inner(), mandates[0]);
}

#[tokio::test]
async fn targets_are_listed_by_filter_and_order_and_page() {
    let mut client = client().await;
    let request = ListTargetsRequest {
        filter: "goal = 2 AND state = no-value".into(),
        order_by: "custodian, id desc".into(),
        page_size: 2,
        ..Default::default()
    };
    let first = client.list_targets(request.clone()).await.expect("a page").into_inner();
    let names =
        |targets: &[api::results::v1::Target]| targets.iter().map(|t| t.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first.targets), ["targets/2.4", "targets/2.2"]);
    let target = &first.targets[1];
    assert_eq!((target.goal.as_str(), target.sdg.as_str()), ("goals/2", "4.4.1"));
    assert_eq!(target.missing_reason(), proto::MissingReason::NoWorldValue);
    let next = ListTargetsRequest { page_token: first.next_page_token, ..request };
    let second = client.list_targets(next).await.expect("a page").into_inner();
    assert_eq!((names(&second.targets), second.next_page_token.as_str()), (vec!["targets/2.3".into()], ""));
}

#[tokio::test]
async fn an_output_names_the_measures_that_show_it() {
    let name = "outputs/itu-t-recommendations".to_owned();
    let output = client().await.get_output(GetOutputRequest { name, as_of: None }).await.expect("an output");
    let output = output.into_inner();
    assert_eq!(output.measures, ["itu-t-recommendations", "focus-groups"]);
    assert_eq!((output.section.as_str(), output.department.as_str()), ("4.3.1", "TSB"));
}

#[tokio::test]
async fn what_a_request_does_not_say_rightly_is_named_with_its_place() {
    let mut client = client().await;
    let request = ListMandatesRequest { filter: "depatment = SG".into(), ..Default::default() };
    let refused = client.list_mandates(request).await.expect_err("refused");
    assert_eq!(
        refused.message(),
        "at character 1: rows cannot be filtered by `depatment`; did you mean `department`?"
    );
    let get = async |client: &mut ResultsServiceClient<Channel>, name: &str| {
        let request = GetTargetRequest { name: name.into(), as_of: None };
        client.get_target(request).await.expect_err("refused")
    };
    assert_eq!(get(&mut client, "goals/1").await.message(), "`goals/1` is no name here; write targets/ID");
    assert_eq!(get(&mut client, "targets/9.9").await.code(), tonic::Code::NotFound);
}
