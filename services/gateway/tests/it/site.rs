//! Reports and figures over HTTP: forms, languages, tags, errors.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::fake::{Fake, Mood};
use crate::harness::{Answer, Door, Site, TIMING, gateway, over, until_confirmed, until_revision};

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

/// A site over two services that are well.
async fn site() -> (Site, Fake, gateway::App) {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    (Site::of(&app).await, alpha, app)
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    site().await.0.get(path, headers).await
}

#[tokio::test]
async fn a_report_comes_in_the_form_of_its_ending() {
    let (site, ..) = site().await;
    for (path, kind, part) in [
        ("/reports/2024", "text/html; charset=utf-8", "<html"),
        ("/reports/2024.md", "text/markdown; charset=utf-8", "# "),
        ("/reports/2024.json", "application/json", "\"reports/2024\""),
        ("/reports/2024/live", "text/html; charset=utf-8", "<html"),
        ("/reports/2024/live.json", "application/json", "\"reports/2024\""),
    ] {
        let answer = site.get(path, &[]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert!(answer.text().contains(part), "{path}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-")
        );
    }
}

#[tokio::test]
async fn the_language_is_the_one_asked_else_the_one_preferred_else_the_first() {
    let (site, ..) = site().await;
    let chinese = ("accept-language", "fr, zh-CN;q=0.8, en;q=0.5");
    for (path, headers, expected) in [
        ("/reports/2024.json", vec![], "en"),
        ("/reports/2024.json", vec![chinese], "zh"),
        ("/reports/2024.json?lang=en", vec![chinese], "en"),
        ("/reports/2024.json?lang=zh", vec![], "zh"),
    ] {
        let answer = site.get(path, &headers).await;
        assert_eq!(answer.header("content-language"), expected, "{path}");
        assert_eq!(answer.header("vary"), "accept-encoding, accept-language");
        assert_eq!(answer.json()["language"], json!(expected));
    }
}

#[tokio::test]
async fn who_has_the_bytes_gets_none_until_they_change() {
    let (site, alpha, app) = site().await;
    let first = site.get("/reports/2024.json", &[]).await;
    let tag = first.header("etag").to_owned();
    let again = site.get("/reports/2024.json", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
    // A cache must know these (RFC 9110, section 15.4.5); what the page said, whoever has it keeps.
    assert_eq!(again.header("vary"), "accept-encoding, accept-language");
    assert_eq!(again.header("cache-control"), "no-cache");
    assert_eq!(again.header("content-security-policy"), "");
    assert_eq!(again.header("content-language"), "");
    alpha.change("count", "18");
    until_revision(&app, "alpha", 4).await;
    let changed = site.get("/reports/2024.json", &[("if-none-match", &tag)]).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn each_coding_has_its_own_bytes_and_its_own_tag() {
    let (site, ..) = site().await;
    let path = "/reports/2024";
    let plain = site.get(path, &[]).await;
    for (accept, coding) in [("gzip", "gzip"), ("gzip, deflate, br", "br")] {
        let coded = site.get(path, &[("accept-encoding", accept)]).await;
        assert_eq!((coded.status, coded.header("content-encoding")), (200, coding));
        assert_eq!(coded.header("vary"), "accept-encoding, accept-language");
        assert!(coded.body.len() < plain.body.len() / 2, "{coding}: {}", coded.body.len());
        assert_ne!(coded.header("etag"), plain.header("etag"));
        let again = [("accept-encoding", accept), ("if-none-match", coded.header("etag"))];
        let again = site.get(path, &again).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, coded.header("etag")));
        let other = [("accept-encoding", accept), ("if-none-match", plain.header("etag"))];
        assert_eq!(site.get(path, &other).await.status, 200, "another coding's tag is no tag of these bytes");
    }
    for accept in ["identity", "gzip;q=0", "deflate"] {
        let same = site.get(path, &[("accept-encoding", accept)]).await;
        assert_eq!((same.headers.contains_key("content-encoding"), same.body == plain.body), (false, true));
    }
}

#[tokio::test]
async fn a_report_is_searched_in_its_language() {
    let (site, ..) = site().await;
    let found = site.get("/reports/2024/search?q=17&lang=en", &[]).await;
    assert_eq!((found.status, found.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(found.text().contains("<mark>17</mark>"), "{}", found.text());
    let nothing = site.get("/reports/2024/search?q=no+such+words&lang=en", &[]).await;
    assert!(
        nothing.text().contains("Nothing in this report holds all of “no such words”"),
        "{}",
        nothing.text()
    );
    let chinese = site.get("/reports/2024/search", &[("accept-language", "zh")]).await;
    assert_eq!((chinese.status, chinese.header("content-language")), (200, "zh"));
    assert!(chinese.text().contains("请输入"), "{}", chinese.text());
    assert_eq!(site.get("/reports/2023/search?q=17", &[]).await.status, 404);
}

#[tokio::test]
async fn robots_may_read_and_need_not_ask() {
    let (site, ..) = site().await;
    let robots = site.get("/robots.txt", &[]).await;
    assert_eq!((robots.status, robots.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert!(
        robots.text().contains("User-agent: *\n") && robots.text().contains("\nAllow: /\n"),
        "{}",
        robots.text()
    );
}

#[tokio::test]
async fn the_script_and_the_style_of_a_page_are_those_that_the_policy_allows() {
    let (site, ..) = site().await;
    let page = site.get("/reports/2024", &[]).await;
    let policy = page.header("content-security-policy");
    for (kind, open, close) in
        [("style", "<style>", "</style>"), ("script", "<script type=\"module\">", "</script>")]
    {
        let text = page.text().split_once(open).and_then(|(_, rest)| rest.split_once(close)).expect(kind).0;
        let hash = STANDARD.encode(Sha256::digest(text.as_bytes()));
        assert!(policy.contains(&format!("{kind}-src 'sha256-{hash}';")), "{kind}: {policy}");
    }
    assert!(policy.contains("form-action 'self'") && !policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn head_says_what_get_would_without_the_body() {
    let (site, ..) = site().await;
    let (get, head) =
        (site.get("/reports/2024.md", &[]).await, site.request("HEAD", "/reports/2024.md", &[]).await);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("etag"), get.header("etag"));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
}

#[tokio::test]
async fn a_history_that_is_not_told_is_said_to_be_missing() {
    let (site, alpha, _app) = site().await;
    let path = "/figures/alpha/count?period=2024";
    let page = site.get(path, &[BROWSER]).await;
    assert!(page.text().contains("counted") && !page.text().contains("does not say now"), "{}", page.text());
    alpha.mood(Mood::Forgetful);
    let page = site.get(path, &[BROWSER]).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("The service does not say now how the value changed"), "{}", page.text());
    assert!(!page.text().contains("No earlier value"), "{}", page.text());
}

#[tokio::test]
async fn programs_get_problem_documents_and_people_pages() {
    let (site, ..) = site().await;
    for (path, status, reason, words) in [
        ("/reports/2023", 404, "REPORT_NOT_FOUND", "there is the one on 2024"),
        ("/reports/last", 404, "REPORT_NOT_FOUND", "there is the one on 2024"),
        ("/reports/2024?lang=fr", 404, "REPORT_NOT_FOUND", "it is in en, zh"),
        ("/reports/2024.pdf", 404, "REPORT_NOT_FOUND", "there are html, md and json"),
        ("/reports/2024/editions/1", 404, "REPORT_NOT_FOUND", "/reports/2024/live"),
        ("/reports/2024/draft", 404, "REPORT_NOT_FOUND", "begin at /"),
        ("/images/none.png", 404, "REPORT_NOT_FOUND", "begin at /"),
        ("/figures/%ff/count", 404, "REPORT_NOT_FOUND", "/figures/%ff/count"),
        ("/figures/gamma/count?period=2024", 404, "SERVICE_NOT_FOUND", "there is no service `gamma`"),
        ("/figures/alpah/count?period=2024", 404, "SERVICE_NOT_FOUND", "did you mean `alpha`?"),
        ("/figures/alpha/nothing?period=2024", 404, "MEASURE_NOT_FOUND", "no measure `nothing`"),
        ("/figures/alpha/count?period", 400, "KEY_INVALID", "name=value"),
        ("/figures/alpha/count?period=2024&as-of=once", 400, "AS_OF_INVALID", "nor an instant"),
        ("/figures/alpha/count?period=2024&format=xml", 404, "REPORT_NOT_FOUND", "`xml`"),
    ] {
        let problem = site.get(path, &[]).await;
        if !path.starts_with("/figures") || path.contains("format=xml") {
            assert_eq!(problem.header("content-type"), "application/problem+json", "{path}");
        }
        let problem = site.get(path, &[("accept", "application/json")]).await;
        assert_eq!(
            (problem.status, problem.header("content-type")),
            (status, "application/problem+json"),
            "{path}"
        );
        let document = problem.json();
        assert_eq!((&document["status"], &document["reason"]), (&json!(status), &json!(reason)), "{path}");
        let detail = document["detail"].as_str().expect("a text").to_owned();
        assert!(detail.contains(words), "{path}: {detail}");
        let page = site.get(path, &[BROWSER]).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (status, "text/html; charset=utf-8"),
            "{path}"
        );
        assert!(page.text().contains("<html"), "{path}");
    }
}

#[tokio::test]
async fn where_there_is_nothing_both_are_told_so() {
    let (site, ..) = site().await;
    for path in ["/nothing", "/reports", "/figures/alpha", "/reports/2024/live/x"] {
        let problem = site.get(path, &[]).await;
        assert_eq!(
            (problem.status, problem.header("content-type")),
            (404, "application/problem+json"),
            "{path}"
        );
        let page = site.get(path, &[BROWSER]).await;
        assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    }
    let posted = site.request("POST", "/reports/2024", &[]).await;
    assert_eq!((posted.status, posted.header("allow")), (405, "GET, HEAD"));
}

#[tokio::test]
async fn the_front_page_lists_the_reports() {
    let answer = get("/", &[("accept-language", "zh")]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(
        answer.text().contains("/reports/2024") && answer.text().contains("年度报告"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn a_picture_of_the_content_is_served_as_it_is() {
    let answer = get("/images/dot.png", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"));
    assert_eq!(answer.body, [0x89, b'P', b'N', b'G', 0, 255]);
}

#[tokio::test]
async fn a_figure_is_a_page_for_people_and_a_message_for_programs() {
    let (site, ..) = site().await;
    let path = "/figures/alpha/count?period=2024";
    let page = site.get(path, &[BROWSER]).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    for part in
        ["17", "Things counted.", "A document", "counted", "/reports/2024", "What there was", "The staff"]
    {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    for message in [
        site.get(path, &[("accept", "application/json")]).await,
        site.get(&format!("{path}&format=json&lang=en"), &[BROWSER]).await,
    ] {
        assert_eq!(message.header("content-type"), "application/json");
        assert_eq!(message.json()["key"], json!("alpha/count?period=2024"));
        assert_eq!(message.json()["value"], json!({"value": "17"}));
        let tag = message.header("etag").to_owned();
        let again = site.get(path, &[("accept", "application/json"), ("if-none-match", &tag)]).await;
        assert_eq!(again.status, 304);
    }
}

#[tokio::test]
async fn records_and_wildcards_are_lists() {
    let (site, ..) = site().await;
    let page = site.get("/figures/beta/list?period=2024", &[BROWSER]).await;
    assert!(page.text().contains("Meeting a") && page.text().contains("Meetings held."), "{}", page.text());
    let message = site.get("/figures/beta/list?period=2024", &[("accept", "application/json")]).await.json();
    assert_eq!(message["rows"].as_array().map(Vec::len), Some(2));
    let page = site.get("/figures/alpha/count?period=*", &[BROWSER]).await;
    assert!(page.status == 200 && page.text().contains("17"), "{}", page.text());
    let message = site.get("/figures/alpha/count?period=*", &[("accept", "application/json")]).await.json();
    assert_eq!(message["figures"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_printed_figure_of_a_service_that_is_down_is_the_last_known() {
    let alpha = Fake::new("alpha");
    let served = alpha.serve().await;
    let app = gateway(vec![("alpha", served.target())], TIMING).await;
    until_confirmed(&app, "alpha", true).await;
    let site = Site::of(&app).await;
    site.get("/reports/2024", &[]).await;
    served.stop().await;
    until_confirmed(&app, "alpha", false).await;
    let known = site.get("/figures/alpha/count?period=2024", &[("accept", "application/json")]).await;
    assert_eq!(known.json()["lastKnownAt"], json!("1970-01-01T00:00:03Z"), "{}", known.text());
    let unknown = site.get("/figures/alpha/other?period=2024", &[("accept", "application/json")]).await;
    assert_eq!((unknown.status, &unknown.json()["reason"]), (503, &json!("SERVICE_UNAVAILABLE")));
}

#[tokio::test]
async fn a_service_that_fails_makes_no_page_fail_but_its_own_figures() {
    let (site, alpha, _app) = site().await;
    alpha.mood(Mood::Failing);
    let failing = site.get("/figures/alpha/other?period=2024", &[("accept", "application/json")]).await;
    assert_eq!(failing.status, 503, "{}", failing.text());
    assert_eq!(site.get("/figures/beta/count?period=2024", &[]).await.status, 200);
}

#[tokio::test]
async fn the_bytes_are_the_same_in_process_and_over_the_network() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let (a, b) = (alpha.serve().await, beta.serve().await);
    let inside =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], TIMING).await;
    let outside = gateway(vec![("alpha", a.target()), ("beta", b.target())], TIMING).await;
    let (near, far) = (Site::of(&inside).await, Site::of(&outside).await);
    let door = Door::of(&outside).await;
    for path in [
        "/reports/2024.json",
        "/reports/2024.md?lang=zh",
        "/reports/2024",
        "/reports/2024/pages/places?lang=zh",
        "/reports/2024/pages/span/2023.json",
        "/figures/alpha/count?period=2024",
    ] {
        let (near, far) = (near.get(path, &[]).await, far.get(path, &[]).await);
        assert_eq!(near.text(), far.text(), "{path}");
        assert_eq!(near.header("etag"), far.header("etag"), "{path}");
    }
    let request =
        api::report::v1::GetReportRequest { name: "reports/2024".to_owned(), language: "en".to_owned() };
    let message = door.reports().get_report(request).await.expect("answered").into_inner();
    let json: Value = serde_json::to_value(&message).expect("JSON");
    assert_eq!(json, near.get("/reports/2024.json", &[]).await.json());
}
