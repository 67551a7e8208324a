//! What likely went wrong where two values of one thing differ.

use figures::value::power_of_ten;
use figures::{Bound, Decimal, Decimals, Figure, Interval, Rational, Unit, Value};

use super::series::Series;
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

/// The likely cause where a figure has two values: cut off, of another year, slipped or swapped.
pub(super) fn of_values(key: &str, accepted: &Value, other: &Value, series: &Series<'_>) -> Option<Cause> {
    match likely(accepted, other) {
        Some(Cause::Truncated) => Some(Cause::Truncated),
        digits => series.other_year(key, other).map(Cause::OtherYear).or(digits),
    }
}

/// The least difference that is looked for among the figures: smaller ones are too often some value by chance.
const LEAST_PART: i64 = 10;

/// The figure whose value is exactly what a total and its parts leave between them; nothing where several are, or the figure is one of them.
/// Only exact numbers are looked for.
pub(super) fn missing_part(
    difference: &Rational,
    unit: &Unit,
    but: &[String],
    series: &Series<'_>,
) -> Option<Cause> {
    if difference.abs() < Rational::from(LEAST_PART) {
        return None;
    }
    let fits = |figure: &&Figure| {
        let number = figure.value.filter(|value| value.bound == Bound::Exact).map(|value| value.number);
        figure.unit == *unit
            && number.is_some_and(|number| Rational::from(number) == difference.abs())
            && !but.contains(&figure.key)
    };
    let mut fitting = series.figures().filter(fits);
    let one = fitting.next()?;
    fitting.next().is_none().then(|| Cause::MissingPart(one.key.clone()))
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

/// The power of ten by which the second value must be multiplied to meet the first.
pub(crate) fn slipped(a: &Value, b: &Value) -> Option<i32> {
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
pub(crate) fn swapped(a: Decimal, b: Decimal) -> bool {
    match differing(a, b).as_slice() {
        [(i, first), (j, second)] => i.saturating_add(1) == *j && first.0 == second.1 && first.1 == second.0,
        _ => false,
    }
}

/// Whether two numbers of several digits differ by one of them.
pub(crate) fn one_digit(a: Decimal, b: Decimal) -> bool {
    let digits = |number: Decimal| number.normalize().mantissa().unsigned_abs();
    digits(a).max(digits(b)) >= 10 && differing(a, b).len() == 1
}

/// The places at which two numbers of as many digits differ, with the digits of both; nothing where one has more. The zero before a decimal
/// sign is a digit: 0.8 and 6.8.
fn differing(a: Decimal, b: Decimal) -> Vec<(usize, (u8, u8))> {
    let scale = a.scale().max(b.scale());
    let digits = |mut number: Decimal| {
        number.rescale(scale);
        let places = usize::try_from(scale).unwrap_or(0).saturating_add(1);
        format!("{:0>places$}", number.mantissa().unsigned_abs()).into_bytes()
    };
    let (a, b) = (digits(a), digits(b));
    if a.len() != b.len() {
        return Vec::new();
    }
    a.into_iter().zip(b).enumerate().filter(|(_, (x, y))| x != y).collect()
}

#[cfg(test)]
mod tests {
    use figures::value::parse_decimal;

    use super::*;
    use crate::sample;

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

    fn years(values: &[(i16, &str)]) -> report::model::Report {
        let of = |(year, number): &(i16, &str)| sample::figure(&format!("s/m?period={year}"), number, "INF");
        sample::report(values.iter().map(of).collect())
    }

    #[test]
    fn the_value_of_another_year_is_known() {
        let report = years(&[(2022, "130"), (2023, "146"), (2024, "164")]);
        let series = Series::of(&[&report]);
        let cause =
            |other: &str| of_values("s/m?period=2024", &value("164", "INF"), &value(other, "INF"), &series);
        assert_eq!(cause("146"), Some(Cause::OtherYear(2023)), "before digits that were swapped");
        assert_eq!(cause("461"), None);
        assert_eq!(cause("16400"), Some(Cause::PowerOfTen(-2)));
        let report = years(&[(2022, "146"), (2023, "146"), (2024, "164")]);
        let twice = Series::of(&[&report]);
        let cause = of_values("s/m?period=2024", &value("164", "INF"), &value("146", "INF"), &twice);
        assert_eq!(cause, Some(Cause::SwappedDigits), "which of two years nobody knows");
    }

    #[test]
    fn a_part_that_is_missing_is_known_by_its_value() {
        let report = years(&[(2022, "130"), (2023, "9"), (2024, "164")]);
        let series = Series::of(&[&report]);
        let unit = Unit::new("CHF").expect("a unit");
        let cause =
            |difference: i64, but: &[String]| missing_part(&Rational::from(difference), &unit, but, &series);
        let part = |year: i16| Some(Cause::MissingPart(format!("s/m?period={year}")));
        assert_eq!(cause(130, &[]), part(2022));
        assert_eq!(cause(-164, &[]), part(2024));
        assert_eq!(cause(130, &["s/m?period=2022".to_owned()]), None);
        assert_eq!(cause(9, &[]), None, "too small to be told from chance");
        assert_eq!(
            missing_part(&Rational::from(130), &Unit::new("USD").expect("a unit"), &[], &series),
            None
        );
    }
}
