//! What a conversion gives, to the unit.

use proptest::prelude::*;

use super::*;
use crate::value::{Decimals, parse_decimal, power_of_ten};

fn value(number: &str, decimals: &str) -> Value {
    let (number, decimals) = (parse_decimal(number).expect("a number"), decimals.parse().expect("decimals"));
    Value::new(number, decimals, Bound::Exact).expect("no digits beyond its decimals")
}

fn conversion(original: &str, decimals: &str, rate: &str) -> Conversion {
    Conversion { original: value(original, decimals), rate: parse_decimal(rate).expect("a rate") }
}

#[test]
fn a_result_holds_within_what_both_sides_leave() {
    for (original, rate, result, holds) in [
        (("26000000", "INF"), "1.1", ("28600000", "INF"), true),
        (("26000000", "INF"), "1.1", ("28600001", "INF"), false),
        // 1 234.56 × 0.9 is 1 111.104: to the franc 1 111, which stands for 1 110.5 up to 1 111.5.
        (("1234.56", "INF"), "0.9", ("1111", "0"), true),
        (("1234.56", "INF"), "0.9", ("1112", "0"), false),
        (("1234.56", "INF"), "0.9", ("1111", "INF"), false),
        // 5 million, to the million, may be 5.4: 5.9 million at a rate of 1.1.
        (("5000000", "-6"), "1.1", ("5900000", "-5"), true),
        (("5000000", "-6"), "1.1", ("6200000", "-5"), false),
        (("-10", "INF"), "0.5", ("-5", "INF"), true),
        (("0", "INF"), "0.5", ("0", "INF"), true),
    ] {
        let conversion = conversion(original.0, original.1, rate);
        let result = value(result.0, result.1);
        assert_eq!(conversion.gives(&result), holds, "{}", conversion.compared(&result));
    }
}

#[test]
fn both_sides_are_shown() {
    let shown = conversion("26000000", "INF", "1.10").compared(&value("28700000", "-4"));
    assert_eq!(shown, "28700000 [28695000, 28705000] is not 26000000 × 1.1 = 28600000");
    let shown = conversion("26000000", "-3", "1.1").compared(&value("28600000", "INF"));
    assert_eq!(shown, "28600000 is 26000000 × 1.1 = 28600000 [28599450, 28600550]");
}

#[test]
fn a_bound_limits_both_sides_alike() {
    let conversion = conversion("1000", "INF", "2");
    let at_least = |number: &str| Value { bound: Bound::AtLeast, ..value(number, "INF") };
    assert!(conversion.gives(&at_least("2000")));
    assert!(!conversion.gives(&at_least("1500")));
}

fn rate(from: &str, rate: i64, day: &str, count: i64) -> Rate {
    let from = Unit::new(from).expect("a unit");
    let document = Source { document: "rates".into(), ..Source::default() };
    let value_date = day.parse().expect("a day");
    Rate { from, exchange_rate: Decimal::new(rate, 2), value_date, document, count }
}

#[test]
fn equal_rates_are_told_once_and_only_the_first_are_named() {
    let days: Vec<Rate> = (1..=7).map(|day| rate("USD", 90, &format!("2024-05-0{day}"), 1)).collect();
    let all = [vec![rate("EUR", 95, "2024-06-28", 2), rate("EUR", 95, "2024-06-28", 3)], days].concat();
    let told = Conversions::of(all).expect("some");
    assert_eq!((told.count, told.rates.len(), told.more), (12, MAX_RATES, 3));
    assert_eq!(told.units.iter().map(Unit::code).collect::<Vec<_>>(), ["EUR", "USD"]);
    assert_eq!(told.rates.first().map(|rate| rate.count), Some(5));
    assert_eq!(Conversions::of(Vec::new()), None);
}

/// The product of an original and a rate, rounded to decimals: the result that a careful person writes.
fn rounded(original: Decimal, rate: Decimal, decimals: i32) -> Option<Decimal> {
    let exact = Rational::from(original).times(&Rational::from(rate));
    exact.nearest(decimals).to_decimal()
}

proptest! {
    #[test]
    fn what_is_rounded_is_accepted_and_one_unit_beyond_is_not(
        original in -10_000_000_i64..10_000_000,
        scale in 0_u32..4,
        rate in 1_i64..100_000_000,
        rate_scale in 0_u32..8,
        decimals in -4_i32..5,
    ) {
        let (number, rate) = (Decimal::new(original, scale), Decimal::new(rate, rate_scale));
        let original = Value { number, decimals: Decimals::Inf, bound: Bound::Exact };
        let conversion = Conversion { original, rate };
        let result = rounded(number, rate, decimals).expect("few digits");
        let (known, unit) = (Decimals::Exp(decimals), power_of_ten(-decimals).expect("a small power"));
        let value = |number: Decimal| Value { number, decimals: known, bound: Bound::Exact };
        prop_assert!(conversion.gives(&value(result)));
        // Rounding took at most half a unit away, so that the product is at least half a unit from both neighbours: exactly half
        // from one of them where it lies in the middle.
        let exact = conversion.product();
        let middle = Rational::from(result).minus(&exact).abs().times(&2.into()) == Rational::from(unit);
        for neighbour in [result + unit, result - unit] {
            let far = Rational::from(neighbour).minus(&exact).abs().times(&2.into()) > Rational::from(unit);
            prop_assert_eq!(conversion.gives(&value(neighbour)), !far);
            prop_assert!(far || middle);
        }
        for beyond in [result + unit * Decimal::TWO, result - unit * Decimal::TWO] {
            prop_assert!(!conversion.gives(&value(beyond)));
        }
    }

    #[test]
    fn an_original_that_is_rounded_leaves_half_its_unit_times_the_rate(
        original in -10_000_i64..10_000,
        coarse in 0_i32..4,
        rate in 1_i64..1_000_000,
        rate_scale in 0_u32..5,
    ) {
        let step = power_of_ten(coarse).expect("a small power");
        let (number, rate) = (Decimal::from(original) * step, Decimal::new(rate, rate_scale));
        let original = Value { number, decimals: Decimals::Exp(-coarse), bound: Bound::Exact };
        let conversion = Conversion { original, rate };
        let half = step * Decimal::new(5, 1);
        let exact = |number: Decimal| Value { number, decimals: Decimals::Inf, bound: Bound::Exact };
        let least = Decimal::new(1, 9);
        for edge in [half, -half] {
            let at = (number + edge) * rate;
            let beyond = if edge > Decimal::ZERO { at + least } else { at - least };
            prop_assert!(conversion.gives(&exact(at)));
            prop_assert!(!conversion.gives(&exact(beyond)));
        }
    }
}
