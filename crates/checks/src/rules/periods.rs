//! One number for two periods: what flowed in a year cannot be what flowed in six, unless nothing flowed in the others.

use std::collections::BTreeMap;

use figures::{Figure, FigureKey, MeasureKind, Period, Value};
use report::content::Content;
use report::model::Report;

use crate::finding::{Finding, Rule, grouped};

const PERIOD: &str = "period";

/// A finding for each two printed figures of a flow that are alike but for the period, one of which lies within the other, and that have
/// one value. Zero, and what is only bounded, says nothing.
pub(crate) fn find(reports: &[&Report], definitions: &Content) -> Vec<Finding> {
    let mut series: BTreeMap<FigureKey, BTreeMap<&str, (Period, Value, &Figure)>> = BTreeMap::new();
    for figure in reports.iter().flat_map(|report| &report.figures) {
        let service = figure.key.split('/').next().unwrap_or_default();
        let measure = definitions.catalogue.get(service, &figure.measure);
        let flows = measure.is_some_and(|measure| measure.kind == MeasureKind::Flow);
        let Some(value) = figure.value.filter(|value| flows && !value.number.is_zero()) else { continue };
        let Ok(mut key) = figure.key.parse::<FigureKey>() else { continue };
        let Some(period) = key.code(PERIOD).and_then(|period| period.parse().ok()) else { continue };
        key.dimensions.remove(PERIOD);
        series.entry(key).or_default().insert(&figure.key, (period, value, figure));
    }
    series.values().flat_map(|figures| pairs(&figures.values().collect::<Vec<_>>())).collect()
}

fn pairs(figures: &[&(Period, Value, &Figure)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (long, value, of_long) in figures {
        for (short, other, of_short) in figures {
            let within = long != short && long.contains(short);
            if within && value.number == other.number && value.bound == other.bound {
                findings.push(finding(of_long, long, of_short, short, value));
            }
        }
    }
    findings
}

fn finding(of_long: &Figure, long: &Period, of_short: &Figure, short: &Period, value: &Value) -> Finding {
    let parts = [
        ("key", of_long.key.clone()),
        ("value", grouped(&value.number.normalize())),
        ("unit", of_long.unit.to_string()),
        ("long", long.to_string()),
        ("short", short.to_string()),
    ];
    let mut finding = Finding::new(Rule::PeriodMatch, &[&of_long.key, &of_short.key], &parts);
    finding.figures = vec![of_long.key.clone(), of_short.key.clone()];
    finding.sources = of_long.sources.iter().chain(&of_short.sources).cloned().collect();
    finding
}

#[cfg(test)]
mod tests;
