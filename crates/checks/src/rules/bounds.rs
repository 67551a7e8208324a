//! Values far above a least that another source gives of the same figure.
//!
//! "40+" allows 400 and hardly means it: both hold together, so that nothing is disputed, and it deserves a look.

use figures::interval::far_above;
use figures::{Basis, Figure, Interval, Value};

use super::series::Series;
use crate::finding::{Finding, Rule, grouped};

/// A note for each figure of which one source gives a least, and another more than twice as much.
pub(crate) fn find(series: &Series<'_>) -> Vec<Finding> {
    series.figures().filter_map(of_figure).collect()
}

fn of_figure(figure: &Figure) -> Option<Finding> {
    let accepted = figure.value.as_ref()?;
    let partial = figure.records.as_ref().is_some_and(|records| !records.complete);
    // What records that are not all there add up to is a least of no source.
    let meant = |basis: Basis| !(partial && basis == Basis::Computed);
    if !meant(figure.basis) {
        return None;
    }
    let others = figure.alternatives.iter().filter(|other| !other.disputes && meant(other.basis));
    let (least, value) = others
        .flat_map(|other| [(accepted, &other.value), (&other.value, accepted)])
        .find(|(least, value)| far_above(least, &Interval::of(value)))?;
    let told = |value: &Value| grouped(&value.number.normalize());
    let parts = [
        ("key", figure.key.clone()),
        ("unit", figure.unit.to_string()),
        ("bound", told(least)),
        ("value", told(value)),
    ];
    let mut finding = Finding::new(Rule::FarAboveBound, &[&figure.key], &parts);
    finding.figures.push(figure.key.clone());
    let others = figure.alternatives.iter().flat_map(|other| &other.sources);
    finding.sources = figure.sources.iter().chain(others).cloned().collect();
    Some(finding)
}

#[cfg(test)]
mod tests {
    use figures::{Alternative, Bound};

    use super::*;
    use crate::sample;

    fn value(number: &str, bound: Bound) -> Value {
        let exact = sample::figure("s/m?period=2024", number, "INF").value.expect("a value");
        Value { bound, ..exact }
    }

    fn found(accepted: Value, other: Value, disputes: bool) -> usize {
        let other = Alternative { value: other, basis: Basis::Stated, sources: Vec::new(), disputes };
        let figure = Figure {
            value: Some(accepted),
            alternatives: vec![other],
            ..sample::figure("s/m?period=2024", "1", "INF")
        };
        find(&Series::of(&[&sample::report(vec![figure])])).len()
    }

    #[test]
    fn more_than_twice_a_least_is_noted_whichever_is_accepted() {
        let (least, exact) = (Bound::AtLeast, Bound::Exact);
        assert_eq!(found(value("40", least), value("400", exact), false), 1);
        assert_eq!(found(value("400", exact), value("40", Bound::MoreThan), false), 1);
        assert_eq!(found(value("40", least), value("80", exact), false), 0);
        assert_eq!(found(value("40", least), value("44", exact), false), 0);
        assert_eq!(found(value("40", exact), value("400", exact), true), 0, "told as a dispute");
    }
}
