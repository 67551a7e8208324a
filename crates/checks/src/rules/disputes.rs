//! Values of one figure that rounding does not bring together: both intervals, and what lies between them.

use std::collections::BTreeSet;

use figures::interval::End;
use figures::{Alternative, Basis, Decimal, Figure, Interval, Value};
use report::model::Report;

use super::cause;
use crate::finding::{Finding, Rule};

/// A finding for each alternative that does not meet the accepted value of its figure; each figure is looked at once.
pub(crate) fn find(reports: &[&Report]) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let figures = reports.iter().flat_map(|report| &report.figures);
    let disputed = figures.filter(|f| f.disputed && seen.insert(f.key.as_str()));
    disputed.flat_map(|figure| of_figure(figure)).collect()
}

fn of_figure(figure: &Figure) -> Vec<Finding> {
    let Some(accepted) = &figure.value else { return Vec::new() };
    let disputing = figure.alternatives.iter().filter(|a| a.disputes);
    disputing.filter_map(|other| finding(figure, accepted, other)).collect()
}

/// Nothing where the intervals leave what can be held exactly, or meet after all.
fn finding(figure: &Figure, accepted: &Value, other: &Alternative) -> Option<Finding> {
    let (ours, theirs) = (Interval::of(accepted)?, Interval::of(&other.value)?);
    let gap = gap(&ours, &theirs)?;
    let computed = figure.basis == Basis::Computed || other.basis == Basis::Computed;
    let rule = if computed { Rule::StatedAgainstComputed } else { Rule::SourcesDisagree };
    let parts = [
        ("key", figure.key.clone()),
        ("unit", figure.unit.to_string()),
        ("accepted", accepted.number.normalize().to_string()),
        ("accepted_interval", written(&ours)),
        ("accepted_basis", basis(figure.basis)),
        ("accepted_count", figure.sources.len().to_string()),
        ("other", other.value.number.normalize().to_string()),
        ("other_interval", written(&theirs)),
        ("other_basis", basis(other.basis)),
        ("gap", gap.normalize().to_string()),
    ];
    let mut finding = Finding::new(rule, &[&figure.key, &written(&theirs)], &parts);
    finding.figures.push(figure.key.clone());
    finding.sources = figure.sources.iter().chain(&other.sources).cloned().collect();
    finding.cause = cause::likely(accepted, &other.value);
    Some(finding)
}

fn basis(basis: Basis) -> String {
    match basis {
        Basis::Stated => "stated".to_owned(),
        Basis::Computed => "computed".to_owned(),
    }
}

/// What lies between two intervals that do not meet.
fn gap(a: &Interval, b: &Interval) -> Option<Decimal> {
    if a.meets(b) {
        return None;
    }
    let point = |end: End| match end {
        End::Unbounded => None,
        End::Closed(n) | End::Open(n) => Some(n),
    };
    let between =
        |high: End, low: End| point(low)?.checked_sub(point(high)?).filter(|d| !d.is_sign_negative());
    between(a.high, b.low).or_else(|| between(b.high, a.low))
}

/// An interval as it is written: `[27.5, 28.5]`, `(1000, ∞)`.
fn written(interval: &Interval) -> String {
    let low = match interval.low {
        End::Unbounded => "(-∞".to_owned(),
        End::Closed(n) => format!("[{}", n.normalize()),
        End::Open(n) => format!("({}", n.normalize()),
    };
    match interval.high {
        End::Unbounded => format!("{low}, ∞)"),
        End::Closed(n) => format!("{low}, {}]", n.normalize()),
        End::Open(n) => format!("{low}, {})", n.normalize()),
    }
}
