//! The command line over the first bundle.

use yearbook_tests::binaries::{first_bundle, root};
use yearbook_tests::process::{run, said};

/// Nothing of this file is left open; how many numbers it has.
fn covered(file: &std::path::Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = first_bundle();
    let (file, bundle) = (file.to_str().expect("UTF-8"), bundle.to_str().expect("UTF-8"));
    let ended = run(&["coverage", file, "--bundle", bundle], folder.path());
    assert!(ended.status.success(), "{}", said(&ended));
    let text = String::from_utf8(ended.stdout).expect("UTF-8");
    assert!(text.trim_end().ends_with(" 0 open"), "{text}");
    text
}

#[test]
fn coverage_of_the_first_bundle_leaves_nothing() {
    let by_numbers = covered(&first_bundle().join("source-numbers.csv"));
    let text = root().join("../shared/seed/annual-report-2024.zh.txt");
    if text.is_file() {
        assert_eq!(covered(&text), by_numbers, "the text and its committed numbers say the same");
    }
}

#[test]
fn the_first_bundle_has_no_mistakes_and_could_be_imported() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = first_bundle();
    let ended = run(&["check", bundle.to_str().expect("UTF-8")], folder.path());
    // What the report contradicts is found (docs/findings-2024.md); its files are sound.
    assert_eq!(ended.status.code(), Some(1), "{}", said(&ended));
    assert!(!said(&ended).contains("bundle-mistake"), "{}", said(&ended));
    let ended = run(&["import", bundle.to_str().expect("UTF-8"), "--validate-only"], folder.path());
    assert!(ended.status.success(), "{}", said(&ended));
}

#[test]
fn a_broken_bundle_gets_all_its_mistakes_at_once_and_is_written_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = first_bundle::files();
    let mut broken = |file: &str, from: &str, to: &str| {
        let text = String::from_utf8(files[file].clone()).expect("UTF-8");
        assert!(text.contains(from), "{file} has {from}");
        files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    };
    broken("projects.csv", ",AFR,", ",AFRICA,");
    broken("stated.csv", "projects/count?period=2024,105,", "projects/count?period=2024,a hundred,");
    broken("narrative/en/1.md", "{@year}", "2024 and {no-such-alias}");
    let bundle = folder.path().join("bundle");
    kit::folder::write(&bundle, &files).expect("it is written");
    let ended = run(&["import", "bundle", "--data-dir", "data"], folder.path());
    assert_eq!(ended.status.code(), Some(1), "{}", said(&ended));
    let text = String::from_utf8(ended.stdout).expect("UTF-8");
    for place in ["projects.csv:", "stated.csv:3:", "narrative/en/1.md:"] {
        assert!(text.contains(place), "{place} is not in:\n{text}");
    }
    let after = run(&["export", "exported", "--data-dir", "data"], folder.path());
    assert!(!after.status.success(), "nothing was written: {}", said(&after));
}
