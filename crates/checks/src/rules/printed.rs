//! Where a report prints the figures that findings are about.

use report::model::{Report, places};

use crate::finding::Finding;

/// Adds to each finding the places of its figures, in the order of the figures. One language's report will do: sections and
/// anchors are the same in all.
pub(crate) fn locate(findings: &mut [Finding], report: &Report) {
    let known = places(report);
    for finding in findings.iter_mut().filter(|f| !f.figures.is_empty()) {
        let found = finding.figures.iter().filter_map(|key| known.get(key)).flatten();
        finding.printed = found.cloned().collect();
    }
}
