//! The service over the bundle in the binaries: keys that others rely on, and its APIs as a client sees them.

use std::collections::BTreeSet;

use api::connectivity::v1::connectivity_service_client::ConnectivityServiceClient;
use api::connectivity::v1::import_observations_request::Content;
use api::connectivity::v1::{
    CreateObservationRequest, GetAreaGroupRequest, GetAreaRequest, GetIndicatorRequest,
    GetObservationRequest, ImportObservationsHeader, ImportObservationsRequest, ListAreaGroupsRequest,
    ListAreasRequest, ListIndicatorsRequest, ListObservationsRequest, Observation, ObservationBatch,
    StreamObservationsRequest,
};
use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use figure_service::start::Start;
use kit::channel::{Channel, Target};

async fn channel() -> Channel {
    let start = Start::in_memory(first_bundle::bundle());
    let app = connectivity::app::build(start).await.expect("the service starts");
    Target::InProcess(app.into_router().await.expect("a router")).channel()
}

async fn client() -> ConnectivityServiceClient<Channel> {
    ConnectivityServiceClient::new(channel().await)
}

/// Key (after the service), value, decimals.
const KEYS: [(&str, &str, Option<i32>); 13] = [
    ("internet-users?area=WORLD&period=2024", "5500000000", Some(-8)),
    ("individuals-using-the-internet?area=WORLD&period=2024", "68", Some(0)),
    ("individuals-using-the-internet?area=WORLD&period=2024&sex=F", "65", Some(0)),
    ("individuals-using-the-internet?area=WORLD&period=2024&residence=rural", "48", Some(0)),
    ("individuals-using-the-internet?age=15-24&area=WORLD&period=2024", "79", Some(0)),
    ("individuals-using-the-internet?area=HIC&period=2024", "93", Some(0)),
    ("people-offline?area=WORLD&period=2024", "2600000000", Some(-8)),
    ("gender-parity-score?area=WORLD&period=2024", "0.94", Some(2)),
    ("international-bandwidth-per-user?area=WORLD&period=2024", "322800", Some(-2)),
    ("countries-with-cirt?area=WORLD&period=2024", "132", None),
    ("accessibility-frameworks?area=WORLD&period=2018", "61", None),
    ("accessibility-frameworks?area=WORLD&period=2021", "117", None),
    ("accessibility-frameworks?area=WORLD&period=2024", "127", None),
];

#[tokio::test]
async fn the_keys_that_others_rely_on_answer() {
    let keys = KEYS.iter().map(|(key, _, _)| format!("connectivity/{key}")).collect();
    let request = proto::BatchGetFiguresRequest { keys, ..Default::default() };
    let mut client = FigureServiceClient::new(channel().await);
    let answers = client.batch_get_figures(request).await.expect("answers").into_inner().answers;
    for ((key, value, decimals), answer) in KEYS.iter().zip(answers) {
        let Some(proto::answer::Result::Figures(list)) = answer.result else { panic!("{key}: {answer:?}") };
        let [figure] = list.figures.as_slice() else { panic!("{key}: {list:?}") };
        assert_eq!(figure.key, format!("connectivity/{key}"));
        assert_eq!(figure.value.as_ref().map(|v| v.value.as_str()), Some(*value), "{key}");
        assert_eq!(figure.decimals, *decimals, "{key}");
        assert!(!figure.sources.is_empty(), "{key} has a source");
    }
}

#[tokio::test]
async fn indicators_are_the_measures_of_this_service_alone() {
    let mut client = client().await;
    let all = ListIndicatorsRequest { page_size: 1_000, ..Default::default() };
    let all = client.list_indicators(all).await.expect("a page").into_inner().indicators;
    assert!(all.iter().any(|i| i.name == "indicators/internet-users"));
    assert!(all.is_sorted_by_key(|i| i.name.as_str()));
    let foreign = ListIndicatorsRequest { filter: "id = funding".into(), ..Default::default() };
    assert_eq!(client.list_indicators(foreign).await.expect("a page").into_inner().indicators, []);
    let (filter, order_by) = ("kind = rate AND id:internet".into(), "id desc".into());
    let request = ListIndicatorsRequest { filter, order_by, page_size: 1, ..Default::default() };
    let page = client.list_indicators(request.clone()).await.expect("a page").into_inner();
    let request = ListIndicatorsRequest { page_token: page.next_page_token, ..request };
    let next = client.list_indicators(request).await.expect("a page").into_inner();
    let names = [page.indicators, next.indicators].concat().into_iter().map(|i| i.name);
    let expected = ["indicators/youth-internet-use-ratio", "indicators/youth-internet-use-gap"];
    assert_eq!(names.collect::<Vec<_>>(), expected);
    let one = GetIndicatorRequest { name: "indicators/individuals-using-the-internet".into(), as_of: None };
    let one = client.get_indicator(one).await.expect("an indicator").into_inner();
    assert_eq!((one.kind(), one.unit.as_str()), (proto::MeasureKind::Rate, "percent"));
    assert_eq!(one.dimensions, ["age", "area", "period", "residence", "sex"]);
}

#[tokio::test]
async fn areas_are_found_by_code_and_listed_by_kind() {
    let mut client = client().await;
    let request = ListAreasRequest { filter: "kind = itu-region".into(), ..Default::default() };
    let regions = client.list_areas(request).await.expect("a page").into_inner().areas;
    let names: Vec<&str> = regions.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["areas/AFR", "areas/AMS", "areas/ARB", "areas/ASP", "areas/CIS", "areas/EUR"]);
    let one = client.get_area(GetAreaRequest { name: "areas/AFR".into(), as_of: None }).await;
    assert_eq!(one.expect("an area").into_inner(), regions[0]);
    let filter = "label.en = World".to_owned();
    let world = client.list_areas(ListAreasRequest { filter, ..Default::default() }).await.expect("a page");
    let found = world.into_inner().areas;
    assert_eq!(
        found.iter().map(|a| (a.name.as_str(), a.m49.as_str())).collect::<Vec<_>>(),
        [("areas/WORLD", "001")]
    );
}

#[tokio::test]
async fn a_group_comes_once_with_all_its_members() {
    let mut client = client().await;
    let request = ListAreaGroupsRequest { page_size: 2, ..Default::default() };
    let first = client.list_area_groups(request.clone()).await.expect("a page").into_inner();
    let request =
        ListAreaGroupsRequest { page_token: first.next_page_token.clone(), page_size: 1_000, ..request };
    let rest = client.list_area_groups(request).await.expect("a page").into_inner();
    let all: Vec<_> = first.area_groups.iter().chain(&rest.area_groups).collect();
    let names: BTreeSet<&str> = all.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    let members: usize = all.iter().map(|g| g.members.len()).sum();
    let file = first_bundle::files().remove("area-groups.csv").expect("a file");
    assert_eq!(members, String::from_utf8(file).expect("text").lines().count() - 1);
    let name = "areaGroups/itu-region.2024.AFR".to_owned();
    let africa = client.get_area_group(GetAreaGroupRequest { name, as_of: None }).await.expect("a group");
    let africa = africa.into_inner();
    assert_eq!((africa.group.as_str(), africa.edition.as_str()), ("areas/AFR", "2024"));
    assert!(africa.members.iter().any(|m| m.area == "ETH"));
    assert_eq!(Some(&&africa), all.iter().find(|g| g.name == africa.name));
}

#[tokio::test]
async fn observations_are_filtered_exactly_and_found_by_their_names() {
    let mut client = client().await;
    let filter = "indicator = accessibility-frameworks AND value > 61 AND section = 5.3.3 AND period < 2021";
    let order_by = "value desc".to_owned();
    let request = ListObservationsRequest { filter: filter.into(), order_by, ..Default::default() };
    let found = client.list_observations(request).await.expect("a page").into_inner().observations;
    let values: Vec<_> =
        found.iter().filter_map(|o| o.value.as_ref()?.value.as_ref()).map(|v| v.value.as_str()).collect();
    assert_eq!(values, ["88", "84"]);
    let one = &found[0];
    assert_eq!(one.key, "connectivity/accessibility-frameworks?area=WORLD&period=2020");
    assert_eq!((one.indicator.as_str(), one.area.as_str()), ("indicators/accessibility-frameworks", "WORLD"));
    assert_eq!(one.provenance.as_ref().map(|s| s.locator.as_str()), Some("¶9"));
    let again = client.get_observation(GetObservationRequest { name: one.name.clone(), as_of: None }).await;
    assert_eq!(&again.expect("an observation").into_inner(), one);
}

#[tokio::test]
async fn a_breakdown_and_a_reason_for_no_value_are_told() {
    let mut client = client().await;
    let mut first = async |filter: &str| {
        let request = ListObservationsRequest { filter: filter.into(), page_size: 1, ..Default::default() };
        client.list_observations(request).await.expect("a page").into_inner().observations.remove(0)
    };
    let women = first("indicator = individuals-using-the-internet AND sex = F").await;
    assert_eq!(women.breakdown.into_iter().collect::<Vec<_>>(), [("sex".to_owned(), "F".to_owned())]);
    let none = first("indicator = schools-with-internet-access").await;
    assert_eq!((none.missing_reason(), none.value), (proto::MissingReason::NoWorldValue, None));
}

async fn streamed(client: &mut ConnectivityServiceClient<Channel>, filter: &str) -> Vec<Vec<Observation>> {
    let request = StreamObservationsRequest { filter: filter.into(), as_of: None };
    let mut stream = client.stream_observations(request).await.expect("a stream").into_inner();
    let mut chunks = Vec::new();
    while let Some(chunk) = stream.message().await.expect("a message") {
        assert_eq!(chunk.revision, 1);
        chunks.push(chunk.observations);
    }
    chunks
}

#[tokio::test]
async fn a_stream_gives_every_observation_once() {
    let mut client = client().await;
    let all = streamed(&mut client, "").await.concat();
    let names: BTreeSet<&str> = all.iter().map(|o| o.name.as_str()).collect();
    let files = first_bundle::files().into_iter().filter(|(name, _)| name.starts_with("observations"));
    let rows = files.map(|(_, file)| String::from_utf8(file).expect("text").lines().count() - 1);
    assert_eq!((names.len(), all.len()), (all.len(), rows.sum::<usize>()));
    assert_eq!(streamed(&mut client, "area = AFR AND period = 1999").await, [vec![]]);
}

#[tokio::test]
async fn small_pages_hold_what_one_large_page_holds() {
    let mut client = client().await;
    let mut counts = Vec::new();
    for filter in [
        "",
        "indicator = individuals-using-the-internet",
        "indicator = \"indicators/individuals-using-the-internet\" AND sex = F",
        "sex = M indicator = individuals-using-the-internet",
        "indicator = internet-users",
        "(indicator = internet-users OR indicator = people-offline)",
        "indicator = nothing",
    ] {
        // What the report states; documents of values by economy are too much for one page.
        let filter = format!("{filter} document = ar-2024");
        let request =
            ListObservationsRequest { filter: filter.clone(), page_size: 1_000, ..Default::default() };
        let whole = client.list_observations(request.clone()).await.expect("a page").into_inner();
        assert_eq!(whole.next_page_token, "", "{filter}");
        let (mut found, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListObservationsRequest { page_size: 7, page_token, ..request.clone() };
            let page = client.list_observations(request).await.expect("a page").into_inner();
            found.extend(page.observations);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        assert_eq!(found, whole.observations, "{filter}");
        counts.push(found.len());
    }
    let file = first_bundle::files().remove("observations.csv").expect("a file");
    let rows = String::from_utf8(file).expect("text");
    let of = |indicator: &str| rows.lines().filter(|row| row.starts_with(&format!("{indicator},"))).count();
    let [all, use_of_internet, women, men, users, both, nothing] = counts[..] else { panic!("{counts:?}") };
    assert_eq!((all, use_of_internet), (rows.lines().count() - 1, of("individuals-using-the-internet")));
    assert!(women > 0 && men > 0 && women + men < use_of_internet);
    assert_eq!((users, both), (of("internet-users"), of("internet-users") + of("people-offline")));
    assert_eq!(nothing, 0);
}

#[tokio::test]
async fn what_a_request_does_not_say_rightly_is_named_with_its_place() {
    let mut client = client().await;
    let request = ListObservationsRequest { filter: "indikator = x".into(), ..Default::default() };
    let refused = client.list_observations(request).await.expect_err("refused");
    assert!(refused.message().ends_with("did you mean `indicator`?"), "{}", refused.message());
    let request = StreamObservationsRequest { filter: "value = many".into(), as_of: None };
    let refused = client.stream_observations(request).await.expect_err("refused");
    assert!(
        refused.message().starts_with("at character 9: `value` is compared with"),
        "{}",
        refused.message()
    );
    let mut code = async |name: &str| {
        let request = GetObservationRequest { name: name.into(), as_of: None };
        client.get_observation(request).await.expect_err("refused").code()
    };
    assert_eq!(code("observations/a.b").await, tonic::Code::InvalidArgument);
    assert_eq!(code("observations/a.b.c.d.0").await, tonic::Code::NotFound);
}

fn header(request_id: &str) -> ImportObservationsRequest {
    let (request_id, reason) = (request_id.to_owned(), "a survey".to_owned());
    let header = ImportObservationsHeader { request_id, reason, ..Default::default() };
    ImportObservationsRequest { content: Some(Content::Header(header)) }
}

fn batch(observations: &[Observation]) -> ImportObservationsRequest {
    let batch = ObservationBatch { observations: observations.to_vec() };
    ImportObservationsRequest { content: Some(Content::Batch(batch)) }
}

/// The share of users in an area and a year.
fn share(area: &str, year: u32, value: &str) -> Observation {
    Observation {
        indicator: "indicators/individuals-using-the-internet".to_owned(),
        area: area.to_owned(),
        period: year.to_string(),
        value: Some(proto::Quantity {
            value: Some(api::Decimal { value: value.to_owned() }),
            decimals: Some(0),
            unit: "percent".to_owned(),
            ..Default::default()
        }),
        provenance: Some(proto::Source { document: "ar-2024".to_owned(), ..Default::default() }),
        ..Default::default()
    }
}

async fn load(
    client: &mut ConnectivityServiceClient<Channel>,
    messages: Vec<ImportObservationsRequest>,
) -> Result<proto::ImportOutcome, tonic::Status> {
    let answer = client.import_observations(futures::stream::iter(messages)).await?;
    Ok(answer.into_inner().outcome.expect("an outcome"))
}

fn counts(outcome: &proto::ImportOutcome) -> Vec<(i64, i64, i64, i64)> {
    outcome.files.iter().map(|f| (f.added, f.changed, f.closed, f.unchanged)).collect()
}

#[tokio::test]
async fn many_observations_come_as_one_revision_and_again_as_none() {
    let mut client = client().await;
    let all: Vec<Observation> = (1900..1990).map(|year| share("AFR", year, "12")).collect();
    let messages = |id: &str, all: &[Observation]| -> Vec<_> {
        std::iter::once(header(id)).chain(all.chunks(40).map(batch)).collect()
    };
    let first = load(&mut client, messages("one", &all)).await.expect("loaded");
    assert_eq!((first.revision, first.changed, counts(&first)), (2, true, vec![(90, 0, 0, 0)]), "{first:?}");
    let again = load(&mut client, messages("two", &all)).await.expect("loaded");
    assert_eq!((again.revision, again.changed, counts(&again)), (2, false, vec![(0, 0, 0, 90)]));
    let sent_again = load(&mut client, messages("one", &all)).await.expect("the first answer");
    assert_eq!(sent_again, first);
    let fewer = load(&mut client, messages("three", &[share("AFR", 1900, "13")])).await.expect("loaded");
    assert_eq!(counts(&fewer), [(0, 1, 0, 0)], "those that are not sent stay");
    let other = load(&mut client, messages("one", &all[1..])).await.expect_err("another load");
    assert_eq!(other.code(), tonic::Code::AlreadyExists);
    let filter = "indicator = \"indicators/individuals-using-the-internet\" AND area = AFR AND period < 1950";
    let request = ListObservationsRequest { filter: filter.to_owned(), ..Default::default() };
    let found = client.list_observations(request).await.expect("a page").into_inner().observations;
    assert_eq!(found.len(), 50);
}

#[tokio::test]
async fn of_many_observations_one_that_is_wrong_keeps_all_out() {
    let mut client = client().await;
    let mut unknown = share("AFR", 1900, "12");
    unknown.area = "AFX".to_owned();
    let mut strange = share("AFR", 1901, "12");
    strange.breakdown.insert("planet".to_owned(), "mars".to_owned());
    let good = share("AFR", 1902, "12");
    let messages = vec![header("one"), batch(&[good.clone(), unknown]), batch(&[strange, good])];
    let outcome = load(&mut client, messages).await.expect("an outcome");
    let told: Vec<(i32, bool)> = outcome
        .mistakes
        .iter()
        .map(|m| (m.line, m.problem.contains("AFX") || m.problem.contains("planet")))
        .collect();
    assert!(told.contains(&(3, true)) && told.contains(&(4, true)), "{:?}", outcome.mistakes);
    assert_eq!((outcome.revision, outcome.changed), (1, false));
    for messages in
        [vec![], vec![batch(&[])], vec![header("two")], vec![header("two"), header("two")], vec![header("")]]
    {
        let refused = load(&mut client, messages).await.expect_err("refused");
        assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    }
}

#[tokio::test]
async fn of_the_values_of_one_key_a_call_accepts_one_and_the_figure_is_that() {
    let channel = channel().await;
    let mut client = ConnectivityServiceClient::new(channel.clone());
    let accepted = |locator: &str, value: &str| {
        let number = Some(api::Decimal { value: value.to_owned() });
        let observation = Observation {
            indicator: "indicators/people-offline".to_owned(),
            area: "WORLD".to_owned(),
            period: "2024".to_owned(),
            value: Some(proto::Quantity {
                value: number,
                decimals: Some(-8),
                unit: "person".to_owned(),
                ..Default::default()
            }),
            accepted: true,
            reason: "revised by the custodian".to_owned(),
            provenance: Some(proto::Source {
                document: "ar-2024".to_owned(),
                section: "foreword".to_owned(),
                locator: locator.to_owned(),
                ..Default::default()
            }),
            ..Observation::default()
        };
        CreateObservationRequest {
            observation: Some(observation),
            request_id: format!("request-{locator}"),
            reason: "a test".to_owned(),
            ..CreateObservationRequest::default()
        }
    };
    client.create_observation(accepted("one", "2700000000")).await.expect("written");
    client.create_observation(accepted("again", "2700000000")).await.expect("the same value elsewhere");
    let refused = client.create_observation(accepted("two", "2800000000")).await.expect_err("another value");
    let problem = kit::errors::Problem::of(&refused);
    assert_eq!(problem.violations[0].field, "observation.accepted", "{problem:?}");
    assert!(refused.message().contains("accept one of them"), "{}", refused.message());
    let key = "connectivity/people-offline?area=WORLD&period=2024".to_owned();
    let request = proto::BatchGetFiguresRequest { keys: vec![key], ..Default::default() };
    let answers = FigureServiceClient::new(channel).batch_get_figures(request).await.expect("an answer");
    let answer = answers.into_inner().answers.remove(0);
    let Some(proto::answer::Result::Figures(list)) = answer.result else { panic!("{answer:?}") };
    assert_eq!(list.figures[0].value.as_ref().map(|v| v.value.as_str()), Some("2700000000"));
}
