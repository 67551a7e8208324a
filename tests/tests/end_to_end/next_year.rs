//! Next year's report starts from this one: last year's values to compare with, and none of its own yet.

use std::collections::BTreeMap;
use std::path::Path;

use api::figures::v1::{Figure, FigureStatus};
use api::report::v1::Report;
use yearbook_tests::binaries::first_bundle;
use yearbook_tests::process::{run, said};

/// The least number of last year's values that the new report compares with.
const LEAST: usize = 100;

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

#[test]
fn next_years_report_compares_with_this_years_values_and_has_none_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = first_bundle();
    let first = first.to_str().expect("UTF-8");
    let made = run(&["new", "next", "--from", first, "--year", "2025"], folder.path());
    assert!(made.status.success(), "{}", said(&made));
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

        let new: Vec<&Figure> = next.values().copied().filter(|f| f.period.starts_with("2025")).collect();
        assert!(new.len() >= LEAST, "{language}: {} figures are the new year's", new.len());
        let given: Vec<&Figure> = new.into_iter().filter(|f| f.status() != FigureStatus::Missing).collect();
        assert!(given.is_empty(), "{language}: the new year has no values yet, and not {given:#?}");
    }
}
