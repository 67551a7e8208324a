//! Totals and their parts: figures of one measure that are alike in all dimensions but one (XBRL Calculations 1.1).
//!
//! Only of measures that add up, and only what is printed. Where every code of a dimension has its part, the parts must make the
//! total as far as rounding lets them; where one code has none, the parts of what is never negative must not exceed it, and what is left
//! is told as a component that nobody shows. Where more than one code has none, nothing is claimed. Totals that were computed from the
//! same records cannot differ and are passed over.

pub(super) mod groups;

use std::collections::BTreeMap;

use figures::interval::{End, Reading};
use figures::totals::{Calculation, Part, calculate};
use figures::{Interval, Rational};
use report::content::Content;
use report::model::Report;

pub(super) use self::groups::{Group, groups};
use super::cause;
use super::series::Series;
use crate::finding::{Finding, Rule, grouped, value_of};

/// A finding for each total that its parts do not make, and one for each component that is not shown.
pub(crate) fn find(reports: &[&Report], definitions: &Content, series: &Series<'_>) -> Vec<Finding> {
    let groups = groups(reports, definitions);
    let mut findings = Vec::new();
    let mut hidden: BTreeMap<(String, &str, &str), Vec<Hidden<'_>>> = BTreeMap::new();
    for group in &groups {
        let Some(gap) = gap(group) else { continue };
        match group.unshown.as_slice() {
            [] => findings.push(unmade(group, &gap, series)),
            [code] if group.never_negative() => match gap.left() {
                Some(rest) => {
                    let of = (group.measure.path(), group.dimension, *code);
                    hidden.entry(of).or_default().push(Hidden { group, rest });
                }
                None => findings.push(unmade(group, &gap, series)),
            },
            _ => {}
        }
    }
    let hidden = hidden.into_iter();
    findings.extend(
        hidden.map(|((measure, dimension, code), places)| not_shown(&measure, dimension, code, &places)),
    );
    findings
}

/// How a total and its parts miss each other.
struct Gap {
    miss: Rational,
    sum: Interval,
    total: Interval,
}

impl Gap {
    /// What the total leaves beside the parts; nothing where the parts are more than the total.
    fn left(&self) -> Option<Interval> {
        let rest = self.total.minus(&self.sum);
        let positive = match &rest.low {
            End::Unbounded => false,
            End::Closed(number) | End::Open(number) => number.is_positive(),
        };
        positive.then_some(rest)
    }
}

/// Nothing where rounding explains the difference.
fn gap(group: &Group<'_>) -> Option<Gap> {
    let parts: Vec<Part> = group.parts.iter().filter_map(|(_, part)| part.value).map(Part::plain).collect();
    match calculate(&[group.total.value], &parts, &Reading::default()) {
        Calculation::Inconsistent { miss, sum, total } => Some(Gap { miss, sum, total }),
        Calculation::Consistent { .. }
        | Calculation::DisallowedDuplicates(_)
        | Calculation::InconsistentDuplicates(_)
        | Calculation::NotReported => None,
    }
}

fn unmade(group: &Group<'_>, gap: &Gap, series: &Series<'_>) -> Finding {
    let numbers = group.parts.iter().filter_map(|(_, part)| part.value.as_ref());
    let added = numbers.fold(Rational::zero(), |sum, value| sum.plus(&value.number.into()));
    let parts = [
        ("key", group.total.key.clone()),
        ("dimension", group.dimension.to_owned()),
        ("unit", group.total.unit.to_string()),
        ("count", group.parts.len().to_string()),
        ("sum", grouped(&added)),
        ("sum_interval", grouped(&gap.sum)),
        ("total", value_of(group.total)),
        ("total_interval", grouped(&gap.total)),
        ("gap", grouped(&gap.miss)),
    ];
    let mut finding = Finding::new(Rule::PartsAndTotal, &[&group.total.key, group.dimension], &parts);
    finding.figures = keys(group);
    finding.sources.clone_from(&group.total.sources);
    let total = group.total.value.as_ref().map(|value| Rational::from(value.number));
    let missing = total.map(|total| total.minus(&added));
    finding.cause = missing
        .and_then(|missing| cause::missing_part(&missing, &group.total.unit, &finding.figures, series));
    finding
}

/// A total whose parts leave something.
struct Hidden<'a> {
    group: &'a Group<'a>,
    rest: Interval,
}

fn not_shown(measure: &str, dimension: &str, code: &str, places: &[Hidden<'_>]) -> Finding {
    let told = places.iter().map(|place| format!("{} {}", place.group.total.key, grouped(&place.rest)));
    let unit = places.first().map(|place| place.group.total.unit.to_string());
    let parts = [
        ("measure", measure.to_owned()),
        ("dimension", dimension.to_owned()),
        ("code", code.to_owned()),
        ("count", places.len().to_string()),
        ("unit", unit.unwrap_or_default()),
        ("places", told.collect::<Vec<_>>().join("; ")),
    ];
    let mut finding = Finding::new(Rule::ComponentNotShown, &[measure, dimension, code], &parts);
    finding.figures = places.iter().map(|place| place.group.total.key.clone()).collect();
    finding.sources = places.iter().flat_map(|place| place.group.total.sources.first().cloned()).collect();
    finding.sources.dedup();
    finding
}

/// The total's key, then those of its parts.
fn keys(group: &Group<'_>) -> Vec<String> {
    let parts = group.parts.iter().map(|(_, part)| part.key.clone());
    std::iter::once(group.total.key.clone()).chain(parts).collect()
}

#[cfg(test)]
mod tests;
