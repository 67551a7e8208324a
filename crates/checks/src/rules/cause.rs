//! What likely went wrong where two values of one thing differ.

use figures::value::power_of_ten;
use figures::{Decimal, Decimals, Interval, Rational, Value};

use crate::finding::Cause;

/// How far a decimal sign is looked for.
const MAX_POWER: i32 = 9;

/// The likely cause, the plainest first; nothing where nothing is likely.
pub(super) fn likely(a: &Value, b: &Value) -> Option<Cause> {
    if truncated(a, b) || truncated(b, a) {
        return Some(Cause::Truncated);
    }
    if let Some(power) = slipped(a, b) {
        return Some(Cause::PowerOfTen(power));
    }
    swapped(a.number, b.number).then_some(Cause::SwappedDigits)
}

/// The likely cause where two sides of an equation miss each other: a prefix or scale, where one of three, six or nine places fits.
pub(crate) fn of_intervals(a: &Interval, b: &Interval) -> Option<Cause> {
    let powers = [3, -3, 6, -6, 9, -9];
    let found = powers.into_iter().find(|power| b.scaled(&Rational::power_of_ten(*power)).meets(a));
    found.filter(|_| !a.contains(Decimal::ZERO) && !b.contains(Decimal::ZERO)).map(Cause::PowerOfTen)
}

/// Whether the coarser value is the finer one with digits cut off.
fn truncated(fine: &Value, coarse: &Value) -> bool {
    let Decimals::Exp(known) = coarse.decimals else { return false };
    let finer = match fine.decimals {
        Decimals::Inf => true,
        Decimals::Exp(n) => n > known,
    };
    let cut = || {
        let step = power_of_ten(known.checked_neg()?)?;
        fine.number.checked_div(step)?.trunc().checked_mul(step)
    };
    finer && fine.number != coarse.number && cut() == Some(coarse.number)
}

/// The power of ten by which one value must be multiplied to meet the other.
fn slipped(a: &Value, b: &Value) -> Option<i32> {
    if a.number.is_zero() || b.number.is_zero() {
        return None;
    }
    let target = Interval::of(a);
    let powers = (1..=MAX_POWER).flat_map(|n| [n, n.saturating_neg()]);
    powers.into_iter().find(|power| {
        let moved = power_of_ten(*power).and_then(|factor| b.number.checked_mul(factor));
        moved.is_some_and(|number| target.contains(number))
    })
}

/// Whether two numbers differ by two neighbouring digits that change places.
fn swapped(a: Decimal, b: Decimal) -> bool {
    let scale = a.scale().max(b.scale());
    let digits = |mut number: Decimal| {
        number.rescale(scale);
        number.mantissa().unsigned_abs().to_string().into_bytes()
    };
    let (a, b) = (digits(a), digits(b));
    if a.len() != b.len() {
        return false;
    }
    let differing: Vec<usize> =
        a.iter().zip(&b).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect();
    match differing.as_slice() {
        [i, j] if i.saturating_add(1) == *j => a.get(*i) == b.get(*j) && a.get(*j) == b.get(*i),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use figures::Bound;
    use figures::value::parse_decimal;

    use super::*;

    fn value(number: &str, decimals: &str) -> Value {
        let number = parse_decimal(number).expect("a number");
        Value::new(number, decimals.parse().expect("decimals"), Bound::Exact).expect("a value")
    }

    #[track_caller]
    fn check(a: (&str, &str), b: (&str, &str), expected: Option<Cause>) {
        assert_eq!(likely(&value(a.0, a.1), &value(b.0, b.1)), expected, "{a:?} {b:?}");
    }

    #[test]
    fn the_cause_is_read_from_the_digits() {
        check(("28660000", "-4"), ("28600000", "-5"), Some(Cause::Truncated));
        check(("28600000", "-5"), ("28660000", "-4"), Some(Cause::Truncated));
        check(("28660000", "-4"), ("2860000", "-4"), None);
        check(("28660000", "-4"), ("2866000", "-3"), Some(Cause::PowerOfTen(1)));
        check(("1700", "INF"), ("1700000", "INF"), Some(Cause::PowerOfTen(-3)));
        check(("164", "INF"), ("146", "INF"), Some(Cause::SwappedDigits));
        check(("27", "0"), ("26", "0"), None);
        check(("0", "INF"), ("10", "INF"), None);
    }
}
