//! What can go wrong at the gateway, and the status that each error has.

use std::fmt::Write as _;

use api::figures::v1::{ErrorReason, Mistake};
use figures::key::KeyError;
use kit::errors::{Failure, internal};
use store::StoreError;
use tonic::{Code, Status};

/// Why a gateway could not start or be served.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Its store does not open, or cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bundle has mistakes; nothing of it was written.
    #[error("{}", listed(.0))]
    Bundle(Vec<Mistake>),
    /// Its own descriptors do not decode: a fault of the build.
    #[error("the descriptors for reflection do not decode")]
    Descriptors(#[from] tonic_reflection::server::Error),
    /// Its own descriptors do not hold all that they name: a fault of the build.
    #[error("the descriptors for the HTTP doors do not make sense")]
    Doors(#[from] prost_reflect::DescriptorError),
    /// One of its RPCs does not say who may call it: a fault of the build.
    #[error(transparent)]
    Undeclared(#[from] kit::access::Undeclared),
    /// It could not be served.
    #[error(transparent)]
    Serve(#[from] kit::server::ServeError),
}

fn listed(mistakes: &[Mistake]) -> String {
    let count = mistakes.len();
    let mut text = format!("{count} mistake{} in the bundle:", if count == 1 { "" } else { "s" });
    for Mistake { file, line, column, problem, remedy, .. } in mistakes {
        // Writing to a string does not fail.
        let _ = write!(text, "\n  {file}:{line}:{column}: {problem}; {remedy}");
    }
    text
}

/// Why the gateway could not do what it was asked. The text names the value and the remedy.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GatewayError {
    /// There is no report of that year.
    #[error("there is no report on {asked}; there is {}", .year.map_or("none yet, import a bundle".to_owned(), |y| format!("the one on {y}")))]
    NoReport {
        /// As it was asked for.
        asked: String,
        /// The year that there is.
        year: Option<i16>,
    },
    /// A name is not of the form that its field has.
    #[error("`{asked}` is no name of a report; write reports/YEAR, such as reports/2024")]
    Name {
        /// As it was given.
        asked: String,
    },
    /// The report does not exist in that language.
    #[error("the report is not written in `{asked}`; it is in {}", .languages.join(", "))]
    NoLanguage {
        /// As it was asked for.
        asked: String,
        /// The languages that there are.
        languages: Vec<String>,
    },
    /// There is no such edition.
    #[error(
        "the report on {year} has no edition {asked}; nothing is published yet, the live report is at /reports/{year}/live"
    )]
    NoEdition {
        /// The year.
        year: i16,
        /// As it was asked for.
        asked: String,
    },
    /// The report has no such page beside it.
    #[error("the report on {year} has no page {asked}{}", .nearest.as_ref().map_or_else(|| format!("; begin at /reports/{year}"), |n| format!("; did you mean /reports/{year}/pages/{n}?")))]
    NoReportPage {
        /// The year.
        year: i16,
        /// As it was asked for: `region/AFR`.
        asked: String,
        /// The most similar one.
        nearest: Option<String>,
    },
    /// There is no such page.
    #[error("there is nothing at {asked}; begin at /")]
    NoPage {
        /// As it was asked for.
        asked: String,
    },
    /// The report is not made in that form.
    #[error("a report is not made as `{asked}`; there are html, md and json")]
    NoForm {
        /// As it was asked for.
        asked: String,
    },
    /// A key does not parse.
    #[error("{error}")]
    Key {
        /// The request's field.
        field: String,
        /// What is wrong with it.
        error: KeyError,
    },
    /// Nothing is asked for.
    #[error("keys is required; ask for at least one")]
    NoKeys,
    /// More keys than one call may ask.
    #[error("{asked} keys are asked for; ask for at most {most} in one call")]
    TooManyKeys {
        /// How many.
        asked: usize,
        /// How many may be.
        most: usize,
    },
    /// A key's answer is an error.
    #[error("{0}")]
    Answer(figures::AnswerError),
    /// No such service.
    #[error("there is no service `{asked}`{}", .nearest.as_ref().map_or_else(String::new, |n| format!("; did you mean `{n}`?")))]
    NoService {
        /// As it was asked for.
        asked: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A field of a request is not of its form.
    #[error("{problem}")]
    Field {
        /// The field.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// What is typed for a figure is no value of it.
    #[error("{0}")]
    NoValue(checks::consequences::NoValue),
    /// A page token was not given out here.
    #[error("the page token was not given out for this request; begin with an empty one")]
    PageToken,
    /// A point in the past that does not fit the request.
    #[error("{0}")]
    AsOf(String),
    /// A service failed; its status is passed on.
    #[error("{service}: {}", .status.message())]
    Service {
        /// The service.
        service: String,
        /// What it said.
        status: Box<Status>,
    },
    /// An assembly takes too long, and there is no earlier report.
    #[error("the report is being assembled; try again in a moment")]
    Busy,
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
    /// The gateway's own store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GatewayError {
    /// A service that does not answer, where nothing can be done without it.
    pub(crate) fn silent(service: &str, why: &str) -> Self {
        let message = format!("{service} does not answer: {why}; try again when it does");
        let failure = Failure::new(Code::Unavailable, ErrorReason::ServiceUnavailable, message);
        Self::Service { service: service.to_owned(), status: Box::new(failure.into()) }
    }
}

impl From<GatewayError> for Status {
    fn from(error: GatewayError) -> Self {
        use ErrorReason as Reason;
        let message = error.to_string();
        let failure = match error {
            GatewayError::NoReport { .. }
            | GatewayError::NoLanguage { .. }
            | GatewayError::NoEdition { .. }
            | GatewayError::NoReportPage { .. }
            | GatewayError::NoPage { .. }
            | GatewayError::NoForm { .. } => Failure::not_found(Reason::ReportNotFound, message),
            GatewayError::Name { .. } => Failure::invalid(Reason::NameInvalid, "name", message),
            GatewayError::Key { field, .. } => Failure::invalid(Reason::KeyInvalid, field, message),
            GatewayError::NoKeys => Failure::invalid(Reason::FieldRequired, "keys", message),
            GatewayError::TooManyKeys { .. } => Failure::invalid(Reason::TooManyKeys, "keys", message),
            GatewayError::Answer(error) => answer(&error, message),
            GatewayError::NoService { .. } => Failure::not_found(Reason::ServiceNotFound, message),
            GatewayError::Field { field, .. } => Failure::invalid(Reason::FieldInvalid, field, message),
            GatewayError::NoValue(checks::consequences::NoValue::Empty) => {
                Failure::invalid(Reason::FieldRequired, "value", message)
            }
            GatewayError::NoValue(_) => Failure::invalid(Reason::FieldInvalid, "value", message),
            GatewayError::PageToken => Failure::invalid(Reason::PageTokenInvalid, "page_token", message),
            GatewayError::AsOf(_) => Failure::invalid(Reason::AsOfInvalid, "as_of", message),
            GatewayError::Service { status, .. } => return *status,
            GatewayError::Busy => Failure::new(Code::Unavailable, Reason::Overloaded, message),
            GatewayError::Internal(_) => return internal(&error),
            GatewayError::Store(error) => return store(&error),
        };
        failure.into()
    }
}

fn answer(error: &figures::AnswerError, message: String) -> Failure {
    use figures::AnswerError as Error;
    let reason = ErrorReason::from(error);
    match error {
        Error::NotFound { nearest, .. } => {
            let failure = Failure::not_found(reason, message);
            nearest.iter().fold(failure, |failure, nearest| failure.with("nearest", nearest))
        }
        Error::Invalid { .. } => Failure::invalid(reason, "key", message),
        Error::Unavailable { .. } => Failure::new(Code::Unavailable, reason, message),
    }
}

fn store(error: &StoreError) -> Status {
    let message = error.to_string();
    let failure = match error {
        StoreError::NotFound { .. } => Failure::not_found(ErrorReason::RevisionNotFound, message),
        StoreError::Conflict { .. } => {
            Failure::new(Code::AlreadyExists, ErrorReason::RequestIdReused, message)
        }
        StoreError::GivenUp { .. } => Failure::new(
            Code::Unavailable,
            ErrorReason::StoreUnavailable,
            "the store gave the change up in favour of others, again and again; nothing of it was kept: send the same request again",
        ),
        StoreError::Unavailable { .. } | StoreError::InUse { .. } => Failure::new(
            Code::Unavailable,
            ErrorReason::StoreUnavailable,
            "the store does not answer; try again later",
        ),
        StoreError::Unwritable { .. } => {
            tracing::error!(%error, "the store cannot be written");
            Failure::new(Code::Unavailable, ErrorReason::StoreUnavailable, message)
        }
        StoreError::Corrupt { .. } | StoreError::Schema { .. } | StoreError::Invalid { .. } => {
            return internal(error);
        }
    };
    failure.into()
}
