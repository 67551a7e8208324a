//! A mean holds whatever numbers inside the intervals make, and is no wider.

use proptest::prelude::*;

use super::*;

fn range(low: i64, high: i64) -> Range {
    Range { low: low.into(), high: high.into() }
}

fn part(value: Option<(i64, i64)>, weight: (i64, i64)) -> Part {
    Part { value: value.map(|(low, high)| range(low, high)), weight: range(weight.0, weight.1) }
}

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::of(numerator, denominator).expect("a quotient")
}

#[test]
fn a_mean_is_weighted_and_says_what_it_speaks_for() {
    let parts = [part(Some((10, 20)), (3, 3)), part(Some((50, 50)), (1, 1)), part(None, (4, 4))];
    let mean = weighted(&parts).expect("a mean");
    let found = mean.mean.expect("a mean");
    assert_eq!((found.number, found.range), (ratio(95, 4), Range { low: 20.into(), high: ratio(110, 4) }));
    assert_eq!(mean.coverage.range, Range { low: ratio(1, 2), high: ratio(1, 2) });
    assert_eq!(mean.parts, 2);
}

#[test]
fn weights_that_are_not_known_exactly_widen_both() {
    let mean = weighted(&[part(Some((0, 0)), (1, 2)), part(Some((12, 12)), (1, 3)), part(None, (1, 2))]);
    let mean = mean.expect("a mean");
    let found = mean.mean.expect("a mean");
    assert_eq!((found.number, found.range), (ratio(48, 7), range(4, 9)));
    assert_eq!(mean.coverage.range, Range { low: ratio(1, 2), high: ratio(5, 6) });
    assert_eq!(mean.coverage.number, ratio(7, 10));
}

#[test]
fn without_values_nothing_is_covered_and_without_weight_nothing_is_said() {
    let mean = weighted(&[part(None, (4, 4))]).expect("a coverage");
    assert_eq!((mean.mean, mean.coverage.range, mean.parts), (None, range(0, 0), 0));
    assert_eq!(weighted(&[]), None);
    assert_eq!(weighted(&[part(Some((1, 1)), (0, 0))]), None);
}

#[test]
fn a_number_has_the_decimals_that_its_range_leaves() {
    let check = |number: (i64, i64), low: (i64, i64), high: (i64, i64), most, expected: &str, decimals| {
        let range = Range { low: ratio(low.0, low.1), high: ratio(high.0, high.1) };
        let value = Estimate { number: ratio(number.0, number.1), range }.known(most).expect("a value");
        assert_eq!((value.number.to_string().as_str(), value.decimals), (expected, Decimals::Exp(decimals)));
    };
    check((53_289, 1000), (53_276, 1000), (53_303, 1000), 1, "53.3", 1);
    check((53_289, 1000), (53_276, 1000), (53_303, 1000), 3, "53.3", 1);
    check((35_507, 1000), (35_438, 1000), (35_577, 1000), 1, "36", 0);
    check((1, 3), (1, 3), (1, 3), 2, "0.33", 2);
    check((102, 1), (95, 1), (110, 1), 1, "100", -2);
}

/// Parts with ranges, and for each a place inside of its ranges in thousandths.
fn parts() -> impl Strategy<Value = Vec<(Part, [i64; 2])>> {
    let number = || (0_i64..1_000, 0_i64..50);
    let one =
        (proptest::option::of(number()), (1_i64..1_000_000, 0_i64..1_000), [0_i64..=1_000, 0_i64..=1_000]);
    let one = one.prop_map(|(value, (weight, more), inside)| {
        (part(value.map(|(low, more)| (low, low + more)), (weight, weight + more)), inside)
    });
    proptest::collection::vec(one, 1..12)
}

fn inside(range: &Range, thousandths: i64) -> Rational {
    range.low.plus(&range.high.minus(&range.low).times(&ratio(thousandths, 1_000)))
}

proptest! {
    #[test]
    fn every_mean_of_numbers_inside_is_inside(parts in parts()) {
        let all: Vec<Part> = parts.iter().map(|(part, _)| part.clone()).collect();
        let mean = weighted(&all).expect("weights are positive");
        let (mut sum, mut used, mut whole) = (Rational::zero(), Rational::zero(), Rational::zero());
        let coverage = &mean.coverage.range;
        for (part, [value, weight]) in &parts {
            let weight = inside(&part.weight, *weight);
            whole = whole.plus(&weight);
            if let Some(range) = &part.value {
                sum = sum.plus(&inside(range, *value).times(&weight));
                used = used.plus(&weight);
            }
        }
        let covered = used.over(&whole).expect("weights are positive");
        prop_assert!(coverage.low <= covered && covered <= coverage.high);
        if let Some(Estimate { number, range }) = &mean.mean {
            let exact = sum.over(&used).expect("weights are positive");
            prop_assert!(range.low <= exact && exact <= range.high);
            prop_assert!(range.low <= *number && *number <= range.high);
            let value = mean.mean.as_ref().and_then(|mean| mean.known(2)).expect("a value");
            let printed = Range::of(&value).expect("limits");
            prop_assert!(printed.low <= *number && *number <= printed.high, "it stands for the exact result");
            prop_assert!(range.width() <= printed.width());
        } else {
            prop_assert!(all.iter().all(|part| part.value.is_none()));
        }
    }

    #[test]
    fn of_equal_parts_the_mean_is_theirs(low in 0_i64..1_000, more in 0_i64..50, weights in proptest::collection::vec((1_i64..1_000, 0_i64..100), 1..8)) {
        let parts: Vec<Part> = weights.iter().map(|(w, m)| part(Some((low, low + more)), (*w, w + m))).collect();
        let mean = weighted(&parts).expect("a mean");
        prop_assert_eq!(mean.mean.map(|mean| mean.range), Some(range(low, low + more)));
        prop_assert_eq!(mean.coverage.range, range(1, 1));
    }
}
