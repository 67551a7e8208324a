//! Collecting: which department is asked for which figures, what it answered, and which sections of the report are cleared.
//!
//! A request is made for a block of figures that the report prints ([`block`]); its workbook is made from them and from what is recorded
//! ([`form`]); the workbook that comes back is read, checked and stated at the services ([`received`]). What is kept of it here ([`kept`])
//! is who was asked and what was answered where: values themselves are the services'.

mod block;
mod cleared;
mod form;
mod kept;
mod received;
mod requests;
mod slip;

use api::figures::v1::ErrorReason;
use interchange::workbook::WorkbookError;
use jiff::Timestamp;
use kit::errors::Failure;
use store::StoreError;
use tonic::{Code, Status};

pub(crate) use cleared::Section;
pub(crate) use form::MEDIA_TYPE;
pub(crate) use kept::{Change, tables};
pub(crate) use received::Sent;
pub(crate) use requests::{Amendment, is_id};

use crate::error::GatewayError;

/// The most characters of a focal point.
pub(crate) const MAX_FOCAL_POINT: usize = 200;
/// The most measures of a block.
pub(crate) const MAX_MEASURES: usize = 500;

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Asked,
    Received,
    Nil,
    Queried,
    Cleared,
}

impl State {
    /// Each with its name.
    pub(crate) const NAMES: [(Self, &'static str); 5] = [
        (Self::Asked, "asked"),
        (Self::Received, "received"),
        (Self::Nil, "nil"),
        (Self::Queried, "queried"),
        (Self::Cleared, "cleared"),
    ];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(state, _)| *state == self).map_or("asked", |(_, name)| name)
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// A department is asked for a block of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Its id: `bdt-2024`.
    pub(crate) id: String,
    /// The year that values are asked for.
    pub(crate) year: i16,
    /// The department's code.
    pub(crate) department: String,
    /// Whom it is asked of.
    pub(crate) focal_point: String,
    /// By when, an ISO date; empty for no date.
    pub(crate) due_date: String,
    /// Measures as `service/name`; empty is all of the department that the report prints.
    pub(crate) measures: Vec<String>,
    /// The canonical keys that are asked for.
    pub(crate) keys: Vec<String>,
    /// How far it is.
    pub(crate) state: State,
    /// What was asked back.
    pub(crate) question: String,
}

/// What was answered for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    /// The figure's key.
    pub(crate) key: String,
    /// The answer.
    pub(crate) answer: Answer,
    /// The value in the base unit; empty where there is none.
    pub(crate) value: String,
    /// The comment.
    pub(crate) comment: String,
    /// File and cell.
    pub(crate) place: String,
}

impl Answered {
    /// Whether it says of the same figure what another one says; the file may have another name, or another row.
    fn says_as(&self, other: &Self) -> bool {
        let Self { key, answer, value, comment, place: _ } = self;
        (key, *answer, value, comment) == (&other.key, other.answer, &other.value, &other.comment)
    }
}

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Open,
    Value,
    Nil,
    NotApplicable,
}

impl Answer {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Open, "open"),
        (Self::Value, "value"),
        (Self::Nil, "nil"),
        (Self::NotApplicable, "not-applicable"),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(answer, _)| *answer == self).map_or("open", |(_, name)| name)
    }

    fn of_name(name: &str) -> Self {
        Self::NAMES.iter().find(|(_, known)| *known == name).map_or(Self::Open, |(answer, _)| *answer)
    }
}

/// A request as it is kept: with its answers, and who changed it last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The request.
    pub(crate) request: Request,
    /// What was answered, by key.
    pub(crate) answers: Vec<Answered>,
    /// Who changed it last.
    pub(crate) actor: String,
    /// When.
    pub(crate) time: Option<Timestamp>,
    /// Changes whenever it does.
    pub(crate) etag: String,
}

impl Kept {
    /// The answer to a key that is asked for.
    pub(crate) fn answer(&self, key: &str) -> Option<&Answered> {
        self.answers.iter().find(|answered| answered.key == key)
    }

    /// How many of the figures asked have this answer.
    pub(crate) fn count(&self, answer: Answer) -> usize {
        let of = |key: &&String| self.answer(key).map_or(Answer::Open, |answered| answered.answer) == answer;
        self.request.keys.iter().filter(of).count()
    }
}

/// Why collecting could not be done as asked.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum CollectionError {
    /// Fields of the request that are wrong: path, and what is wrong and what to do.
    #[error("{}", .0.first().map_or("", |(_, problem)| problem))]
    Fields(Vec<(String, String)>),
    /// There is no such request.
    #[error("there is no collection request `{0}`; list them, or create it")]
    None(String),
    /// There is one of that id.
    #[error("the collection request `{0}` is there already; update it, or choose another id")]
    Exists(String),
    /// It is another by now.
    #[error(
        "`collectionRequests/{id}` has changed since it was read; read it again and send the change anew"
    )]
    Changed {
        /// Its id.
        id: String,
        /// Its tag now.
        etag: String,
    },
    /// Figures are unanswered.
    #[error("{open} figures of `{id}` are unanswered; ask for them, or take them out of the request")]
    Unanswered {
        /// The request.
        id: String,
        /// How many.
        open: usize,
    },
    /// The bundle names no document of returns.
    #[error(
        "documents.csv has no document `{0}`, of which answers are stated; add a row for it and import the bundle"
    )]
    NoDocument(String),
    /// The report has no such section.
    #[error("the report has no section `{0}`; list its sections")]
    NoSection(String),
    /// A workbook cannot be made.
    #[error("{0}")]
    Workbook(String),
    /// The same id was used for another request.
    #[error(transparent)]
    Other(#[from] Box<GatewayError>),
}

impl From<GatewayError> for CollectionError {
    fn from(error: GatewayError) -> Self {
        Self::Other(Box::new(error))
    }
}

impl From<StoreError> for CollectionError {
    fn from(error: StoreError) -> Self {
        Self::Other(Box::new(error.into()))
    }
}

impl From<WorkbookError> for CollectionError {
    fn from(error: WorkbookError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// One field that is wrong.
fn field(path: &str, problem: impl Into<String>) -> CollectionError {
    CollectionError::Fields(vec![(path.to_owned(), problem.into())])
}

impl From<CollectionError> for Status {
    fn from(error: CollectionError) -> Self {
        use ErrorReason as Reason;
        let message = error.to_string();
        let failure = match error {
            CollectionError::Fields(fields) => {
                let failure = Failure::new(Code::InvalidArgument, Reason::FieldInvalid, message);
                fields.into_iter().fold(failure, |failure, (path, problem)| failure.at(path, problem))
            }
            CollectionError::None(_) | CollectionError::NoSection(_) => {
                Failure::not_found(Reason::RecordNotFound, message)
            }
            CollectionError::Exists(_) => Failure::new(Code::AlreadyExists, Reason::RecordExists, message),
            CollectionError::Changed { id, etag } => Failure::new(Code::Aborted, Reason::Conflict, message)
                .with("name", format!("collectionRequests/{id}"))
                .with("etag", etag),
            CollectionError::Unanswered { .. } | CollectionError::NoDocument(_) => {
                Failure::new(Code::FailedPrecondition, Reason::CollectionNotReady, message)
            }
            CollectionError::Workbook(_) => {
                Failure::new(Code::FailedPrecondition, Reason::CollectionNotReady, message)
            }
            CollectionError::Other(error) => return (*error).into(),
        };
        failure.into()
    }
}
