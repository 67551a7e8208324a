//! Strategies and pair rules.

use super::*;
use crate::Dimension;

#[test]
fn a_side_is_null_by_its_strategy() {
    for (strategy, none, some, all) in [
        (MissingStrategy::SkipIfAny, false, true, true),
        (MissingStrategy::SkipIfAll, false, false, true),
        (MissingStrategy::NeverSkip, false, false, false),
    ] {
        let found = [0, 1, 3].map(|missing| strategy.is_null(missing, 3));
        assert_eq!(found, [none, some, all], "{strategy:?}");
        assert_eq!(MissingStrategy::from_name(strategy.name()), Some(strategy));
    }
}

#[test]
fn a_null_side_violates_the_pair_rules_only() {
    let one = Quantity::exact(1, Dimension::Bare);
    let two = Quantity::exact(2, Dimension::Bare);
    let equal = Rule::Relation(Relation::Equal);
    for (rule, left, right, violated) in [
        (equal, Some(&one), Some(&two), true),
        (equal, Some(&one), Some(&one), false),
        (equal, None, Some(&two), false),
        (equal, None, None, false),
        (Rule::CompulsoryPair, Some(&one), Some(&two), false),
        (Rule::CompulsoryPair, Some(&one), None, true),
        (Rule::CompulsoryPair, None, Some(&one), true),
        (Rule::CompulsoryPair, None, None, false),
        (Rule::ExclusivePair, Some(&one), Some(&two), true),
        (Rule::ExclusivePair, Some(&one), None, false),
        (Rule::ExclusivePair, None, None, false),
    ] {
        let verdict = judge(rule, left, right).expect("one unit");
        assert_eq!(verdict.is_violation(), violated, "{rule:?} {left:?} {right:?}");
    }
}
