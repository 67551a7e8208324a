//! Pages beside a report: addresses, forms, tags, and what makes one be assembled again.

use serde_json::json;

use crate::fake::Fake;
use crate::harness::{Site, TIMING, over, until_revision};

async fn site() -> (Site, Fake, Fake, gateway::App) {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app = over(&alpha, &beta, TIMING).await;
    (Site::of(&app).await, alpha, beta, app)
}

#[tokio::test]
async fn a_page_comes_in_the_form_of_its_ending_and_the_language_asked() {
    let (site, ..) = site().await;
    for (path, kind, part) in [
        ("/reports/2024/pages/places", "text/html; charset=utf-8", "<h1>Places</h1>"),
        ("/reports/2024/pages/places?lang=zh", "text/html; charset=utf-8", "<h1>地点</h1>"),
        ("/reports/2024/pages/places.md", "text/markdown; charset=utf-8", "# Places\n"),
        ("/reports/2024/pages/span/2023.json", "application/json", "\"alpha/count?period=2023\""),
        ("/reports/2024/pages/span/2023", "text/html; charset=utf-8", "pages/span/2024?lang=en"),
    ] {
        let answer = site.get(path, &[]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert!(answer.text().contains(part), "{path}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-cache");
        let tag = answer.header("etag").to_owned();
        assert_eq!(site.get(path, &[("if-none-match", &tag)]).await.status, 304, "{path}");
    }
}

#[tokio::test]
async fn the_report_leads_to_its_pages_and_they_lead_back() {
    let (site, ..) = site().await;
    let report = site.get("/reports/2024?lang=en", &[]).await;
    for address in ["/reports/2024/pages/places?lang=en", "/reports/2024/pages/span/2023?lang=en"] {
        assert!(report.text().contains(address), "{address}: {}", report.text());
        let page = site.get(address, &[]).await;
        assert!(page.text().contains("href=\"/reports/2024?lang=en\""), "{}", page.text());
    }
    let page = site.get("/reports/2024/pages/span/2024?lang=en", &[]).await;
    assert!(page.text().contains("href=\"/reports/2024?lang=en#1\""), "{}", page.text());
    let json = site.get("/reports/2024/pages/span/2024.json?lang=zh", &[]).await.json();
    assert_eq!((&json["title"], &json["page"]["code"]), (&json!("2024"), &json!("2024")));
    assert_eq!(json["pages"][0]["pages"].as_array().map(Vec::len), Some(3), "{json}");
}

#[tokio::test]
async fn a_page_that_there_is_not_is_told_with_the_nearest_one() {
    let (site, ..) = site().await;
    for (path, words) in [
        ("/reports/2024/pages/place", "did you mean /reports/2024/pages/places?"),
        ("/reports/2024/pages/span", "did you mean /reports/2024/pages/span/2023?"),
        ("/reports/2024/pages/span/2022", "did you mean /reports/2024/pages/span/202"),
        ("/reports/2024/pages/places/2023", "did you mean /reports/2024/pages/places?"),
        ("/reports/2024/pages/portfolio.json", "begin at /reports/2024"),
        ("/reports/2023/pages/places", "there is the one on 2024"),
        ("/reports/2024/pages/places?lang=fr", "it is in en, zh"),
    ] {
        let problem = site.get(path, &[("accept", "application/json")]).await;
        assert_eq!((problem.status, &problem.json()["reason"]), (404, &json!("REPORT_NOT_FOUND")), "{path}");
        let detail = problem.json()["detail"].as_str().expect("a text").to_owned();
        assert!(detail.contains(words), "{path}: {detail}");
    }
}

#[tokio::test]
async fn the_state_of_the_services_is_a_page_for_people_and_a_message_for_programs() {
    let (site, ..) = site().await;
    let page = site.get("/services?lang=zh", &[("accept", "text/html")]).await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    for part in ["alpha", "beta", "已确认", "in-process"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let json = site.get("/services", &[("accept", "application/json")]).await.json();
    assert_eq!(
        (&json["services"][0]["service"], &json["services"][0]["revision"]),
        (&json!("alpha"), &json!("3"))
    );
    assert_eq!(json["services"][0]["address"], json!("in-process"));
    let report = site.get("/reports/2024?lang=en", &[]).await;
    assert!(report.text().contains("/services?lang=en"), "a draft leads there");
    assert_eq!(site.get("/services?lang=fr", &[("accept", "text/html")]).await.status, 404);
}

#[tokio::test]
async fn where_services_are_is_not_told_to_everybody() {
    let (site, ..) = site().await;
    let nobody = ("x-yearbook-anonymous", "1");
    let page = site.get("/services", &[("accept", "text/html"), nobody]).await;
    assert!(page.text().contains("alpha") && !page.text().contains("in-process"), "{}", page.text());
    let json = site.get("/services", &[("accept", "application/json"), nobody]).await;
    assert!(json.text().contains("alpha") && !json.text().contains("in-process"), "{}", json.text());
}

#[tokio::test]
async fn a_page_is_assembled_again_only_when_a_measure_that_it_prints_changes() {
    let (site, alpha, beta, app) = site().await;
    let path = "/reports/2024/pages/span/2024.md";
    let first = site.get(path, &[]).await;
    assert_eq!((alpha.batches(), beta.batches()), (1, 0));
    alpha.change("other", "6");
    until_revision(&app, "alpha", 4).await;
    beta.change("count", "9");
    until_revision(&app, "beta", 4).await;
    assert_eq!(site.get(path, &[]).await.text(), first.text());
    assert_eq!((alpha.batches(), beta.batches()), (1, 0));
    alpha.change("count", "18");
    until_revision(&app, "alpha", 5).await;
    let again = site.get(path, &[]).await;
    assert!(again.text().contains("18") && !first.text().contains("18"), "{}", again.text());
    assert_eq!((alpha.batches(), beta.batches()), (2, 0));
}
