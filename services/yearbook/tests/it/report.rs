use crate::desk::{Desk, bundle, databases, text};

#[test]
fn a_report_has_equal_bytes_from_databases_a_bundle_and_a_server() {
    let desk = Desk::new();
    let served = desk.serve_loaded();
    let bundle = bundle();
    for language in ["en", "zh"] {
        let from = |place: &[&str]| {
            desk.run(&[&["report", "2024", "--format", "json", "--lang", language], place].concat())
                .succeeds()
        };
        let embedded = from(&[]);
        assert_eq!(embedded, from(&["--data-dir", databases()]));
        assert_eq!(embedded, from(&["--bundle", text(&bundle)]));
        assert_eq!(embedded, from(&["--server", &served.address]));
        let report: serde_json::Value = serde_json::from_str(&embedded).expect("JSON");
        assert_eq!((&report["language"], &report["name"]), (&language.into(), &"reports/2024".into()));
    }
}

#[test]
fn the_form_is_that_of_the_files_ending_unless_it_is_named() {
    let desk = Desk::new();
    let written = |file: &str, more: &[&str]| {
        let path = desk.path(file);
        desk.run(&[&["report", "2024", "--data-dir", databases(), "-o", text(&path)], more].concat())
            .succeeds();
        std::fs::read_to_string(path).expect("the file")
    };
    assert!(written("report.html", &[]).starts_with("<!DOCTYPE html>"));
    assert!(written("report.md", &["--lang", "zh"]).starts_with("# "));
    assert!(written("report.json", &[]).starts_with('{'));
    assert!(written("report.txt", &["--format", "html"]).starts_with("<!DOCTYPE html>"));
}

#[test]
fn the_databases_of_the_folder_are_read_where_none_is_named() {
    let desk = Desk::new();
    desk.run(&["new", "small", "--year", "2030"]).succeeds();
    desk.run(&["import", "small"]).succeeds();
    assert!(desk.run(&["report", "2030"]).succeeds().contains("Example Organisation"));
    desk.run(&["report", "2024"]).fails(&["no report on 2024", "2030"]);
}

#[test]
fn what_is_not_there_is_told_in_a_line_with_what_to_do() {
    let desk = Desk::new();
    let report = |more: &[&str]| desk.run(&[&["report"], more].concat());
    report(&["2023", "--data-dir", databases()]).fails(&["no report on 2023", "2024"]);
    report(&["2024", "--lang", "xx", "--data-dir", databases()]).fails(&["`xx`", "en, zh"]);
    report(&["2024", "--data-dir", "nowhere"]).fails(&["nowhere", "name another folder"]);
    report(&["2024", "--bundle", "nowhere"]).fails(&["nowhere", "bundle.toml"]);
    report(&["2024", "--server", "http://127.0.0.1:1"]).fails(&["http://127.0.0.1:1", "yearbook serve"]);
    report(&["2024", "--data-dir", databases(), "-o", "no/such/folder.md"]).fails(&["no/such/folder.md"]);
}

#[test]
fn a_variable_stands_for_a_flag_and_all_mistakes_are_told() {
    let desk = Desk::new();
    let variables = [("YEARBOOK_DATA_DIR", databases())];
    assert!(desk.run_with(&["report", "2024"], &variables).succeeds().starts_with("# "));
    let ran = desk.run_with(&["report", "2024"], &[("YEARBOOK_SERVER", "h:1"), ("YEARBOOK_TOKEN", "a b")]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("YEARBOOK_SERVER") && ran.err.contains("YEARBOOK_TOKEN"), "{}", ran.err);
}
