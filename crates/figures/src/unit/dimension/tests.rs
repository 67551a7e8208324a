//! Products, quotients, sums and comparisons of units.

use proptest::prelude::*;

use super::*;

fn dimension(code: &str) -> Dimension {
    Dimension::of(&Unit::new(code).expect("a code")).0
}

fn written(result: (Dimension, Rational)) -> (String, String) {
    (result.0.to_string(), result.1.to_string())
}

#[test]
fn products_and_quotients_carry_their_units() {
    for (a, operation, b, unit, factor) in [
        ("bit/s/person", "*", "person", "bit/s", "1"),
        ("bit/s", "/", "person", "bit/s/person", "1"),
        ("percent", "*", "person", "person", "0.01"),
        ("person", "/", "percent", "person", "100"),
        ("percent", "*", "percent", "ratio", "0.0001"),
        ("percent", "*", "ratio", "percent", "1"),
        ("percent", "/", "percent", "ratio", "1"),
        ("pp", "/", "percent", "ratio", "1"),
        ("pp", "*", "person", "person", "0.01"),
        ("ratio", "*", "CHF", "CHF", "1"),
        ("person", "/", "person", "ratio", "1"),
        ("CHF", "/", "person", "CHF/person", "1"),
        ("CHF", "*", "person", "CHF.person", "1"),
        ("1", "*", "percent", "percent", "1"),
        ("1", "/", "person", "1/person", "1"),
        ("1", "/", "percent", "ratio", "100"),
        ("percent", "/", "person", "1/person", "0.01"),
    ] {
        let (x, y) = (dimension(a), dimension(b));
        let found = if operation == "*" { x.times(&y) } else { x.over(&y) };
        assert_eq!(written(found), (unit.to_owned(), factor.to_owned()), "{a} {operation} {b}");
    }
}

#[test]
fn sums_need_one_unit_and_points_are_a_difference_of_percents() {
    for (a, operation, b, expected) in [
        ("person", "+", "person", Some(("person", "1"))),
        ("CHF", "+", "person", None),
        ("CHF", "-", "USD", None),
        ("CHF", "+", "percent", None),
        ("1", "+", "CHF", Some(("CHF", "1"))),
        ("percent", "+", "percent", Some(("percent", "1"))),
        ("percent", "-", "percent", Some(("pp", "1"))),
        ("percent", "+", "pp", Some(("percent", "1"))),
        ("pp", "+", "percent", Some(("percent", "1"))),
        ("percent", "-", "pp", Some(("percent", "1"))),
        ("pp", "-", "pp", Some(("pp", "1"))),
        ("pp", "-", "percent", None),
        ("percent", "+", "ratio", Some(("percent", "100"))),
        ("ratio", "+", "percent", Some(("ratio", "0.01"))),
        ("ratio", "+", "pp", Some(("ratio", "0.01"))),
        ("bit/s", "+", "bit/s/person", None),
    ] {
        let (x, y) = (dimension(a), dimension(b));
        let found = if operation == "+" { x.plus(&y) } else { x.minus(&y) };
        let expected = expected.map(|(unit, factor)| (unit.to_owned(), factor.to_owned()));
        assert_eq!(found.ok().map(written), expected, "{a} {operation} {b}");
    }
}

#[test]
fn what_does_not_go_together_is_named() {
    let money = dimension("CHF").plus(&dimension("person")).expect_err("two things").to_string();
    assert!(money.starts_with("`CHF` and `person` do not go together"), "{money}");
    let growth = dimension("percent").compared(&dimension("pp")).expect_err("no growth").to_string();
    assert!(growth.contains("never a share or a growth"), "{growth}");
    let difference = dimension("percent").minus(&dimension("percent")).expect("a difference").0;
    for unit in ["percent", "pp", "ratio"] {
        assert!(difference.compared(&dimension(unit)).is_ok(), "{unit}");
    }
}

#[test]
fn units_of_one_kind_and_several_sizes_have_a_factor() {
    for (code, unit, factor) in [
        ("t", "kg", "1000"),
        ("byte", "bit", "8"),
        ("t/person", "kg/person", "1000"),
        ("CHF/t", "CHF/kg", "0.001"),
    ] {
        let found = Dimension::of(&Unit::new(code).expect("a code"));
        assert_eq!(written(found), (unit.to_owned(), factor.to_owned()), "{code}");
    }
}

fn any_dimension() -> impl Strategy<Value = Dimension> {
    let codes = ["person", "CHF", "bit/s", "bit/s/person", "percent", "ratio", "1", "CHF/person/year"];
    prop::sample::select(codes.map(dimension).to_vec())
}

proptest! {
    #[test]
    fn products_do_not_depend_on_their_order(a in any_dimension(), b in any_dimension(), c in any_dimension()) {
        prop_assert_eq!(a.times(&b), b.times(&a));
        let size = |x: &Dimension, y: &Dimension, z: &Dimension| {
            let (xy, first) = x.times(y);
            let (xyz, second) = xy.times(z);
            let share = match xyz {
                Dimension::Share(share) => share.in_ratios(),
                Dimension::Bare | Dimension::Powers(_) => Rational::one(),
            };
            first.times(&second).times(&share)
        };
        prop_assert_eq!(size(&a, &b, &c), size(&b, &c, &a));
    }

    #[test]
    fn any_code_has_a_dimension(code in "[a-zA-Z0-9/%_-]{1,20}") {
        if let Ok(unit) = Unit::new(&code) {
            let _ = Dimension::of(&unit).0.to_string();
        }
    }
}
