//! The sentences of findings: parted at the keys of figures, whose names stand in their place, and broken where they may be.

use std::collections::BTreeMap;

/// A text whose long numbers are not broken between their groups of digits.
pub(super) fn unbroken(text: &str) -> String {
    let mut made = String::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        let within =
            letter == ' ' && before.is_ascii_digit() && rest.peek().is_some_and(char::is_ascii_digit);
        made.push(if within { '\u{a0}' } else { letter });
        before = letter;
    }
    made
}

/// A piece of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// The key of a figure.
    Key(&'a str),
}

/// A sentence parted at the keys that it holds; of two that begin alike the longer one is meant.
pub(super) fn pieces<'a>(sentence: &'a str, keys: &'a [String]) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut rest = sentence;
    loop {
        let next =
            keys.iter().filter(|key| !key.is_empty()).filter_map(|key| Some((rest.find(key.as_str())?, key)));
        let next = next.min_by_key(|(at, key)| (*at, std::cmp::Reverse(key.len())));
        let Some((before, after)) = next.and_then(|(at, _)| rest.split_at_checked(at)) else { break };
        let Some((_, key)) = next else { break };
        if !before.is_empty() {
            found.push(Piece::Text(before));
        }
        found.push(Piece::Key(key));
        rest = after.strip_prefix(key.as_str()).unwrap_or_default();
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// A sentence with the names of figures in place of their keys.
#[must_use]
pub fn with_names(sentence: &str, keys: &[String], names: &BTreeMap<String, String>) -> String {
    let told = pieces(sentence, keys).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Key(key) => names.get(key).map_or(key, String::as_str),
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, unbroken};

    #[test]
    fn a_sentence_is_parted_at_the_longest_keys() {
        let keys = ["a/b?period=2024".to_owned(), "a/b?period=2024-12-31".to_owned(), String::new()];
        assert_eq!(
            pieces("a/b?period=2024-12-31: 3, a/b?period=2024", &keys),
            [Piece::Key(&keys[1]), Piece::Text(": 3, "), Piece::Key(&keys[0])]
        );
        assert_eq!(pieces("none", &keys), [Piece::Text("none")]);
        assert_eq!(pieces("", &keys), []);
    }

    #[test]
    fn long_numbers_stay_together() {
        assert_eq!(unbroken("makes 1 775 400 bit/s in 3.1 ¶4"), "makes 1\u{a0}775\u{a0}400 bit/s in 3.1 ¶4");
    }
}
