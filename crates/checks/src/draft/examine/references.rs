//! References to parts that are not there.

use crate::draft::reference::Target;
use crate::draft::reference::{self, Answer};
use crate::draft::telling::{Found, Message};
use crate::draft::{Draft, Form, Mark};
use crate::finding::Severity;

/// A mark for each reference to a section, figure, table, annex or box that the draft has not. What the file's extraction may have lost
/// is no finding; in plain text, whose headings are guessed, what seems missing is a warning.
pub(super) fn missing(draft: &Draft) -> Vec<Found> {
    let found = reference::find(draft);
    let answers = reference::resolve(draft, &found);
    let severity = if draft.form == Form::Text { Severity::Warning } else { Severity::Error };
    let missing = found.iter().zip(answers).filter(|(_, answer)| *answer == Answer::Missing);
    let mark = |(reference, _): (&reference::Reference, Answer)| {
        let (what, number) = (reference.target.name(), &reference.number);
        let (message, help) = words(reference.target);
        Mark {
            id: format!("dangling-reference-{what}-{}", number.to_lowercase()),
            rule: "dangling-reference".to_owned(),
            severity,
            span: reference.span.clone(),
            message: Message::new(message).with("number", number),
            notes: Vec::new(),
            help: Message::new(help),
            figure: None,
            link: None,
        }
    };
    missing.map(mark).collect()
}

/// What is said of a part that is not there, and what to do.
fn words(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Section => ("no-section", "no-section-help"),
        Target::Figure => ("no-figure", "no-figure-help"),
        Target::Table => ("no-table", "no-table-help"),
        Target::Annex => ("no-annex", "no-annex-help"),
        Target::Box => ("no-box", "no-box-help"),
        Target::Paragraph => ("no-paragraph", "no-paragraph-help"),
    }
}
