//! What every write says of itself: by which request, and why.

use api::figures::v1::ErrorReason;
use prost::Message;

/// The longest request id, in characters.
pub const MAX_ID: usize = 128;
/// The longest reason, in characters.
pub const MAX_REASON: usize = 1_000;

/// A digest of a request, by which another one under the same request id is noticed. `rpc` tells one request from another with the same
/// fields.
#[must_use]
pub fn digest(rpc: &str, message: &impl Message) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [rpc.as_bytes(), &message.encode_to_vec()] {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}

/// A field of a request that is wrong: its name, why, and what is wrong and what to do.
pub type Wrong = (&'static str, ErrorReason, String);

/// What is wrong with the `request_id` and the `reason` of a write; one that only validates may leave both out.
#[must_use]
pub fn wrong(request_id: &str, reason: &str, validate_only: bool) -> Vec<Wrong> {
    let mut found = Vec::new();
    if request_id.is_empty() && !validate_only {
        let remedy = "request_id is required; send a new UUID for each run";
        found.push(("request_id", ErrorReason::FieldRequired, remedy.to_owned()));
    }
    let unfit = |c: char| c.is_control() || c.is_whitespace();
    if request_id.chars().count() > MAX_ID || request_id.chars().any(unfit) {
        let problem = format!("write 1 to {MAX_ID} visible characters, such as a UUID");
        found.push(("request_id", ErrorReason::FieldInvalid, problem));
    }
    if reason.trim().is_empty() && !validate_only {
        let remedy = "reason is required; say why, it is kept with the revision";
        found.push(("reason", ErrorReason::FieldRequired, remedy.to_owned()));
    }
    if reason.chars().count() > MAX_REASON {
        found.push(("reason", ErrorReason::FieldInvalid, format!("write at most {MAX_REASON} characters")));
    } else if let Some(bad) = reason.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let problem = format!("holds the control character U+{:04X}; remove it", u32::from(bad));
        found.push(("reason", ErrorReason::FieldInvalid, problem));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(request_id: &str, reason: &str, validate_only: bool) -> Vec<&'static str> {
        wrong(request_id, reason, validate_only).into_iter().map(|(field, _, _)| field).collect()
    }

    #[test]
    fn requests_of_two_calls_with_the_same_fields_are_told_apart() {
        let message = api::figures::v1::WatchHeadRequest { services: vec!["a".to_owned()] };
        assert_eq!(digest("Clear", &message), digest("Clear", &message));
        assert_ne!(digest("Clear", &message), digest("Query", &message));
        assert_ne!(
            digest("Clear", &message),
            digest("Clear", &api::figures::v1::WatchHeadRequest::default())
        );
    }

    #[test]
    fn a_write_says_by_which_request_and_why() {
        assert!(fields("run-1", "corrected", false).is_empty());
        assert!(fields("", "", true).is_empty(), "what is only validated needs neither");
        assert_eq!(fields("", " ", false), ["request_id", "reason"]);
        assert_eq!(fields("a b", "x", false), ["request_id"]);
        assert_eq!(fields(&"x".repeat(129), &"x".repeat(1_001), true), ["request_id", "reason"]);
        assert_eq!(fields("a", "x\0", false), ["reason"]);
    }
}
