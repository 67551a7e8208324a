//! Parts above their total: one part alone that is more than the whole.
//!
//! Beside [`super::totals`], which needs every part but one, a single part is enough: what was held on one theme is not more than what was held, and
//! what came in a year not more than what came in six with it. Only of measures that add up and whose printed figures are all zero or
//! more; of net changes one part may well exceed the total.

use std::collections::{BTreeMap, BTreeSet};

use figures::interval::Interval;
use figures::{Aggregation, Figure, FigureKey, Measure, MeasureKind, Period, Truth};
use report::content::Content;

use super::series::{Series, measure};
use super::totals::groups::of_total;
use crate::finding::{Finding, Rule, grouped, value_of};

const PERIOD: &str = "period";
/// What may be below zero though nothing printed is.
const CHANGE: &str = "-change";
/// The most dimensions of a key whose totals are looked for, of which there are 2^n.
const MOST_DIMENSIONS: usize = 5;

/// Figures by measure, each with its key.
type ByMeasure<'a> = BTreeMap<String, Vec<(FigureKey, &'a Figure)>>;

/// A finding for each figure that is certainly more than one that it is a part of; of several totals the least.
pub(crate) fn find(series: &Series<'_>, definitions: &Content) -> Vec<Finding> {
    let mut by_measure = ByMeasure::new();
    for figure in series.figures().filter(|figure| figure.value.is_some()) {
        let Some(measure) = measure(figure, definitions).filter(|measure| adds_up(measure)) else { continue };
        if let Ok(key) = figure.key.parse() {
            by_measure.entry(measure.path()).or_default().push((key, figure));
        }
    }
    let never_negative = |figures: &&Vec<(FigureKey, &Figure)>| {
        figures.iter().all(|(_, figure)| figure.value.is_some_and(|value| !value.number.is_sign_negative()))
    };
    let of_measure = |figures: &Vec<(FigureKey, &Figure)>| {
        let measure = measure(figures.first()?.1, definitions)?;
        Some(figures.iter().filter_map(|part| of_part(part, figures, measure, series)).collect::<Vec<_>>())
    };
    by_measure.values().filter(never_negative).filter_map(of_measure).flatten().collect()
}

fn adds_up(measure: &Measure) -> bool {
    measure.aggregation == Aggregation::Sum && !measure.name.ends_with(CHANGE)
}

fn of_part(
    (key, part): &(FigureKey, &Figure),
    figures: &[(FigureKey, &Figure)],
    measure: &Measure,
    series: &Series<'_>,
) -> Option<Finding> {
    let own = interval(part)?;
    let wholes = wider(key, measure).into_iter().filter_map(|key| series.figure(&key));
    let longer =
        figures.iter().filter(|(other, _)| is_within(key, other, measure)).map(|(_, figure)| *figure);
    let beyond = |whole: &&Figure| {
        whole.unit == part.unit && interval(whole).is_some_and(|whole| whole.is_less(&own) == Truth::True)
    };
    let whole = wholes.chain(longer).filter(beyond).min_by_key(|whole| whole.value.map(|v| v.number))?;
    Some(finding(part, whole, &own))
}

fn interval(figure: &Figure) -> Option<Interval> {
    figure.value.as_ref().map(Interval::of)
}

/// The keys of all totals that a key is a part of in one period.
fn wider(key: &FigureKey, measure: &Measure) -> BTreeSet<String> {
    let mut dimensions: Vec<&String> = key.dimensions.keys().filter(|name| *name != PERIOD).collect();
    dimensions.truncate(MOST_DIMENSIONS);
    let mut keys = vec![key.clone()];
    for dimension in dimensions {
        let without: Vec<FigureKey> =
            keys.iter().filter_map(|key| of_total(key, dimension, measure)).map(|(total, _)| total).collect();
        keys.extend(without);
    }
    keys.iter().filter(|wider| *wider != key).map(ToString::to_string).collect()
}

/// Whether a flow's key is alike but for a longer period that holds its own.
fn is_within(key: &FigureKey, other: &FigureKey, measure: &Measure) -> bool {
    let period = |key: &FigureKey| key.code(PERIOD).and_then(|period| period.parse::<Period>().ok());
    let alike = |key: &FigureKey| key.clone().without(PERIOD);
    let (Some(own), Some(longer)) = (period(key), period(other)) else { return false };
    measure.kind == MeasureKind::Flow && own != longer && longer.contains(&own) && alike(key) == alike(other)
}

fn finding(part: &Figure, whole: &Figure, own: &Interval) -> Finding {
    let interval = interval(whole);
    let parts = [
        ("key", part.key.clone()),
        ("value", value_of(part)),
        ("unit", part.unit.to_string()),
        ("interval", grouped(own)),
        ("total", whole.key.clone()),
        ("total_value", value_of(whole)),
        ("total_interval", interval.as_ref().map(grouped).unwrap_or_default()),
        ("gap", interval.and_then(|whole| whole.distance(own)).map(|gap| grouped(&gap)).unwrap_or_default()),
    ];
    Finding::new(Rule::PartAboveTotal, &[&part.key, &whole.key], &parts).concerning(&[part, whole])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    const CODES: &str = "list,code,parent,label_en,words_en,note\nunit,CHF,currency,franc,,\n";

    fn found(figures: &[(&str, &str)]) -> Vec<String> {
        let measures = sample::measures(&[
            ("sales", "flow", "sum", "kind period theme"),
            ("net-change", "flow", "sum", "kind period"),
            ("level", "rate", "none", "kind period"),
        ]);
        let files = [("bundle.toml", sample::MANIFEST), ("measures.csv", &measures), ("codes.csv", CODES)];
        let figures = figures.iter().map(|(key, number)| sample::figure(&format!("s/{key}"), number, "INF"));
        let report = sample::report(figures.collect());
        let told = find(&Series::of(&[&report]), &sample::content(&files));
        told.iter().map(|f| format!("{} > {}", f.parts["key"], f.parts["total"])).collect()
    }

    #[test]
    fn a_part_above_its_total_is_told_with_the_least_total() {
        let all = ("sales?period=2024", "300");
        let kind = ("sales?kind=a&period=2024", "173");
        let told = found(&[all, kind, ("sales?kind=a&period=2024&theme=t", "180")]);
        assert_eq!(told, ["s/sales?kind=a&period=2024&theme=t > s/sales?kind=a&period=2024"]);
        assert_eq!(
            found(&[all, ("sales?kind=a&period=2024&theme=t", "301")]).len(),
            1,
            "over two dimensions"
        );
        assert_eq!(found(&[all, kind, ("sales?kind=a&period=2024&theme=t", "173")]), [""; 0]);
    }

    #[test]
    fn a_year_does_not_hold_more_than_the_years_around_it() {
        let told = found(&[("sales?period=2024", "301"), ("sales?period=2019/2024", "300")]);
        assert_eq!(told, ["s/sales?period=2024 > s/sales?period=2019/2024"]);
        assert_eq!(found(&[("sales?period=2018", "301"), ("sales?period=2019/2024", "300")]), [""; 0]);
    }

    #[test]
    fn changes_rates_and_what_may_be_negative_are_not_told() {
        assert_eq!(
            found(&[("net-change?period=2024", "3"), ("net-change?kind=a&period=2024", "9")]),
            [""; 0]
        );
        assert_eq!(found(&[("level?period=2024", "3"), ("level?kind=a&period=2024", "9")]), [""; 0]);
        let refunds = ("sales?kind=b&period=2024", "-6");
        assert_eq!(found(&[("sales?period=2024", "3"), ("sales?kind=a&period=2024", "9"), refunds]), [""; 0]);
    }
}
