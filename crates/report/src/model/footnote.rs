//! Notes at the foot of a report, which explain marks.

use figures::{Conversions, MissingReason, Source, Unit};
use jiff::Timestamp;

/// A note at the foot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// From 1.
    pub number: u32,
    /// What it explains.
    pub content: FootnoteContent,
}

/// What a footnote explains; renderers word it in the report's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FootnoteContent {
    /// Why there is no value, with the source's note where there is one.
    Missing {
        /// The figure's key; empty where the note explains every figure of that reason.
        key: String,
        /// The reason.
        reason: MissingReason,
        /// The source's words.
        note: Option<String>,
    },
    /// A service did not answer.
    Unavailable {
        /// The service.
        service: String,
    },
    /// Figures are of the last confirmed revision.
    LastKnown {
        /// The service.
        service: String,
        /// When that revision was committed.
        since: Option<Timestamp>,
    },
    /// Another source says otherwise.
    Disputed {
        /// The figure's key.
        key: String,
        /// The other values as printed, each with where it stands.
        others: Vec<(String, Source)>,
    },
    /// An earlier report printed another value.
    Restated {
        /// The figure's key.
        key: String,
        /// What was printed, each with where it stands.
        before: Vec<(String, Source)>,
        /// Why it is another value now, where the organisation says so.
        reason: Option<String>,
    },
    /// Numbers that a figure is made from were converted from another unit.
    Converted {
        /// The figure's key.
        key: String,
        /// Its unit, into which they were converted.
        unit: Unit,
        /// From which units, and by which rates.
        conversions: Conversions,
    },
}
