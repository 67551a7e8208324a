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
        StoreError::GivenUp { .. } => {
            tracing::warn!(%error, "a change was given up again and again");
            let message = "the service's database gave the change up in favour of others, again and again; nothing of it was kept: \
                           send the same request again";
            Failure::new(Code::Unavailable, ErrorReason::StoreUnavailable, message).into()
        }
        StoreError::Unwritable { .. } => {
            tracing::error!(%error, "the store cannot be written");
            Failure::new(Code::Unavailable, ErrorReason::StoreUnavailable, unwritable(&error)).into()
        }
        StoreError::Corrupt { .. }
        | StoreError::InUse { .. }
        | StoreError::Schema { .. }
        | StoreError::Invalid { .. } => internal(&error),
    }
}

/// What callers are told where nothing can be written: the cause, and that sending again does no harm.
fn unwritable(error: &StoreError) -> String {
    format!("{error}; nothing of the change was kept, and reading goes on: send the same request again then")
}

/// A field of the request that is not as it should be.
#[must_use]
pub fn field(name: &str, problem: impl Into<String>) -> Status {
    Failure::invalid(ErrorReason::FieldInvalid, name, problem).into()
}

/// How many rows a page has: `asked`, or `usual` where that is 0, and never more than `most` (AIP-158).
///
/// # Errors
/// `INVALID_ARGUMENT` for a negative one.
pub fn page_size(asked: i32, usual: u32, most: u32) -> Result<u32, Status> {
    match u32::try_from(asked) {
        Ok(0) => Ok(usual),
        Ok(size) => Ok(size.min(most)),
        Err(_) => Err(field("page_size", format!("a page size is never negative; leave it out for {usual}"))),
    }
}

/// A field of the request that is missing.
#[must_use]
pub fn required(name: &str, remedy: &str) -> Status {
    Failure::invalid(ErrorReason::FieldRequired, name, format!("{name} is required; {remedy}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_usual_size_unless_asked() {
        let size = |asked| page_size(asked, 100, 1_000).map_err(|status| status.code());
        assert_eq!(size(0), Ok(100));
        assert_eq!(size(7), Ok(7));
        assert_eq!(size(5_000), Ok(1_000));
        assert_eq!(size(-1), Err(Code::InvalidArgument));
    }
}
