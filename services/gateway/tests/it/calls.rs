//! The gateway over gRPC: its own services, and those of all.

use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::report::v1 as reports;
use bytes::Bytes;
use gateway::App;
use kit::caller::{Callers, Tokens};
use kit::errors::reason;
use proto::ErrorReason;
use proto::answer::Result as Answered;
use proto::import_part_request::Content;
use tokio_stream::StreamExt;
use tonic::{Code, Request};

use crate::bundle;
use crate::fake::{Fake, Mood, committed};
use crate::harness::{Door, TIMING, over, until_confirmed, until_revision, with_callers};
use crate::typed;

pub(crate) struct Fixture {
    pub(crate) alpha: Fake,
    pub(crate) app: App,
    pub(crate) door: Door,
}

pub(crate) async fn fixture() -> Fixture {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    let door = Door::of(&app).await;
    Fixture { alpha, app, door }
}

impl Door {
    pub(crate) fn figures(&self) -> FigureServiceClient<kit::channel::Channel> {
        FigureServiceClient::new(self.channel.clone())
    }
}

pub(crate) fn batch(keys: &[&str]) -> proto::BatchGetFiguresRequest {
    proto::BatchGetFiguresRequest {
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        ..Default::default()
    }
}

#[tokio::test]
async fn the_report_is_told_as_a_message_and_as_a_file() {
    let Fixture { door, app, .. } = fixture().await;
    let request = reports::GetReportRequest { name: "reports/2024".to_owned(), language: String::new() };
    let report = door.reports().get_report(request).await.expect("answered").into_inner();
    assert_eq!((report.year, report.language.as_str()), (2024, "en"));
    for form in [reports::ReportForm::Html, reports::ReportForm::Markdown, reports::ReportForm::Json] {
        let request = reports::RenderReportRequest {
            name: "reports/2024".to_owned(),
            language: "zh".to_owned(),
            form: form.into(),
        };
        let mut pieces = door.reports().render_report(request).await.expect("answered").into_inner();
        let (mut bytes, mut etag) = (Vec::new(), String::new());
        while let Some(piece) = pieces.next().await {
            let piece = piece.expect("a piece");
            etag.push_str(&piece.etag);
            bytes.extend_from_slice(&piece.data);
        }
        let ending = match form {
            reports::ReportForm::Markdown => "md",
            reports::ReportForm::Json => "json",
            reports::ReportForm::Html | reports::ReportForm::Unspecified => "html",
        };
        let form = gateway::Form::of_ending(ending).expect("a form");
        let rendered = app.render(2024, Some("zh"), form).await.expect("rendered");
        assert_eq!((bytes.as_slice(), etag), (&rendered.bytes[..], rendered.etag));
    }
}

#[tokio::test]
async fn what_there_is_not_is_refused_with_its_reason() {
    let Fixture { door, .. } = fixture().await;
    for (name, language, code, expected) in [
        ("reports/2023", "", Code::NotFound, ErrorReason::ReportNotFound),
        ("reports/2024", "fr", Code::NotFound, ErrorReason::ReportNotFound),
        ("2024", "", Code::InvalidArgument, ErrorReason::NameInvalid),
        ("", "", Code::InvalidArgument, ErrorReason::NameInvalid),
        ("reports/2024/x", "", Code::InvalidArgument, ErrorReason::NameInvalid),
    ] {
        let request = reports::GetReportRequest { name: name.to_owned(), language: language.to_owned() };
        let refused = door.reports().get_report(request).await.expect_err("refused");
        assert_eq!((refused.code(), reason(&refused)), (code, expected), "{name}");
    }
    let request =
        reports::RenderReportRequest { name: "reports/2024".to_owned(), form: 99, ..Default::default() };
    assert_eq!(door.reports().render_report(request).await.expect_err("no form").code(), Code::NotFound);
}

#[tokio::test]
async fn reports_and_services_are_listed() {
    let Fixture { door, .. } = fixture().await;
    let request = reports::ListReportsRequest { language: "zh".to_owned(), ..Default::default() };
    let list = door.reports().list_reports(request).await.expect("listed").into_inner();
    assert_eq!((list.reports[0].title.as_str(), list.reports.len()), ("年度报告", 1));
    let request = reports::ListReportsRequest { page_token: "x".to_owned(), ..Default::default() };
    let refused = door.reports().list_reports(request).await.expect_err("no token");
    assert_eq!(reason(&refused), ErrorReason::PageTokenInvalid);
    let services =
        door.reports().list_services(reports::ListServicesRequest::default()).await.expect("listed");
    let services = services.into_inner().services;
    let names: Vec<_> = services.iter().map(|s| (s.service.as_str(), s.revision, s.confirmed)).collect();
    assert_eq!(names, [("alpha", Some(3), true), ("beta", Some(3), true)]);
    assert_eq!(services[0].address, "in-process");
    let request = reports::ListServicesRequest { page_size: 1, ..Default::default() };
    let first = door.reports().list_services(request.clone()).await.expect("listed").into_inner();
    let request = reports::ListServicesRequest { page_token: first.next_page_token, ..request };
    let second = door.reports().list_services(request).await.expect("listed").into_inner();
    assert_eq!((second.services[0].service.as_str(), second.next_page_token.as_str()), ("beta", ""));
    let request = reports::ListServicesRequest { page_size: -1, ..Default::default() };
    let refused = door.reports().list_services(request).await.expect_err("no size");
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(services[0].version, env!("CARGO_PKG_VERSION"));
    assert_eq!(services[0].revision_time, Some(committed(3).into()));
}

#[tokio::test]
async fn a_check_tells_what_it_found_and_of_which_revisions() {
    let Fixture { door, .. } = fixture().await;
    let request = reports::CheckReportRequest { name: "reports/2024".to_owned(), language: String::new() };
    let check = door.reports().check_report(request).await.expect("checked").into_inner();
    assert_eq!(check.revisions.keys().collect::<Vec<_>>(), ["alpha", "beta", "gateway"]);
    assert_eq!(check.counts.map(|counts| counts.errors), Some(0), "{:#?}", check.findings);
}

#[tokio::test]
async fn keys_are_split_by_service_and_answers_merged_in_the_order_asked() {
    let Fixture { door, alpha, .. } = fixture().await;
    let keys = [
        "beta/count?period=2024",
        "alpha/count?period=2024",
        "gamma/x?period=2024",
        "beta/list?period=2024",
        "alpha/none?period=2024",
    ];
    let answer = door.figures().batch_get_figures(batch(&keys)).await.expect("answered").into_inner();
    assert_eq!(
        answer.revisions.into_iter().collect::<Vec<_>>(),
        [("alpha".to_owned(), 3), ("beta".to_owned(), 3)]
    );
    let about = |answer: &proto::Answer| match &answer.result {
        Some(Answered::Figures(list)) => list.figures[0].key.clone(),
        Some(Answered::Listing(listing)) => listing.key.clone(),
        Some(Answered::Error(error)) => error.message.clone(),
        None => panic!("no answer"),
    };
    let found: Vec<String> = answer.answers.iter().map(about).collect();
    let expected = [keys[0], keys[1], "there is no service `gamma`", keys[3], "alpha has no measure `none`"];
    assert_eq!(found, expected);
    assert_eq!(alpha.batches(), 1);
}

#[tokio::test]
async fn a_service_that_fails_costs_its_own_answers() {
    let Fixture { door, alpha, .. } = fixture().await;
    alpha.mood(Mood::Failing);
    let keys = ["alpha/count?period=2024", "beta/count?period=2024"];
    let answer = door.figures().batch_get_figures(batch(&keys)).await.expect("answered").into_inner();
    let code = |answer: &proto::Answer| match &answer.result {
        Some(Answered::Error(error)) => Some(error.code()),
        Some(Answered::Figures(_) | Answered::Listing(_)) | None => None,
    };
    assert_eq!(code(&answer.answers[0]), Some(proto::answer_error::Code::Unavailable));
    assert_eq!(code(&answer.answers[1]), None);
    assert_eq!(answer.revisions.keys().collect::<Vec<_>>(), ["beta"]);
}

#[tokio::test]
async fn a_batch_that_makes_no_sense_is_refused_whole() {
    let Fixture { door, .. } = fixture().await;
    let refused =
        door.figures().batch_get_figures(batch(&["alpha/count", "nonsense"])).await.expect_err("no key");
    assert_eq!((refused.code(), reason(&refused)), (Code::InvalidArgument, ErrorReason::KeyInvalid));
    assert_eq!(kit::errors::Problem::of(&refused).violations[0].field, "keys[1]");
    let many = vec!["alpha/count"; 5_001];
    let refused = door.figures().batch_get_figures(batch(&many)).await.expect_err("too many");
    assert_eq!(reason(&refused), ErrorReason::TooManyKeys);
    let refused = door.figures().batch_get_figures(batch(&[])).await.expect_err("nothing is asked");
    assert_eq!((refused.code(), reason(&refused)), (Code::InvalidArgument, ErrorReason::FieldRequired));
    assert_eq!(kit::errors::Problem::of(&refused).violations[0].field, "keys");
    let as_of = Some(proto::AsOf { point: Some(proto::as_of::Point::Revision(3)) });
    let two = proto::BatchGetFiguresRequest { as_of, ..batch(&["alpha/count", "beta/count"]) };
    let refused = door.figures().batch_get_figures(two).await.expect_err("whose revision?");
    assert_eq!(reason(&refused), ErrorReason::AsOfInvalid);
}

#[tokio::test]
async fn the_measures_of_all_services_are_one_list_in_pages() {
    let Fixture { door, .. } = fixture().await;
    for page_size in [1, 2, 3, 100] {
        let (mut names, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = proto::ListMeasuresRequest { page_size, page_token, ..Default::default() };
            let page = door.figures().list_measures(request).await.expect("a page").into_inner();
            names.extend(page.measures.into_iter().map(|m| format!("{}/{}", m.service, m.measure)));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let all = ["count", "other", "visitors"];
        let all: Vec<String> = ["alpha", "beta"]
            .iter()
            .flat_map(|service| all.map(|name| format!("{service}/{name}")))
            .collect();
        assert_eq!(names, all, "pages of {page_size}");
    }
    let request = proto::ListMeasuresRequest { page_token: "x".to_owned(), ..Default::default() };
    let refused = door.figures().list_measures(request).await.expect_err("no token");
    assert_eq!(reason(&refused), ErrorReason::PageTokenInvalid);
    let request = proto::ListMeasuresRequest { page_size: 2, ..Default::default() };
    let page_token =
        door.figures().list_measures(request).await.expect("a page").into_inner().next_page_token;
    let point = proto::as_of::Point::Time(committed(5).into());
    for other in [
        proto::ListMeasuresRequest { filter: "kind = flow".to_owned(), ..Default::default() },
        proto::ListMeasuresRequest { as_of: Some(proto::AsOf { point: Some(point) }), ..Default::default() },
    ] {
        let request = proto::ListMeasuresRequest { page_token: page_token.clone(), ..other };
        let refused = door.figures().list_measures(request).await.expect_err("another query's token");
        assert_eq!(reason(&refused), ErrorReason::PageTokenInvalid);
    }
    let as_of = Some(proto::AsOf { point: Some(proto::as_of::Point::Revision(3)) });
    let request = proto::ListMeasuresRequest { as_of, ..Default::default() };
    let refused = door.figures().list_measures(request).await.expect_err("whose revision?");
    assert_eq!(reason(&refused), ErrorReason::AsOfInvalid);
}

#[tokio::test]
async fn the_history_of_a_figure_is_its_services() {
    let Fixture { door, .. } = fixture().await;
    let ask = |key: &str| proto::ListFigureRevisionsRequest { key: key.to_owned(), ..Default::default() };
    let history =
        door.figures().list_figure_revisions(ask("alpha/count?period=2024")).await.expect("answered");
    let actor = &history.into_inner().figure_revisions[0].actor;
    assert_eq!(actor, "ana", "on loopback the user of the machine may write");
    let refused = door.figures().list_figure_revisions(ask("gamma/count")).await.expect_err("no service");
    assert_eq!(reason(&refused), ErrorReason::ServiceNotFound);
}

#[tokio::test]
async fn heads_of_all_services_are_one_stream_that_beats_while_they_are_heard() {
    let Fixture { door, alpha, app } = fixture().await;
    let ask = |services: &[&str]| proto::WatchHeadRequest {
        services: services.iter().map(|s| (*s).to_owned()).collect(),
    };
    let mut events = door.figures().watch_head(ask(&[])).await.expect("watched").into_inner();
    let mut next = async || events.next().await.expect("no end").expect("an event").event.expect("a head");
    let mut first = Vec::new();
    for _ in 0..3 {
        let event = next().await;
        first.push((event.service, event.revision));
    }
    assert_eq!(first, [("alpha".to_owned(), 3), ("beta".to_owned(), 3), ("gateway".to_owned(), 1)]);
    let beat = next().await;
    assert_eq!((beat.service.as_str(), beat.revision, beat.time), ("alpha", 3, Some(committed(3).into())));
    alpha.change("count", "18");
    until_revision(&app, "alpha", 4).await;
    loop {
        let event = next().await;
        if event.revision == 4 {
            assert_eq!(
                (event.service.as_str(), event.measures.as_slice()),
                ("alpha", &["count".to_owned()][..])
            );
            break;
        }
    }
    let refused = door.figures().watch_head(ask(&["gamma"])).await.expect_err("nobody");
    assert_eq!(reason(&refused), ErrorReason::ServiceNotFound);
}

fn part(service: &str, files: &[(&str, Vec<u8>)], run: &str) -> Vec<Content> {
    let announced = files.iter().map(|(name, bytes)| proto::PartFile {
        name: (*name).to_owned(),
        size_bytes: i64::try_from(bytes.len()).expect("small"),
    });
    let header = proto::ImportHeader {
        service: service.to_owned(),
        files: announced.collect(),
        request_id: run.to_owned(),
        reason: "a test".to_owned(),
        ..Default::default()
    };
    let chunk = |(name, bytes): &(&str, Vec<u8>)| {
        Content::Chunk(proto::FileChunk { name: (*name).to_owned(), data: Bytes::from(bytes.clone()) })
    };
    std::iter::once(Content::Header(header)).chain(files.iter().map(chunk)).collect()
}

fn stream(part: Vec<Content>) -> impl tokio_stream::Stream<Item = proto::ImportPartRequest> + Send + 'static {
    tokio_stream::iter(part.into_iter().map(|content| proto::ImportPartRequest { content: Some(content) }))
}

#[tokio::test]
async fn a_part_goes_on_to_its_service_with_the_callers_token() {
    let Fixture { door, alpha, .. } = fixture().await;
    let mut request = Request::new(stream(part("alpha", &[("a.csv", b"x".to_vec())], "run-1")));
    request.metadata_mut().insert("authorization", "Bearer 0123456789abcdef".parse().expect("ASCII"));
    let outcome = door.figures().import_part(request).await.expect("imported").into_inner().outcome;
    assert_eq!(outcome.map(|o| (o.revision, o.changed)), Some((4, true)));
    assert_eq!(alpha.imported(), [("alpha".to_owned(), Some("Bearer 0123456789abcdef".to_owned()))]);
    let refused = door.figures().import_part(stream(part("gamma", &[("a.csv", vec![])], "run-2"))).await;
    assert_eq!(reason(&refused.expect_err("nobody")), ErrorReason::ServiceNotFound);
    let headless = stream(part("alpha", &[("a.csv", b"x".to_vec())], "run-3").split_off(1));
    let refused = door.figures().import_part(headless).await.expect_err("no header");
    assert_eq!(reason(&refused), ErrorReason::PartMalformed);
    let short = stream(part("alpha", &[("a.csv", b"x".to_vec())], "run-4").into_iter().take(1).collect());
    let refused = door.figures().import_part(short).await.expect_err("cut off");
    assert_eq!(reason(&refused), ErrorReason::PartMalformed);
    assert_eq!(alpha.imported().len(), 1, "nothing else was written");
}

#[tokio::test]
async fn nobody_writes_through_the_gateway_who_may_not_write_to_it() {
    let alpha = Fake::new("alpha");
    let tokens = "0123456789abcdef ana contributor:alpha\nfedcba9876543210 ben reader\n";
    let callers = Callers::new(Some(Tokens::parse(tokens).expect("tokens")));
    let app = with_callers(vec![("alpha", alpha.in_process().await)], TIMING, callers).await;
    until_confirmed(&app, "alpha", true).await;
    let door = Door::of(&app).await;
    let send = async |token: Option<&str>, service: &str| {
        let mut request = Request::new(stream(part(service, &[("a.csv", b"x".to_vec())], "run-1")));
        if let Some(token) = token {
            let token = format!("Bearer {token}").parse().expect("ASCII");
            request.metadata_mut().insert("authorization", token);
        }
        door.figures().import_part(request).await.map(|_| ()).map_err(|status| status.code())
    };
    assert_eq!(send(None, "alpha").await, Err(Code::PermissionDenied));
    assert_eq!(send(Some("fedcba9876543210"), "alpha").await, Err(Code::PermissionDenied));
    assert_eq!(send(Some("0123456789abcdef"), "gateway").await, Err(Code::PermissionDenied));
    assert_eq!(send(Some("nobody-has-this-one"), "alpha").await, Err(Code::Unauthenticated));
    assert_eq!(alpha.imported(), []);
    assert_eq!(send(Some("0123456789abcdef"), "alpha").await, Ok(()));
    let who = async |token: Option<&str>| {
        let mut request = Request::new(typed::Echo { text: "who".to_owned() });
        if let Some(token) = token {
            let token = format!("Bearer {token}").parse().expect("ASCII");
            request.metadata_mut().insert("authorization", token);
        }
        typed::echo(&door.channel, request).await.expect("answered").into_inner().text
    };
    assert_eq!(who(None).await, "anonymous", "the gateway's place on loopback is not lent");
    assert_eq!(who(Some("fedcba9876543210")).await, "anonymous");
}

#[tokio::test]
async fn the_gateways_own_part_is_imported_by_either_service_and_seen_at_once() {
    let Fixture { door, app, .. } = fixture().await;
    let mut files = bundle::files();
    files.insert(
        "narrative/en/1.md".to_owned(),
        b"Now there are {things} things and {places} places.\n".to_vec(),
    );
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let before = crate::harness::report(&app).await;
    let outcome =
        door.figures().import_part(stream(part("gateway", &files, "run-1"))).await.expect("imported");
    let outcome = outcome.into_inner().outcome.expect("an outcome");
    assert_eq!((outcome.revision, outcome.changed), (2, true), "{:?}", outcome.mistakes);
    let changed: Vec<&str> =
        outcome.files.iter().filter(|f| f.changed == 1).map(|f| f.file.as_str()).collect();
    assert_eq!(changed, ["narrative/en/1.md"]);
    let after = crate::harness::report(&app).await;
    assert!(crate::harness::first_paragraph(&after).starts_with("Now there are"));
    assert_ne!(before.revisions["gateway"], after.revisions["gateway"]);

    let again = part("gateway", &files, "run-2").into_iter();
    let again = again.map(|content| reports::ImportPartRequest {
        content: Some(match content {
            Content::Header(header) => reports::import_part_request::Content::Header(header),
            Content::Chunk(chunk) => reports::import_part_request::Content::Chunk(chunk),
        }),
    });
    let outcome = door.reports().import_part(tokio_stream::iter(again.collect::<Vec<_>>())).await;
    let outcome = outcome.expect("imported").into_inner().outcome.expect("an outcome");
    assert_eq!((outcome.revision, outcome.changed), (2, false), "nothing differs");
}
