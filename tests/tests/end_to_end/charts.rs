//! The charts of the report as readers get them: drawn, described, with their data as a table.

use yearbook_tests::arrangement::Together;
use yearbook_tests::{report, web};

/// The least number of charts that are drawn in each language.
const LEAST: usize = 8;

/// What stands between a start and an end, each time.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}

/// Whether a text holds each of the others.
fn holds(text: &str, parts: &[&str]) -> bool {
    parts.iter().all(|part| text.contains(part))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_reports_charts_are_drawn_described_and_tabled_in_each_language() {
    let together = Together::start(&[]);
    let at = together.address();
    let mut drawn = Vec::new();
    for language in ["en", "zh"] {
        report::whole(at, language).await;
        let page = web::get(at, &format!("/reports/2024?lang={language}"), &[]).await;
        let charts: Vec<&str> = between(page.text(), "<figure class=\"chart\"", "</figure>").collect();
        assert!(charts.len() >= LEAST, "{language}: {} charts", charts.len());
        for chart in &charts {
            let caption = between(chart, "<figcaption", "</figcaption>").next().unwrap_or_default();
            let drawings: Vec<&str> = between(chart, "<svg", "</svg>").collect();
            // One for a column of text, one for a phone.
            assert_eq!(drawings.len(), 2, "{language}: {caption}");
            for drawing in drawings {
                assert!(
                    holds(drawing, &["role=\"img\"", "<title", "<desc", "viewBox"]),
                    "{caption}: {drawing}"
                );
                let said = between(drawing, "<desc", "</desc>").next().unwrap_or_default();
                assert!(said.chars().any(|c| c.is_ascii_digit()), "{caption}: {said}");
                assert!(!drawing.contains("style="), "{caption}: a style of its own");
            }
            let table = between(chart, "<details class=\"data\"", "</details>").next().unwrap_or_default();
            assert!(holds(table, &["<summary", "<table", "href=\"/figures/"]), "{language}: {caption}");
        }
        drawn.push(charts.len());
    }
    assert_eq!(drawn.first(), drawn.last(), "as many in one language as in the other");
}
