use figures::Labels;
use interchange::Place;
use interchange::decisions::Settled;

use super::*;
use crate::finding::{Rule, counts};
use crate::sample;
use crate::{CheckInput, check};

/// A flow that has one number for a year and for six of them, in the report on a year; the other figure's number may differ.
fn found(year: i16, number: &str, decisions: &[Decision]) -> Vec<Finding> {
    let measures = sample::measures(&[("m", "flow", "none", "period")]);
    let content = sample::content(&[("bundle.toml", sample::MANIFEST), ("measures.csv", &measures)]);
    let key = |from: i16| {
        format!("s/m?period={}{year}", if from == 0 { String::new() } else { format!("{}/", year - from) })
    };
    let figures = vec![sample::figure(&key(0), number, "INF"), sample::figure(&key(5), number, "INF")];
    let report = Report { year, ..sample::report(figures) };
    let assembled = [(&report, [].as_slice())];
    check(&CheckInput {
        definitions: Some(&content),
        assembled: &assembled,
        decisions,
        ..CheckInput::default()
    })
}

fn decision(finding: &Finding) -> Decision {
    Decision {
        finding: finding.id.clone(),
        state: Settled::Accepted,
        reason: Labels::from([("en".to_owned(), "So it is.".to_owned())]),
        by: "Planning".to_owned(),
        on: "2025-02-03".to_owned(),
        values: finding.values.clone(),
        evidence: String::new(),
        place: Place::new("findings.csv", 2, 1),
    }
}

#[test]
fn years_of_keys_count_from_the_reports_own() {
    for (text, expected) in [
        ("a/b?period=2024", "a/b?period=@0"),
        ("a/b?area=X&period=2019%2F2024&sex=F", "a/b?area=X&period=@-5%2F@0&sex=F"),
        (
            "a/b?period=2019/2024 by area; c?period=2023-12-31",
            "a/b?period=@-5/@0 by area; c?period=@-1-12-31",
        ),
        ("a/b?period=2024-Q1", "a/b?period=@0-Q1"),
        ("5G in 2024", "5G in 2024"),
        ("period=", "period="),
    ] {
        assert_eq!(from_year(text, 2024), expected);
    }
}

#[test]
fn a_decision_holds_while_the_values_stay_also_in_another_year() {
    let first = found(2024, "118", &[]);
    let [open] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!((open.rule, open.settled(), counts(&first).warnings), (Rule::PeriodMatch, None, 1));
    let decided = [decision(open)];
    for year in [2024, 2025] {
        let again = found(year, "118", &decided);
        assert_eq!(again[0].id, open.id, "{year}");
        assert_eq!(again[0].settled(), Some(Settled::Accepted), "{year}");
        assert_eq!(counts(&again).warnings, 0, "{year}");
        assert_eq!(fixed(&again, &decided), Vec::<&Decision>::new());
    }
}

#[test]
fn a_value_that_changes_opens_the_finding_again() {
    let decided = [decision(&found(2024, "118", &[])[0])];
    let changed = found(2024, "119", &decided);
    assert_eq!((changed[0].settled(), counts(&changed).warnings), (None, 1));
    assert!(changed[0].decision.is_some(), "what was decided stays to be read");
}

#[test]
fn what_is_found_no_more_is_fixed() {
    let decided = [decision(&found(2024, "118", &[])[0])];
    let nothing = found(2024, "0", &decided);
    assert_eq!(nothing, []);
    assert_eq!(fixed(&nothing, &decided), [&decided[0]]);
}
