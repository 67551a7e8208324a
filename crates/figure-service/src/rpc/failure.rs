//! From this crate's errors to statuses, one exhaustive match each.

use api::figures::v1::ErrorReason;
use kit::errors::{Failure, internal};
use store::StoreError;
use tonic::{Code, Status};

/// The status of a store's error.
#[must_use]
pub fn store(error: StoreError) -> Status {
    match &error {
        StoreError::NotFound { .. } => {
            Failure::not_found(ErrorReason::RevisionNotFound, error.to_string()).into()
        }
        StoreError::Conflict { .. } => {
            Failure::new(Code::AlreadyExists, ErrorReason::RequestIdReused, error.to_string()).into()
        }
        StoreError::Unavailable { .. } => {
            tracing::warn!(%error, "the store did not answer");
            let message = "the service's database does not answer; try again later";
            Failure::new(Code::Unavailable, ErrorReason::StoreUnavailable, message).into()
        }
        StoreError::Corrupt { .. }
        | StoreError::InUse { .. }
        | StoreError::Schema { .. }
        | StoreError::Invalid { .. } => internal(&error),
    }
}

/// A field of the request that is not as it should be.
#[must_use]
pub fn field(name: &str, problem: impl Into<String>) -> Status {
    Failure::invalid(ErrorReason::FieldInvalid, name, problem).into()
}

/// A field of the request that is missing.
#[must_use]
pub fn required(name: &str, remedy: &str) -> Status {
    Failure::invalid(ErrorReason::FieldRequired, name, format!("{name} is required; {remedy}")).into()
}
