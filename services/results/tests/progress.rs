//! The progress of targets: values of connectivity over a real port, within the process, and when it does not answer.

use api::figures::v1::as_of::Point;
use api::figures::v1::{AsOf, Figure, FigureStatus, MissingReason, RevisionVector};
use api::results::v1::results_service_client::ResultsServiceClient;
use api::results::v1::{GetTargetProgressRequest, TargetProgress};
use figure_service::start::Start;
use kit::caller::{Callers, OwnToken, Readers, Tokens};
use kit::channel::{Channel, Target};
use kit::shutdown::Shutdown;
use tokio::net::TcpListener;

fn start() -> Start {
    Start::in_memory(first_bundle::bundle())
}

async fn client(connectivity: Option<Target>) -> ResultsServiceClient<Channel> {
    let app = results::app::build(start(), connectivity).await.expect("the service starts");
    ResultsServiceClient::new(Target::InProcess(app.into_router().await.expect("a router")).channel())
}

async fn in_process() -> Target {
    let app = connectivity::app::build(start()).await.expect("connectivity starts");
    Target::InProcess(app.into_router().await.expect("a router"))
}

async fn progress(client: &mut ResultsServiceClient<Channel>, target: &str, year: i32) -> TargetProgress {
    let name = format!("targets/{target}");
    let request = GetTargetProgressRequest { name, year, language: "en".into(), as_of: None };
    client.get_target_progress(request).await.expect("an answer").into_inner()
}

/// The address of a port, as settings give it.
fn address(port: std::net::SocketAddr) -> Target {
    Target::Address(format!("http://{port}").parse().expect("an address"))
}

fn value(figure: Option<&Figure>) -> Option<&str> {
    figure?.value.as_ref().map(|v| v.value.as_str())
}

fn revisions(progress: &TargetProgress) -> Vec<(&str, i64)> {
    progress.revisions.iter().map(|(name, revision)| (name.as_str(), *revision)).collect()
}

#[track_caller]
fn is_told(progress: &TargetProgress) {
    assert_eq!(value(progress.value.as_ref()), Some("68"));
    assert_eq!(value(progress.baseline.as_ref()), Some("65"));
    assert_eq!(progress.baseline.as_ref().map(|f| f.period.as_str()), Some("2023"));
    assert_eq!(revisions(progress), [("connectivity", 1), ("results", 1)]);
    assert_eq!(progress.target.as_ref().map(|t| t.goal.as_str()), Some("goals/1"));
}

#[tokio::test]
async fn values_come_from_connectivity_within_the_process() {
    is_told(&progress(&mut client(Some(in_process().await)).await, "1.7", 2024).await);
}

#[tokio::test]
async fn values_come_over_a_port_until_connectivity_stops() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address");
    let (app, shutdown) = (connectivity::app::build(start()).await.expect("it starts"), Shutdown::new());
    let served = tokio::spawn(kit::server::serve(listener, app, shutdown.clone()));
    let mut client = client(Some(address(port))).await;
    is_told(&progress(&mut client, "1.7", 2024).await);
    shutdown.cancel();
    served.await.expect("it ends").expect("without an error");
    let after = progress(&mut client, "1.7", 2024).await;
    assert_eq!(after.value.as_ref().map(Figure::status), Some(FigureStatus::Unavailable));
    assert_eq!(revisions(&after), [("results", 1)]);
}

#[tokio::test]
async fn connectivity_that_is_closed_is_asked_with_a_token_of_our_own() {
    const OWN: &str = "results-results-results";
    let tokens = Tokens::parse(&format!("{OWN} results reader\n")).expect("tokens");
    let callers = Callers::new(Some(tokens)).read_by(Readers::Tokens);
    let closed = connectivity::app::build(Start { callers, ..start() }).await.expect("it starts");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address");
    tokio::spawn(kit::server::serve(listener, closed, Shutdown::new()));
    let told = async |own: Option<&str>| {
        let own = own.map(|token| OwnToken::parse(token).expect("a token"));
        let app = results::app::build(Start { own, ..start() }, Some(address(port))).await;
        let router = app.expect("the service starts").into_router().await.expect("a router");
        progress(&mut ResultsServiceClient::new(Target::InProcess(router).channel()), "1.7", 2024).await
    };
    is_told(&told(Some(OWN)).await);
    for refused in [None, Some("nobody-has-this-one")] {
        let value = told(refused).await.value.expect("a figure");
        assert_eq!(value.status(), FigureStatus::Unavailable);
        assert!(value.note.as_deref().is_some_and(|note| note.contains("--service-token-file")), "{value:?}");
    }
}

#[tokio::test]
async fn without_connectivity_the_target_is_there_and_its_values_say_that_they_are_not() {
    let found = progress(&mut client(None).await, "1.7", 2024).await;
    let figure = found.value.as_ref().expect("a figure");
    assert_eq!(figure.key, "connectivity/individuals-using-the-internet?area=WORLD&period=2024");
    assert_eq!((figure.status(), figure.value.as_ref()), (FigureStatus::Unavailable, None));
    let note = "connectivity is not configured (--service connectivity=URL)";
    assert_eq!((figure.unit.as_str(), figure.note.as_deref()), ("percent", Some(note)));
    assert_eq!(figure.label.get("en").map(String::as_str), Some("Individuals using the Internet"));
    assert_eq!(found.baseline.map(|f| f.status()), Some(FigureStatus::Unavailable));
    assert_eq!(found.target.map(|t| t.sdg), Some("17.8.1".into()));
}

#[tokio::test]
async fn a_service_that_never_answers_is_not_waited_for_beyond_the_deadline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent = address(listener.local_addr().expect("an address"));
    let mut client = client(Some(silent)).await;
    let name = "targets/1.7".to_owned();
    let request = GetTargetProgressRequest { name, year: 2024, ..Default::default() };
    let mut request = tonic::Request::new(request);
    request.set_timeout(std::time::Duration::from_secs(2));
    let found = client.get_target_progress(request).await.expect("an answer in time").into_inner();
    assert_eq!(found.value.map(|f| f.status()), Some(FigureStatus::Unavailable));
}

#[tokio::test]
async fn a_value_that_cannot_be_given_is_missing_with_its_reason() {
    let mut client = client(Some(in_process().await)).await;
    for (target, year) in [("1.5", 2024), ("2.3", 2024), ("1.5", 2019)] {
        let figure = progress(&mut client, target, year).await.value.expect("a figure");
        assert_eq!(figure.status(), FigureStatus::Missing, "{target} {year}");
        assert_eq!(figure.missing_reason(), MissingReason::NoWorldValue, "{target} {year}");
    }
}

#[tokio::test]
async fn both_states_may_be_chosen_and_mistakes_are_named() {
    let mut client = client(Some(in_process().await)).await;
    let mut asked = async |year: i32, point: Point| {
        let (name, as_of) = ("targets/1.7".to_owned(), Some(AsOf { point: Some(point) }));
        let request = GetTargetProgressRequest { name, year, language: String::new(), as_of };
        client.get_target_progress(request).await.map(tonic::Response::into_inner)
    };
    let vector = |results: i64, connectivity: i64| {
        let by_service = [("results".to_owned(), results), ("connectivity".to_owned(), connectivity)].into();
        Point::Revisions(RevisionVector { by_service })
    };
    is_told(&asked(2024, vector(1, 1)).await.expect("an answer"));
    for (year, point) in [(24, vector(1, 1)), (2024, Point::Revision(1))] {
        let refused = asked(year, point).await.expect_err("refused");
        assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{}", refused.message());
    }
    for later in [vector(9, 1), vector(1, 9)] {
        let refused = asked(2024, later).await.expect_err("refused");
        assert_eq!(refused.code(), tonic::Code::NotFound, "{}", refused.message());
    }
}
