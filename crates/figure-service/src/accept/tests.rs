use figures::{Bound, Decimal, Decimals};

use super::*;

fn value(number: i64, decimals: &str) -> Value {
    Value::new(Decimal::from(number), decimals.parse().expect("decimals"), Bound::Exact).expect("a value")
}

fn row(number: i64, decimals: &str, section: &str, rank: usize) -> StatedValue {
    StatedValue {
        value: Ok(value(number, decimals)),
        source: Source { document: "d".into(), section: section.into(), ..Source::default() },
        converted: None,
        accepted: false,
        note: None,
        revision: 3,
        rank: (0, rank),
    }
}

fn computed(number: i64, whole: bool) -> Total {
    let bound = if whole { Bound::Exact } else { Bound::AtLeast };
    let value = Value::new(Decimal::from(number), Decimals::Inf, bound).expect("a value");
    let source = Source { document: "d".into(), section: "register".into(), ..Source::default() };
    Total { value, whole, records: number, revision: 4, sources: vec![source], converted: Vec::new() }
}

fn sections(chosen: &Chosen) -> Vec<&str> {
    chosen.sources.iter().map(|s| s.section.as_str()).collect()
}

#[test]
fn precedence_decides_between_sources_and_the_others_are_kept() {
    let chosen = choose(
        vec![row(28_600_000, "-5", "i", 9), row(28_660_000, "-4", "4.7", 1), row(28_600_000, "-5", "ii", 8)],
        None,
    );
    assert_eq!(chosen.value, Ok(value(28_660_000, "-4")));
    assert_eq!(chosen.alternatives.len(), 1);
    assert!(chosen.disputed, "28.66 million does not agree with a printed 28.6");
    assert_eq!(chosen.alternatives[0].sources.len(), 2);
}

#[test]
fn a_decision_goes_before_precedence_and_before_computing() {
    let mut decided = row(7, "INF", "i", 9);
    decided.accepted = true;
    let chosen = choose(vec![row(8, "INF", "4.7", 1), decided], Some(&computed(9, true)));
    assert_eq!((chosen.value, chosen.basis), (Ok(value(7, "INF")), Basis::Stated));
    assert_eq!(chosen.alternatives.len(), 2);
}

#[test]
fn a_complete_record_set_goes_before_statements() {
    let chosen = choose(vec![row(104, "INF", "i", 0)], Some(&computed(105, true)));
    assert_eq!(
        (chosen.value, chosen.basis, chosen.record_count),
        (Ok(value(105, "INF")), Basis::Computed, Some(105))
    );
    assert!(chosen.disputed);
    assert_eq!(chosen.revision, 4);
}

#[test]
fn a_statement_that_agrees_with_the_records_lends_its_place() {
    let chosen = choose(vec![row(105, "INF", "i", 0)], Some(&computed(105, true)));
    assert_eq!((chosen.basis, sections(&chosen)), (Basis::Computed, vec!["i", "register"]));
    assert!(chosen.alternatives.is_empty());
}

#[test]
fn a_partial_record_set_never_disputes_a_statement() {
    let agreeing = choose(vec![row(194, "INF", "i", 0)], Some(&computed(1, false)));
    assert_eq!((agreeing.value, agreeing.alternatives.len()), (Ok(value(194, "INF")), 0));
    let beyond = choose(vec![row(194, "INF", "i", 0)], Some(&computed(200, false)));
    assert_eq!((beyond.value, beyond.alternatives.len(), beyond.disputed), (Ok(value(194, "INF")), 1, false));
    let alone = choose(Vec::new(), Some(&computed(5, false)));
    assert_eq!(alone.value.map(|v| v.bound), Ok(Bound::AtLeast));
}

#[test]
fn a_value_that_a_source_says_is_missing_keeps_its_reason() {
    let mut gone = row(0, "INF", "3.1", 0);
    gone.value = Err(MissingReason::NoWorldValue);
    let chosen = choose(vec![gone.clone()], Some(&computed(5, false)));
    assert_eq!(chosen.value, Err(MissingReason::NoWorldValue));
    assert_eq!(choose(vec![gone, row(7, "INF", "i", 1)], None).value, Ok(value(7, "INF")));
    assert_eq!(choose(Vec::new(), None).value, Err(MissingReason::NotRecorded));
}
