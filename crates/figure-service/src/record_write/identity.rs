//! What a record is called: ids that calls choose or that requests make, resource names, entity tags.

use interchange::{Datum as Value, Record};

use crate::list::View;

/// The longest id.
const MAX_ID: usize = 128;

/// Whether an id can be one segment of a resource name. Names of the bundle's records may have other signs; they are read, not made.
pub(crate) fn check_id(id: &str) -> Result<(), String> {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let sound = (1..=MAX_ID).contains(&id.len()) && id.chars().all(sign);
    if sound && id.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let shown: String = id.chars().take(60).collect();
    Err(format!(
        "`{shown}` is no id; use at most {MAX_ID} ASCII letters, digits and -._, a letter or digit first"
    ))
}

/// The id of a record that a request makes without choosing one: the same for the same request.
pub(crate) fn made(request_id: &str, number: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(request_id.as_bytes());
    hasher.update(&u64::try_from(number).unwrap_or(u64::MAX).to_le_bytes());
    let digest: String = hasher.finalize().to_hex().chars().take(20).collect();
    format!("r-{digest}")
}

/// The id of a resource name of a list.
pub(crate) fn id_of<'n>(view: &View, name: &'n str) -> Result<&'n str, String> {
    let collection = view.list.collection;
    let id = name.strip_prefix(collection).and_then(|rest| rest.strip_prefix('/'));
    id.filter(|id| !id.is_empty() && !id.contains('/')).ok_or_else(|| {
        let shown: String = name.chars().take(100).collect();
        format!("`{shown}` is no name here; write {collection}/ID")
    })
}

/// The entity tag of a record (AIP-154), quoted as HTTP has it: another one after each change.
pub(crate) fn etag(name: &str, revision: i64, records: &[Record]) -> String {
    // Hashed at once: a record is many short parts, and a hasher takes each of them dearly.
    let mut bytes = Vec::with_capacity(1_024);
    let mut add = |part: &[u8]| {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        bytes.extend_from_slice(part);
    };
    add(name.as_bytes());
    add(&revision.to_le_bytes());
    for value in records.iter().flat_map(|record| &record.values) {
        match value {
            Value::Null => add(b""),
            Value::Text(text) => add(text.as_bytes()),
            Value::Integer(number) => add(&number.to_le_bytes()),
            Value::Decimal(number) => add(number.to_string().as_bytes()),
            Value::Localized(labels) => {
                labels
                    .iter()
                    .flat_map(|(language, text)| [language, text])
                    .for_each(|part| add(part.as_bytes()));
            }
        }
    }
    let digest = blake3::hash(&bytes).to_hex();
    format!("\"{}\"", digest.get(..16).unwrap_or_default())
}

/// Whether an entity tag is that of a record; the quotes may be left out.
pub(crate) fn matches(given: &str, etag: &str) -> bool {
    given.trim_matches('"') == etag.trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_segment_of_a_name() {
        for good in ["a", "2024-afr", "wtsa_24.b"] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        for bad in ["", "a/b", "-a", "a b", "é", "a%2F"] {
            assert!(check_id(bad).is_err(), "{bad}");
        }
        assert!(check_id(&"x".repeat(129)).is_err());
    }

    #[test]
    fn a_request_makes_the_same_id_again_and_another_for_each_record() {
        assert_eq!(made("run-1", 0), made("run-1", 0));
        assert_ne!(made("run-1", 0), made("run-1", 1));
        assert_eq!(check_id(&made("", 0)), Ok(()));
    }

    #[test]
    fn quotes_of_a_tag_may_be_left_out() {
        assert!(matches("abc", "\"abc\"") && matches("\"abc\"", "\"abc\"") && !matches("abd", "\"abc\""));
    }
}
