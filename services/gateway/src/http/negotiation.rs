//! Which language and which form a client gets: RFC 9110, sections 12.4 and 12.5.
//!
//! A header that cannot be read prefers nothing; it is never an error, since what it asks for is a wish.

use std::sync::Arc;

/// The most ranges of a header that are looked at.
const MAX_RANGES: usize = 50;

/// A weight in thousandths: 0 (not wanted) to 1 000.
type Quality = u16;

/// The forms in which people and programs read the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Somebody with a browser.
    Person,
    /// A program.
    Program,
}

/// The language, of those there are, that `Accept-Language` prefers; the first of them when it prefers none.
pub(crate) fn language<'a>(available: &'a [Arc<str>], accept: Option<&str>) -> Option<&'a Arc<str>> {
    let first = available.first()?;
    let Some(accept) = accept else { return Some(first) };
    let weigh =
        |language: &str| weight(accept, |range| specificity_of_language(range, language)).unwrap_or(0);
    // `max_by_key` gives the last of equals, and the earlier language is the better one.
    let best = available.iter().rev().max_by_key(|language| weigh(language))?;
    Some(if weigh(best) == 0 { first } else { best })
}

/// Who reads, by `Accept`: JSON of any kind against HTML; `otherwise` when neither is preferred.
pub(crate) fn reader(accept: Option<&str>, otherwise: Reader) -> Reader {
    let Some(accept) = accept else { return otherwise };
    let weigh = |name: &str| weight(accept, |range| specificity_of_type(range, name)).unwrap_or(0);
    let html = weigh("text/html");
    let json = weigh("application/json").max(weigh("application/problem+json"));
    match html.cmp(&json) {
        std::cmp::Ordering::Greater => Reader::Person,
        std::cmp::Ordering::Less => Reader::Program,
        std::cmp::Ordering::Equal => otherwise,
    }
}

/// The media type, of those there are, that `Accept` prefers; the first of them when it prefers none or another.
pub(crate) fn media_type<'a>(accept: Option<&str>, available: &[&'a str]) -> Option<&'a str> {
    let first = *available.first()?;
    let Some(accept) = accept else { return Some(first) };
    let weigh = |name: &str| weight(accept, |range| specificity_of_type(range, name)).unwrap_or(0);
    // `max_by_key` gives the last of equals, and the earlier type is the usual one.
    let best = available.iter().rev().max_by_key(|name| weigh(name))?;
    Some(if weigh(best) == 0 { first } else { best })
}

/// How much `Accept-Encoding` wants a coding, in thousandths; none where it says nothing of it.
pub(super) fn coding(accept: &str, name: &str) -> Option<Quality> {
    weight(accept, |range| specificity_of_coding(range, name))
}

/// The weight of the most specific range that matches; none when no range does.
fn weight(header: &str, specificity: impl Fn(&str) -> Option<usize>) -> Option<Quality> {
    header
        .split(',')
        .take(MAX_RANGES)
        .filter_map(|item| {
            let (range, quality) = weighted(item)?;
            Some((specificity(range)?, quality))
        })
        .max()
        .map(|(_, quality)| quality)
}

/// A range and its weight: `en-GB;q=0.8`.
fn weighted(item: &str) -> Option<(&str, Quality)> {
    let mut parts = item.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?;
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((range, quality.map_or(Some(1_000), thousandths)?))
}

/// `0`, `1`, `0.5`, `1.000`: at most three digits after the point.
fn thousandths(text: &str) -> Option<Quality> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(whole, "0" | "1") {
        return None;
    }
    let thousandths: Quality = format!("{whole}{fraction:0<3}").parse().ok()?;
    (thousandths <= 1_000).then_some(thousandths)
}

/// How closely a range names a language: `zh-Hans-CN`, then `zh-Hans`, then `zh`, then `*`; a range more special than the
/// language names it too, by its beginning (RFC 4647, 3.4).
fn specificity_of_language(range: &str, language: &str) -> Option<usize> {
    if range == "*" {
        return Some(0);
    }
    let begins = |long: &str, short: &str| {
        long.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short))
            && matches!(long.as_bytes().get(short.len()), None | Some(b'-'))
    };
    // An exact range is closer than one that only begins alike.
    if begins(language, range) {
        Some(range.len().saturating_mul(2))
    } else {
        begins(range, language).then(|| language.len().saturating_mul(2).saturating_sub(1))
    }
}

/// `x-gzip` is an old name of `gzip` (RFC 9110, 8.4.1.3).
fn specificity_of_coding(range: &str, name: &str) -> Option<usize> {
    let range = if range.eq_ignore_ascii_case("x-gzip") { "gzip" } else { range };
    match range {
        "*" => Some(0),
        _ if range.eq_ignore_ascii_case(name) => Some(1),
        _ => None,
    }
}

fn specificity_of_type(range: &str, name: &str) -> Option<usize> {
    let kind = name.split('/').next().unwrap_or_default();
    match range.split_once('/')? {
        ("*", "*") => Some(0),
        (range_kind, "*") if range_kind.eq_ignore_ascii_case(kind) => Some(1),
        _ if range.eq_ignore_ascii_case(name) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn language_of(accept: &str, expected: &str) {
        let available: Vec<Arc<str>> = ["en", "zh", "fr"].map(Arc::from).into();
        assert_eq!(language(&available, Some(accept)).map(|l| &**l), Some(expected), "{accept}");
    }

    #[track_caller]
    fn reader_of(accept: &str, expected: Reader) {
        for otherwise in [Reader::Person, Reader::Program] {
            assert_eq!(reader(Some(accept), otherwise), expected, "{accept}");
        }
    }

    #[test]
    fn the_heaviest_language_there_is_wins() {
        language_of("zh", "zh");
        language_of("fr;q=0.4, zh;q=0.8, en;q=0.6", "zh");
        language_of("de, fr;q=0.1", "fr");
        language_of("zh-CN,zh;q=0.9,en;q=0.8", "zh");
        language_of("FR-be", "fr");
        language_of("en;q=0.5, *", "zh");
    }

    #[test]
    fn the_first_language_is_for_those_who_prefer_none_of_ours() {
        language_of("", "en");
        language_of("de", "en");
        language_of("*", "en");
        language_of("zh;q=0", "en");
        language_of("zh;q=2, fr;q=x, ;;;,,", "en");
        language_of("zho", "en");
        assert_eq!(language(&[], Some("en")), None);
        assert_eq!(language(&["fr".into()], None).map(|l| &**l), Some("fr"));
    }

    #[test]
    fn a_language_that_is_not_wanted_is_not_given_while_another_is() {
        language_of("en;q=0, *", "zh");
        language_of("en;q=0, zh;q=0.1", "zh");
    }

    #[test]
    fn a_browser_is_a_person_and_a_client_of_json_a_program() {
        reader_of("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Reader::Person);
        reader_of("application/json", Reader::Program);
        reader_of("application/problem+json", Reader::Program);
        reader_of("text/html;q=0.3, application/json;q=0.7", Reader::Program);
        reader_of("text/*;q=0.3, */*;q=0.1", Reader::Person);
    }

    #[test]
    fn who_prefers_neither_gets_the_usual() {
        for accept in [
            None,
            Some("*/*"),
            Some("image/png"),
            Some("no such header"),
            Some("application/json, text/html"),
        ] {
            assert_eq!(reader(accept, Reader::Person), Reader::Person, "{accept:?}");
            assert_eq!(reader(accept, Reader::Program), Reader::Program, "{accept:?}");
        }
    }

    #[test]
    fn the_heaviest_form_there_is_wins() {
        let of = |accept| media_type(accept, &["text/html", "application/json", "text/csv"]);
        for (accept, expected) in [
            (None, "text/html"),
            (Some("*/*"), "text/html"),
            (Some("image/png"), "text/html"),
            (Some("text/csv"), "text/csv"),
            (Some("text/csv;q=0.5, application/json;q=0.6"), "application/json"),
            (Some("text/csv, application/json;q=0.6, */*;q=0.1"), "text/csv"),
            (Some("text/*;q=0.5, text/html;q=0.1"), "text/csv"),
            (Some("text/html;q=0, */*"), "application/json"),
            (Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), "text/html"),
        ] {
            assert_eq!(of(accept), Some(expected), "{accept:?}");
        }
        assert_eq!(media_type(None, &[]), None);
    }

    #[test]
    fn weights_have_three_digits() {
        let pairs = [
            ("1", Some(1_000)),
            ("0.5", Some(500)),
            ("0.123", Some(123)),
            ("1.000", Some(1_000)),
            ("0", Some(0)),
        ];
        let others =
            [("1.001", None), ("0.1234", None), ("-1", None), ("", None), ("0.x", None), ("1,5", None)];
        for (text, expected) in pairs.into_iter().chain(others) {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }
}
