//! Figures: a value with unit, period, basis, status, sources and revision.

use std::sync::Arc;

use jiff::Timestamp;

use crate::conversion::Conversions;
use crate::listing::Listing;
use crate::measure::Labels;
use crate::period::Period;
use crate::unit::Unit;
use crate::value::Value;

/// Where a stored value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// The document's code in `documents.csv`: `ar-2024`.
    pub document: String,
    /// The section of the document: `3.1`.
    pub section: String,
    /// The place in the section: `¶4`.
    pub locator: String,
    /// Who published the document.
    pub publisher: String,
    /// When, ISO 8601.
    pub date: String,
}

/// Whether a source says a value, or it is computed from records or figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A source says it.
    Stated,
    /// Computed from records or other figures.
    Computed,
}

/// Why there is no value. Missing is never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MissingReason {
    /// Nobody collects it.
    NotCollected,
    /// It does not apply.
    NotApplicable,
    /// Countries have values, the world has none.
    NoWorldValue,
    /// Known and kept back.
    Confidential,
    /// Computed and not shown, since it would say more than what it rests on does: too few answers, too small a share of the whole.
    Suppressed,
    /// There are no data.
    NoData,
    /// It was asked for and nothing is recorded yet.
    NotRecorded,
}

impl MissingReason {
    /// Every reason with its name in files.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::NotCollected, "not-collected"),
        (Self::NotApplicable, "not-applicable"),
        (Self::NoWorldValue, "no-world-value"),
        (Self::Confidential, "confidential"),
        (Self::Suppressed, "suppressed"),
        (Self::NoData, "no-data"),
        (Self::NotRecorded, "not-recorded"),
    ];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(r, _)| *r == self).map_or("", |(_, n)| n)
    }

    /// The reason of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(r, _)| *r)
    }
}

/// Whether a figure has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has.
    Available,
    /// Known to have none, with the reason.
    Missing(MissingReason),
    /// Its service did not answer.
    Unavailable,
}

/// A value that was not accepted, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The value.
    pub value: Value,
    /// Stated or computed.
    pub basis: Basis,
    /// Where it comes from; of a computed one the places of its rows (at most 20).
    pub sources: Vec<Source>,
    /// Whether its interval does not meet the accepted value's.
    pub disputes: bool,
}

/// A number that can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The canonical key.
    pub key: String,
    /// The measure's name within the service.
    pub measure: String,
    /// The measure's label in the language asked, by language when none was.
    pub label: Labels,
    /// The value in the base unit; `None` unless available or last known.
    pub value: Option<Value>,
    /// The base unit.
    pub unit: Unit,
    /// The period; of an event without one in its key the event's own, `None` where nothing fixes it.
    pub period: Option<Period>,
    /// Stated or computed.
    pub basis: Basis,
    /// Whether there is a value.
    pub status: Status,
    /// Since when it is only last known: the commit time of the last confirmed revision.
    pub last_known_at: Option<Timestamp>,
    /// Whether an alternative's interval does not meet the accepted one's.
    pub disputed: bool,
    /// Every place that states the accepted value; of a computed one the places of its rows (at most 20).
    pub sources: Vec<Source>,
    /// The newest revision among the rows it was made from.
    pub revision: i64,
    /// How many records it was computed from (the sum of `count`).
    pub record_count: Option<i64>,
    /// How it was computed: `sum of funding.amount`.
    pub formula: Option<String>,
    /// The values that were not accepted.
    pub alternatives: Vec<Alternative>,
    /// What the source's row notes.
    pub note: Option<String>,
    /// The records that its measure is computed from, be the computed value the accepted one or an alternative.
    pub records: Option<Records>,
    /// Which of the records that the accepted value rests on were converted from another unit; `None` where none was.
    pub conversions: Option<Conversions>,
}

impl Figure {
    /// Whether both say the same, whatever revisions they are of.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { revision: other.revision, ..self.clone() } == *other
    }
}

/// The records behind a computed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// How many: the sum of their `count`.
    pub count: i64,
    /// How they make the value: `sum of funding.amount`.
    pub formula: String,
    /// Whether the record sets they are from are complete; of partial ones a count or sum is a lower bound.
    pub complete: bool,
    /// Keys of the listings that show them, over the same dimensions.
    pub listings: Vec<String>,
    /// The records that belong to it and are not in the value, since their numbers are in other units: by unit, at most 20.
    pub other_units: Vec<OtherUnit>,
}

/// Records that a sum leaves out, since their numbers are in another unit than its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherUnit {
    /// That unit.
    pub unit: Unit,
    /// How many records there are; an aggregate one counts once.
    pub count: i64,
}

/// Why a key has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// No such measure, dimension or code.
    #[error("{message}")]
    NotFound {
        /// What kind of thing was looked for.
        what: Sought,
        /// What was not found and what is nearest.
        message: String,
        /// The most similar name that exists.
        nearest: Option<String>,
    },
    /// The key is understood and cannot be answered as asked (a wildcard over more than 1 000 codes, no period …).
    #[error("{message}")]
    Invalid {
        /// What is wrong and what to do.
        message: String,
    },
    /// The service did not answer.
    #[error("{message}")]
    Unavailable {
        /// Which service, and why.
        message: String,
    },
}

/// What a key names that may not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A service.
    Service,
    /// A measure of a service.
    Measure,
    /// A dimension of a measure.
    Dimension,
    /// A code of a dimension.
    Code,
}

/// The answer to one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One figure for an exact key, several for a wildcard (none where nothing has records). They are shared: with what is remembered of a
    /// service, and with every report that prints them.
    Figures(Vec<Arc<Figure>>),
    /// The rows of a listing.
    Listing(Listing),
    /// No answer.
    Error(AnswerError),
}

impl Answer {
    /// The figures; none where the answer is a listing or an error.
    #[must_use]
    pub fn into_figures(self) -> Vec<Figure> {
        match self {
            Self::Figures(figures) => figures.into_iter().map(Arc::unwrap_or_clone).collect(),
            Self::Listing(_) | Self::Error(_) => Vec::new(),
        }
    }
}
