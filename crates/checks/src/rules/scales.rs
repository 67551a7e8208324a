//! Scales that slipped: a value that is about a power of ten away from its neighbours in time.
//!
//! Statistical offices call it the thousand-pounds error and look for it by the ratio to the period before (ratio edits). A tenfold is told from
//! growth more closely than a thousandfold. Where two neighbours are apart and a third agrees with one of them, the other is told; of two
//! years alone, nobody knows which one slipped, and the later one is told. What is counted exactly and is below ten may well grow tenfold.

use std::collections::BTreeMap;

use figures::{Decimal, Decimals, Figure, Rational, Value};

use super::series::Series;
use crate::finding::{Cause, Finding, Rule, value_of};

/// Over how many years two values are still neighbours.
const MOST_YEARS: u16 = 5;
/// Over how many years a tenfold is no growth, however far it is from ten.
const FEW_YEARS: u16 = 2;
/// The greatest power of ten that is looked for.
const MOST_POWER: i32 = 9;
/// Below it a thing that is counted one by one may grow tenfold.
const LEAST_COUNT: Decimal = Decimal::TEN;

/// A finding for each value that lies about a power of ten away from its neighbours.
pub(crate) fn find(series: &Series<'_>) -> Vec<Finding> {
    series.all().flat_map(|(_, years)| of_series(years)).collect()
}

/// A value that lies apart from all its neighbours, of which it has one or two.
struct Slipped<'a> {
    figure: &'a Figure,
    neighbour: &'a Figure,
    power: i32,
    neighbours: usize,
}

fn of_series(years: &BTreeMap<i16, &Figure>) -> Vec<Finding> {
    let in_order: Vec<(i16, &Figure)> = years.iter().map(|(year, figure)| (*year, *figure)).collect();
    let slipped: Vec<Option<Slipped<'_>>> = (0..in_order.len()).map(|at| apart(&in_order, at)).collect();
    let told = slipped.iter().enumerate().filter(|(at, one)| {
        let stronger = |other: Option<&Option<Slipped<'_>>>, or_equal: bool| {
            let (Some(Some(other)), Some(one)) = (other, one) else { return false };
            other.neighbours > one.neighbours || (or_equal && other.neighbours == one.neighbours)
        };
        let before = at.checked_sub(1).and_then(|before| slipped.get(before));
        !stronger(before, false) && !stronger(slipped.get(at.saturating_add(1)), true)
    });
    told.filter_map(|(_, one)| one.as_ref()).map(finding).collect()
}

/// Whether all neighbours of a value are away from it by one power of ten.
fn apart<'a>(years: &[(i16, &'a Figure)], at: usize) -> Option<Slipped<'a>> {
    let (year, figure) = *years.get(at)?;
    let near = |other: Option<usize>| {
        let (other, neighbour) = *years.get(other?)?;
        let years = other.abs_diff(year);
        (years <= MOST_YEARS).then_some((neighbour, years))
    };
    let neighbours: Vec<(&Figure, u16)> =
        [near(at.checked_sub(1)), near(at.checked_add(1))].into_iter().flatten().collect();
    let (neighbour, years) = *neighbours.first()?;
    let power = power(figure, neighbour, years)?;
    let all = neighbours.iter().all(|(other, years)| self::power(figure, other, *years) == Some(power));
    all.then_some(Slipped { figure, neighbour, power, neighbours: neighbours.len() })
}

/// The power of ten that one value is about as many times the other; nothing where it is none.
fn power(figure: &Figure, neighbour: &Figure, years: u16) -> Option<i32> {
    if figure.unit != neighbour.unit {
        return None;
    }
    slip(&figure.value?, &neighbour.value?, years)
}

/// The power of ten that a value is about as many times another one of the same thing and in the same unit, so many years away; nothing
/// where it is none, or may be growth.
#[must_use]
pub fn slip(value: &Value, other: &Value, years: u16) -> Option<i32> {
    let least = value.number.min(other.number);
    let counted = value.decimals == Decimals::Inf && other.decimals == Decimals::Inf;
    if least <= Decimal::ZERO || (counted && least < LEAST_COUNT) {
        return None;
    }
    let ratio = Rational::from(value.number).over(&Rational::from(other.number))?;
    let powers = (1..=MOST_POWER).flat_map(|power| [power, power.saturating_neg()]);
    powers.into_iter().find(|power| {
        let rest = ratio.times(&Rational::power_of_ten(power.saturating_neg()));
        // The more places and the fewer years, the less can it be growth.
        let (least, most) = match power.unsigned_abs() {
            1 if years > FEW_YEARS => (Rational::of(4, 5), Rational::of(5, 4)),
            1 => (Rational::of(2, 3), Rational::of(3, 2)),
            2 => (Rational::of(1, 2), Rational::of(2, 1)),
            _ => (Rational::of(1, 3), Rational::of(3, 1)),
        };
        least.is_some_and(|least| least <= rest) && most.is_some_and(|most| rest <= most)
    })
}

fn finding(slipped: &Slipped<'_>) -> Finding {
    let Slipped { figure, neighbour, power, .. } = slipped;
    let parts = [
        ("key", figure.key.clone()),
        ("value", value_of(figure)),
        ("unit", figure.unit.to_string()),
        ("other", neighbour.key.clone()),
        ("other_value", value_of(neighbour)),
    ];
    let mut finding = Finding::new(Rule::Scale, &[&figure.key], &parts).concerning(&[figure, neighbour]);
    finding.cause = Some(Cause::PowerOfTen(*power));
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn found(values: &[(i16, &str)]) -> Vec<String> {
        let figure =
            |(year, number): &(i16, &str)| sample::figure(&format!("s/m?period={year}"), number, "3");
        let report = sample::report(values.iter().map(figure).collect());
        let told = find(&Series::of(&[&report]));
        told.iter().map(|f| format!("{} {:?}", f.parts["key"], f.cause)).collect()
    }

    fn slip(year: i16, power: i32) -> String {
        format!("s/m?period={year} {:?}", Some(Cause::PowerOfTen(power)))
    }

    #[test]
    fn a_value_away_from_both_neighbours_is_told_once() {
        let years = [(2021, "190"), (2022, "2300"), (2023, "210"), (2024, "240")];
        assert_eq!(found(&years), [slip(2022, 1)]);
        let years = [(2021, "190"), (2022, "0.2"), (2023, "210")];
        assert_eq!(found(&years), [slip(2022, -3)]);
    }

    #[test]
    fn at_an_end_the_one_that_agrees_with_no_other_is_told() {
        assert_eq!(found(&[(2022, "190"), (2023, "210"), (2024, "2300")]), [slip(2024, 1)]);
        assert_eq!(found(&[(2022, "190000"), (2023, "210"), (2024, "230")]), [slip(2022, 3)]);
        assert_eq!(found(&[(2020, "190"), (2024, "210000")]), [slip(2024, 3)]);
    }

    #[test]
    fn growth_a_break_of_the_series_and_small_counts_are_none() {
        assert_eq!(found(&[(2022, "20"), (2023, "66"), (2024, "260")]), [""; 0], "fast growth");
        assert_eq!(found(&[(2022, "190"), (2023, "4000")]), [""; 0], "twenty times is no slip");
        assert_eq!(found(&[(2010, "190"), (2024, "1900")]), [""; 0], "too far away");
        assert_eq!(found(&[(2020, "190"), (2024, "2500")]), [""; 0], "thirteen times in four years");
        assert_eq!(
            found(&[(2021, "20"), (2022, "21"), (2023, "210"), (2024, "215")]),
            [""; 0],
            "a new level"
        );
        let counted = |number, year: i16| sample::figure(&format!("s/m?period={year}"), number, "INF");
        let report = sample::report(vec![counted("3", 2023), counted("30", 2024)]);
        assert_eq!(find(&Series::of(&[&report])), []);
        let report = sample::report(vec![counted("30", 2023), counted("300", 2024)]);
        assert_eq!(find(&Series::of(&[&report])).len(), 1);
    }
}
