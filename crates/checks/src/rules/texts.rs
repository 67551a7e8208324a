//! Mistakes of files and texts, problems of assembly, and the names that stand literally in texts.

use std::collections::BTreeMap;

use interchange::{Mistake, Place};
use report::assemble::Problem;

use crate::finding::{Finding, Rule};

/// What is wrong with files and texts: a finding for each mistake of a file and each unbound number. What assembly finds is
/// found in each language, and by whoever read the content before: of that there is one finding with all its places.
pub(crate) fn wrong(mistakes: &[Mistake], problems: &[&Problem]) -> Vec<Finding> {
    let mut single = Vec::new();
    let mut merged: BTreeMap<String, Finding> = BTreeMap::new();
    for mistake in mistakes {
        let rule = mistake.rule.and_then(Rule::from_name).unwrap_or(Rule::BundleMistake);
        let own = matches!(rule, Rule::BundleMistake | Rule::UnboundNumber);
        let file = if own { mistake.place.file.as_str() } else { "" };
        let mut finding = told(rule, file, &mistake.problem, &mistake.remedy);
        finding.places.push(mistake.place.clone());
        if own {
            single.push(finding);
        } else {
            merge(&mut merged, finding);
        }
    }
    for problem in problems {
        let rule = Rule::from_name(problem.kind.name()).unwrap_or(Rule::BundleMistake);
        let mut finding = told(rule, "", &problem.problem, &problem.remedy);
        finding.places.clone_from(&problem.places);
        finding.figures.extend(problem.key.clone());
        merge(&mut merged, finding);
    }
    single.extend(merged.into_values());
    single
}

fn told(rule: Rule, file: &str, problem: &str, remedy: &str) -> Finding {
    Finding::new(rule, &[file, problem], &[("problem", problem.to_owned()), ("remedy", remedy.to_owned())])
}

fn merge(merged: &mut BTreeMap<String, Finding>, finding: Finding) {
    let Some(known) = merged.get_mut(&finding.id) else {
        merged.insert(finding.id.clone(), finding);
        return;
    };
    known.places.extend(finding.places);
    known.places.sort();
    known.places.dedup();
    known.figures.extend(finding.figures);
    known.figures.sort();
    known.figures.dedup();
}

/// A note for each literal name, with all its places: somebody must see that none of them is a quantity.
pub(crate) fn names(names: &[(&str, &Place)]) -> Vec<Finding> {
    let mut by_name: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for (name, place) in names {
        by_name.entry(name).or_default().push((*place).clone());
    }
    let finding = |(name, places): (&str, Vec<Place>)| {
        let parts = [("name", name.to_owned()), ("count", places.len().to_string())];
        Finding { places, ..Finding::new(Rule::LiteralName, &[name], &parts) }
    };
    by_name.into_iter().map(finding).collect()
}
