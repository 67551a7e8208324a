//! Mistakes of files and texts, and the names that stand literally in texts.

use std::collections::BTreeMap;

use interchange::{Mistake, Place};

use crate::finding::{Finding, Rule};

/// A finding for each mistake, under the rule that it names.
pub(crate) fn mistakes(mistakes: &[Mistake]) -> Vec<Finding> {
    let finding = |mistake: &Mistake| {
        let rule = mistake.rule.and_then(Rule::from_name).unwrap_or(Rule::BundleMistake);
        let parts = [("problem", mistake.problem.clone()), ("remedy", mistake.remedy.clone())];
        let mut finding = Finding::new(rule, &[&mistake.place.file, &mistake.problem], &parts);
        finding.places.push(mistake.place.clone());
        finding
    };
    mistakes.iter().map(finding).collect()
}

/// A note for each literal name, with all its places: somebody must see that none of them is a quantity.
pub(crate) fn names(names: &[(String, Place)]) -> Vec<Finding> {
    let mut by_name: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for (name, place) in names {
        by_name.entry(name).or_default().push(place.clone());
    }
    let finding = |(name, places): (&str, Vec<Place>)| {
        let parts = [("name", name.to_owned()), ("count", places.len().to_string())];
        Finding { places, ..Finding::new(Rule::LiteralName, &[name], &parts) }
    };
    by_name.into_iter().map(finding).collect()
}
