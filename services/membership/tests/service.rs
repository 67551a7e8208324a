//! The service over the bundle in the binaries: keys that others rely on, and its APIs as a client sees them.

use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::membership::v1::membership_service_client::MembershipServiceClient;
use api::membership::v1::{
    Consistency, GetMemberRequest, GetMembershipRequest, GetMembershipStatementRequest, ListMembersRequest,
    ListMembershipsRequest, MembershipStatement, StatementGroup,
};
use figure_service::start::Start;
use interchange::Bundle;
use kit::channel::{Channel, Target};

async fn channel_over(bundle: Bundle) -> Channel {
    let start = Start::in_memory(bundle);
    let app = membership::app::build(start).await.expect("the service starts");
    Target::InProcess(app.into_router().await.expect("a router")).channel()
}

async fn channel() -> Channel {
    channel_over(first_bundle::bundle()).await
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

fn number(figure: Option<&proto::Figure>) -> Option<&str> {
    figure.and_then(|f| f.value.as_ref()).map(|v| v.value.as_str())
}

async fn statement(channel: Channel, period: &str, group: StatementGroup) -> MembershipStatement {
    let request = GetMembershipStatementRequest {
        period: period.into(),
        group_by: group.into(),
        language: "en".into(),
        ..Default::default()
    };
    let answer = MembershipServiceClient::new(channel).get_membership_statement(request).await;
    answer.expect("a statement").into_inner()
}

/// The first bundle with one more line at the end of a file.
fn bundle_with(file: &str, line: &str) -> Bundle {
    let mut files = first_bundle::files();
    files.get_mut(file).expect("a file").extend_from_slice(format!("{line}\n").as_bytes());
    Bundle::new(files).0
}

/// Key, value.
const KEYS: [(&str, &str); 9] = [
    ("membership/member-states?period=2024-12-31", "194"),
    ("membership/member-states?period=2024", "194"),
    ("membership/entities?period=2024-12-31", "1004"),
    ("membership/memberships?period=2024-12-31", "1343"),
    ("membership/joined?period=2024", "91"),
    ("membership/left?period=2024", "62"),
    ("membership/net-change?period=2024&sector=ITU-D", "20"),
    ("membership/net-change?area=ASP&period=2024", "19"),
    ("membership/entities-joined?period=2024", "80"),
];

#[tokio::test]
async fn the_keys_that_others_rely_on_answer() {
    let channel = channel().await;
    for (key, value) in KEYS {
        let found = figures(channel.clone(), key).await;
        let [figure] = found.as_slice() else { panic!("{key}: {found:?}") };
        assert_eq!(number(Some(figure)), Some(value), "{key}");
        assert_eq!((figure.decimals, figure.basis()), (None, proto::Basis::Stated), "{key}");
        assert!(!figure.sources.is_empty(), "{key} has a source");
    }
}

#[tokio::test]
async fn a_count_that_was_decided_keeps_the_round_number_that_it_passed() {
    let found = figures(channel().await, "membership/entities?period=2024-12-31").await;
    let passed = found[0].alternatives.iter().find(|a| a.bound() == proto::Bound::MoreThan);
    assert_eq!(passed.and_then(|a| a.value.as_ref()).map(|v| v.value.as_str()), Some("1000"));
    assert!(!found[0].disputed);
}

#[tokio::test]
async fn members_are_listed_named_ones_first_by_filter_and_page() {
    let mut client = MembershipServiceClient::new(channel().await);
    let request = ListMembersRequest { page_size: 1, filter: "joined = 2024".into(), ..Default::default() };
    let first = client.list_members(request.clone()).await.expect("a page").into_inner();
    let palau = &first.members[0];
    assert_eq!((palau.name.as_str(), palau.area.as_str(), palau.count), ("members/palau", "PLW", Some(1)));
    assert_eq!(palau.label.get("zh").map(String::as_str), Some("帕劳"));
    let next = ListMembersRequest { page_token: first.next_page_token.clone(), ..request };
    let second = client.list_members(next).await.expect("a page").into_inner();
    let new = &second.members[0];
    assert_eq!((new.aggregate, new.count, new.kind.as_str()), (true, Some(80), "entity"));
    assert_eq!(second.next_page_token, "");
    let one = GetMemberRequest { name: palau.name.clone(), as_of: None };
    assert_eq!(client.get_member(one).await.expect("a member").into_inner(), *palau);
}

#[tokio::test]
async fn memberships_are_filtered_by_whether_they_ended() {
    let mut client = MembershipServiceClient::new(channel().await);
    let request = ListMembershipsRequest { filter: "left:*".into(), ..Default::default() };
    let page = client.list_memberships(request).await.expect("a page").into_inner();
    let [ended] = page.memberships.as_slice() else { panic!("{page:?}") };
    assert_eq!((ended.count, ended.left.as_str(), ended.joined.as_str()), (Some(62), "2024", ""));
    assert_eq!(ended.member, "", "an aggregate record names no member");
    assert_eq!(ended.provenance.as_ref().map(|p| p.document.as_str()), Some("ar-2024"));
    let one = GetMembershipRequest { name: ended.name.clone(), as_of: None };
    assert_eq!(client.get_membership(one).await.expect("a membership").into_inner(), *ended);
}

#[tokio::test]
async fn what_is_not_understood_is_named() {
    let channel = channel().await;
    let mut client = MembershipServiceClient::new(channel.clone());
    let request = ListMembersRequest { filter: "sektor = ITU-T".into(), ..Default::default() };
    let refused = client.list_members(request).await.expect_err("no such field");
    assert!(refused.message().starts_with("at character 1: rows cannot be filtered by `sektor`"));
    let request = GetMemberRequest { name: "memberships/palau".into(), as_of: None };
    let refused = client.get_member(request).await.expect_err("another collection");
    assert_eq!(refused.message(), "`memberships/palau` is no name here; write members/ID");
    let request = GetMemberRequest { name: "members/atlantis".into(), as_of: None };
    assert_eq!(client.get_member(request).await.expect_err("no member").code(), tonic::Code::NotFound);
    for (period, group_by, problem) in
        [("", 0, "period is required"), ("20", 0, "`20` is not a period"), ("2024", 9, "9 is no group")]
    {
        let period = period.to_owned();
        let request = GetMembershipStatementRequest { period, group_by, ..Default::default() };
        let refused = client.get_membership_statement(request).await.expect_err("refused");
        assert_eq!(refused.code(), tonic::Code::InvalidArgument);
        assert!(refused.message().starts_with(problem), "{}", refused.message());
    }
}

#[tokio::test]
async fn the_statement_has_a_line_for_each_code_and_what_is_not_recorded_is_missing() {
    let channel = channel().await;
    let by_sector = statement(channel.clone(), "2024", StatementGroup::Sector).await;
    let lines: Vec<_> =
        by_sector.lines.iter().map(|l| (l.code.as_str(), number(l.net_change.as_ref()))).collect();
    let sectors = [("ITU-R", "1"), ("ITU-T", "6"), ("ITU-D", "20"), ("academia", "2")];
    for (sector, change) in sectors {
        assert!(lines.contains(&(sector, Some(change))), "{sector}: {lines:?}");
    }
    assert_eq!(lines.len(), sectors.len());
    for line in &by_sector.lines {
        let joined = line.joined.as_ref().expect("a figure");
        assert_eq!((joined.status(), &joined.value), (proto::FigureStatus::Missing, &None), "{}", line.code);
        assert_eq!(line.consistency(), Consistency::Unspecified);
    }
    let total = by_sector.total.expect("a total");
    assert_eq!(number(total.joined.as_ref()), Some("91"));
    assert_eq!(number(total.left.as_ref()), Some("62"));
    assert_eq!(number(total.closing.as_ref()), Some("1343"));
    assert_eq!(total.closing.map(|f| f.key), Some("membership/memberships?period=2024-12-31".to_owned()));

    let by_area = statement(channel.clone(), "2024", StatementGroup::Area).await;
    let asia = by_area.lines.iter().find(|l| l.code == "ASP").and_then(|l| l.net_change.as_ref());
    assert_eq!(number(asia), Some("19"));
    let by_kind = statement(channel, "2024", StatementGroup::Kind).await;
    assert!(by_kind.lines.iter().all(|l| l.code != "member-state") && by_kind.lines.len() > 1);
}

#[tokio::test]
async fn a_statement_that_is_not_told_apart_is_its_total() {
    let whole = statement(channel().await, "2024", StatementGroup::Unspecified).await;
    assert_eq!(whole.lines.first(), whole.total.as_ref());
    assert_eq!((whole.lines.len(), whole.period.as_str()), (1, "2024"));
    let opening = whole.total.as_ref().and_then(|t| t.opening.as_ref()).map(|f| f.status());
    assert_eq!(opening, Some(proto::FigureStatus::Missing), "memberships that ended may have begun in 2024");
    assert_eq!(
        whole.total.map(|t| t.consistency()),
        Some(Consistency::Unspecified),
        "no source says how many memberships there were before"
    );
}

#[tokio::test]
async fn a_statement_says_whether_it_adds_up() {
    let mut found = Vec::new();
    for opening in ["1314,INF", "1300,-2", "1315,INF"] {
        let line =
            format!("membership/memberships?period=2023-12-31,{opening},membership,,ar-2024,5.1,¶8,,,,,");
        let channel = channel_over(bundle_with("stated.csv", &line)).await;
        let total = statement(channel, "2024", StatementGroup::Unspecified).await.total;
        found.push(total.map(|t| t.consistency()));
    }
    let expected = [Consistency::Exact, Consistency::WithinRounding, Consistency::Inconsistent];
    assert_eq!(found, expected.map(Some));
}

#[tokio::test]
async fn a_bound_that_incomplete_records_give_says_nothing_about_a_statement() {
    let line = "joined-2020,yes,,5,,,,,2020,,ar-2024,5.1,¶8";
    let channel = channel_over(bundle_with("memberships.csv", line)).await;
    let total = statement(channel, "2024", StatementGroup::Unspecified).await.total.expect("a total");
    let opening = total.opening.as_ref().expect("a figure");
    assert_eq!((number(Some(opening)), opening.bound()), (Some("5"), proto::Bound::AtLeast));
    assert_eq!(total.consistency(), Consistency::Unspecified);
}
