//! Scores of small series that can be worked out by hand, and what holds of any series.

use proptest::prelude::*;

use super::*;
use crate::value::{Bound, Decimals, Value, parse_decimal};

fn numbers(values: &[i64]) -> Vec<Rational> {
    values.iter().copied().map(Rational::from).collect()
}

fn of(numerator: i64, denominator: i64) -> Rational {
    Rational::of(numerator, denominator).expect("a quotient")
}

#[track_caller]
fn check(score: Score, tested: i64, baseline: &[i64], expected: Option<Rational>) {
    assert_eq!(score.squared(&Rational::from(tested), &numbers(baseline)), expected, "{tested} {baseline:?}");
}

#[test]
fn scores_are_those_of_the_formulas() {
    // Mean 5, variance 4: 11 lies three deviations off.
    let eight = [2, 4, 4, 4, 5, 5, 7, 9];
    check(Score::Z, 11, &eight, Some(of(9, 1)));
    check(Score::Z, 5, &eight, Some(of(0, 1)));
    // Median 4.5; deviations 2.5 0.5 0.5 0.5 0.5 0.5 2.5 4.5, their median 0.5.
    check(Score::ModifiedZ, 9, &eight, Some(of(9 * 6_745, 10_000).times(&of(9 * 6_745, 10_000))));
    check(Score::ModifiedZ, 3, &[1, 2, 3], Some(of(6_745, 10_000).times(&of(6_745, 10_000))));
}

#[test]
fn what_does_not_spread_has_no_score() {
    check(Score::Z, 9, &[4, 4, 4], None);
    check(Score::ModifiedZ, 9, &[4, 4, 4, 5], None);
    check(Score::Z, 9, &[], None);
    check(Score::ModifiedZ, 9, &[], None);
}

#[track_caller]
fn flagged(tested: (&str, &str, &str), expected: bool) {
    let number = parse_decimal(tested.0).expect("a number");
    let decimals: Decimals = tested.1.parse().expect("decimals");
    let bound: Bound = tested.2.parse().expect("a bound");
    let interval = Interval::of(&Value::new(number, decimals, bound).expect("a value"));
    let baseline = numbers(&[2, 4, 4, 4, 5, 5, 7, 9]);
    let threshold = Rational::from(Score::THRESHOLD);
    assert_eq!(Score::Z.flags(&interval, &baseline, &threshold), expected, "{tested:?}");
}

#[test]
fn a_printed_value_is_flagged_only_with_all_that_it_may_be() {
    flagged(("11", "INF", "exact"), true);
    flagged(("11", "0", "exact"), false);
    flagged(("12", "0", "exact"), true);
    flagged(("-2", "INF", "exact"), true);
    flagged(("20", "INF", "at-least"), false);
    // From far below to far above.
    flagged(("0", "-2", "exact"), false);
}

fn series() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(-1_000_i64..1_000, 2..14)
}

proptest! {
    #[test]
    fn of_n_values_none_lies_farther_than_the_root_of_n_less_one(values in series()) {
        let baseline = numbers(&values);
        let most = Rational::from(i64::try_from(values.len()).expect("small") - 1);
        for value in &baseline {
            if let Some(squared) = Score::Z.squared(value, &baseline) {
                prop_assert!(squared <= most);
            }
        }
    }

    #[test]
    fn the_squares_of_a_series_among_itself_have_the_mean_one(values in series()) {
        let baseline = numbers(&values);
        let squares: Option<Vec<_>> = baseline.iter().map(|v| Score::Z.squared(v, &baseline)).collect();
        if let Some(squares) = squares {
            prop_assert_eq!(mean(&squares), Some(Rational::one()));
        }
    }

    #[test]
    fn neither_the_unit_nor_the_origin_changes_a_score(
        values in series(), tested in -1_000_i64..1_000, factor in 1_i64..50, shift in -500_i64..500,
    ) {
        let moved = |v: i64| Rational::from(v * factor + shift);
        let other: Vec<Rational> = values.iter().copied().map(moved).collect();
        for score in [Score::Z, Score::ModifiedZ] {
            prop_assert_eq!(
                score.squared(&Rational::from(tested), &numbers(&values)),
                score.squared(&moved(tested), &other)
            );
        }
    }

    #[test]
    fn the_median_parts_a_series_in_halves(values in series()) {
        let baseline = numbers(&values);
        let middle = median(&baseline).expect("values");
        let below = baseline.iter().filter(|v| **v < middle).count();
        let above = baseline.iter().filter(|v| **v > middle).count();
        prop_assert!(below * 2 <= baseline.len() && above * 2 <= baseline.len());
    }
}
