//! The pages of figures of each kind over the real bundle: what a reader sees, and what a program takes away.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use yearbook_tests::arrangement::Together;
use yearbook_tests::web;

/// A key and what its page says in English.
const PAGES: [(&str, &[&str]); 8] = [
    (
        "connectivity/internet-users?area=WORLD&period=2024",
        &["5.5 billion", "the nearest 100 million", "5 450 000 000 to 5 550 000 000", "stated by a source"],
    ),
    (
        "connectivity/individuals-using-the-internet?area=WORLD&period=2024",
        &[
            "another source says otherwise",
            "67.5 to 68.5",
            "65.5 to 66.5",
            "Women",
            "High-income economies",
            "2023",
        ],
    ),
    (
        "connectivity/individuals-using-the-internet?area=WORLD&period=2024&sex=F",
        &["65", "Women", "Men", "Total"],
    ),
    (
        "projects/count?area=AFR&period=2024",
        &[
            "computed from 17 records",
            "the register is complete",
            "number of records in “Projects”",
            "/figures/projects/project-list?area=AFR&amp;period=2024",
        ],
    ),
    (
        "connectivity/enterprises-using-the-internet?area=WORLD&period=2024",
        &["countries have values, the world has none"],
    ),
    ("events/participants?event=gsr-24", &["at least", "Event"]),
    (
        "projects/pledge-value?period=2024-12-31",
        &[
            "54.27",
            "as at 31 December 2024",
            "On other days",
            "/figures/projects/pledge-list?period=2024-12-31",
        ],
    ),
    (
        "connectivity/accessibility-frameworks?area=WORLD&period=2024",
        &["By year", "2018", "<svg class=\"plot"],
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_kind_of_figure_has_a_page_in_each_language_and_a_table() {
    let together = Together::start(&[]);
    let at = together.address();
    for (key, said) in PAGES {
        let page = web::get(at, &format!("/figures/{key}&lang=en"), &[]).await;
        assert_eq!(page.status, 200, "{key}: {}", page.text());
        let text = page.text().replace(['\u{a0}', '\u{202f}'], " ");
        for part in said {
            assert!(text.contains(part), "{key} does not say `{part}`: {text}");
        }
        assert!(text.contains("How to cite it") && text.contains("&amp;as-of="), "{key}");
        let chinese = web::get(at, &format!("/figures/{key}&lang=zh"), &[]).await;
        assert!(chinese.text().contains("引用格式"), "{key}");
        let table = rows(at, key).await;
        assert_eq!(table.len(), 1, "{key}");
        let one = &table[0];
        let missing = one["status"] == "missing";
        assert_eq!(missing, one["value"].is_empty(), "{key}: {one:?}");
        assert!(!missing || !one["missing_reason"].is_empty(), "{key}: {one:?}");
    }
}

/// The rows of a key's table as column and cell, read by a reader of CSV.
async fn rows(at: SocketAddr, key: &str) -> Vec<BTreeMap<String, String>> {
    let answer = web::get(at, &format!("/figures/{key}&lang=en"), &[("accept", "text/csv")]).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "text/csv; charset=utf-8; header=present")
    );
    let mut reader = csv::Reader::from_reader(answer.body.as_ref());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        header.iter().cloned().zip(row.expect("a row").iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_records_behind_a_computed_figure_are_a_link_away_and_as_many_as_it_says() {
    let together = Together::start(&[]);
    let at = together.address();
    let figures = rows(at, "projects/count?area=itu-region:*&period=2024").await;
    assert_eq!(figures.len(), 6);
    for figure in figures {
        let records = rows(at, &format!("projects/project-list?area={}&period=2024", figure["area"])).await;
        let count: i64 = records.iter().map(|row| row["record_count"].parse::<i64>().expect("a count")).sum();
        assert_eq!((figure["value"].parse(), figure["record_count"].parse()), (Ok(count), Ok(count)));
    }
    let funding = rows(at, "projects/funding-list?area=AFR&period=2024&source=partner").await;
    assert_eq!((funding.len(), funding[0]["value"].as_str()), (1, "26548500"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_feed_has_an_entry_for_each_first_load_and_names_nobody() {
    let together = Together::start(&[]);
    let answer = web::get(together.address(), "/feed.atom?lang=zh", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
    let text = answer.text();
    assert_eq!(text.matches("<entry>").count(), 6, "five services and the content: {text}");
    assert!(text.contains("xml:lang=\"zh\"") && text.contains("变更："), "{text}");
    assert!(!text.contains(">bundle<"), "{text}");
}
