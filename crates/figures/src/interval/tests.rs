//! Tables of roundings, bounds, operations and statements, and their properties over any intervals.

use proptest::prelude::*;

use super::*;
use crate::Decimal;
use crate::value::{Bound, Decimals, parse_decimal, power_of_ten};

fn value(number: &str, decimals: &str, bound: &str) -> Value {
    let value = Value::new(
        parse_decimal(number).expect("a number"),
        decimals.parse().expect("decimals"),
        bound.parse().expect("a bound"),
    );
    value.expect("a value")
}

fn of(number: &str, decimals: &str, bound: &str) -> Interval {
    Interval::of(&value(number, decimals, bound))
}

/// An interval as it is written: `[1, 2)`, `(-∞, 0]`.
fn interval(text: &str) -> Interval {
    let inner = text.trim_matches(['[', ']', '(', ')']);
    let (low, high) = inner.split_once(", ").expect("two ends");
    let end = |text: &str, closed| match text {
        "-∞" | "∞" => End::Unbounded,
        digits => End::at(Rational::from(parse_decimal(digits).expect("a number")), closed),
    };
    Interval::between(end(low, text.starts_with('[')), end(high, text.ends_with(']'))).expect("not empty")
}

fn number(text: &str) -> Rational {
    parse_decimal(text).expect("a number").into()
}

#[test]
fn every_rounding_has_its_interval_on_either_side_of_zero() {
    for (rounding, positive, negative, zero) in [
        (Rounding::Nearest, "[4.5, 5.5]", "[-5.5, -4.5]", "[-0.5, 0.5]"),
        (Rounding::Truncation, "[5, 6)", "(-6, -5]", "(-1, 1)"),
        (Rounding::HalfUp, "[4.5, 5.5)", "(-5.5, -4.5]", "(-0.5, 0.5)"),
        (Rounding::HalfEven, "(4.5, 5.5)", "(-5.5, -4.5)", "[-0.5, 0.5]"),
        (Rounding::Floor, "[5, 6)", "[-5, -4)", "[0, 1)"),
        (Rounding::Ceiling, "(4, 5]", "(-6, -5]", "(-1, 0]"),
    ] {
        for (digits, expected) in [("5", positive), ("-5", negative), ("0", zero)] {
            let found = Interval::rounded(&value(digits, "0", ""), rounding);
            assert_eq!(found.to_string(), expected, "{rounding:?} {digits}");
            let exact = Interval::rounded(&value(digits, "INF", ""), rounding);
            assert_eq!(exact, Interval::point(number(digits)), "{rounding:?} {digits} exactly");
        }
        assert_eq!(Rounding::from_name(rounding.name()), Some(rounding));
    }
}

#[test]
fn half_even_belongs_to_even_last_digits_at_any_step() {
    for (digits, decimals, expected) in [
        ("4", "0", "[3.5, 4.5]"),
        ("-4", "0", "[-4.5, -3.5]"),
        ("5.1", "1", "(5.05, 5.15)"),
        ("5.1", "2", "[5.095, 5.105]"),
        ("91800000", "-5", "[91750000, 91850000]"),
        ("91700000", "-5", "(91650000, 91750000)"),
    ] {
        let found = Interval::rounded(&value(digits, decimals, ""), Rounding::HalfEven);
        assert_eq!(found.to_string(), expected, "{digits} {decimals}");
    }
}

#[test]
fn bounds_open_or_widen_the_interval_of_the_digits() {
    for (digits, decimals, bound, expected) in [
        ("5000", "INF", "at-least", "[5000, ∞)"),
        ("5000", "-3", "at-least", "[4500, ∞)"),
        ("5000", "-3", "more-than", "(5000, ∞)"),
        ("5000", "-3", "at-most", "(-∞, 5500]"),
        ("5000", "-3", "less-than", "(-∞, 5000)"),
        ("5000", "-3", "about", "[4500, 5500]"),
        ("5000", "INF", "about", "[4750, 5250]"),
        ("-100", "INF", "about", "[-105, -95]"),
        ("0", "INF", "about", "[0, 0]"),
        ("5000", "INF", "just-under", "[4750, 5000]"),
        ("5000", "INF", "just-over", "[5000, 5250]"),
        ("-100", "INF", "just-under", "[-105, -100]"),
    ] {
        assert_eq!(of(digits, decimals, bound).to_string(), expected, "{digits} {decimals} {bound}");
    }
    let tenth = Reading { about: Rational::of(1, 10).expect("ten"), ..Reading::default() };
    assert_eq!(tenth.interval(&value("200", "INF", "about")), interval("[180, 220]"));
    let cut = Reading { rounding: Rounding::Truncation, ..Reading::default() };
    assert_eq!(cut.interval(&value("5", "0", "about")), interval("[4.75, 6)"));
}

#[test]
fn beyond_twice_a_lower_bound_deserves_a_note() {
    let at_least = value("40", "INF", "at-least");
    assert!(!far_above(&at_least, &of("80", "INF", "")));
    assert!(far_above(&at_least, &of("81", "INF", "")));
    assert!(far_above(&value("40", "INF", "more-than"), &of("80", "INF", "more-than")));
    assert!(!far_above(&value("40", "INF", ""), &of("400", "INF", "")));
    assert!(!far_above(&value("0", "INF", "at-least"), &of("400", "INF", "")));
}

#[track_caller]
fn meet(a: (&str, &str, &str), b: (&str, &str, &str), expected: bool) {
    assert_eq!(of(a.0, a.1, a.2).meets(&of(b.0, b.1, b.2)), expected, "{a:?} {b:?}");
}

#[test]
fn only_what_rounding_explains_agrees() {
    meet(("28660000", "-4", ""), ("28600000", "-5", ""), false);
    meet(("28660000", "-4", ""), ("28700000", "-5", ""), true);
    meet(("54270000000", "-7", ""), ("54000000000", "-9", "more-than"), true);
    meet(("65", "0", ""), ("64.5", "INF", ""), true);
    meet(("65", "0", ""), ("64.4", "1", ""), false);
    meet(("1000", "INF", "at-least"), ("1004", "INF", ""), true);
    meet(("1000", "INF", "more-than"), ("1000", "INF", ""), false);
    meet(("1800", "INF", "just-under"), ("1793", "INF", ""), true);
    meet(("1800", "INF", "just-under"), ("1801", "INF", ""), false);
}

#[test]
fn sets_meet_only_in_points_of_both() {
    for (a, b, both, hull, distance) in [
        ("[1, 2]", "[2, 3]", Some("[2, 2]"), "[1, 3]", None),
        ("[1, 2)", "[2, 3]", None, "[1, 3]", Some("0")),
        ("[1, 2]", "(2, 3)", None, "[1, 3)", Some("0")),
        ("[1, 2]", "[2.5, ∞)", None, "[1, ∞)", Some("0.5")),
        ("(-∞, 1)", "[4, 5]", None, "(-∞, 5]", Some("3")),
        ("(1, 4]", "[1, 4)", Some("(1, 4)"), "[1, 4]", None),
        ("(-∞, ∞)", "(1, 2]", Some("(1, 2]"), "(-∞, ∞)", None),
    ] {
        let (x, y) = (interval(a), interval(b));
        for (x, y) in [(&x, &y), (&y, &x)] {
            assert_eq!(x.intersection(y), both.map(interval), "{a} {b}");
            assert_eq!(x.meets(y), both.is_some(), "{a} {b}");
            assert_eq!(x.hull(y), interval(hull), "{a} {b}");
            assert_eq!(x.distance(y), distance.map(number), "{a} {b}");
        }
    }
    assert!(interval("(1, 2)").is_within(&interval("[1, 2]")));
    assert!(!interval("[1, 2]").is_within(&interval("[1, 2)")));
}

#[test]
fn arithmetic_keeps_track_of_which_ends_are_reached() {
    type Operation = fn(&Interval, &Interval) -> Option<Interval>;
    let plus: Operation = |a, b| Some(a.plus(b));
    let minus: Operation = |a, b| Some(a.minus(b));
    let times: Operation = |a, b| Some(a.times(b));
    let over: Operation = Interval::over;
    for (name, operation, a, b, expected) in [
        ("+", plus, "[95, 105]", "(7, ∞)", Some("(102, ∞)")),
        ("-", minus, "[95, 105]", "(7, ∞)", Some("(-∞, 98)")),
        ("-", minus, "[1, 2)", "[1, 2)", Some("(-1, 1)")),
        ("*", times, "[2, 3)", "[4, 5]", Some("[8, 15)")),
        ("*", times, "[-2, 3]", "(-4, 5)", Some("(-12, 15)")),
        ("*", times, "[0, 1)", "(5, 6)", Some("[0, 6)")),
        ("*", times, "(0, 1]", "[0, ∞)", Some("[0, ∞)")),
        ("*", times, "(0, 1]", "[1, ∞)", Some("(0, ∞)")),
        ("*", times, "[0, 0]", "(-∞, ∞)", Some("[0, 0]")),
        ("*", times, "[-1, 2]", "[1, ∞)", Some("(-∞, ∞)")),
        ("*", times, "(-∞, -1]", "(-∞, -2)", Some("(2, ∞)")),
        ("/", over, "[8, 10]", "[2, 4)", Some("(2, 5]")),
        ("/", over, "[8, 10]", "(0, 4]", Some("[2, ∞)")),
        ("/", over, "[8, 10]", "[4, ∞)", Some("(0, 2.5]")),
        ("/", over, "[-8, 10]", "[-4, -2)", Some("(-5, 4)")),
        ("/", over, "[8, 10]", "(-∞, 0)", Some("(-∞, 0)")),
        ("/", over, "[8, 10]", "[0, 4]", None),
        ("/", over, "[0, 0]", "(-1, 1)", None),
    ] {
        assert_eq!(operation(&interval(a), &interval(b)), expected.map(interval), "{a} {name} {b}");
    }
}

#[test]
fn a_negative_weight_swaps_the_ends_and_their_openness() {
    let half_open = interval("[1, 2)");
    assert_eq!(half_open.scaled(&number("-2")), interval("(-4, -2]"));
    assert_eq!(half_open.scaled(&number("0")), interval("[0, 0]"));
    assert_eq!(interval("(-∞, 3]").scaled(&number("-1")), interval("[-3, ∞)"));
    assert_eq!(interval("[-3, 2)").abs(), interval("[0, 3]"));
    assert_eq!(interval("(-3, -2]").abs(), interval("[2, 3)"));
    assert_eq!(interval("[1, 5)").min(&interval("(1, 5]")), interval("[1, 5)"));
    assert_eq!(interval("[1, 5)").max(&interval("(1, 5]")), interval("(1, 5]"));
    assert_eq!(interval("[1.4, 2.5)").nearest(0), interval("[1, 3]"));
}

#[test]
fn a_statement_is_true_or_false_only_if_all_numbers_agree() {
    use Truth::{False, True, Undecidable};
    for (a, b, equal, less, at_most) in [
        ("[1, 1]", "[1, 1]", True, False, True),
        ("[1, 2]", "[1, 2]", Undecidable, Undecidable, Undecidable),
        ("[1, 2]", "[2, 3]", Undecidable, Undecidable, True),
        ("[1, 2)", "[2, 3]", False, True, True),
        ("[2, 3]", "[1, 2]", Undecidable, False, Undecidable),
        ("(2, 3]", "[1, 2]", False, False, False),
        ("[1, ∞)", "[0, 0.5]", False, False, False),
        ("[1, ∞)", "[5, 6]", Undecidable, Undecidable, Undecidable),
    ] {
        let (x, y) = (interval(a), interval(b));
        assert_eq!((x.equals(&y), x.is_less(&y), x.is_at_most(&y)), (equal, less, at_most), "{a} {b}");
    }
}

const ROUNDINGS: [Rounding; 6] = [
    Rounding::Nearest,
    Rounding::Truncation,
    Rounding::HalfUp,
    Rounding::HalfEven,
    Rounding::Floor,
    Rounding::Ceiling,
];

/// Rounds as the decimal library does, which knows nothing of intervals.
fn round(exact: Decimal, decimals: i32, rounding: Rounding) -> Value {
    use rust_decimal::RoundingStrategy as Strategy;
    let step = power_of_ten(-decimals).expect("small");
    let strategy = match rounding {
        Rounding::Nearest | Rounding::HalfUp => Strategy::MidpointAwayFromZero,
        Rounding::Truncation => Strategy::ToZero,
        Rounding::HalfEven => Strategy::MidpointNearestEven,
        Rounding::Floor => Strategy::ToNegativeInfinity,
        Rounding::Ceiling => Strategy::ToPositiveInfinity,
    };
    let rounded = (exact / step).round_dp_with_strategy(0, strategy) * step;
    Value::new(rounded, Decimals::Exp(decimals), Bound::Exact).expect("rounded")
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop::sample::select(ROUNDINGS.to_vec())
}

/// An interval around an exact number, with ends of any sort.
fn around() -> impl Strategy<Value = (Rational, Interval)> {
    let reach = || prop::option::weighted(0.8, (0_i64..50, any::<bool>()));
    (-40_i64..40, reach(), reach()).prop_map(|(number, low, high)| {
        let end = |reach: Option<(i64, bool)>, sign: i64| match reach {
            None => End::Unbounded,
            Some((reach, closed)) => End::at(Rational::from(number + sign * reach), closed || reach == 0),
        };
        (Rational::from(number), Interval { low: end(low, -1), high: end(high, 1) })
    })
}

/// Whole numbers of an interval near zero, where all is decided in these tests.
fn members(of: &Interval) -> Vec<Rational> {
    (-90..=90).map(Rational::from).filter(|n| of.contains(n)).collect()
}

proptest! {
    #[test]
    fn a_rounded_value_holds_the_exact_one(mantissa in -1_000_000_i64..1_000_000, decimals in -3_i32..3, rounding in rounding()) {
        let exact = Decimal::new(mantissa, 3);
        let value = round(exact, decimals, rounding);
        prop_assert!(Interval::rounded(&value, rounding).contains(exact));
    }

    #[test]
    fn what_rounds_to_another_value_is_left_out(mantissa in -20_000_i64..20_000, other in -20_000_i64..20_000, rounding in rounding()) {
        prop_assume!(rounding != Rounding::Nearest);
        let [value, foreign] = [mantissa, other].map(|m| Decimal::new(m, 3));
        let [value, rounded] = [value, foreign].map(|exact| round(exact, 1, rounding));
        prop_assert_eq!(Interval::rounded(&value, rounding).contains(foreign), value == rounded);
    }

    #[test]
    fn results_hold_those_of_every_number(a in around(), b in around(), weight in -5_i64..5) {
        let ((x, a), (y, b)) = (a, b);
        let weight = Rational::from(weight);
        prop_assert!(a.plus(&b).contains(x.plus(&y)));
        prop_assert!(a.minus(&b).contains(x.minus(&y)));
        prop_assert!(a.times(&b).contains(x.times(&y)));
        prop_assert!(a.scaled(&weight).contains(x.times(&weight)));
        prop_assert!(a.abs().contains(x.abs()));
        prop_assert!(a.nearest(-1).contains(x.nearest(-1)));
        prop_assert!(a.min(&b).contains(x.clone().min(y.clone())));
        prop_assert!(a.max(&b).contains(x.clone().max(y.clone())));
        if let Some(quotient) = a.over(&b) {
            prop_assert!(quotient.contains(x.over(&y).expect("not zero")));
        }
    }

    #[test]
    fn closed_ends_of_results_are_reached(a in around(), b in around()) {
        let (a, b) = (a.1, b.1);
        for (name, result, of) in [
            ("+", a.plus(&b), Rational::plus as fn(&Rational, &Rational) -> Rational),
            ("*", a.times(&b), Rational::times),
        ] {
            for end in [&result.low, &result.high] {
                let End::Closed(point) = end else { continue };
                let (left, right) = (members(&a), members(&b));
                let reached = left.iter().any(|x| right.iter().any(|y| of(x, y) == *point));
                prop_assert!(reached, "{} {} {} = {}", a, name, b, result);
            }
        }
    }

    #[test]
    fn statements_agree_with_the_numbers_that_are_meant(a in around(), b in around()) {
        let ((x, a), (y, b)) = (a, b);
        for (truth, holds) in [(a.equals(&b), x == y), (a.is_less(&b), x < y), (a.is_at_most(&b), x <= y)] {
            prop_assert_ne!(truth, if holds { Truth::False } else { Truth::True }, "{} {}", a, b);
        }
        prop_assert_eq!(a.meets(&b), a.intersection(&b).is_some());
        prop_assert_eq!(a.meets(&b), a.distance(&b).is_none());
    }
}
