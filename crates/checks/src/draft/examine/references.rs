//! References to parts that are not there.

use crate::draft::reference::{self, Answer};
use crate::draft::{Draft, Form, Mark};
use crate::finding::Severity;

/// A mark for each reference to a section, figure, table, annex or box that the draft has not. What the file's extraction may have lost
/// is no finding; in plain text, whose headings are guessed, what seems missing is a warning.
pub(super) fn missing(draft: &Draft) -> Vec<Mark> {
    let found = reference::find(draft);
    let answers = reference::resolve(draft, &found);
    let severity = if draft.form == Form::Text { Severity::Warning } else { Severity::Error };
    let missing = found.iter().zip(answers).filter(|(_, answer)| *answer == Answer::Missing);
    let mark = |(reference, _): (&reference::Reference, Answer)| {
        let (what, number) = (reference.target.name(), &reference.number);
        Mark {
            id: format!("dangling-reference-{what}-{}", number.to_lowercase()),
            rule: "dangling-reference".to_owned(),
            severity,
            span: reference.span.clone(),
            message: format!("the draft has no {what} {number}"),
            notes: Vec::new(),
            help: format!("name the {what} that is meant, or add it"),
            figure: None,
            link: None,
        }
    };
    missing.map(mark).collect()
}
