//! What a draft says of its own parts ("see section 5.3.4", "表2"), and whether those parts are there.

mod find;
mod resolve;
pub(super) mod words;

use super::model::Span;

pub use find::find;
pub(super) use find::plain;
pub use resolve::resolve;

/// What kind of part a text refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A section or chapter.
    Section,
    /// A figure or chart.
    Figure,
    /// A table.
    Table,
    /// An annex or appendix.
    Annex,
    /// A box.
    Box,
    /// A numbered paragraph.
    Paragraph,
}

impl Target {
    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Annex => "annex",
            Self::Box => "box",
            Self::Paragraph => "paragraph",
        }
    }
}

/// A reference to a part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The words, from the noun to the number; of the later ones of a list, the number alone.
    pub span: Span,
    /// What it refers to.
    pub target: Target,
    /// The number, with plain digits: `5.3.4`, `2`, `II`, `A`.
    pub number: String,
    /// It looks like a part of another document ("Annex 2 to Resolution 71").
    pub foreign: bool,
}

/// Whether what a text refers to is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is: its heading or caption, as index into the draft's blocks.
    Exists(usize),
    /// It is not, and nothing suggests that it was lost.
    Missing,
    /// It cannot be said: another document's, or the file's extraction may have lost it.
    Uncertain,
}

#[cfg(test)]
mod tests;
