//! Expressions over figures: results, arithmetic shown, missing items and what has no result.

use proptest::prelude::*;

use super::*;
use crate::interval::Truth;
use crate::statement::Grade;
use crate::value::{Bound, Decimals, parse_decimal};

/// Figures by name, written `number decimals unit [bound]` or why there is none; several behind `|`.
const FIGURES: [(&str, &str); 13] = [
    ("a/total", "117 INF person"),
    ("a/part?x=*", "91 INF person|26 INF person"),
    ("a/gap?x=*", "91 INF person|no-data|26 INF person"),
    ("a/none?x=*", ""),
    ("a/men", "90 -1 person"),
    ("a/women", "27 0 person"),
    ("a/share", "23 0 percent"),
    ("a/money", "91800000 -5 CHF"),
    ("a/zero", "0 0 person"),
    ("a/lost", "no-data"),
    ("a/down", "unavailable"),
    ("a/many", "5 INF person at-least"),
    ("a/bandwidth", "322800 -2 bit/s/person"),
];

fn lookup(reference: &Reference) -> Vec<Found> {
    let known = FIGURES.iter().find(|(name, _)| *name == reference.text());
    let Some((name, text)) = known else {
        return vec![Found {
            key: reference.text().into(),
            value: Err(Absence::Refused("no measure".into())),
        }];
    };
    let items = text.split('|').filter(|item| !item.is_empty());
    items
        .map(|item| {
            let mut parts = item.split(' ');
            let mut part = || parts.next().unwrap_or_default();
            let (number, decimals, unit, bound) = (part(), part(), part(), part());
            let value = match number {
                "no-data" => Err(Absence::Missing(MissingReason::NoData)),
                "unavailable" => Err(Absence::Unavailable),
                digits => {
                    let number = parse_decimal(digits).expect("a number");
                    let bound = bound.parse().expect("a bound");
                    let value = Value::new(number, decimals.parse().expect("decimals"), bound);
                    Ok((value.expect("a value"), Unit::new(unit).expect("a code")))
                }
            };
            Found { key: (*name).into(), value }
        })
        .collect()
}

fn evaluate(text: &str, strategy: MissingStrategy) -> Result<Evaluation, EvaluationError> {
    let settings = Settings { left: strategy, right: strategy, ..Settings::default() };
    text.parse::<Expression>().expect("an expression").evaluate(&settings, lookup)
}

fn told(result: Result<Evaluation, EvaluationError>) -> String {
    match result.map(|evaluation| evaluation.outcome) {
        Ok(Outcome::Quantity(quantity)) => quantity.to_string(),
        Ok(Outcome::Statement(s)) => {
            let miss = s.miss.map(|miss| format!(" by {miss}")).unwrap_or_default();
            format!("{:?} {:?}{miss}", s.truth, s.grade)
        }
        Ok(Outcome::Null) => "null".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let found = told(evaluate(text, MissingStrategy::SkipIfAny));
    assert!(found.starts_with(expected), "{text}: {found}");
}

#[test]
fn numbers_are_computed_with_their_units() {
    check("a/total - a/women", "90 [89.5, 90.5] person");
    check("sum(a/part?x=*)", "117 person");
    check("sum(a/part?x=*, a/women, 3)", "147 [146.5, 147.5] person");
    check("mean(a/part?x=*)", "58.5 person");
    check("min(a/part?x=*) / max(a/part?x=*)", "≈0.285714 ratio");
    check("count(a/part?x=*, a/women)", "3");
    check("round(abs(a/women - a/total), -1)", "90 person");
    check("share(a/women, a/total)", "≈23.076923 [≈22.649573, ≈23.504274] percent");
    check("growth(a/women, a/men)", "≈233.333333 [");
    check("difference(a/women, a/men)", "63 [57.5, 68.5] person");
    check("a/share * a/total", "26.91 [26.325, 27.495] person");
    check("a/bandwidth * 5.5e9 person", "1775400000000000 [1775125000000000, 1775675000000000] bit/s");
    check("-a/many", "(-∞, -5] person");
    check("1.5", "1.5");
}

#[test]
fn statements_are_judged_in_one_unit() {
    check("sum(a/part?x=*) = a/total", "True Exact");
    check("a/men + a/women = a/total", "Undecidable Exact");
    check("a/men + a/women = 120", "Undecidable ThanksToRounding");
    check("a/men + a/women = 130", "False Inconsistent by 7.5");
    check("share(a/women, a/total) = a/share", "Undecidable ThanksToRounding");
    check("a/share = 0.23 ratio", "Undecidable Exact");
    check("a/money = 91.8 MCHF", "Undecidable Exact");
    check("a/money > 90000 kCHF", "True Exact");
    check("a/bandwidth * 5.5e9 person = 1775 Gbit/s", "False Inconsistent");
    check("a/share - 20 % = 3 pp", "Undecidable Exact");
    check("100 % - a/share = 77 %", "Undecidable Exact");
    check("growth(a/women, a/men) = 3 pp", "`growth(a/women, a/men) = 3 pp`: `percent` and `pp` do not go");
}

#[test]
fn what_has_no_result_names_its_part() {
    check("a/total + a/money", "`a/total + a/money`: `person` and `CHF` do not go together");
    check("1 + a/total / a/zero", "`a/total / a/zero`: the divisor [-0.5, 0.5] may be zero");
    check("a/total / 0", "`a/total / 0`: the divisor [0, 0] may be zero");
    check("a/total = 5 CHF", "`a/total = 5 CHF`: `person` and `CHF`");
}

#[test]
fn missing_items_make_a_side_null_by_its_strategy() {
    use MissingStrategy::{NeverSkip, SkipIfAll, SkipIfAny};
    for (text, any, all, never) in [
        ("a/total + a/lost", "null", "117 person", "117 person"),
        ("a/lost + a/down", "null", "null", "0"),
        ("a/women - a/lost = 5", "null", "False Inconsistent by 21.5", "False Inconsistent by 21.5"),
        ("a/lost = 5", "null", "null", "False Inconsistent by 5"),
        ("sum(a/gap?x=*) = a/total", "null", "True Exact", "True Exact"),
        ("mean(a/gap?x=*)", "null", "58.5 person", "58.5 person"),
        ("count(a/gap?x=*)", "null", "2", "2"),
        ("sum(a/none?x=*)", "null", "null", "0"),
        ("mean(a/none?x=*)", "null", "null", "`mean(a/none?x=*)`: there are no numbers"),
        ("a/unknown", "null", "null", "0"),
    ] {
        for (strategy, expected) in [(SkipIfAny, any), (SkipIfAll, all), (NeverSkip, never)] {
            let found = told(evaluate(text, strategy));
            assert!(found.starts_with(expected), "{text} {strategy:?}: {found}");
        }
    }
    let evaluation = evaluate("a/lost + a/down + a/unknown", SkipIfAny).expect("null");
    let absent: Vec<_> = evaluation.absent.iter().map(|(key, why)| format!("{key}: {why}")).collect();
    assert_eq!(absent, ["a/lost: no-data", "a/down: unavailable", "a/unknown: no measure"]);
    assert_eq!(evaluation.sides, [None]);
}

#[test]
fn the_arithmetic_can_be_followed() {
    let evaluation =
        evaluate("sum(a/part?x=*) - a/women = 90", MissingStrategy::SkipIfAny).expect("a result");
    let lines: Vec<_> = evaluation.steps.iter().map(|s| format!("{} = {}", s.part, s.result)).collect();
    assert_eq!(
        lines,
        [
            "a/part?x=* = 91 person",
            "a/part?x=* = 26 person",
            "a/women = 27 [26.5, 27.5] person",
            "sum(a/part?x=*) = 117 person",
            "sum(a/part?x=*) - a/women = 90 [89.5, 90.5] person",
        ]
    );
}

#[test]
fn a_name_that_turns_out_to_be_several_needs_a_function() {
    let expression: Expression = "alias + 1".parse().expect("an expression");
    let two = |_: &Reference| lookup(&Reference { text: "a/part?x=*".into(), at: 0 });
    let error = expression.evaluate(&Settings::default(), two).expect_err("two figures");
    assert!(error.to_string().starts_with("`alias` stands for 2 figures"), "{error}");
}

proptest! {
    #[test]
    fn rounding_then_checking_raises_no_finding(
        numbers in prop::array::uniform4((1_i64..1_000_000, -2_i32..4)), shape in 0_usize..6,
    ) {
        let text = [
            "a/w + a/x - a/y",
            "a/w * a/x - 3 * a/y",
            "(a/w - a/x) * (a/y - 5.5)",
            "mean(a/w, a/x, a/y) + max(a/w, a/y)",
            "min(a/w, a/x) - abs(a/x - a/y)",
            "a/w * a/x / (a/y + 1000)",
        ][shape];
        let exact = |name: &str| {
            let at = ["a/w", "a/x", "a/y"].iter().position(|n| *n == name).expect("a name");
            (Rational::of(numbers[at].0, 1000).expect("a thousand"), numbers[at].1)
        };
        let person = || Unit::new("ratio").expect("a code");
        let print = |number: &Rational, decimals: i32| {
            let rounded = number.nearest(decimals).to_decimal().expect("short");
            Value::new(rounded, Decimals::Exp(decimals), Bound::Exact)
        };
        let found = |number: Result<(Value, Unit), Absence>| vec![Found { key: String::new(), value: number }];
        let expression: Expression = text.parse().expect("an expression");
        let settings = Settings::default();
        let evaluated = |expression: &Expression, printed: bool| expression.evaluate(&settings, |reference| {
            let (number, decimals) = exact(reference.text());
            let value = if printed { print(&number, decimals) } else {
                Ok(Value { number: number.to_decimal().expect("three digits"), decimals: Decimals::Inf, bound: Bound::Exact })
            };
            found(Ok((value.expect("rounded"), person())))
        });
        let true_result = evaluated(&expression, false).expect("exact numbers").outcome;
        let Ok(Evaluation { outcome: Outcome::Quantity(rounded), .. }) = evaluated(&expression, true) else {
            return Ok(());
        };
        let Outcome::Quantity(exact_result) = true_result else { unreachable!("a number") };
        prop_assert!(exact_result.interval.is_within(&rounded.interval), "{} {}", exact_result, rounded);
        let point = exact_result.interval.single().expect("one number").clone();
        if let Ok(stated) = print(&point, numbers[3].1) {
            let stated = Quantity::of(&stated, &person());
            let statement = Statement::judge(&rounded, Relation::Equal, &stated).expect("one unit");
            prop_assert_ne!(statement.grade, Grade::Inconsistent);
            prop_assert_ne!(statement.truth, Truth::False);
        }
    }
}
