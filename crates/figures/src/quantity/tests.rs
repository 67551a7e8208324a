//! Operations on measured numbers, with units and with what the printed numbers give.

use proptest::prelude::*;

use super::*;
use crate::value::{Decimals, parse_decimal};

fn unit(code: &str) -> Unit {
    Unit::new(code).expect("a code")
}

/// A quantity written `number decimals unit [bound]`.
fn quantity(text: &str) -> Quantity {
    let mut parts = text.split(' ');
    let mut part = || parts.next().unwrap_or_default();
    let (number, decimals, code, bound) = (part(), part(), part(), part());
    let value = Value::new(
        parse_decimal(number).expect("a number"),
        decimals.parse().expect("decimals"),
        bound.parse().expect("a bound"),
    );
    Quantity::of(&value.expect("a value"), &unit(code))
}

#[track_caller]
fn check(found: Result<Quantity, QuantityError>, expected: &str) {
    let text = found.map_or_else(|error| error.to_string(), |quantity| quantity.to_string());
    assert!(text.starts_with(expected), "{text} instead of {expected}");
}

#[test]
fn a_product_of_units_finds_what_is_a_thousand_times_off() {
    let per_user = quantity("322800 -2 bit/s/person");
    let users = quantity("5500000000 -8 person");
    check(Ok(per_user.times(&users)), "1775400000000000 [1758987");
    check(Ok(quantity("65 0 percent").times(&users)), "3575000000 [351525");
    check(quantity("2600000000 -8 person").over(&users), "≈0.472727 [≈0.459459, ≈0.486239] ratio");
    check(quantity("5 INF t").plus(&quantity("20 INF kg")), "5020 kg");
}

#[test]
fn shares_growth_and_differences_are_what_they_are_called() {
    let [women, all] = [quantity("27 0 person"), quantity("100 0 person")];
    check(women.share_of(&all), "27 [≈26.368159, ≈27.638191] percent");
    check(quantity("1100 -2 CHF").growth_from(&quantity("1000 -2 CHF")), "10 [0, ≈21.052632");
    check(quantity("68 0 percent").difference_from(&quantity("65 0 percent")), "3 [2, 4] pp");
    check(quantity("68 0 percent").growth_from(&quantity("65 0 percent")), "≈4.615385 [≈3.053435");
    check(quantity("40 INF person at-least").share_of(&quantity("80 INF person")), "[50, ∞) percent");
    check(quantity("3 INF CHF").plus(&quantity("3 INF person")), "`CHF` and `person` do not go together");
    check(quantity("3 INF CHF").share_of(&quantity("3 INF USD")), "`CHF` and `USD` do not go together");
}

#[test]
fn what_may_be_zero_divides_nothing() {
    let nearly_nothing = quantity("0 0 person");
    check(quantity("3 0 person").over(&nearly_nothing), "the divisor [-0.5, 0.5] may be zero");
    check(quantity("3 0 person").growth_from(&nearly_nothing), "[-0.5, 0.5] may be zero or less");
    check(quantity("3 0 person").share_of(&quantity("-5 0 person")), "[-5.5, -4.5] may be zero or less");
}

#[test]
fn several_numbers_have_a_sum_a_mean_and_extremes() {
    let items = ["1 0 person", "2 0 person", "4 INF person"].map(quantity);
    check(Quantity::sum(&items), "7 [6, 8] person");
    check(Quantity::mean(&items), "≈2.333333 [2, ≈2.666667] person");
    check(Quantity::sum(&[]), "0");
    check(Quantity::mean(&[]), "there are no numbers");
    check(items[0].min(&items[1]), "1 [0.5, 1.5] person");
    check(items[0].max(&items[2]), "4 person");
    check(Ok(items[1].negated().abs()), "2 [1.5, 2.5] person");
    check(Ok(quantity("2.34 2 percent").nearest(1)), "2.3 percent");
}

fn printed() -> impl Strategy<Value = (Rational, Quantity)> {
    let codes = ["person", "percent", "ratio", "pp", "CHF"];
    (-100_000_i64..100_000, -2_i32..3, prop::sample::select(codes.to_vec())).prop_map(
        |(mantissa, decimals, code)| {
            let exact = Rational::of(mantissa, 1000).expect("a thousand");
            let rounded = exact.nearest(decimals).to_decimal().expect("short");
            let value = Value::new(rounded, Decimals::Exp(decimals), Bound::Exact).expect("rounded");
            (exact, Quantity::of(&value, &unit(code)))
        },
    )
}

proptest! {
    #[test]
    fn results_hold_what_the_exact_numbers_give(a in printed(), b in printed()) {
        let ((x, a), (y, b)) = (a, b);
        let (exact_a, exact_b) = (
            Quantity::exact(x, a.dimension.clone()),
            Quantity::exact(y, b.dimension.clone()),
        );
        let pairs = [
            (a.plus(&b), exact_a.plus(&exact_b)),
            (a.minus(&b), exact_a.minus(&exact_b)),
            (Ok(a.times(&b)), Ok(exact_a.times(&exact_b))),
            (a.over(&b), exact_a.over(&exact_b)),
            (a.share_of(&b), exact_a.share_of(&exact_b)),
            (a.growth_from(&b), exact_a.growth_from(&exact_b)),
            (a.min(&b), exact_a.min(&exact_b)),
            (a.max(&b), exact_a.max(&exact_b)),
            (Quantity::mean([&a, &b]), Quantity::mean([&exact_a, &exact_b])),
        ];
        for (found, exact) in pairs {
            let Ok(found) = found else { continue };
            let exact = exact.expect("what printed numbers allow exact ones do");
            prop_assert!(exact.interval.is_within(&found.interval), "{} outside {}", exact, found);
            prop_assert_eq!(&exact.dimension, &found.dimension);
            if let Some(nominal) = &found.nominal {
                prop_assert!(found.interval.contains(nominal));
            }
        }
    }
}
