//! What rows say of conversions, and what is told of those that do not hold.

use figures::Decimals;
use figures::value::{parse_decimal, power_of_ten};
use proptest::prelude::*;

use crate::context::Context;
use crate::register::{Converted, Field, FieldType, Register, Relation, read};

fn converted() -> Converted {
    Converted {
        number: "weight".into(),
        decimals: "decimals".into(),
        bound: String::new(),
        unit: "unit".into(),
        original: "original_weight".into(),
        original_decimals: "original_decimals".into(),
        original_unit: "original_unit".into(),
        rate: "factor".into(),
        date: "factor_date".into(),
        document: "factor_document".into(),
    }
}

fn register() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("weight", FieldType::Decimal),
        Field::optional("decimals", FieldType::Decimals),
        Field::optional("unit", FieldType::Unit),
    ];
    fields.extend(converted().fields(&FieldType::Unit));
    let register = Register::new("things.csv", &["id"], fields);
    register.with(Relation::measured("weight", "unit")).with(Relation::Converted(converted()))
}

const HEAD: &str = "id,weight,decimals,unit,original_weight,original_decimals,original_unit,factor,factor_date,factor_document";

fn told(rows: &str) -> String {
    let text = format!("{HEAD}\n{rows}\n");
    let (_, mistakes) = read(&register(), "things.csv", text.as_bytes(), &Context::default());
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn rows_with_and_without_a_conversion_are_sound() {
    assert_eq!(told("a,,,,,,,,,\nb,10,,kg,,,,,,\nc,907,0,kg,2000,INF,lb,0.45359237,1959-07-01,yard"), "");
}

#[test]
fn a_number_without_a_unit_is_told_where_the_unit_should_be() {
    insta::assert_snapshot!(told("a,10,,,,,,,,"), @"things.csv:2:7: `unit` is empty, and `weight` is given; write in which unit the number of `weight` is");
    let (_, mistakes) = read(&register(), "things.csv", b"id,weight\na,10\n", &Context::default());
    let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @"things.csv:2:1: `unit` is empty, and `weight` is given; write in which unit the number of `weight` is");
    assert_eq!(mistakes[0].field.as_deref(), Some("unit"));
}

#[test]
fn a_conversion_is_whole_or_not_there() {
    insta::assert_snapshot!(told("a,907,0,kg,2000,,lb,0.45359237,,\nb,907,0,kg,,0,,,,\nc,,,,2000,,lb,0.45359237,1959-07-01,yard"), @r"
    things.csv:2:32: `factor_date` is empty, and `original_weight` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:2:33: `factor_document` is empty, and `original_weight` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:3:12: `original_weight` is empty, and `original_decimals` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:3:15: `original_unit` is empty, and `original_decimals` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:3:16: `factor` is empty, and `original_decimals` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:3:17: `factor_date` is empty, and `original_decimals` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:3:18: `factor_document` is empty, and `original_decimals` says that the number was converted; write original_weight, original_unit, factor, factor_date and factor_document, or leave all of them empty
    things.csv:4:3: `weight` is empty, and `original_weight` says from what it was converted; write the number after the conversion, or leave the conversion out
    ");
}

#[test]
fn a_rate_that_is_not_above_zero_and_a_unit_that_stays_are_told() {
    insta::assert_snapshot!(told("a,907,0,kg,2000,,kg,0.45,1959-07-01,yard\nb,907,0,kg,2000,,lb,0,1959-07-01,yard\nc,907,0,kg,2000,,lb,-0.45,1959-07-01,yard"), @r"
    things.csv:2:18: `kg` is the unit of both numbers; write the unit before the conversion, or leave the conversion out
    things.csv:3:21: the rate 0 is not above zero; write how much in `unit` one in `original_unit` is worth
    things.csv:4:21: the rate -0.45 is not above zero; write how much in `unit` one in `original_unit` is worth
    ");
}

#[test]
fn a_number_that_does_not_follow_is_told_with_the_arithmetic() {
    insta::assert_snapshot!(told("a,908,0,kg,2000,,lb,0.45359237,1959-07-01,yard\nb,910,-1,kg,2000,-2,lb,0.45359237,1959-07-01,yard\nc,907.2,0,kg,2000,,lb,0.45359237,1959-07-01,yard\nd,907,0,kg,2050,-2,lb,0.45359237,1959-07-01,yard"), @r"
    things.csv:2:3: 908 [907.5, 908.5] is not 2000 × 0.45359237 = 907.18474; correct the number, the original or the rate, or say less exactly how they are known
    things.csv:4:3: 907.2 has digits beyond decimals = 0; round it or state more decimals
    things.csv:5:12: 2050 has digits beyond decimals = -2; round it or state more decimals
    ");
}

#[test]
fn what_is_told_of_a_cell_is_not_told_again() {
    insta::assert_snapshot!(told("a,many,0,kg,2000,,lb,0.45359237,1959-07-01,yard\nb,907,0,kg,2000,,lb,half,1959,yard\nc,907,none,kg,2000,,lb,0.45359237,1959-07-01,yard\nd,10,,k g,,,,,,"), @r"
    things.csv:2:3: `many` is not a decimal number; write digits with a point, without grouping: 1343 or 0.94
    things.csv:3:21: `half` is not a decimal number; write digits with a point, without grouping: 1343 or 0.94
    things.csv:3:26: `1959` is no date; write a day: 2024-10-15
    things.csv:4:7: `none` is not a number of decimals; write INF or a whole number from -18 to 18
    things.csv:5:7: `k g` is not a unit code; use letters, digits, `-`, `_`, `%` and `/`, as in the list `unit` of codes.csv
    ");
}

proptest! {
    /// A file may say any number that the original and the rate leave, and no number one unit beyond.
    #[test]
    fn a_file_holds_what_the_arithmetic_does(
        original in 0_i64..10_000_000,
        rate in 1_i64..10_000_000,
        scale in 0_u32..7,
        decimals in -3_i32..4,
    ) {
        let rate = figures::Decimal::new(rate, scale);
        let exact = figures::Rational::from(original).times(&rate.into());
        let number = exact.nearest(decimals).to_decimal().expect("few digits");
        let unit = power_of_ten(-decimals).expect("a small power");
        let row = |number: figures::Decimal| {
            told(&format!("a,{number},{decimals},kg,{original},,lb,{rate},1959-07-01,yard"))
        };
        prop_assert_eq!(row(number), "");
        for beyond in [number + unit + unit, number - unit - unit] {
            let told = row(beyond);
            prop_assert!(told.starts_with("things.csv:2:3: ") && told.contains(" is not "), "{}", told);
        }
        prop_assert_eq!(decimals.to_string().parse(), Ok(Decimals::Exp(decimals)));
        prop_assert_eq!(parse_decimal(&rate.to_string()).map(|r| r.normalize()), Ok(rate.normalize()));
    }
}
