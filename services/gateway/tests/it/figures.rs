//! Pages of figures in full, their tables, revisions of all services, and the feed.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use atom_syndication::Feed;
use tonic::Code;

use crate::fake::{Fake, Mood};
use crate::harness::{Answer, Door, Site, TIMING, gateway, over, until_confirmed, until_revision};

struct Fixture {
    alpha: Fake,
    app: gateway::App,
    site: Site,
}

async fn fixture() -> Fixture {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    let site = Site::of(&app).await;
    Fixture { alpha, app, site }
}

/// The rows of a table as column and cell.
fn rows(answer: &Answer) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = answer.text().split_terminator("\r\n").map(|line| line.split(','));
    let header: Vec<&str> = lines.next().expect("a header").collect();
    lines.map(|cells| header.iter().copied().zip(cells).collect()).collect()
}

#[tokio::test]
async fn a_figure_comes_as_a_table_by_address_and_by_header() {
    let Fixture { site, .. } = fixture().await;
    for (path, headers) in [
        ("/figures/alpha/count?period=2024&format=csv", vec![]),
        ("/figures/alpha/count?period=2024", vec![("accept", "text/csv, application/json;q=0.9")]),
    ] {
        let answer = site.get(path, &headers).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "text/csv; charset=utf-8; header=present")
        );
        assert_eq!(
            answer.header("content-disposition"),
            "attachment; filename=\"alpha_count_period_2024.csv\""
        );
        let rows = rows(&answer);
        let one = &rows[0];
        assert_eq!((rows.len(), one["value"], one["decimals"], one["unit"]), (1, "17", "INF", "thing"));
        assert_eq!((one["period"], one["status"], one["basis"]), ("2024", "available", "stated"));
        let again = site.get(path, &[headers, vec![("if-none-match", answer.header("etag"))]].concat()).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
    }
}

#[tokio::test]
async fn wildcards_and_listings_come_as_tables_too() {
    let Fixture { site, .. } = fixture().await;
    let figures = site.get("/figures/alpha/count?period=*&format=csv", &[]).await;
    let periods: Vec<&str> = rows(&figures).iter().map(|row| row["period"]).collect();
    assert_eq!(periods, ["2023", "2024"]);
    let listing = site.get("/figures/beta/list?period=2024&format=csv", &[]).await;
    let labels: Vec<&str> = rows(&listing).iter().map(|row| row["label"]).collect();
    assert_eq!(labels, ["Meeting a", "Meeting b"]);
}

#[tokio::test]
async fn the_same_tables_come_as_lines_of_json() {
    let Fixture { site, .. } = fixture().await;
    for (path, headers) in [
        ("/figures/alpha/count?period=*&format=jsonl", vec![]),
        ("/figures/alpha/count?period=*", vec![("accept", "application/x-ndjson, application/json;q=0.9")]),
    ] {
        let answer = site.get(path, &headers).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/jsonl"), "{path}");
        assert_eq!(
            answer.header("content-disposition"),
            "attachment; filename=\"alpha_count_period__.jsonl\""
        );
        let line = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
        let figures: Vec<_> = answer.text().split_terminator('\n').map(line).collect();
        assert_eq!((figures.len(), &figures[1]["period"]), (2, &"2024".into()));
        assert_eq!((&figures[1]["value"], &figures[1]["status"]), (&"17".into(), &"available".into()));
    }
    let listing = site.get("/figures/beta/list?period=2024&format=jsonl", &[]).await;
    assert!(listing.text().contains("\"label\":\"Meeting a\""), "{}", listing.text());
}

#[tokio::test]
async fn the_page_shows_other_periods_how_to_cite_it_and_its_other_forms() {
    let Fixture { site, alpha, .. } = fixture().await;
    let before = alpha.batches();
    let page = site.get("/figures/alpha/count?period=2024&lang=en", &[]).await;
    // One batch for the figure and all beside it, and the report's own while it is cold.
    assert!(alpha.batches() - before <= 2, "{}", alpha.batches());
    for part in [
        "Over time",
        "href=\"/figures/alpha/count?period=2023&amp;lang=en\">2023</a>",
        "How to cite it",
        "The Organisation: Things, 2024: 17",
        "as-of=3",
        "href=\"/figures/alpha/count?period=2024&amp;lang=en&amp;format=csv\"",
        "type=\"application/atom+xml\"",
        "<svg class=\"plot",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(!page.text().contains("This is the figure as it was"));
}

#[tokio::test]
async fn a_page_of_the_past_says_so_and_leads_to_the_present() {
    let Fixture { site, alpha, app } = fixture().await;
    alpha.change("count", "18");
    until_revision(&app, "alpha", 4).await;
    let page = site.get("/figures/alpha/count?period=2024&lang=en&as-of=3", &[]).await;
    let text = page.text();
    assert!(text.contains("This is the figure as it was at revision 3."), "{text}");
    assert!(
        text.contains("<a href=\"/figures/alpha/count?period=2024&amp;lang=en\">See it as it is now.</a>")
    );
    assert!(text.contains("<data value=\"17\">") && text.contains("content=\"noindex\""), "{text}");
    assert!(text.contains("<title>Things, 2024, as of revision 3</title>"), "{text}");
    let now = site.get("/figures/alpha/count?period=2024&lang=en", &[]).await;
    assert!(now.text().contains("<data value=\"18\">"));
    let early = site.get("/figures/alpha/count?period=2024&as-of=0", &[]).await;
    assert_eq!(early.status, 400);
}

#[tokio::test]
async fn a_figure_leads_to_the_pages_that_print_it_too() {
    let Fixture { site, .. } = fixture().await;
    for (path, there, not_there) in [
        ("/figures/alpha/count?period=2024", "/reports/2024/pages/span/2024?lang=en", "span/2023"),
        ("/figures/alpha/count?period=2023", "/reports/2024/pages/span/2023?lang=en", "span/2024"),
        ("/figures/beta/count?period=2024", "/reports/2024/pages/places?lang=en", "/pages/span"),
    ] {
        let page = site.get(&format!("{path}&lang=en"), &[]).await;
        let places =
            page.text().split("id=\"_places\"").nth(1).and_then(|rest| rest.split("</section>").next());
        let places = places.expect("where it is printed");
        assert!(places.contains(&format!("<a href=\"{there}\">")), "{path}: {places}");
        assert!(!places.contains(not_there), "{path}: {places}");
    }
}

#[tokio::test]
async fn codes_that_are_records_of_a_service_go_by_their_names() {
    let Fixture { site, .. } = fixture().await;
    let page = site.get("/figures/beta/visitors?meeting=b&lang=en", &[]).await;
    for part in ["<title>Things, Meeting b, 2024</title>", "<dt>Meeting</dt><dd>Meeting b</dd>"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let unknown = site.get("/figures/beta/visitors?meeting=none&lang=en", &[]).await;
    assert!(unknown.text().contains("<dt>Meeting</dt><dd>none</dd>"), "{}", unknown.text());
}

#[tokio::test]
async fn a_page_names_nobody_who_made_a_revision() {
    let Fixture { site, .. } = fixture().await;
    let page = site.get("/figures/alpha/count?period=2024&lang=en", &[]).await;
    let lines = site.get("/figures/alpha/count?period=2024&lang=en&format=text", &[]).await;
    for text in [page.text(), lines.text()] {
        assert!(text.contains("counted") && !text.contains("ana"), "{text}");
    }
}

#[tokio::test]
async fn a_service_that_fails_costs_the_page_what_it_would_have_said() {
    let Fixture { site, alpha, .. } = fixture().await;
    site.get("/reports/2024", &[]).await;
    alpha.mood(Mood::Failing);
    let page = site.get("/figures/alpha/count?period=2024&lang=en", &[]).await;
    assert_eq!(page.status, 200);
    for part in ["<data value=\"17\">", "The service does not answer now; ask again later.", "How to cite it"]
    {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
}

#[tokio::test]
async fn a_list_that_the_report_prints_is_the_last_known_while_its_service_fails() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let services = vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)];
    let app = gateway(services, TIMING).await;
    until_confirmed(&app, "beta", true).await;
    let site = Site::of(&app).await;
    site.get("/reports/2024?lang=en", &[]).await;
    for mood in [Mood::Failing, Mood::Older] {
        beta.mood(mood);
        let page = site.get("/figures/beta/list?period=2024&lang=en", &[]).await;
        assert_eq!(page.status, 200, "{mood:?}: {}", page.text());
        assert!(page.text().contains("last known, not confirmed since"), "{mood:?}: {}", page.text());
        let rows = site.get("/figures/beta/list?period=2024&format=csv", &[]).await;
        assert_eq!(rows.text().lines().count(), 3, "{mood:?}: {}", rows.text());
        let message = site.get("/figures/beta/list?period=2024&format=json", &[]).await.json();
        let since = message["lastKnownAt"].as_str().unwrap_or_default().to_owned();
        assert!(since.starts_with("1970-01-01T00:00:0"), "{mood:?}: a program reads the age too: {message}");
        assert!(rows.text().contains("1970-01-01T00:00:0"), "{mood:?}: {}", rows.text());
        let past = site.get("/figures/beta/list?period=2024&as-of=2", &[]).await;
        assert_eq!(past.status, 503, "{mood:?}: nobody remembers the past");
    }
}

#[tokio::test]
async fn a_figure_of_a_service_that_was_never_heard_has_a_page_that_says_so_and_no_value_for_programs() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    alpha.mood(Mood::Failing);
    let services = vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)];
    let site = Site::of(&gateway(services, TIMING).await).await;
    let page = site.get("/figures/alpha/count?period=2024&lang=en", &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    for part in ["the service did not answer", "Things counted.", "What there was"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let unprinted = site.get("/figures/alpha/other?period=2024&lang=en", &[]).await;
    assert_eq!(unprinted.status, 503, "{}", unprinted.text());
    for format in ["json", "jsonl", "csv", "parquet"] {
        let answer = site.get(&format!("/figures/alpha/count?period=2024&format={format}"), &[]).await;
        assert_eq!(answer.status, 503, "{format}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_figure_of_a_service_without_an_address_has_a_page_where_the_report_prints_it() {
    let beta = Fake::new("beta");
    let site = Site::of(&gateway(vec![("beta", beta.in_process().await)], TIMING).await).await;
    let page = site.get("/figures/alpha/count?period=2024&lang=en", &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("the service did not answer"), "{}", page.text());
    for path in ["/figures/alpha/count?period=2024&format=json", "/figures/alpha/other?period=2024"] {
        assert_eq!(site.get(path, &[]).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn revisions_of_all_services_come_in_one_list_and_name_nobody_to_strangers() {
    let Fixture { app, alpha, .. } = fixture().await;
    let door = Door::of(&app).await;
    let mut client = FigureServiceClient::new(door.channel.clone());
    let all = proto::ListRevisionsRequest::default();
    let page = client.list_revisions(all.clone()).await.expect("answered").into_inner();
    let told: Vec<(&str, i64)> = page.revisions.iter().map(|r| (r.service.as_str(), r.revision)).collect();
    let expected =
        [("alpha", 3), ("beta", 3), ("alpha", 2), ("beta", 2), ("alpha", 1), ("beta", 1), ("gateway", 1)];
    assert_eq!(told, expected);
    assert_eq!(page.revisions[0].actor, "ana", "on loopback the user of the machine may write");
    let mut request = proto::ListRevisionsRequest { page_size: 2, ..Default::default() };
    let mut over_pages = Vec::new();
    loop {
        let page = client.list_revisions(request.clone()).await.expect("answered").into_inner();
        over_pages.extend(page.revisions);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(over_pages, page.revisions);
    let bad = proto::ListRevisionsRequest { page_token: "x".into(), ..Default::default() };
    assert_eq!(client.list_revisions(bad).await.expect_err("refused").code(), Code::InvalidArgument);
    alpha.mood(Mood::Failing);
    let without = client.list_revisions(all).await.expect("answered").into_inner();
    assert_eq!(without.unreachable, ["alpha"]);
    assert!(without.revisions.iter().all(|r| r.service != "alpha"));
}

async fn feed(site: &Site, headers: &[(&str, &str)]) -> (Answer, Feed) {
    let answer = site.get("/feed.atom?lang=en", headers).await;
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed = Feed::read_from(answer.body.as_slice()).expect("an Atom feed");
    (answer, feed)
}

#[tokio::test]
async fn the_feed_says_which_printed_figures_a_revision_changed() {
    let Fixture { app, alpha, site } = fixture().await;
    let (first, _) = feed(&site, &[]).await;
    alpha.change("count", "18");
    until_revision(&app, "alpha", 4).await;
    let (answer, feed) = feed(&site, &[("if-none-match", first.header("etag"))]).await;
    assert_eq!(answer.status, 200);
    let newest = &feed.entries()[0];
    assert_eq!(newest.title().as_str(), "Things, 2024: 18");
    assert_eq!(newest.links()[0].href(), "/figures/alpha/count?period=2024&lang=en&as-of=4");
    let content = newest.content().and_then(|content| content.value()).expect("content");
    assert!(content.contains("from 17 to 18") && content.contains("reason 4"), "{content}");
    assert!(!answer.text().contains("ana"), "nobody is named");
    assert_eq!(feed.updated().timestamp(), 4, "the time of the newest commit");
    let again = site.get("/feed.atom?lang=en", &[("if-none-match", answer.header("etag"))]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn the_feed_is_the_same_from_every_gateway_and_its_ids_are_stable() {
    let (one, other) = (fixture().await, fixture().await);
    let (a, _) = feed(&one.site, &[]).await;
    let (b, read) = feed(&other.site, &[]).await;
    assert_eq!(a.text(), b.text());
    let mut ids: Vec<&str> = read.entries().iter().map(|entry| entry.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), read.entries().len());
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")));
    assert_eq!(one.site.get("/feed.atom?lang=xx", &[]).await.status, 404);
}

#[tokio::test]
async fn a_feed_without_a_service_says_whose_changes_are_left_out() {
    let Fixture { alpha, site, .. } = fixture().await;
    site.get("/reports/2024", &[]).await;
    alpha.mood(Mood::Failing);
    let (_, feed) = feed(&site, &[]).await;
    assert!(feed.subtitle().is_some_and(|said| said.as_str().contains("alpha")));
}
