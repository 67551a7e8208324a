//! Two language versions over the HTTP door and the command line of the real program: the report in its languages, and what is planted in one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use yearbook_tests::arrangement::Together;
use yearbook_tests::process::{run, said};
use yearbook_tests::{report, web};

/// What is planted in the Chinese report: the words as they stand there once, and what is written instead.
const PLANTED: [(&str, &str); 4] = [
    ("2\u{a0}866万瑞郎", "2\u{a0}686万瑞郎"),
    ("至少55\u{a0}800名", "至少5\u{a0}580名"),
    ("22.3%", "23.2%"),
    ("408个", "480个"),
];

async fn compared(together: &Together, request: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let answer =
        web::request(together.address(), "POST", "/v1/reports:compare", &headers, &request.to_string()).await;
    (answer.status, serde_json::from_slice(&answer.body).expect("JSON"))
}

fn file(name: &str, text: &str, language: &str) -> Value {
    json!({ "file": { "fileName": name, "content": STANDARD.encode(text) }, "language": language })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_report_agrees_with_itself_and_what_is_planted_is_found_at_both_words() {
    let together = Together::start(&[]);
    for language in ["en", "zh"] {
        report::whole(together.address(), language).await;
    }
    let report = |language: &str| json!({ "report": "reports/2024", "language": language });
    let right = json!({ "first": report("en"), "second": report("zh") });
    let (status, found) = compared(&together, &right).await;
    assert_eq!(status, 200, "{found:#}");
    assert!(found.get("findings").is_none_or(|findings| findings == &json!([])), "{found:#}");
    let agreeing = found["sections"].as_array().into_iter().flatten();
    let agreeing: i64 = agreeing.filter_map(|section| section["agreeingCount"].as_i64()).sum();
    assert!(agreeing > 1_000, "{agreeing}");

    let page = web::get(together.address(), "/reports/2024.md?lang=zh", &[]).await;
    let folder = tempfile::tempdir().expect("a folder");
    for (before, after) in PLANTED {
        assert!(page.text().contains(before), "{before}");
        let changed = page.text().replacen(before, after, 1);
        let request = json!({ "first": report("en"), "second": file("zh.md", &changed, "zh") });
        let (status, found) = compared(&together, &request).await;
        assert_eq!(status, 200, "{found:#}");
        let [finding] = found["findings"].as_array().expect("findings").as_slice() else {
            panic!("{before} → {after}: {found:#}")
        };
        assert_eq!(
            (&finding["rule"], &finding["severity"]),
            (&"differing-value".into(), &"SEVERITY_ERROR".into())
        );
        let words = finding["second"]["words"].as_str().unwrap_or_default();
        assert!(after.contains(words) || words.contains(after), "{words} for {after}");
        assert!(finding["first"]["line"].as_i64() > Some(0), "{finding:#}");
        // The command line says the same, with the exit status of errors.
        std::fs::write(folder.path().join("zh.md"), &changed).expect("written");
        let server = format!("http://{}", together.address());
        let ended =
            run(&["check", "2024", "--compare", "report:en", "zh.md:zh", "--server", &server], folder.path());
        assert_eq!(ended.status.code(), Some(1), "{}", said(&ended));
        assert!(said(&ended).contains("error[differing-value]"), "{}", said(&ended));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_read_names_its_field() {
    let together = Together::start(&[]);
    let good = file("a.md", "In 2024 there were 5 120 km of roads.", "en");
    for (request, field) in [
        (json!({ "first": good }), "second"),
        (json!({ "first": good, "second": file("a.pdf", "x", "en") }), "second.file.file_name"),
        (json!({ "first": file("a.md", "12", ""), "second": good }), "first.language"),
        (json!({ "first": { "report": "2024" }, "second": good }), "first.report"),
    ] {
        let (status, problem) = compared(&together, &request).await;
        assert_eq!((status, &problem["reason"]), (400, &"FIELD_INVALID".into()), "{problem:#}");
        assert!(problem.to_string().contains(&format!("\"{field}\"")), "{field}: {problem:#}");
    }
}
