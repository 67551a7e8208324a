//! Keys that lead nowhere, and rows that state a value of no measure.

use figures::{Answer, AnswerError, Catalogue, Status};
use interchange::{Place, Stated};

use crate::check::Asked;
use crate::finding::{Finding, Rule};

/// A finding for each key that its service does not know, and for each that had no answer.
pub(crate) fn unanswered(asked: &[Asked<'_>]) -> Vec<Finding> {
    asked.iter().flat_map(of_key).collect()
}

fn of_key(asked: &Asked<'_>) -> Vec<Finding> {
    let (rule, problem) = match asked.answer {
        Answer::Error(error @ (AnswerError::NotFound { .. } | AnswerError::Invalid { .. })) => {
            (Rule::DanglingKey, error.to_string())
        }
        Answer::Error(error @ AnswerError::Unavailable { .. }) => {
            (Rule::ServiceUnavailable, error.to_string())
        }
        Answer::Figures(figures) if figures.iter().any(|f| f.status == Status::Unavailable) => {
            (Rule::ServiceUnavailable, "the service did not answer".to_owned())
        }
        Answer::Figures(_) | Answer::Listing(_) => return Vec::new(),
    };
    let mut finding =
        Finding::new(rule, &[asked.key], &[("key", asked.key.to_owned()), ("problem", problem)]);
    finding.figures.push(asked.key.to_owned());
    finding.places.clone_from(&asked.places);
    vec![finding]
}

/// A finding for each row whose key has no measure.
pub(crate) fn without_measure(
    stated: &[(String, Vec<Stated>)],
    catalogue: Option<&Catalogue>,
) -> Vec<Finding> {
    let Some(catalogue) = catalogue else { return Vec::new() };
    let rows = stated.iter().flat_map(|(file, rows)| rows.iter().map(move |row| (file, row)));
    let unknown = rows.filter(|(_, row)| catalogue.get(&row.key.service, &row.key.measure).is_none());
    unknown.map(|(file, row)| of_row(file, row)).collect()
}

fn of_row(file: &str, row: &Stated) -> Finding {
    let key = row.key.to_string();
    let parts = [
        ("key", key.clone()),
        ("measure", format!("{}/{}", row.key.service, row.key.measure)),
        ("document", row.document.clone()),
        ("section", row.section.clone()),
        ("locator", row.locator.clone()),
    ];
    let subject = [key.as_str(), &row.document, &row.section, &row.locator];
    let mut finding = Finding::new(Rule::UnknownMeasure, &subject, &parts);
    finding.places.push(Place::new(file, row.line, 1));
    finding.figures.push(key);
    finding
}
