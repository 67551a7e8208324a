//! What renderers need of a finding in a draft: what, where, why, what to do.

use super::model::Span;
use crate::finding::Severity;

/// A finding at a place of a draft, told in texts of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark<T = String> {
    /// Stable while what it is about stays.
    pub id: String,
    /// The rule that found it, as its name in files.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The words that it is about.
    pub span: Span,
    /// What is wrong, one sentence.
    pub message: T,
    /// What else bears on it, in order of importance.
    pub notes: Vec<Note<T>>,
    /// What to do; may be empty.
    pub help: T,
    /// The key of the figure that it is about.
    pub figure: Option<String>,
    /// Where that figure's page is.
    pub link: Option<String>,
}

/// What bears on a finding: arithmetic, a cause, or another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note<T = String> {
    /// The words.
    pub text: T,
    /// Other words of the draft that they speak of.
    pub span: Option<Span>,
}
