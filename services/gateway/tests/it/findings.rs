//! What the check of a report found: one check for its notice, its page, the pages of figures and `CheckReport`; what is decided on it, and
//! what another value would bring.

use api::report::v1 as proto;
use gateway::App;
use kit::errors::reason;
use proto::FindingState as State;
use tonic::Code;

use crate::fake::Fake;
use crate::harness::{Answer, Door, Site, TIMING, imported, over, until_revision};

/// Things and places are 17 both.
const RULES: &str = r#"
[[rule]]
id = "more-things"
kind = "comparison"
severity = "error"
statement = "things > places"
about.en = "there are more things than places"
about.zh = "事物多于地点"

[[rule]]
id = "other-things"
kind = "comparison"
statement = "alpha/other?period=@year >= 0"
about.en = "nothing is counted below zero"
about.zh = "所数不为负"
"#;

struct Fixture {
    alpha: Fake,
    app: App,
    site: Site,
    door: Door,
}

async fn fixture() -> Fixture {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    imported(&app, "rules", &[("checks.toml", RULES)]).await;
    let (site, door) = (Site::of(&app).await, Door::of(&app).await);
    Fixture { alpha, app, site, door }
}

impl Fixture {
    async fn check(&self) -> proto::CheckReportResponse {
        let request =
            proto::CheckReportRequest { name: "reports/2024".to_owned(), language: "en".to_owned() };
        self.door.reports().check_report(request).await.expect("checked").into_inner()
    }

    async fn page(&self, path: &str) -> Answer {
        let answer = self.site.get(path, &[("accept", "text/html")]).await;
        assert_eq!(answer.status, 200, "{path}");
        answer
    }
}

#[tokio::test]
async fn notice_page_and_call_tell_of_one_check() {
    let fixture = fixture().await;
    let check = fixture.check().await;
    assert_eq!(check.counts, Some(proto::FindingCounts { errors: 1, warnings: 0, notes: 0 }));
    let finding = &check.findings[0];
    assert_eq!((finding.rule.as_str(), finding.state()), ("comparison", State::Open));

    let report = fixture.page("/reports/2024?lang=en").await;
    assert!(report.text().contains("What the check found: 1 error<"), "{}", report.text());
    assert!(report.text().contains("href=\"/reports/2024/findings?lang=en\""));
    let told = fixture.site.get("/reports/2024.json?lang=en", &[]).await.json();
    assert_eq!(told["findings"]["errors"], 1);

    let page = fixture.page("/reports/2024/findings?lang=en").await;
    for part in [
        &format!("id=\"{}\"", finding.id),
        "there are more things than places",
        "href=\"/figures/alpha/count?period=2024&amp;lang=en\">Things, 2024</a>",
        "checks.toml:6:13",
        "content=\"noindex\"",
        "href=\"/reports/2024/findings?lang=zh\"",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(fixture.page("/reports/2024/findings?lang=zh").await.text().contains("事物多于地点"));

    let json = fixture.site.get("/reports/2024/findings.json?lang=en", &[]).await.json();
    assert_eq!(json["findings"][0]["id"], finding.id.as_str());
    for headers in [vec![("accept", "application/json")], vec![]] {
        let path = if headers.is_empty() {
            "/reports/2024/findings?format=json&lang=en"
        } else {
            "/reports/2024/findings?lang=en"
        };
        assert_eq!(fixture.site.get(path, &headers).await.json(), json);
    }
    assert_eq!(fixture.site.get("/reports/2023/findings", &[]).await.status, 404);
    assert_eq!(fixture.site.get("/reports/2024/findings?format=pdf", &[]).await.status, 404);

    let figure = fixture.page("/figures/alpha/count?period=2024&lang=en").await;
    let link = format!("href=\"/reports/2024/findings?lang=en#{}\"", finding.id);
    assert!(figure.text().contains(&link), "{}", figure.text());
    let other = fixture.page("/figures/alpha/other?period=2024&lang=en").await;
    assert!(!other.text().contains("What the check found"), "{}", other.text());
}

#[tokio::test]
async fn a_check_is_made_again_only_when_what_it_rests_on_changes() {
    let fixture = fixture().await;
    let first = fixture.page("/reports/2024?lang=en").await;
    let asked = fixture.alpha.batches();
    let again = fixture.page("/reports/2024?lang=en").await;
    fixture.page("/reports/2024/findings").await;
    fixture.check().await;
    assert_eq!((fixture.alpha.batches(), again.header("etag")), (asked, first.header("etag")));

    // What only a rule asks for asks for the rules' keys once more, and assembles nothing.
    fixture.alpha.change("other", "6");
    until_revision(&fixture.app, "alpha", 4).await;
    assert_eq!(fixture.page("/reports/2024?lang=en").await.header("etag"), first.header("etag"));
    assert_eq!(fixture.alpha.batches(), asked + 1);

    fixture.alpha.change("count", "18");
    until_revision(&fixture.app, "alpha", 5).await;
    let changed = fixture.page("/reports/2024?lang=en").await;
    assert!(changed.text().contains("The check found nothing."), "{}", changed.text());
    assert_eq!(fixture.check().await.findings, []);
}

#[tokio::test]
async fn a_decision_settles_a_finding_until_a_value_changes() {
    let fixture = fixture().await;
    let open = fixture.check().await.findings.remove(0);
    let row = |reason: &str, values: &str| {
        let head = "finding,state,reason_en,reason_zh,by,on,values\n";
        format!(
            "{head}{},accepted,{reason},,Planning,2025-02-03,{values}\ntrend-000000000000,not-ours,Gone.,,Planning,2025-02-03,1\n",
            open.id
        )
    };
    let file = row("There are as many.", &open.values_digest);
    assert_eq!(
        imported(&fixture.app, "decided", &[("checks.toml", RULES), ("findings.csv", &file)]).await,
        Vec::<String>::new()
    );

    let settled = fixture.check().await;
    assert_eq!((settled.counts, settled.settled_count), (Some(proto::FindingCounts::default()), 1));
    let finding = &settled.findings[0];
    assert_eq!((&finding.id, finding.state()), (&open.id, State::Accepted));
    assert_eq!(finding.decision.as_ref().map(|made| made.reason.as_str()), Some("There are as many."));
    let fixed: Vec<&str> = settled.fixed.iter().map(|made| made.finding.as_str()).collect();
    assert_eq!(fixed, ["trend-000000000000"]);
    let report = fixture.page("/reports/2024?lang=en").await;
    assert!(report.text().contains("The check found nothing."), "{}", report.text());
    let page = fixture.page("/reports/2024/findings?lang=en").await;
    for part in [
        "Settled",
        "Accepted by Planning on 3 February 2025.",
        "There are as many.",
        "Fixed",
        "trend-000000000000",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(fixture.app.files().await.expect("there").contains_key("findings.csv"), "it is exported again");

    fixture.alpha.change("count", "16");
    until_revision(&fixture.app, "alpha", 4).await;
    let again = fixture.check().await;
    assert_eq!((again.counts.map(|counts| counts.errors), again.findings[0].state()), (Some(1), State::Open));
    let page = fixture.page("/reports/2024/findings?lang=en").await;
    assert!(page.text().contains("Open again, since a value has changed."), "{}", page.text());

    let refused =
        imported(&fixture.app, "wrong", &[("checks.toml", RULES), ("findings.csv", &row("", "1"))]).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(
        refused[0].starts_with("findings.csv:2:") && refused[0].contains("without a reason"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_another_value_would_bring_is_told_and_nothing_is_written() {
    let fixture = fixture().await;
    let before = fixture.page("/reports/2024?lang=en").await;
    let asked = fixture.alpha.batches();
    let request = |key: &str, value: &str| proto::PreviewChangeRequest {
        name: "reports/2024".to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
        language: "zh".to_owned(),
    };
    let key = "alpha/count?period=2024";
    let preview = fixture.door.reports().preview_change(request(key, "18")).await.expect("told").into_inner();
    assert_eq!((preview.appearing.len(), preview.going.len(), preview.changing.len()), (0, 1, 0));
    assert!(preview.going[0].message.contains("事物多于地点"), "{preview:?}");
    let printed: Vec<_> =
        preview.printed.iter().map(|p| (p.page.as_str(), p.before.as_str(), p.after.as_str())).collect();
    assert!(
        printed.contains(&("", "17", "18")) && printed.contains(&("span/2024", "17", "18")),
        "{printed:?}"
    );
    assert_eq!(preview.counts, Some(proto::FindingCounts::default()));
    let less = fixture.door.reports().preview_change(request(key, "16")).await.expect("told").into_inner();
    assert_eq!((less.appearing.len(), less.going.len(), less.changing.len()), (0, 0, 1));
    // A figure that only a rule asks for.
    let rule = request("alpha/other?period=2024", "-1");
    let rule = fixture.door.reports().preview_change(rule).await.expect("told").into_inner();
    assert_eq!((rule.appearing.len(), rule.printed.len()), (1, 0));
    for (key, value, code) in [
        (key, "a few", Code::InvalidArgument),
        (key, "", Code::InvalidArgument),
        (key, &"9".repeat(40), Code::InvalidArgument),
        ("alpha/count?period=*", "1", Code::InvalidArgument),
        ("alpha", "1", Code::InvalidArgument),
        ("alpha/other?period=1999", "1", Code::NotFound),
        ("gamma/count?period=2024", "1", Code::NotFound),
    ] {
        let refused = fixture.door.reports().preview_change(request(key, value)).await.expect_err("refused");
        assert_eq!(refused.code(), code, "{key} {value}: {:?}", reason(&refused));
    }
    let form = fixture.page("/figures/alpha/count?period=2024&lang=en").await;
    assert!(form.text().contains("action=\"/reports/2024/preview\""), "{}", form.text());
    for (value, part) in [
        ("18", "Would be found no more"),
        ("18", "17 → 18"),
        ("18", "If it were 18\u{a0}things:"),
        ("1e9", "“1e9” is no number"),
        ("%3Cb%3E", "“&lt;b&gt;” is no number"),
        ("", "name=\"value\""),
    ] {
        let path = format!("/reports/2024/preview?lang=en&key=alpha%2Fcount%3Fperiod%3D2024&value={value}");
        let page = fixture.page(&path).await;
        assert!(page.text().contains(part), "{value} {part}: {}", page.text());
    }
    assert_eq!(fixture.site.get("/reports/2024/preview?key=gamma%2Fx&value=1", &[]).await.status, 404);
    let after = fixture.page("/reports/2024?lang=en").await;
    // The figure's own page asked for it.
    assert_eq!((after.header("etag"), fixture.alpha.batches()), (before.header("etag"), asked + 1));
}
