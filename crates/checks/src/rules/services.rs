//! Services that did not confirm their figures: what a check says of those is not the last word.

use std::collections::{BTreeMap, BTreeSet};

use report::model::Report;

use crate::finding::{Finding, Rule};

/// A finding for each service that a report says is not confirmed.
pub(crate) fn unconfirmed(reports: &[&Report]) -> Vec<Finding> {
    let mut services: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for report in reports {
        for service in report.unconfirmed.keys() {
            let figures = report.figures.iter().map(|f| f.key.as_str());
            let own = figures.filter(|key| key.split('/').next() == Some(service));
            services.entry(service).or_default().extend(own);
        }
    }
    services.into_iter().map(|(service, figures)| of_service(service, &figures)).collect()
}

fn of_service(service: &str, figures: &BTreeSet<&str>) -> Finding {
    let parts = [("service", service.to_owned()), ("count", figures.len().to_string())];
    let mut finding = Finding::new(Rule::ServiceUnconfirmed, &[service], &parts);
    finding.figures.extend(figures.iter().map(|key| (*key).to_owned()));
    finding
}
