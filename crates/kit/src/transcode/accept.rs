//! Whether a client takes the form that an answer has: RFC 9110, 12.5.1.
//!
//! There is one form an answer; so the question is only whether a range with a weight above 0 names it. An error is always told.

use http::{HeaderMap, header};

/// The most ranges that are looked at.
const MAX_RANGES: usize = 50;

/// Whether the client takes one of these media types; without `Accept` it takes any.
pub(super) fn takes(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges = values.flat_map(|text| text.split(',')).map(str::trim).filter(|range| !range.is_empty());
    let ranges: Vec<&str> = ranges.take(MAX_RANGES).collect();
    ranges.is_empty() || kinds.iter().any(|kind| weight(ranges.iter().copied(), kind) > 0.0)
}

/// The weight of the most particular range that names a media type.
fn weight<'a>(ranges: impl Iterator<Item = &'a str>, kind: &str) -> f32 {
    let main = kind.split('/').next().unwrap_or_default();
    let weighed = ranges.filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let rank = match parts.next()?.to_ascii_lowercase().split_once('/')? {
            ("*", "*") => 0_u8,
            (any, "*") if any == main => 1,
            (any, sub) if kind.split_once('/') == Some((any, sub)) => 2,
            _ => return None,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        Some((rank, weight.and_then(|weight| weight.parse().ok()).unwrap_or(1.0)))
    });
    weighed.max_by_key(|(rank, _)| *rank).map_or(0.0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(accept: &[&'static str], expected: bool) {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(value));
        }
        assert_eq!(takes(&headers, &["application/json"]), expected, "{accept:?}");
    }

    #[test]
    fn a_client_takes_what_a_range_names() {
        check(&[], true);
        check(&[""], true);
        check(&["*/*"], true);
        check(&["application/*;q=0.1"], true);
        check(&["text/html", "Application/JSON"], true);
        check(&["text/html, application/json;q=0.5"], true);
    }

    #[test]
    fn and_nothing_else() {
        check(&["text/html"], false);
        check(&["application/json;q=0, */*"], false);
        check(&["application/x-ndjson"], false);
        check(&["nonsense"], false);
    }
}
