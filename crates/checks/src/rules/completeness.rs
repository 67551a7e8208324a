//! Figures that are printed without a value, where nobody says why.
//!
//! Of the pages beside the report only the headline counts: their tables ask for whatever there may be of each group.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Figure, MissingReason, Status};
use report::model::Report;

use crate::finding::{Finding, Rule};

/// The most keys that are named.
const NAMED: usize = 12;

/// A finding for each measure of which the report, or the headline of a page, prints figures that have no value and no reason for it. One
/// whose key is refused is told by the refusal (`told`).
pub(crate) fn find(reports: &[&Report], told: &BTreeSet<String>) -> Vec<Finding> {
    let mut open: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for report in reports {
        let headline: BTreeSet<&str> = report.headline.iter().map(|h| h.printed.key.as_str()).collect();
        let asked = |figure: &Figure| report.page.is_none() || headline.contains(figure.key.as_str());
        let without =
            report.figures.iter().filter(|f| f.status == Status::Missing(MissingReason::NotRecorded));
        for figure in without.filter(|figure| asked(figure) && !told.contains(&figure.key)) {
            let measure = figure.key.split('?').next().unwrap_or_default();
            open.entry(measure).or_default().insert(&figure.key);
        }
    }
    open.into_iter().map(|(measure, keys)| of_measure(measure, &keys)).collect()
}

fn of_measure(measure: &str, keys: &BTreeSet<&str>) -> Finding {
    let named: Vec<&str> = keys.iter().copied().take(NAMED).collect();
    let more = if keys.len() > named.len() { ", …" } else { "" };
    let parts = [("count", keys.len().to_string()), ("keys", format!("{}{more}", named.join(", ")))];
    let mut finding = Finding::new(Rule::Completeness, &[measure], &parts);
    finding.figures.extend(keys.iter().map(|key| (*key).to_owned()));
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn found(status: Status, told: &[&str]) -> usize {
        let of = |key| Figure { status, value: None, ..sample::figure(key, "0", "INF") };
        let report = sample::report(vec![of("s/m?period=2023"), of("s/m?period=2024")]);
        let findings = find(&[&report, &report], &told.iter().map(|key| (*key).to_owned()).collect());
        findings.iter().map(|finding| finding.figures.len()).sum()
    }

    #[test]
    fn figures_without_value_and_reason_are_told_once() {
        assert_eq!(found(Status::Missing(MissingReason::NotRecorded), &[]), 2);
    }

    #[test]
    fn a_reason_a_refusal_and_a_silent_service_are_not_incomplete() {
        assert_eq!(found(Status::Missing(MissingReason::NoWorldValue), &[]), 0);
        assert_eq!(found(Status::Unavailable, &[]), 0);
        assert_eq!(found(Status::Missing(MissingReason::NotRecorded), &["s/m?period=2024"]), 1);
    }
}
