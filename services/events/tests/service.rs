//! The service over the bundle in the binaries: keys that others rely on, and its APIs as a client sees them.

use api::events::v1::event_service_client::EventServiceClient;
use api::events::v1::{
    DeleteEventRequest, EventStatistics, ExportCalendarRequest, GetAttendanceRequest, GetCalendarRequest,
    GetEventRequest, GetEventStatisticsRequest, GetOutcomeRequest, ListAttendancesRequest, ListEventsRequest,
    ListOutcomesRequest, StatisticsGroup,
};
use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use figure_service::start::Start;
use interchange::Bundle;
use kit::channel::{Channel, Target};

async fn channel_over(bundle: Bundle) -> Channel {
    let start = Start::in_memory(bundle);
    let app = events::app::build(start).await.expect("the service starts");
    Target::InProcess(app.into_router().await.expect("a router")).channel()
}

async fn channel() -> Channel {
    channel_over(first_bundle::bundle()).await
}

async fn answer(channel: Channel, key: &str) -> Option<proto::answer::Result> {
    let request = proto::BatchGetFiguresRequest { keys: vec![key.to_owned()], ..Default::default() };
    let answer =
        FigureServiceClient::new(channel).batch_get_figures(request).await.expect("an answer").into_inner();
    answer.answers.into_iter().next().and_then(|a| a.result)
}

async fn figures(channel: Channel, key: &str) -> Vec<proto::Figure> {
    match answer(channel, key).await {
        Some(proto::answer::Result::Figures(list)) => list.figures,
        other => panic!("{key}: {other:?}"),
    }
}

fn number(figure: Option<&proto::Figure>) -> Option<&str> {
    figure.and_then(|f| f.value.as_ref()).map(|v| v.value.as_str())
}

async fn statistics(channel: Channel, group: StatisticsGroup) -> EventStatistics {
    let request =
        GetEventStatisticsRequest { period: "2024".into(), group_by: group.into(), ..Default::default() };
    EventServiceClient::new(channel).get_event_statistics(request).await.expect("statistics").into_inner()
}

/// Key, value.
const KEYS: [(&str, &str); 7] = [
    ("events/participants?event=wtsa-24", "3700"),
    ("events/countries?event=wtsa-24", "164"),
    ("events/ministers?event=wtsa-24", "37"),
    ("events/women-share?event=wtsa-24", "27"),
    ("events/count?organizer=ITU-T&period=2024", "98"),
    ("events/new-resolutions?event=wtsa-24", "8"),
    ("events/edition?event=cop-29", "29"),
];

/// The ids of a calendar's events.
async fn calendar(channel: Channel, period: &str, organizer: &str, kind: &str, area: &str) -> Vec<String> {
    let [period, organizer, kind, area] = [period, organizer, kind, area].map(str::to_owned);
    let request = GetCalendarRequest { period, organizer, kind, area, as_of: None };
    let calendar = EventServiceClient::new(channel).get_calendar(request).await.expect("a calendar");
    calendar.into_inner().events.into_iter().map(|e| e.name.replace("events/", "")).collect()
}

#[tokio::test]
async fn the_keys_that_others_rely_on_answer() {
    let channel = channel().await;
    for (key, value) in KEYS {
        let found = figures(channel.clone(), key).await;
        let [figure] = found.as_slice() else { panic!("{key}: {found:?}") };
        assert_eq!(number(Some(figure)), Some(value), "{key}");
        assert_eq!(figure.basis(), proto::Basis::Stated, "{key}");
        assert!(!figure.sources.is_empty(), "{key} has a source");
    }
    let women = figures(channel.clone(), "events/women-share?event=wtsa-24").await;
    assert_eq!((women[0].unit.as_str(), women[0].decimals), ("percent", Some(0)));
    assert_eq!(women[0].period, "2024-10-15/2024-10-24", "the event fixes the period");
}

/// The calendar's file over gRPC, in a language that the header or the field asks for.
async fn exported(period: &str, field: &str, accept: &'static str) -> String {
    let request =
        ExportCalendarRequest { period: period.to_owned(), language: field.to_owned(), ..Default::default() };
    let mut request = tonic::Request::new(request);
    request.metadata_mut().insert("accept-language", accept.parse().expect("a value"));
    let answer = EventServiceClient::new(channel().await).export_calendar(request).await.expect("a calendar");
    let told = answer.metadata().get("content-language").and_then(|value| value.to_str().ok());
    let told = told.unwrap_or_default().to_owned();
    let body = answer.into_inner();
    assert_eq!(body.content_type, "text/calendar; charset=utf-8");
    let text = String::from_utf8(body.data.to_vec()).expect("UTF-8");
    assert!(text.contains(&format!("NAME;LANGUAGE={told}:")), "{told}");
    text
}

#[tokio::test]
async fn the_calendars_file_has_each_event_that_is_known_to_the_day() {
    let text = exported("2024", "", "en").await;
    let event = "UID:wtsa-24@events.yearbook\r\nDTSTAMP:19700101T000000Z\r\n\
        DTSTART;VALUE=DATE:20241015\r\nDTEND;VALUE=DATE:20241025\r\n";
    assert!(text.contains(event), "{text}");
    assert!(text.contains("LOCATION;LANGUAGE=en:New Delhi\\, India\r\n"), "{text}");
    let events = text.matches("BEGIN:VEVENT").count();
    let left_out: usize = {
        let flat = text.replace("\r\n ", "");
        let (_, after) = flat.split_once("X-WR-CALDESC:").expect("it says what is left out");
        after.split(' ').next().and_then(|count| count.parse().ok()).expect("a number")
    };
    assert_eq!(events + left_out, calendar(channel().await, "2024", "", "", "").await.len());
    assert!(
        exported("", "", "en").await.matches("BEGIN:VEVENT").count() >= events,
        "without a period it is all"
    );
}

#[tokio::test]
async fn the_calendars_file_is_in_the_language_asked_for() {
    assert!(exported("2024", "zh", "en").await.contains("NAME;LANGUAGE=zh:活动"));
    assert!(exported("2024", "", "fr, zh-CN;q=0.8, en;q=0.1").await.contains("NAME;LANGUAGE=zh:活动"));
    assert!(exported("2024", "", "fr").await.contains("NAME;LANGUAGE=en:Events"));
}

#[tokio::test]
async fn what_the_register_counts_is_a_lower_bound() {
    let found = figures(channel().await, "events/count?organizer=ITU-R&period=2024").await;
    assert_eq!((found[0].basis(), found[0].bound()), (proto::Basis::Computed, proto::Bound::AtLeast));
    assert!(found[0].record_count.is_some_and(|count| count > 0));
}

#[tokio::test]
async fn a_month_of_a_register_that_names_a_part_is_a_lower_bound_or_missing_but_never_nothing() {
    let channel = channel().await;
    let october = figures(channel.clone(), "events/count?period=2024-10").await;
    assert!(number(october.first()).is_some_and(|n| n != "0"));
    assert_eq!((october[0].basis(), october[0].bound()), (proto::Basis::Computed, proto::Bound::AtLeast));
    let january = figures(channel, "events/count?period=2024-01").await;
    assert_eq!((number(january.first()), january[0].status()), (None, proto::FigureStatus::Missing));
}

#[tokio::test]
async fn an_event_that_is_no_record_any_more_is_still_a_code() {
    let mut files = first_bundle::files();
    let mut add = |file: &str, line: &str| {
        files.get_mut(file).expect("a file").extend_from_slice(format!("{line}\n").as_bytes());
    };
    add("codes.csv", "event,wtsa-20,,WTSA-20,WTSA-20,,,,,,,");
    add("stated.csv", "events/endorsing-countries?event=wtsa-20,7,INF,country,,ar-2024,2.1,¶2,,,,,");
    let channel = channel_over(Bundle::new(files).0).await;
    let found = figures(channel.clone(), "events/endorsing-countries?event=wtsa-20").await;
    assert_eq!((number(found.first()), found[0].period.as_str()), (Some("7"), ""));
    let Some(proto::answer::Result::Error(error)) =
        answer(channel, "events/participants?event=wtsa-21").await
    else {
        panic!("an event in neither")
    };
    assert!(error.message.contains("no code `wtsa-21`; did you mean `wtsa-2"), "{error:?}");
}

#[tokio::test]
async fn events_are_listed_by_filter_and_order_and_page() {
    let mut client = EventServiceClient::new(channel().await);
    let request = ListEventsRequest {
        filter: "part_of = wtsa-24 AND organizer = ITU-T".into(),
        order_by: "kind desc, id".into(),
        page_size: 2,
        ..Default::default()
    };
    let first = client.list_events(request.clone()).await.expect("a page").into_inner();
    let kinds: Vec<_> = first.events.iter().map(|e| (e.kind.as_str(), e.part_of.as_str())).collect();
    assert_eq!(kinds, [("hackathon", "events/wtsa-24"), ("hackathon", "events/wtsa-24")]);
    let next = ListEventsRequest { page_token: first.next_page_token.clone(), ..request };
    let second = client.list_events(next).await.expect("a page").into_inner();
    assert_eq!(second.events.first().map(|e| e.name.as_str()), Some("events/robotics-challenge-india-24"));
    let one = GetEventRequest { name: first.events[0].name.clone(), as_of: None };
    assert_eq!(client.get_event(one).await.expect("an event").into_inner(), first.events[0]);
}

#[tokio::test]
async fn attendances_hold_their_number_with_its_bound() {
    let mut client = EventServiceClient::new(channel().await);
    let filter = "measure = participants AND value >= 700 AND value < 3700".to_owned();
    let request = ListAttendancesRequest { filter, order_by: "value desc".into(), ..Default::default() };
    let page = client.list_attendances(request).await.expect("a page").into_inner();
    let shown: Vec<_> = page
        .attendances
        .iter()
        .filter_map(|a| a.value.as_ref().map(|q| (a.event.as_str(), q)))
        .map(|(event, q)| (event, q.value.as_ref().map_or("", |v| v.value.as_str()), q.bound(), q.decimals))
        .collect();
    assert_eq!(
        shown,
        [
            ("events/gss-24", "1800", proto::Bound::AtLeast, None),
            ("events/dpi-summit-24", "700", proto::Bound::About, Some(-2)),
        ]
    );
    let name = page.attendances[0].name.clone();
    let one = client.get_attendance(GetAttendanceRequest { name, as_of: None }).await.expect("one");
    assert_eq!(one.into_inner(), page.attendances[0]);
}

#[tokio::test]
async fn outcomes_are_filtered_by_their_name_in_a_language() {
    let mut client = EventServiceClient::new(channel().await);
    let filter = "label.en:merged".to_owned();
    let page = client.list_outcomes(ListOutcomesRequest { filter, ..Default::default() }).await;
    let page = page.expect("a page").into_inner();
    let [merged] = page.outcomes.as_slice() else { panic!("{page:?}") };
    assert_eq!((merged.event.as_str(), merged.count), ("events/wtsa-24", Some(2)));
    let one = GetOutcomeRequest { name: merged.name.clone(), as_of: None };
    assert_eq!(client.get_outcome(one).await.expect("an outcome").into_inner(), *merged);
}

#[tokio::test]
async fn what_is_not_understood_is_named() {
    let mut client = EventServiceClient::new(channel().await);
    let request = ListEventsRequest { filter: "organiser = ITU-T".into(), ..Default::default() };
    let refused = client.list_events(request).await.expect_err("no such field");
    assert_eq!(
        refused.message(),
        "at character 1: rows cannot be filtered by `organiser`; did you mean `organizer`?"
    );
    let request = GetEventRequest { name: "events/wtsa-1".into(), as_of: None };
    assert_eq!(client.get_event(request).await.expect_err("no event").code(), tonic::Code::NotFound);
    let mut refused = async |period: &str, organizer: &str| {
        let (period, organizer) = (period.to_owned(), organizer.to_owned());
        let request = GetCalendarRequest { period, organizer, ..Default::default() };
        client.get_calendar(request).await.expect_err("refused").message().to_owned()
    };
    assert!(refused("", "").await.starts_with("period is required"));
    assert!(refused("October", "").await.starts_with("`October` is not a period"));
    assert_eq!(
        refused("2024", "ITU-X").await,
        "the dimension `organizer` has no code `ITU-X`; did you mean `ITU-T`?"
    );
    let request = GetEventStatisticsRequest { period: "2024".into(), group_by: 9, ..Default::default() };
    let refused = client.get_event_statistics(request).await.expect_err("no such group");
    assert!(refused.message().starts_with("9 is no group"));
}

#[tokio::test]
async fn the_calendar_has_what_shares_a_day_in_the_order_of_first_days() {
    let channel = channel().await;
    assert_eq!(
        calendar(channel.clone(), "2024-10-14/2024-10-24", "ITU-T", "", "IND").await,
        ["ai-bharat-hackathon-24", "robotics-challenge-india-24", "gss-24", "gss-24-high-level", "wtsa-24",],
        "what is known to the year comes at its start"
    );
    assert_eq!(
        calendar(channel.clone(), "2024", "", "hackathon", "").await,
        ["ai-bharat-hackathon-24", "wtsa-24-hackathon"]
    );
    let later = calendar(channel.clone(), "2025", "", "", "").await;
    assert!(
        later.contains(&"sadc-orbital-positions-24".to_owned()),
        "it began in 2024 and goes on: {later:?}"
    );
    assert!(!later.contains(&"wtsa-24".to_owned()));
    assert_eq!(calendar(channel, "1990", "", "", "").await, Vec::<String>::new());
}

#[tokio::test]
async fn statistics_have_a_line_for_each_code_and_the_total() {
    let channel = channel().await;
    let by_organizer = statistics(channel.clone(), StatisticsGroup::Organizer).await;
    let line =
        |code: &str| by_organizer.lines.iter().find(|l| l.code == code).and_then(|l| l.events.as_ref());
    assert_eq!((number(line("ITU-T")), number(line("BDT"))), (Some("98"), Some("173")));
    let total = by_organizer.total.as_ref().and_then(|t| t.events.as_ref());
    assert_eq!(
        total.map(|f| (f.bound(), f.key.as_str())),
        Some((proto::Bound::AtLeast, "events/count?period=2024"))
    );

    let by_kind = statistics(channel.clone(), StatisticsGroup::Kind).await;
    let review = by_kind.lines.iter().find(|l| l.code == "review").and_then(|l| l.events.as_ref());
    assert_eq!(
        review.map(|f| (f.status(), f.value.is_none())),
        Some((proto::FigureStatus::Missing, true)),
        "a kind without records is missing, not zero"
    );
    let by_area = statistics(channel.clone(), StatisticsGroup::Area).await;
    assert!(by_area.lines.iter().any(|l| l.code == "AFR" && number(l.events.as_ref()).is_some()));
    let whole = statistics(channel, StatisticsGroup::Unspecified).await;
    assert_eq!((whole.lines.len(), whole.lines.first()), (1, whole.total.as_ref()));
}

#[tokio::test]
async fn an_event_that_records_or_stated_figures_name_is_not_deleted_under_them() {
    let mut client = EventServiceClient::new(channel().await);
    for (id, by) in
        [("wtsa-24", "of attendances.csv"), ("ai-bharat-hackathon-24", "?event=ai-bharat-hackathon-24")]
    {
        let request = DeleteEventRequest {
            name: format!("events/{id}"),
            request_id: format!("delete-{id}"),
            reason: "a test".to_owned(),
            ..DeleteEventRequest::default()
        };
        let refused = client.delete_event(request).await.expect_err("in use");
        assert_eq!(kit::errors::reason(&refused), proto::ErrorReason::RecordInUse);
        assert!(refused.message().contains(by), "{}", refused.message());
    }
}
