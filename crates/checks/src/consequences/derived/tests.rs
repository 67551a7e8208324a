use figures::{Alternative, Records};
use interchange::areas::GroupMember;

use super::*;
use crate::sample::figure;

/// A figure that is computed from all grants.
fn computed(key: &str, number: &str, decimals: &str) -> Figure {
    let records = Records {
        count: 3,
        formula: "sum of grants.amount".to_owned(),
        complete: true,
        listings: vec!["s/grant-list?period=2024".to_owned()],
        other_units: Vec::new(),
    };
    Figure { basis: Basis::Computed, records: Some(records), ..figure(key, number, decimals) }
}

/// The figure with another number.
fn with(figure: &Figure, number: &str) -> Figure {
    let number = figures::value::parse_decimal(number).expect("a number");
    let value = figure.value.and_then(|value| Value::new(number, value.decimals, value.bound).ok());
    Figure { value, ..figure.clone() }
}

fn areas() -> Areas {
    let member = |group: &str, member: &str| GroupMember {
        classification: "region".to_owned(),
        edition: "2024".to_owned(),
        group: group.to_owned(),
        member: member.to_owned(),
        valid_from: None,
        valid_to: None,
    };
    Areas::default().with_members(vec![
        member("north", "A"),
        member("north", "B"),
        member("poor", "B"),
        member("poor", "C"),
    ])
}

/// What another figure would be if one had another number: its number, `?` where only its service can tell, nothing where it stays.
#[track_caller]
fn check((own, number): (&Figure, &str), other: &Figure, expected: Option<&str>) {
    let found = derived(own, &with(own, number), [own, other, other], &areas());
    let number = found.figures.first().and_then(|figure| figure.value).map(|value| value.number.to_string());
    let told = number.or_else(|| found.undetermined.first().map(|_| "?".to_owned()));
    assert_eq!(told.as_deref(), expected, "{} {number:?}", other.key, number = own.key);
    assert!(found.figures.len() + found.undetermined.len() <= 1);
}

#[test]
fn what_holds_all_its_records_moves_by_as_much() {
    let own = computed("s/m?area=A&period=2024", "10", "INF");
    let check = |key: &str, expected| check((&own, "12.5"), &computed(key, "100", "INF"), expected);
    check("s/m?period=2024", Some("102.5"));
    check("s/m?area=WORLD&period=2024", Some("102.5"));
    check("s/m?area=north&period=2024", Some("102.5"));
    check("s/m?area=A&period=2023/2024", Some("102.5"));
    // Records of another place, time or kind are not the same.
    check("s/m?area=B&period=2024", None);
    check("s/m?area=poor&period=2024", None);
    check("s/m?area=A&period=2023", None);
    check("t/m?period=2024", None);
}

#[test]
fn what_holds_some_of_its_records_is_named() {
    let own = computed("s/m?area=north&period=2024", "10", "INF");
    let check = |key: &str, expected| check((&own, "12"), &computed(key, "100", "INF"), expected);
    check("s/m?area=A&period=2024", Some("?"));
    check("s/m?area=poor&period=2024", Some("?"));
    check("s/m?area=north&kind=new&period=2024", Some("?"));
    check("s/m?area=north&period=2024-01", Some("?"));
    check("s/m?period=2024", Some("102"));
}

#[test]
fn another_measure_of_the_same_records_is_named() {
    let own = computed("s/m?period=2024", "10", "INF");
    check((&own, "12"), &computed("s/other?period=2024", "3", "INF"), Some("?"));
    check((&own, "12"), &computed("s/other?period=2023", "3", "INF"), None);
    let less = |formula: &str| {
        let mut figure = computed("s/other?period=2024", "3", "INF");
        figure.records = figure.records.map(|records| Records {
            formula: formula.to_owned(),
            listings: vec![],
            ..records
        });
        figure
    };
    check((&own, "12"), &less("sum of grants.amount less sum of ended.amount"), Some("?"));
    check((&own, "12"), &less("number of grants"), None);
}

#[test]
fn what_is_stated_follows_from_nothing() {
    let total = computed("s/m?period=2024", "100", "INF");
    check((&figure("s/m?area=A&period=2024", "10", "INF"), "12"), &total, None);
    check(
        (&computed("s/m?area=A&period=2024", "10", "INF"), "12"),
        &figure("s/m?period=2024", "100", "INF"),
        None,
    );
    // The value that a source states beside the records' own.
    let stated = Figure { basis: Basis::Stated, ..computed("s/m?area=A&period=2024", "10", "INF") };
    check((&stated, "12"), &total, None);
}

#[test]
fn a_stated_total_stays_and_is_disputed_by_its_records() {
    let own = computed("s/m?area=A&period=2024", "10", "INF");
    let computed = |number: &str| {
        let value = figure("s/m?period=2024", number, "INF").value.expect("a value");
        Alternative { value, basis: Basis::Computed, sources: Vec::new(), disputes: number != "100" }
    };
    let total = |number: &str| Figure {
        basis: Basis::Stated,
        disputed: number != "100",
        alternatives: vec![computed(number)],
        ..super::tests::computed("s/m?period=2024", "100", "INF")
    };
    let found = derived(&own, &with(&own, "12"), [&total("100")], &areas());
    assert_eq!(found.figures, [total("102")]);
    let back = derived(&own, &with(&own, "8"), [&total("102")], &areas());
    assert_eq!(back.figures, [total("100")]);
}

#[test]
fn a_rounded_sum_moves_by_whole_steps_only() {
    let own = computed("s/m?area=A&period=2024", "10", "INF");
    let total = computed("s/m?period=2024", "1200", "-2");
    check((&own, "110"), &total, Some("1300"));
    check((&own, "60"), &total, Some("?"));
    check((&own, "10"), &total, None);
}

#[test]
fn the_bound_of_a_partial_record_set_is_no_value_of_what_is_stated() {
    let own = computed("s/m?area=A&period=2024", "10", "INF");
    let mut total = Figure { basis: Basis::Stated, ..computed("s/m?period=2024", "100", "INF") };
    check((&own, "12"), &total, Some("?"));
    total.records = total.records.map(|records| Records { complete: false, ..records });
    check((&own, "12"), &total, None);
}
