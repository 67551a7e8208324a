//! Numbers on the page lead to their figures, and figures to their sources.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use api::figures::v1::{BatchGetFiguresRequest, Figure, answer};
use serde_json::Value;
use yearbook_tests::arrangement::Together;
use yearbook_tests::{grpc, report, web};

/// The least number of different figures that a reader can follow.
const LEAST: usize = 350;

/// The addresses of figures on a page, without language and the place within them.
fn figures(page: &str) -> BTreeSet<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let figures = hrefs.filter(|href| href.starts_with("/figures/"));
    let address = |href: &str| {
        let address = href.split('#').next().unwrap_or_default().replace("&amp;", "&");
        address.rsplit_once("lang=").map(|(address, _)| address.trim_end_matches(['?', '&']).to_owned())
    };
    figures.filter_map(address).collect()
}

/// The sources of a figure, or of a listing's records, as a program gets them: section and locator. Nothing where there is no
/// value to have a source, and a reason for that.
async fn sources(at: SocketAddr, href: &str) -> Option<Vec<(String, String)>> {
    let answer = web::get(at, href, &[("accept", "application/json")]).await;
    assert_eq!(answer.status, 200, "{href}: {}", answer.text());
    let message: Value = serde_json::from_slice(&answer.body).expect("JSON");
    if message["missingReason"].is_string() {
        return None;
    }
    let of_records = message["rows"].as_array().into_iter().flatten().map(|row| &row["source"]);
    let sources = message["sources"].as_array().into_iter().flatten().chain(of_records);
    let text = |source: &Value, name: &str| source[name].as_str().unwrap_or_default().to_owned();
    Some(sources.map(|source| (text(source, "section"), text(source, "locator"))).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_number_on_the_page_can_be_followed_to_its_source() {
    let together = Together::start(&[]);
    let at = together.address();
    for language in ["en", "zh"] {
        report::whole(at, language).await;
        let path = format!("/reports/2024?lang={language}");
        let page = web::get(at, &path, &[]).await;
        assert_eq!((page.status, page.header("content-language")), (200, language));
        let again = web::get(at, &path, &[("if-none-match", page.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "the page has not changed");

        let (mut followed, mut lost) = (0, Vec::new());
        for href in figures(page.text()) {
            let sources = sources(at, &href).await;
            let figure = web::get(at, &format!("{href}&lang={language}"), &[]).await;
            assert_eq!(figure.status, 200, "{href}: {}", figure.text());
            let Some(sources) = sources else { continue };
            let placed = sources.iter().filter(|(section, _)| !section.is_empty());
            let shown =
                placed.filter(|(section, at)| [section, at].iter().all(|t| figure.text().contains(*t)));
            if shown.count() > 0 { followed += 1 } else { lost.push(href) }
        }
        assert!(lost.is_empty(), "{language}: these lead to no section of a source: {lost:#?}");
        assert!(followed >= LEAST, "{language}: {followed} figures can be followed");
    }
}

/// A key that others rely on, the value that the report prints in the base unit, how exactly it is known.
const KEYS: [(&str, &str, Option<i32>); 33] = [
    ("connectivity/internet-users?area=WORLD&period=2024", "5500000000", Some(-8)),
    ("connectivity/individuals-using-the-internet?area=WORLD&period=2024", "68", Some(0)),
    ("connectivity/individuals-using-the-internet?area=WORLD&period=2024&sex=F", "65", Some(0)),
    ("connectivity/individuals-using-the-internet?area=WORLD&period=2024&residence=rural", "48", Some(0)),
    ("connectivity/individuals-using-the-internet?age=15-24&area=WORLD&period=2024", "79", Some(0)),
    ("connectivity/individuals-using-the-internet?area=HIC&period=2024", "93", Some(0)),
    ("connectivity/people-offline?area=WORLD&period=2024", "2600000000", Some(-8)),
    ("connectivity/gender-parity-score?area=WORLD&period=2024", "0.94", Some(2)),
    ("connectivity/international-bandwidth-per-user?area=WORLD&period=2024", "322800", Some(-2)),
    ("connectivity/countries-with-cirt?area=WORLD&period=2024", "132", None),
    ("connectivity/accessibility-frameworks?area=WORLD&period=2018", "61", None),
    ("connectivity/accessibility-frameworks?area=WORLD&period=2024", "127", None),
    ("results/itu-t-recommendations?period=2024", "412", None),
    ("projects/count?period=2024", "105", None),
    ("projects/count?area=AFR&period=2024", "17", None),
    ("projects/funding?period=2024", "91800000", Some(-2)),
    ("projects/funding?area=AFR&period=2024&source=partner", "26548500", Some(-2)),
    ("projects/agreements?period=2024", "37", None),
    ("projects/agreement-value?period=2024", "28660000", Some(-4)),
    ("projects/pledges?period=2024-12-31", "956", None),
    ("projects/pledge-value?period=2024-12-31", "54270000000", Some(-7)),
    ("membership/member-states?period=2024-12-31", "194", None),
    ("membership/entities?period=2024-12-31", "1004", None),
    ("membership/memberships?period=2024-12-31", "1343", None),
    ("membership/joined?period=2024", "91", None),
    ("membership/left?period=2024", "62", None),
    ("membership/net-change?period=2024&sector=ITU-D", "20", None),
    ("membership/net-change?area=ASP&period=2024", "19", None),
    ("events/participants?event=wtsa-24", "3700", None),
    ("events/countries?event=wtsa-24", "164", None),
    ("events/ministers?event=wtsa-24", "37", None),
    ("events/women-share?event=wtsa-24", "27", Some(0)),
    ("events/count?organizer=ITU-T&period=2024", "98", None),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_keys_that_others_rely_on_answer_through_the_gateway() {
    let together = Together::start(&[]);
    let at = together.address();
    report::whole(at, "en").await;
    let keys = KEYS.iter().map(|(key, ..)| (*key).to_owned()).collect();
    let request = BatchGetFiguresRequest { keys, language: "en".to_owned(), ..Default::default() };
    let answered = grpc::figures(at).batch_get_figures(request).await.expect("answers").into_inner();
    assert_eq!(answered.answers.len(), KEYS.len());
    for ((key, value, decimals), answer) in KEYS.iter().zip(answered.answers) {
        let Some(answer::Result::Figures(list)) = answer.result else { panic!("{key}: {answer:?}") };
        let [figure] = list.figures.as_slice() else { panic!("{key}: {list:?}") };
        is(figure, key, value, *decimals);

        let page = web::get(at, &format!("/figures/{key}"), &[("accept", "application/json")]).await;
        assert_eq!(page.status, 200, "{key}");
        let page: Figure = serde_json::from_slice(&page.body).expect("the JSON of a Figure");
        is(&page, key, value, *decimals);
    }
}

#[track_caller]
fn is(figure: &Figure, key: &str, value: &str, decimals: Option<i32>) {
    assert_eq!(figure.key, key);
    assert_eq!(figure.value.as_ref().map(|v| v.value.as_str()), Some(value), "{key}");
    assert_eq!(figure.decimals, decimals, "{key}");
    assert!(!figure.sources.is_empty(), "{key} has a source");
}
