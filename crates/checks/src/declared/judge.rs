//! Judges declared rules over figures.

use std::collections::BTreeSet;

use figures::expression::Reference;
use figures::expression::evaluate::{Absence, Evaluation, Found, Outcome};
use figures::{Answer, AnswerError, Figure, Grade, Relation, Statement, Status};

use super::Declared;
use crate::finding::{Finding, Rule, grouped};
use crate::rules::cause;

/// A finding for each rule that does not hold, and one for each that cannot be judged since its units do not go together.
///
/// `answer` gives what services said to a key; of one that was not asked nothing, which counts as unavailable.
pub fn judge<'a>(rules: &'a [Declared], answer: impl Fn(&str) -> Option<&'a Answer>) -> Vec<Finding> {
    rules.iter().filter_map(|rule| one(rule, &answer)).collect()
}

/// The keys of figures of which a rule of some kind says something that agrees with what is printed.
pub(crate) fn proved<'a>(
    rules: &[Declared],
    kind: Rule,
    answer: impl Fn(&str) -> Option<&'a Answer>,
) -> BTreeSet<String> {
    let holds = |rule: &&Declared| {
        let evaluated = rule.statement.evaluate(&rule.settings, |reference| found(reference, &answer));
        matches!(evaluated, Ok(Evaluation { outcome: Outcome::Statement(statement), .. })
            if statement.grade != Grade::Inconsistent)
    };
    let of_kind = rules.iter().filter(|rule| rule.kind == kind).filter(holds);
    of_kind.flat_map(|rule| rule.statement.references()).map(|r| r.text().to_owned()).collect()
}

fn one<'a>(rule: &Declared, answer: &impl Fn(&str) -> Option<&'a Answer>) -> Option<Finding> {
    let evaluated = rule.statement.evaluate(&rule.settings, |reference| found(reference, answer));
    match evaluated {
        Ok(Evaluation { outcome: Outcome::Statement(statement), .. })
            if statement.grade == Grade::Inconsistent =>
        {
            Some(broken(rule, &statement, answer))
        }
        Ok(_) => None,
        Err(error) => {
            let problem = format!("the rule `{}` cannot be judged: {error}", rule.id);
            let parts = [("problem", problem.clone()), ("remedy", "correct the rule".to_owned())];
            let mut finding = Finding::new(Rule::BundleMistake, &[&rule.place.file, &problem], &parts);
            finding.places.push(rule.place.clone());
            Some(finding)
        }
    }
}

/// The figures that a name stands for.
fn found<'a>(reference: &Reference, answer: &impl Fn(&str) -> Option<&'a Answer>) -> Vec<Found> {
    let absent = |absence| vec![Found { key: reference.text().to_owned(), value: Err(absence) }];
    match answer(reference.text()) {
        Some(Answer::Figures(figures)) => figures.iter().map(|figure| of_figure(figure)).collect(),
        Some(Answer::Error(AnswerError::Unavailable { .. })) | None => absent(Absence::Unavailable),
        Some(Answer::Error(error)) => absent(Absence::Refused(error.to_string())),
        Some(Answer::Listing(_)) => absent(Absence::Refused("a list is no figure".to_owned())),
    }
}

fn of_figure(figure: &Figure) -> Found {
    let value = match (figure.value, figure.status) {
        (Some(value), _) => Ok((value, figure.unit.clone())),
        (None, Status::Missing(reason)) => Err(Absence::Missing(reason)),
        (None, Status::Available | Status::Unavailable) => Err(Absence::Unavailable),
    };
    Found { key: figure.key.clone(), value }
}

fn broken<'a>(
    rule: &Declared,
    statement: &Statement,
    answer: &impl Fn(&str) -> Option<&'a Answer>,
) -> Finding {
    let (left, right) = (&statement.left, &statement.right);
    let miss = statement.miss.as_ref().map(|miss| grouped(&miss.shown(6).digits)).unwrap_or_default();
    let parts = [
        ("rule", rule.id.clone()),
        ("statement", rule.text.clone()),
        ("relation", statement.relation.to_string()),
        ("left", grouped(left)),
        ("right", grouped(right)),
        ("gap", miss),
    ];
    let mut finding = Finding::new(rule.kind, &[&rule.id], &parts);
    finding.severity = rule.severity;
    finding.about.clone_from(&rule.about);
    finding.places.push(rule.place.clone());
    for reference in rule.statement.references() {
        let Some(Answer::Figures(figures)) = answer(reference.text()) else { continue };
        for figure in figures {
            if !finding.figures.contains(&figure.key) {
                finding.figures.push(figure.key.clone());
                finding.sources.extend(figure.sources.first().cloned());
            }
        }
    }
    finding.sources.dedup();
    if statement.relation == Relation::Equal {
        finding.cause = cause::of_intervals(&left.interval, &right.interval);
    }
    finding
}
