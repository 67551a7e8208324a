//! Values of one figure that rounding does not bring together: both intervals, and what lies between them.

use std::collections::BTreeSet;

use figures::{Alternative, Basis, Figure, Interval, Value};
use report::model::Report;

use super::cause;
use super::series::Series;
use crate::finding::{Finding, Rule, grouped};

/// A finding for each alternative that does not meet the accepted value of its figure; each figure is looked at once.
pub(crate) fn find(reports: &[&Report], series: &Series<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let figures = reports.iter().flat_map(|report| &report.figures);
    let disputed = figures.filter(|f| f.disputed && seen.insert(f.key.as_str()));
    disputed.flat_map(|figure| of_figure(figure, series)).collect()
}

fn of_figure(figure: &Figure, series: &Series<'_>) -> Vec<Finding> {
    let Some(accepted) = &figure.value else { return Vec::new() };
    let disputing = figure.alternatives.iter().filter(|a| a.disputes);
    disputing.filter_map(|other| finding(figure, accepted, other, series)).collect()
}

/// Nothing where the intervals meet after all.
fn finding(figure: &Figure, accepted: &Value, other: &Alternative, series: &Series<'_>) -> Option<Finding> {
    let (ours, theirs) = (Interval::of(accepted), Interval::of(&other.value));
    let gap = ours.distance(&theirs)?;
    let computed = figure.basis == Basis::Computed || other.basis == Basis::Computed;
    let rule = if computed { Rule::StatedAgainstComputed } else { Rule::SourcesDisagree };
    let parts = [
        ("key", figure.key.clone()),
        ("unit", figure.unit.to_string()),
        ("accepted", grouped(&accepted.number.normalize())),
        ("accepted_interval", grouped(&ours)),
        ("accepted_basis", basis(figure.basis)),
        ("accepted_count", figure.sources.len().to_string()),
        ("other", grouped(&other.value.number.normalize())),
        ("other_interval", grouped(&theirs)),
        ("other_basis", basis(other.basis)),
        ("gap", grouped(&gap)),
    ];
    let mut finding = Finding::new(rule, &[&figure.key, &theirs.to_string()], &parts);
    finding.figures.push(figure.key.clone());
    finding.sources = figure.sources.iter().chain(&other.sources).cloned().collect();
    finding.cause = cause::of_values(&figure.key, accepted, &other.value, series);
    Some(finding)
}

fn basis(basis: Basis) -> String {
    match basis {
        Basis::Stated => "stated".to_owned(),
        Basis::Computed => "computed".to_owned(),
    }
}
