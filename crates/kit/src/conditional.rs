//! Entity tags and `If-None-Match`: RFC 9110, sections 8.8.3 and 13.1.2.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

/// Bytes with their strong entity tag: a hash of them and their form, so that equal tags mean equal bytes on every replica.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The bytes.
    pub bytes: Bytes,
    /// The tag, quoted.
    pub tag: HeaderValue,
}

impl Tagged {
    /// Tags bytes; `form` is a short word (`json`).
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>, form: &str) -> Self {
        let bytes = bytes.into();
        let hash = blake3::hash(&bytes).to_hex();
        let tag = format!("\"{}-{form}\"", hash.as_str().get(..32).unwrap_or_default());
        let tag = HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { bytes, tag }
    }
}

/// Whether the client has these bytes already: one of its tags is ours (compared weakly, as the rule is for reading), or `*`.
#[must_use]
pub fn has_already(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let ours = tag.as_bytes();
    headers.get_all(header::IF_NONE_MATCH).iter().any(|value| {
        value
            .as_bytes()
            .split(|byte| *byte == b',')
            .map(<[u8]>::trim_ascii)
            .any(|theirs| theirs == b"*" || theirs.strip_prefix(b"W/").unwrap_or(theirs) == ours)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(if_none_match: &[&str], expected: bool) {
        let mut headers = HeaderMap::new();
        for value in if_none_match {
            headers.append(header::IF_NONE_MATCH, HeaderValue::from_str(value).expect("a header"));
        }
        let tag = HeaderValue::from_static("\"abc-json\"");
        assert_eq!(has_already(&headers, &tag), expected, "{if_none_match:?}");
    }

    #[test]
    fn a_client_has_what_one_of_its_tags_names() {
        check(&["\"abc-json\""], true);
        check(&["W/\"abc-json\""], true);
        check(&["\"x\", \"abc-json\""], true);
        check(&["\"x\"", "\"abc-json\""], true);
        check(&["*"], true);
    }

    #[test]
    fn other_tags_and_none_ask_for_the_bytes() {
        check(&[], false);
        check(&["\"abc-md\""], false);
        check(&["abc-json"], false);
        check(&["", ","], false);
    }

    #[test]
    fn equal_bytes_have_equal_tags_and_others_have_not() {
        let tag = |bytes: &'static str, form| Tagged::new(bytes, form).tag;
        assert_eq!(tag("a", "json"), tag("a", "json"));
        assert_ne!(tag("a", "json"), tag("b", "json"));
        assert_ne!(tag("a", "json"), tag("a", "md"));
        assert!(tag("a", "json").to_str().is_ok_and(|t| t.len() == 39 && t.starts_with('"')));
    }
}
