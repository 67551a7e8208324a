//! Next year's report starts from this one: last year's values to compare with, and none of its own yet.

use std::collections::BTreeMap;
use std::path::Path;

use api::figures::v1::{BatchGetFiguresRequest, Figure, FigureStatus, answer};
use api::report::v1::Report;
use yearbook_tests::arrangement::Together;
use yearbook_tests::binaries::first_bundle;
use yearbook_tests::grpc;
use yearbook_tests::process::{run, said};

/// The least number of last year's values that the new report prints to compare with, and of its own that are missing.
const LEAST: usize = 50;

fn report(folder: &Path, year: &str, language: &str, bundle: &str) -> Report {
    let arguments =
        ["report", year, "--lang", language, "--format", "json", "-o", "report.json", "--bundle", bundle];
    let ended = run(&arguments, folder);
    assert!(ended.status.success(), "{}", said(&ended));
    let written = std::fs::read(folder.join("report.json")).expect("it was written");
    serde_json::from_slice(&written).expect("the JSON of a Report")
}

fn by_key(report: &Report) -> BTreeMap<&str, &Figure> {
    report.figures.iter().map(|figure| (figure.key.as_str(), figure)).collect()
}

/// What is printed of a figure.
fn value(figure: &Figure) -> (Option<&str>, Option<i32>, &str, i32) {
    let value = figure.value.as_ref().map(|v| v.value.as_str());
    (value, figure.decimals, figure.unit.as_str(), figure.bound)
}

/// Whether a period lies in the new year; a plan from then on does not.
fn in_new_year(period: &str) -> bool {
    period.split('/').all(|end| end.starts_with("2025"))
}

/// A bundle to start the report on 2025 from, made in a folder.
fn made(folder: &Path) {
    let first = first_bundle();
    let arguments = ["new", "next", "--from", first.to_str().expect("UTF-8"), "--year", "2025"];
    let made = run(&arguments, folder);
    assert!(made.status.success(), "{}", said(&made));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_value_of_this_years_report_can_be_asked_for_next_year() {
    let folder = tempfile::tempdir().expect("a folder");
    made(folder.path());
    let first = first_bundle();
    let last = report(folder.path(), "2024", "en", first.to_str().expect("UTF-8"));
    let next = folder.path().join("next");
    let together = Together::start(&["--bundle", next.to_str().expect("UTF-8")]);
    let kept: Vec<&Figure> = last.figures.iter().filter(|figure| !figure.period.contains("2025")).collect();
    let keys = kept.iter().map(|figure| figure.key.clone()).collect();
    let request = BatchGetFiguresRequest { keys, ..Default::default() };
    let answered = grpc::figures(together.address()).batch_get_figures(request).await.expect("answers");
    for (figure, answer) in kept.iter().zip(answered.into_inner().answers) {
        let Some(answer::Result::Figures(list)) = answer.result else { panic!("{}: {answer:?}", figure.key) };
        let [now] = list.figures.as_slice() else { panic!("{}: {list:?}", figure.key) };
        assert_eq!((value(now), now.status()), (value(figure), figure.status()), "{}", figure.key);
    }
}

#[test]
fn next_years_report_compares_with_this_years_values_and_has_none_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = first_bundle();
    let first = first.to_str().expect("UTF-8");
    made(folder.path());
    for language in ["en", "zh"] {
        let last = report(folder.path(), "2024", language, first);
        let next = report(folder.path(), "2025", language, "next");
        assert_eq!((next.year, next.sections.len()), (2025, last.sections.len()), "the outline stays");
        assert!(next.unconfirmed.is_empty());
        let (last, next) = (by_key(&last), by_key(&next));

        let compared: Vec<&str> = next.keys().copied().filter(|key| last.contains_key(key)).collect();
        for key in &compared {
            assert_eq!(value(next[key]), value(last[key]), "{key} is last year's");
        }
        let there = compared.iter().filter(|key| last[*key].value.is_some()).count();
        assert!(there >= LEAST, "{language}: {there} values are compared with");

        let new: Vec<&Figure> = next.values().copied().filter(|f| in_new_year(&f.period)).collect();
        assert!(new.len() >= LEAST, "{language}: {} figures are the new year's", new.len());
        let given: Vec<&Figure> = new.into_iter().filter(|f| f.status() != FigureStatus::Missing).collect();
        assert!(given.is_empty(), "{language}: the new year has no values yet, and not {given:#?}");
    }
}
