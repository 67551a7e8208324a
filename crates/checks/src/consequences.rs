//! What another value of a figure would bring: findings that appear, that go, and that stay with other numbers.

use std::collections::BTreeMap;

use crate::finding::Finding;

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
