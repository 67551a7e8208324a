//! Relations of printed numbers: truth, grade and by how much they miss.

use proptest::prelude::*;

use super::*;
use crate::unit::dimension::{Dimension, Share};
use crate::value::{Bound, Decimals, Value, parse_decimal};
use crate::{Truth, Unit};

fn quantity(number: &str, decimals: &str, bound: &str) -> Quantity {
    let value = Value::new(
        parse_decimal(number).expect("a number"),
        decimals.parse().expect("decimals"),
        bound.parse().expect("a bound"),
    );
    Quantity::of(&value.expect("a value"), &Unit::new("percent").expect("a code"))
}

#[test]
fn an_agreement_is_exact_or_thanks_to_rounding_or_none() {
    for (left, sign, right, truth, grade, miss) in [
        (("65", "0", ""), "=", ("65", "1", ""), Truth::Undecidable, Grade::Exact, None),
        (("65", "0", ""), "=", ("64.6", "1", ""), Truth::Undecidable, Grade::ThanksToRounding, None),
        (("65", "0", ""), "=", ("64.4", "1", ""), Truth::False, Grade::Inconsistent, Some("0.05")),
        (("65", "INF", ""), "=", ("65", "INF", ""), Truth::True, Grade::Exact, None),
        (("65", "INF", ""), "!=", ("65", "INF", ""), Truth::False, Grade::Inconsistent, Some("0")),
        (("65", "0", ""), "!=", ("64.4", "1", ""), Truth::True, Grade::Exact, None),
        (("51", "0", ""), ">", ("50", "INF", ""), Truth::True, Grade::Exact, None),
        (("50", "0", ""), ">", ("50", "INF", ""), Truth::Undecidable, Grade::ThanksToRounding, None),
        (("49", "0", ""), ">", ("50", "INF", ""), Truth::False, Grade::Inconsistent, Some("0.5")),
        (("49.5", "INF", ""), ">=", ("50", "0", ""), Truth::Undecidable, Grade::ThanksToRounding, None),
        (("50", "INF", "more-than"), ">", ("50", "INF", ""), Truth::True, Grade::ThanksToRounding, None),
        (("50", "INF", "at-least"), "<", ("50", "INF", ""), Truth::False, Grade::Inconsistent, Some("0")),
        (("50", "INF", "about"), "<=", ("52.5", "INF", ""), Truth::True, Grade::ThanksToRounding, None),
    ] {
        let relation = Relation::from_sign(sign).expect("a sign");
        let [a, b] = [left, right].map(|(number, decimals, bound)| quantity(number, decimals, bound));
        let found = Statement::judge(&a, relation, &b).expect("one unit");
        let miss = miss.map(|m| Rational::from(parse_decimal(m).expect("a number")));
        assert_eq!((found.truth, found.grade, found.miss), (truth, grade, miss), "{left:?} {sign} {right:?}");
    }
}

#[test]
fn sides_are_compared_in_one_unit() {
    let share = Quantity::exact(parse_decimal("0.65").expect("a number"), Dimension::Share(Share::Ratio));
    let found = Statement::judge(&quantity("65", "0", ""), Relation::Equal, &share).expect("both are shares");
    assert_eq!(found.to_string(), "65 [64.5, 65.5] percent = 65 percent");
    let points = Quantity::exact(65, Dimension::Share(Share::Points));
    assert!(Statement::judge(&quantity("65", "0", ""), Relation::Equal, &points).is_err());
}

proptest! {
    #[test]
    fn rounding_then_checking_raises_no_finding(
        a in -100_000_i64..100_000, b in -100_000_i64..100_000, decimals in -2_i32..4, other in -2_i32..4,
    ) {
        let printed = |exact: &Rational, decimals: i32| {
            let rounded = exact.nearest(decimals).to_decimal().expect("short");
            let value = Value::new(rounded, Decimals::Exp(decimals), Bound::Exact).expect("rounded");
            Quantity::of(&value, &Unit::new("person").expect("a code"))
        };
        let [a, b] = [a, b].map(|n| Rational::of(n, 1000).expect("a thousand"));
        let (left, right) = (printed(&a, decimals), printed(&b, other));
        let sum = printed(&a.plus(&b), decimals);
        let made = left.plus(&right).expect("one unit");
        prop_assert_ne!(Statement::judge(&made, Relation::Equal, &sum).expect("one unit").grade, Grade::Inconsistent);
        for (relation, _) in Relation::SIGNS {
            let found = Statement::judge(&left, relation, &right).expect("one unit");
            let holds = relation.holds(&a, &b);
            prop_assert!(!(holds && found.truth == Truth::False), "{} {} {}", a, relation, b);
            prop_assert!(holds || found.truth != Truth::True, "{} {} {}", a, relation, b);
        }
    }
}
