//! Exact decimals in SQL: mantissa and scale are compared scale by scale, and ordered by their whole and then their fractional part,
//! all in integers of 64 bits.

use figures::Decimal;
use figures::value::power_of_ten;

use super::{column_name, scale_name};
use crate::list::filter::Operator;

/// The largest scale of a stored decimal.
const MAX_SCALE: u32 = 18;

/// A field compared with a value: at each scale the mantissa is compared with the value at that scale, rounded the way that keeps
/// the sense.
pub(super) fn compared(name: &str, operator: Operator, value: Decimal) -> String {
    let (column, scale_column) = (format!("\"{}\"", column_name(name)), format!("\"{}\"", scale_name(name)));
    let negated = operator == Operator::NotEqual;
    let operator = if negated { Operator::Equal } else { operator };
    let mut parts = Vec::new();
    for scale in 0..=MAX_SCALE {
        if let Some(test) = at_scale(&column, operator, value, scale) {
            parts.push(format!("({scale_column} = {scale} AND {test})"));
        }
    }
    let any = if parts.is_empty() { "1 = 0".to_owned() } else { parts.join(" OR ") };
    if negated {
        format!("({column} IS NULL OR NOT ({any}))")
    } else {
        format!("({column} IS NOT NULL AND ({any}))")
    }
}

/// The test of a mantissa at a scale; none where no mantissa of 64 bits passes.
fn at_scale(column: &str, operator: Operator, value: Decimal, scale: u32) -> Option<String> {
    let power = power_of_ten(i32::try_from(scale).ok()?)?;
    let all = || Some(format!("{column} IS NOT NULL"));
    let Some(exact) = value.checked_mul(power).filter(|v| v.checked_div(power) == Some(value)) else {
        // Beyond what can be held: every mantissa is on the same side.
        let below = matches!(operator, Operator::Less | Operator::LessOrEqual);
        let passes = operator != Operator::Equal && below == value.is_sign_positive();
        return if passes { all() } else { None };
    };
    let (low, high) = (Decimal::from(i64::MIN), Decimal::from(i64::MAX));
    let (rounded, operator) = match operator {
        Operator::Greater | Operator::LessOrEqual => (exact.floor(), operator),
        Operator::Less | Operator::GreaterOrEqual => (exact.ceil(), operator),
        Operator::Equal | Operator::NotEqual | Operator::Has if exact.fract().is_zero() => {
            (exact, Operator::Equal)
        }
        Operator::Equal | Operator::NotEqual | Operator::Has => return None,
    };
    if rounded > high || rounded < low {
        let below = matches!(operator, Operator::Less | Operator::LessOrEqual);
        let passes = operator != Operator::Equal && below == (rounded > high);
        return if passes { all() } else { None };
    }
    Some(format!("{column} {operator} {}", rounded.normalize().trunc()))
}

/// The whole part of a stored decimal, and its fraction as a whole number of 10^-18.
pub(super) fn parts(name: &str) -> (String, String) {
    let (column, scale) = (format!("\"{}\"", column_name(name)), format!("\"{}\"", scale_name(name)));
    let (mut whole, mut rest) = (format!("CASE {scale}"), format!("CASE {scale}"));
    for n in 0..=MAX_SCALE {
        let power = 10_i64.saturating_pow(n);
        let lift = 10_i64.saturating_pow(MAX_SCALE.saturating_sub(n));
        whole.push_str(&format!(" WHEN {n} THEN {column} / {power}"));
        rest.push_str(&format!(" WHEN {n} THEN ({column} % {power}) * {lift}"));
    }
    (format!("{whole} END"), format!("{rest} END"))
}
