//! Why a write is refused, as callers see it.

use api::figures::v1::ErrorReason;
use kit::errors::Failure;
use store::StoreError;
use tonic::{Code, Status};

use crate::rpc::failure;

/// A field of the request that is wrong: its path, why, and what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) path: String,
    pub(crate) reason: ErrorReason,
    pub(crate) problem: String,
}

impl Wrong {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), reason: ErrorReason::FieldInvalid, problem: problem.into() }
    }

    /// All of them in one failure; the reason is the first one's.
    pub(crate) fn status(all: Vec<Self>) -> Status {
        let Some(first) = all.first() else {
            return failure::field("request", "is not understood");
        };
        let more = match all.len().saturating_sub(1) {
            0 => String::new(),
            n => format!(" (and {n} more)"),
        };
        let message = format!("{}: {}{more}", first.path, first.problem);
        let start = Failure::new(Code::InvalidArgument, first.reason, message);
        all.into_iter().fold(start, |failure, wrong| failure.at(wrong.path, wrong.problem)).into()
    }
}

/// Why a transaction ends without a change.
pub(crate) enum Stopped {
    /// What the caller is told.
    Refused(Box<Status>),
    /// The store.
    Store(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Status> for Stopped {
    fn from(status: Status) -> Self {
        Self::Refused(Box::new(status))
    }
}

impl From<Stopped> for Status {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Refused(status) => *status,
            Stopped::Store(error) => failure::store(error),
        }
    }
}

pub(crate) fn exists(name: &str) -> Status {
    let message = format!("`{name}` is there already; update it, or choose another id");
    Failure::new(Code::AlreadyExists, ErrorReason::RecordExists, message).with("name", name).into()
}

pub(crate) fn absent(name: &str, revision: i64) -> Status {
    let message =
        format!("there is no `{name}` at revision {revision}; set allow_missing, or correct the name");
    Failure::not_found(ErrorReason::RecordNotFound, message).with("name", name).into()
}

/// What was read has changed since; `etag` is the current one.
pub(crate) fn changed(name: &str, etag: Option<&str>) -> Status {
    let now = etag.map_or("it is gone".to_owned(), |etag| format!("its etag is now {etag}"));
    let message =
        format!("`{name}` has changed since it was read: {now}; read it again and send the change anew");
    let failure = Failure::new(Code::Aborted, ErrorReason::Conflict, message).with("name", name);
    failure.with("etag", etag.unwrap_or_default()).into()
}

/// Others refer to a record.
pub(crate) fn in_use(name: &str, by: &[String], more: bool) -> Status {
    let others = format!("{}{}", by.join(", "), if more { " and others" } else { "" });
    let message =
        format!("`{name}` is referred to by {others}; delete these first, or let them refer to another");
    let failure = Failure::new(Code::FailedPrecondition, ErrorReason::RecordInUse, message);
    failure.with("name", name).with("referred_by", by.join(",")).into()
}
