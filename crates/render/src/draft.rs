//! Findings in a draft for people and programs: as text, JSON, SARIF 2.1.0 and a page.
//!
//! All forms take the marks in one order, best first, and say of each the same: rule, severity, message, place, what bears on it, what to do.
//! The document of Word with comments is made by [`checks::draft::docx::commented`].

mod json;
mod page;
mod sarif;
mod text;
pub mod versions;

use checks::Severity;
use checks::draft::{Draft, Mark, Place, Span, Words};
use report::model::FindingCounts;

use crate::texts::Texts;

pub use json::json;
pub use page::page;
pub use sarif::sarif;
pub use text::{Look, text};

/// The most findings that are shown unless all are asked for.
pub const MOST: usize = 20;

/// How many marks there are of each severity.
#[must_use]
pub fn counts(marks: &[Mark]) -> FindingCounts {
    tally(marks.iter().map(|mark| mark.severity))
}

fn tally(severities: impl Iterator<Item = Severity> + Clone) -> FindingCounts {
    let of = |severity: Severity| {
        u32::try_from(severities.clone().filter(|s| *s == severity).count()).unwrap_or(u32::MAX)
    };
    FindingCounts { errors: of(Severity::Error), warnings: of(Severity::Warning), notes: of(Severity::Note) }
}

/// How many there are, in words.
fn counted(counts: FindingCounts, words: &Words) -> String {
    let language = words.language();
    if Texts::languages().any(|known| known == language) {
        return crate::words::findings(Texts::of(language), counts);
    }
    let of = [("errors", counts.errors), ("warnings", counts.warnings), ("notes", counts.notes)];
    let told = of.into_iter().filter(|(_, count)| *count > 0);
    let told = told.map(|(name, count)| words.phrase(name, &[("count", &words.number(&count))]));
    let all = told.reduce(|one, other| words.phrase("listed", &[("one", &one), ("other", &other)]));
    all.unwrap_or_else(|| words.phrase("nothing-found", &[]))
}

/// A place as people write it: `draft.md:3:7`, `draft.docx, paragraph 12`.
fn named(draft: &Draft, span: &Span, words: &Words) -> String {
    match draft.place(span) {
        Some(Place::Text { line, column, .. }) => format!("{}:{line}:{column}", draft.name),
        Some(Place::Document { part, paragraph, .. }) => {
            let parts =
                [("file", draft.name.as_str()), ("number", &paragraph.to_string()), ("part", part.as_str())];
            words.phrase(if part.ends_with("/document.xml") { "paragraph" } else { "paragraph-of" }, &parts)
        }
        None => draft.name.clone(),
    }
}

#[cfg(test)]
mod tests;
