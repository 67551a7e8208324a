use std::collections::BTreeMap;

use serde_json::Value;

use crate::desk::{Desk, bundle, databases, text};

#[test]
fn a_small_bundle_can_be_checked_imported_and_read() {
    let desk = Desk::new();
    desk.run(&["new", "small", "--year", "2031"]).succeeds();
    assert_eq!(desk.run(&["check", "small"]).succeeds(), "The check found nothing.\n");
    desk.run(&["import", "small", "--data-dir", "data"]).succeeds();
    insta::assert_snapshot!(desk.run(&["report", "2031", "--data-dir", "data"]).succeeds());
}

/// The figures of a report by key.
fn figures(report: &str) -> BTreeMap<String, Value> {
    let report: Value = serde_json::from_str(report).expect("JSON");
    let figures = report["figures"].as_array().expect("figures").clone();
    figures.into_iter().map(|f| (f["key"].as_str().expect("a key").to_owned(), f)).collect()
}

fn is_missing(figure: &Value) -> bool {
    figure["status"] == "FIGURE_STATUS_MISSING"
}

/// Whether a key asks for something of the year: the year, a part of it, or a span that ends in it.
fn is_of(key: &str, year: &str) -> bool {
    let period = key.split(['?', '&']).find_map(|part| part.strip_prefix("period=")).unwrap_or_default();
    period
        .rsplit("%2F")
        .next()
        .and_then(|last| last.rsplit('/').next())
        .is_some_and(|last| last.starts_with(year))
}

#[test]
fn next_years_report_has_last_years_values_as_comparatives_and_its_own_marked_missing() {
    let (desk, bundle) = (Desk::new(), bundle());
    desk.run(&["new", "next", "--from", text(&bundle), "--year", "2025"]).succeeds();
    let checked = desk.run(&["check", "next"]).succeeds();
    assert!(!checked.contains("error["), "{checked}");
    let report = |year: &str, from: [&str; 2]| {
        figures(&desk.run(&["report", year, "--format", "json", from[0], from[1]]).succeeds())
    };
    let (next, last) = (report("2025", ["--bundle", "next"]), report("2024", ["--data-dir", databases()]));
    let mut comparatives = 0;
    for (key, figure) in next.iter().filter(|(key, _)| !is_of(key, "2025")) {
        let Some(before) = last.get(key).filter(|before| !is_missing(before)) else { continue };
        for field in ["value", "decimals", "bound", "unit", "period"] {
            // Of an event whose record was last year's only what was said of it is kept, not when it was.
            if field == "period" && !key.contains("period=") {
                continue;
            }
            assert_eq!(figure[field], before[field], "{field} of {key}");
        }
        comparatives += 1;
    }
    assert!(comparatives >= 80, "{comparatives} comparatives");
    let own: Vec<(&String, &Value)> = next.iter().filter(|(key, _)| is_of(key, "2025")).collect();
    assert!(own.len() >= 100, "{} figures are of the new year", own.len());
    let there: Vec<&&String> = own.iter().filter(|(_, f)| !is_missing(f)).map(|(key, _)| key).collect();
    assert!(there.is_empty(), "the new year has no values yet: {there:?}");
}

#[test]
fn every_value_of_last_year_can_be_asked_for_in_next_years_bundle() {
    let (desk, bundle) = (Desk::new(), bundle());
    desk.run(&["new", "next", "--from", text(&bundle)]).succeeds();
    for key in [
        "projects/funding?area=AFR&period=2024&source=partner",
        "events/participants?event=wtsa-24",
        "membership/joined?period=2024",
    ] {
        let value = |from: [&str; 2]| {
            let json = desk.run(&["figure", key, "--format", "json", from[0], from[1]]).succeeds();
            serde_json::from_str::<Value>(&json).expect("JSON")["value"].clone()
        };
        assert_eq!(value(["--bundle", "next"]), value(["--data-dir", databases()]), "{key}");
    }
}

#[test]
fn what_would_be_lost_or_makes_no_sense_is_refused() {
    let (desk, bundle) = (Desk::new(), bundle());
    std::fs::create_dir(desk.path("full")).expect("made");
    std::fs::write(desk.path("full/notes.txt"), "mine").expect("written");
    desk.run(&["new", "full"]).fails(&["full is there already and not empty"]);
    desk.run(&["new", "next", "--from", text(&bundle), "--year", "2024"])
        .fails(&["--year 2024", "later year"]);
    desk.run(&["new", "next", "--from", "nowhere"]).fails(&["nowhere is no bundle"]);
    let broken = desk.copy("broken");
    broken.replace("projects.csv", ",AFR,", ",AFX,");
    assert!(desk.run(&["new", "next", "--from", "broken"]).finds().contains("broken/projects.csv:2:"));
    assert!(!desk.path("next").exists());
}

#[test]
fn what_a_service_elsewhere_states_is_carried_over_and_what_only_it_can_compute_is_not_lost_silently() {
    let desk = Desk::new();
    let last = desk.copy("last");
    last.add_hydrology();
    desk.run(&["new", "next", "--from", last.path()]).succeeds();
    let key = "hydrology/gauging-stations?period=2024,731";
    for file in ["next/stated.csv", "next/published.csv"] {
        let content = std::fs::read_to_string(desk.path(file)).expect("a file");
        assert_eq!(content.lines().filter(|line| line.starts_with(key)).count(), 1, "{file}");
    }
    last.add("bundle.toml", "\n[owners]\n\"gauges.csv\" = \"hydrology\"\n");
    last.add("gauges.csv", "id\ng1\n");
    desk.run(&["new", "other", "--from", last.path()]).fails(&["gauges.csv is of hydrology", "be lost"]);
    assert!(!desk.path("other").exists());
}
