//! Values that lie far from the others of their series (RULES F: z and modified z).

use figures::interval::{End, Interval};
use figures::outlier::{Score, median};
use figures::{Figure, Rational};

use super::series::Series;
use crate::finding::{Finding, Rule, grouped, value_of};

/// The fewest other years that are a baseline.
const LEAST: usize = 7;

/// A note for each value that both scores flag against the other years of its series, with all that it may stand for. What is only
/// bounded is no part of a baseline.
pub(crate) fn find(series: &Series<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, years) in series.all() {
        for (year, figure) in years {
            let others = years.iter().filter(|(other, _)| *other != year).map(|(_, figure)| *figure);
            let baseline: Vec<Rational> = others.filter_map(number).collect();
            if baseline.len() >= LEAST {
                findings.extend(of_figure(figure, &baseline));
            }
        }
    }
    findings
}

fn number(figure: &Figure) -> Option<Rational> {
    let value = figure.value.as_ref()?;
    let interval = Interval::of(value);
    let limited = interval.low != End::Unbounded && interval.high != End::Unbounded;
    limited.then(|| Rational::from(value.number))
}

fn of_figure(figure: &Figure, baseline: &[Rational]) -> Option<Finding> {
    let value = figure.value.as_ref()?;
    let (interval, threshold) = (Interval::of(value), Rational::from(Score::THRESHOLD));
    let flagged =
        [Score::Z, Score::ModifiedZ].iter().all(|score| score.flags(&interval, baseline, &threshold));
    if !flagged {
        return None;
    }
    let middle = median(baseline)?;
    let parts = [
        ("key", figure.key.clone()),
        ("unit", figure.unit.to_string()),
        ("value", value_of(figure)),
        ("count", baseline.len().to_string()),
        ("median", grouped(&middle.shown(2).digits)),
    ];
    Some(Finding::new(Rule::Outlier, &[&figure.key], &parts).concerning(&[figure]))
}

#[cfg(test)]
mod tests {
    use figures::{Basis, Figure};

    use super::*;
    use crate::sample;

    fn found(values: &[&str]) -> Vec<String> {
        found_of("m", Basis::Stated, values)
    }

    fn found_of(measure: &str, basis: Basis, values: &[&str]) -> Vec<String> {
        let of_year = |(number, year): (&&str, u16)| Figure {
            basis,
            ..sample::figure(&format!("s/{measure}?period={year}"), number, "INF")
        };
        let figures = values.iter().zip(2011_u16..).map(of_year);
        let report = sample::report(figures.collect());
        find(&Series::of(&[&report])).iter().map(|f| f.parts["key"].clone()).collect()
    }

    #[test]
    fn a_value_a_thousand_times_the_others_is_noted() {
        let years = ["10", "12", "11", "13", "12", "14", "13", "13000"];
        assert_eq!(found(&years), ["s/m?period=2018"]);
    }

    #[test]
    fn how_far_data_reach_is_no_value_of_the_world() {
        let years = ["98", "97", "96", "99", "98", "95", "97", "39"];
        assert_eq!(found_of("use", Basis::Computed, &years), ["s/use?period=2018"]);
        assert_eq!(found_of("use-coverage", Basis::Computed, &years), [""; 0]);
        assert_eq!(found_of("use-coverage", Basis::Stated, &years), ["s/use-coverage?period=2018"]);
    }

    #[test]
    fn growth_few_years_and_stillness_are_not() {
        assert_eq!(found(&["10", "12", "15", "18", "22", "26", "31", "37"]), [""; 0]);
        assert_eq!(found(&["10", "12", "11", "13000"]), [""; 0], "too few years to say");
        assert_eq!(found(&["10", "10", "10", "10", "10", "10", "10", "11"]), [""; 0], "nothing spreads");
    }
}
