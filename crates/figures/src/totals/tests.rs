//! Totals and parts: duplicates, weights, nil, ends, and the grade.

use proptest::prelude::*;

use super::*;
use crate::interval::Rounding;
use crate::value::parse_decimal;

fn value(text: &str) -> Option<Value> {
    if text == "nil" {
        return None;
    }
    let mut parts = text.split(' ');
    let mut part = || parts.next().unwrap_or_default();
    let (number, decimals, bound) = (part(), part(), part());
    let number = parse_decimal(number).expect("a number");
    let value = Value::new(number, decimals.parse().expect("decimals"), bound.parse().expect("a bound"));
    Some(value.expect("a value"))
}

fn reported(text: &str) -> Vec<Option<Value>> {
    text.split('|').filter(|t| !t.is_empty()).map(value).collect()
}

fn part(text: &str) -> Part {
    let (weight, reports) = match text.strip_prefix('-') {
        Some(rest) if rest.starts_with(' ') => (-1, rest.trim_start()),
        Some(_) | None => (1, text),
    };
    Part { weight: Rational::from(weight), reported: reported(reports) }
}

fn told(calculation: &Calculation) -> String {
    match calculation {
        Calculation::Consistent { grade, sum, total } => format!("{grade:?} {sum} {total}"),
        Calculation::Inconsistent { miss, sum, total } => format!("by {miss} {sum} {total}"),
        Calculation::DisallowedDuplicates(items) => format!("disallowed {items:?}"),
        Calculation::InconsistentDuplicates(items) => format!("partly nil {items:?}"),
        Calculation::NotReported => "not reported".to_owned(),
    }
}

#[track_caller]
fn check(total: &str, parts: &[&str], rounding: Rounding, expected: &str) {
    let parts: Vec<_> = parts.iter().map(|text| part(text)).collect();
    let reading = Reading { rounding, ..Reading::default() };
    assert_eq!(told(&calculate(&reported(total), &parts, &reading)), expected, "{total} {parts:?}");
}

#[test]
fn a_total_agrees_with_what_its_parts_may_make() {
    let nearest = Rounding::Nearest;
    check("117 INF", &["91 INF", "26 INF"], nearest, "Exact [117, 117] [117, 117]");
    check("117 INF", &["91 INF", "27 INF"], nearest, "by 1 [118, 118] [117, 117]");
    check(
        "100 0",
        &["33.3 1", "33.3 1", "33.3 1"],
        nearest,
        "ThanksToRounding [99.75, 100.05] [99.5, 100.5]",
    );
    check("101 0", &["33.3 1", "33.3 1", "33.3 1"], nearest, "by 0.45 [99.75, 100.05] [100.5, 101.5]");
    check("1343 INF", &["1314 INF", "91 INF", "- 62 INF"], nearest, "Exact [1343, 1343] [1343, 1343]");
    check("10 INF", &["10 INF at-least"], nearest, "ThanksToRounding [10, ∞) [10, 10]");
    check("9 INF", &["10 INF at-least"], nearest, "by 1 [10, ∞) [9, 9]");
}

#[test]
fn intervals_that_touch_agree_only_in_a_point_of_both() {
    check("3 0", &["1 0", "1 0"], Rounding::Nearest, "ThanksToRounding [1, 3] [2.5, 3.5]");
    check("4 0", &["1 0", "2 0"], Rounding::Nearest, "ThanksToRounding [2, 4] [3.5, 4.5]");
    check("5 0", &["1 0", "2 0"], Rounding::Nearest, "by 0.5 [2, 4] [4.5, 5.5]");
    check("2 0", &["1 0"], Rounding::Nearest, "ThanksToRounding [0.5, 1.5] [1.5, 2.5]");
    check("2 0", &["1 0"], Rounding::HalfUp, "by 0 [0.5, 1.5) [1.5, 2.5)");
    check("5 0", &["1 0", "2 0"], Rounding::Truncation, "by 0 [3, 5) [5, 6)");
    // The negative weight turns [2, 3) into (-3, -2].
    check("3 0", &["5 0", "- 2 0"], Rounding::Truncation, "Exact (2, 4) [3, 4)");
    check("2 INF", &["5 0", "- 2 0"], Rounding::Truncation, "by 0 (2, 4) [2, 2]");
}

#[test]
fn reports_of_one_item_are_taken_together_or_stop_the_check() {
    let nearest = Rounding::Nearest;
    check("120 INF", &["91 0|91.4 1", "29 0"], nearest, "ThanksToRounding [119.85, 120.95] [120, 120]");
    check("120 INF", &["91 0|92.4 1", "29 0"], nearest, "disallowed [Part(0)]");
    check("120 INF|121 INF", &["91 0|92.4 1"], nearest, "disallowed [Total, Part(0)]");
    check("2 0|1 0", &["1 0"], nearest, "Exact [0.5, 1.5] [1.5, 1.5]");
    check("91 INF", &["91 INF", "nil|nil"], nearest, "Exact [91, 91] [91, 91]");
    check("91 INF", &["91 INF", "3 INF|nil"], nearest, "partly nil [Part(1)]");
    check("nil", &["91 INF"], nearest, "not reported");
    check("91 INF", &["nil", ""], nearest, "not reported");
    check("91 INF", &[], nearest, "not reported");
}

#[test]
fn exact_shares_make_exactly_a_hundred() {
    let miss = |shares: &[&str]| {
        let shares: Vec<_> = shares.iter().map(|s| parse_decimal(s).expect("a number")).collect();
        exact_shares_miss(&shares).map(|miss| miss.to_string())
    };
    assert_eq!(miss(&["33.3", "33.3", "33.4"]), None);
    assert_eq!(miss(&["33.3", "33.3", "33.3"]), Some("-0.1".to_owned()));
    assert_eq!(miss(&["100", "0.5"]), Some("0.5".to_owned()));
    assert_eq!(miss(&[]), Some("-100".to_owned()));
    check(
        "100 INF",
        &["33 0", "33 0", "33 0"],
        Rounding::Nearest,
        "ThanksToRounding [97.5, 100.5] [100, 100]",
    );
}

proptest! {
    #[test]
    fn rounding_then_checking_raises_no_finding(
        parts in prop::collection::vec((-100_000_i64..100_000, -2_i32..3, -2_i64..3), 1..8), decimals in -2_i32..3,
    ) {
        let print = |exact: &Rational, decimals: i32| {
            let rounded = exact.nearest(decimals).to_decimal().expect("short");
            Some(Value::new(rounded, Decimals::Exp(decimals), Bound::Exact).expect("rounded"))
        };
        let exact: Vec<_> = parts
            .iter()
            .map(|(n, decimals, weight)| (Rational::of(*n, 1000).expect("a thousand"), *decimals, Rational::from(*weight)))
            .collect();
        let total = exact.iter().fold(Rational::zero(), |sum, (n, _, weight)| sum.plus(&n.times(weight)));
        let parts: Vec<_> = exact
            .iter()
            .map(|(n, decimals, weight)| Part {
                weight: weight.clone(),
                reported: vec![print(n, *decimals), print(n, decimals + 1)],
            })
            .collect();
        let found = calculate(&[print(&total, decimals)], &parts, &Reading::default());
        let consistent = matches!(found, Calculation::Consistent { .. });
        prop_assert!(consistent, "{:?}", found);
    }
}
