//! Expressions: what is read prints as what reads the same; what it comes to is a number, a statement or a told mistake.

use arbtest::arbitrary::{Result, Unstructured};
use figures::expression::evaluate::{Absence, Found, Settings};
use figures::expression::{Expression, MAX_BYTES, Reference};
use figures::{Bound, Decimal, Decimals, Unit, Value};

use crate::{mutation, run};

const SEEDS: &str = include_str!("seeds/expressions.txt");

const WORDS: [&str; 40] = [
    " + ",
    " - ",
    " * ",
    " / ",
    "(",
    ")",
    " = ",
    " != ",
    " >= ",
    " < ",
    ",",
    "sum(",
    "mean(",
    "share(",
    "growth(",
    "round(",
    "abs(",
    "min(",
    "max(",
    "count(",
    "a/b",
    "a/c?period=@year-1",
    "a/d?area=*",
    "women",
    " @year",
    " @2019/@year",
    "1",
    "2.5",
    "1e3",
    " CHF",
    " %",
    " kbit/s",
    "?",
    "&",
    "=",
    "*",
    "%20",
    "−",
    "÷",
    "≠",
];

/// What is read is told with its place, or prints and computes.
fn reads(u: &mut Unstructured<'_>) -> Result<()> {
    let seeds: Vec<&str> = SEEDS.lines().collect();
    let text = mutation::text(u, &seeds, &WORDS)?;
    match text.parse::<Expression>() {
        Ok(expression) => {
            let printed = expression.to_string();
            // Blanks around operators may make it longer than what is read.
            if printed.len() <= MAX_BYTES {
                assert_eq!(printed.parse().as_ref(), Ok(&expression), "{text:?} prints as {printed:?}");
            }
            computes(u, &expression)
        }
        Err(error) => {
            assert!(text.is_char_boundary(error.offset), "{text:?}: {error}");
            assert!((1..=text.chars().count() + 1).contains(&error.column), "{text:?}: {error}");
            Ok(())
        }
    }
}

fn computes(u: &mut Unstructured<'_>, expression: &Expression) -> Result<()> {
    let _ = expression.linear();
    let mut known = Vec::new();
    for _ in 0..4 {
        known.push((0..u.int_in_range(0..=3)?).map(|_| value(u)).collect::<Result<Vec<_>>>()?);
    }
    let mut names = 0;
    let lookup = |reference: &Reference| {
        let values = known.get(names % known.len()).cloned().unwrap_or_default();
        names += 1;
        let found = |value| Found { key: reference.text().to_owned(), value };
        values.into_iter().map(found).collect()
    };
    let _ = expression.evaluate(&Settings::default(), lookup);
    Ok(())
}

fn value(u: &mut Unstructured<'_>) -> Result<std::result::Result<(Value, Unit), Absence>> {
    let scale = u.int_in_range(0..=28)?;
    let mantissa = if u.ratio(1, 4)? { i64::MAX } else { u.int_in_range(-2_000..=2_000_000)? };
    let (bound, _) = *u.choose(&Bound::NAMES)?;
    let decimals = if u.arbitrary()? { Decimals::Inf } else { Decimals::Exp(u.int_in_range(-20..=28)?) };
    let code = *u.choose(&["person", "CHF", "percent", "pp", "bit/s", "ratio"])?;
    let value = Value::new(Decimal::new(mantissa, scale), decimals, bound);
    Ok(match (value, Unit::new(code)) {
        (Ok(value), Ok(unit)) => Ok((value, unit)),
        _ => Err(Absence::Nothing),
    })
}

#[test]
fn expressions_are_read_printed_and_computed() {
    run(reads);
}
