//! What another value of a figure would bring: what is computed from the same records ([`derived()`]), and findings that appear, that go, and
//! that stay with other numbers.

mod derived;
mod typed;

use std::collections::BTreeMap;

use figures::{Basis, Figure, Interval, Status};

use crate::finding::Finding;

pub use derived::{Derived, derived};
pub use typed::{NoValue, typed};

/// The difference between two checks of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// Found after and not before.
    pub appearing: Vec<Finding>,
    /// Found before and not after.
    pub going: Vec<Finding>,
    /// Found before and after, and told with other numbers; as they are after.
    pub changing: Vec<Finding>,
}

/// Holds two checks against each other, finding by finding; each list keeps the order of its check.
#[must_use]
pub fn between(before: &[Finding], after: &[Finding]) -> Consequences {
    let by_id = |findings: &[Finding]| -> BTreeMap<String, Finding> {
        findings.iter().map(|finding| (finding.id.clone(), finding.clone())).collect()
    };
    let (known, then) = (by_id(before), by_id(after));
    let other = |finding: &&Finding| known.get(&finding.id).is_some_and(|was| was.parts != finding.parts);
    Consequences {
        appearing: after.iter().filter(|finding| !known.contains_key(&finding.id)).cloned().collect(),
        going: before.iter().filter(|finding| !then.contains_key(&finding.id)).cloned().collect(),
        changing: after.iter().filter(other).cloned().collect(),
    }
}

/// A figure with what follows from its value: it is there, and alternatives dispute it where their intervals do not meet. What records
/// that are not all there give bounds a value and never disputes it.
#[must_use]
pub fn settled(mut figure: Figure) -> Figure {
    let Some(accepted) = figure.value else { return figure };
    let own = Interval::of(&accepted);
    let partial = figure.records.as_ref().is_some_and(|records| !records.complete);
    for other in &mut figure.alternatives {
        let bounds = partial && other.basis == Basis::Computed;
        other.disputes = !bounds && !own.meets(&Interval::of(&other.value));
    }
    figure.disputed = figure.alternatives.iter().any(|other| other.disputes);
    figure.status = Status::Available;
    figure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rule;

    fn finding(subject: &str, gap: &str) -> Finding {
        Finding::new(Rule::Trend, &[subject], &[("gap", gap.to_owned())])
    }

    #[test]
    fn findings_appear_go_and_change() {
        let before = [finding("a", "1"), finding("b", "1"), finding("c", "1")];
        let after = [finding("b", "1"), finding("c", "2"), finding("d", "1")];
        let Consequences { appearing, going, changing } = between(&before, &after);
        assert_eq!(
            (appearing, going, changing),
            (vec![finding("d", "1")], vec![finding("a", "1")], vec![finding("c", "2")])
        );
        assert_eq!(between(&before, &before), Consequences::default());
    }
}
