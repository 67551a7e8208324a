//! Finds the numbers of a text: digits of any script, and words that state a quantity from two upwards.
//!
//! The words are data, a table for each language in `data/numbers/`; a language without one is read for digits only. The
//! reader is strict on purpose: what it takes for a number by mistake is written as a literal name, `{"…"}`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In digits of any script.
    Digits,
    /// In words.
    Words,
}

/// A number found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// How it is written.
    pub writing: Writing,
}

/// Every number of a text in a language, in order and without overlaps.
#[must_use]
pub fn find(text: &str, language: &str) -> Vec<Found> {
    let mut found = digits(text);
    if let Some((_, words)) = TABLES.iter().find(|(code, _)| *code == language) {
        found.extend(words.find(text).into_iter().map(|range| Found { range, writing: Writing::Words }));
    }
    merged(found)
}

/// The languages whose number words are known.
pub fn languages() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(code, _)| *code)
}

/// A language is added by its table and its line here.
const SOURCES: [(&str, &str); 2] =
    [("en", include_str!("../../data/numbers/en.toml")), ("zh", include_str!("../../data/numbers/zh.toml"))];

static TABLES: LazyLock<Vec<(&'static str, Words)>> = LazyLock::new(|| {
    // The tables are compiled in and read by a test, so none is ever left out.
    SOURCES
        .iter()
        .filter_map(|(code, source)| toml::from_str(source).ok().map(|words| (*code, words)))
        .collect()
});

/// The number words of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    /// Whole words, in lower case.
    words: BTreeSet<String>,
    /// Characters that state a number on their own, in languages that write no spaces.
    numerals: String,
    /// Characters that belong to such a number when they stand beside one.
    joining: String,
    /// Several words, in lower case.
    phrases: Vec<String>,
    /// Words and phrases that state no number though they hold such a word or character.
    not: Vec<String>,
}

impl Words {
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let exempt: Vec<_> = self.not.iter().flat_map(|phrase| occurrences(text, phrase)).collect();
        let free =
            |range: &Range<usize>| !exempt.iter().any(|e| e.start <= range.start && range.end <= e.end);
        let mut found: Vec<_> = self.phrases.iter().flat_map(|phrase| occurrences(text, phrase)).collect();
        found.extend(words(text).filter(|r| self.is_word(text.get(r.clone()).unwrap_or_default())));
        found.extend(runs(text, |c| self.numerals.contains(c)));
        found.retain(free);
        found.into_iter().map(|range| self.widened(text, range)).collect()
    }

    fn is_word(&self, word: &str) -> bool {
        !self.words.is_empty() && self.words.contains(&word.to_lowercase())
    }

    /// Takes in neighbouring characters that only join numerals (零, 一, 半).
    fn widened(&self, text: &str, range: Range<usize>) -> Range<usize> {
        if self.joining.is_empty() {
            return range;
        }
        let joins = |c: char| self.joining.contains(c);
        let before = text.get(..range.start).unwrap_or_default();
        let after = text.get(range.end..).unwrap_or_default();
        before.trim_end_matches(joins).len()
            ..range.end + (after.len() - after.trim_start_matches(joins).len())
    }
}

/// Runs of digits, with the signs that group or divide them.
fn digits(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for range in runs(text, char::is_numeric) {
        match found.last_mut() {
            Some(last) if divides(text.get(last.range.end..range.start)) => last.range.end = range.end,
            _ => found.push(Found { range, writing: Writing::Digits }),
        }
    }
    found
}

fn divides(between: Option<&str>) -> bool {
    matches!(between, Some("." | "," | "'" | "’" | " " | "\u{a0}" | "\u{202f}" | "٫" | "٬"))
}

/// Longest runs of characters that satisfy a predicate.
fn runs(text: &str, wanted: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| wanted(*c)) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    runs(text, char::is_alphabetic).into_iter()
}

/// Where a phrase stands in a text, whatever its case; in scripts with spaces only as whole words.
fn occurrences(text: &str, phrase: &str) -> Vec<Range<usize>> {
    let spaced = phrase.is_ascii();
    let bounded = |range: &Range<usize>| {
        let before = text.get(..range.start).and_then(|t| t.chars().next_back());
        let after = text.get(range.end..).and_then(|t| t.chars().next());
        !spaced || !(before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric))
    };
    let same = |at: usize| {
        let range = at..at + phrase.len();
        text.get(range.clone()).filter(|t| t.eq_ignore_ascii_case(phrase)).map(|_| range)
    };
    text.char_indices().filter_map(|(at, _)| same(at)).filter(bounded).collect()
}

/// In order; what overlaps or touches becomes one.
fn merged(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|f| (f.range.start, f.range.end));
    let mut result: Vec<Found> = Vec::new();
    for next in found {
        match result.last_mut() {
            Some(last) if last.range.end >= next.range.start => {
                last.range.end = last.range.end.max(next.range.end)
            }
            _ => result.push(next),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(language: &str, text: &str, expected: &[&str]) {
        let found: Vec<_> = find(text, language).into_iter().map(|f| text[f.range].to_owned()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_table_is_read() {
        assert_eq!(TABLES.len(), SOURCES.len());
    }

    #[test]
    fn digits_of_any_script_are_numbers() {
        check("en", "In 2024, 5.5 billion and 91 800 more", &["2024", "5.5", "billion", "91 800"]);
        check("ar", "في ٢٠٢٤", &["٢٠٢٤"]);
        check("hi", "वर्ष २०२४ में", &["२०२४"]);
        check("en", "CO₂ and ½, Ⅳ", &["₂", "½", "Ⅳ"]);
        check("en", "COP29", &["29"]);
    }

    #[test]
    fn english_words_from_two_upwards_are_numbers() {
        check("en", "one assembly and two symposia, the first", &["two"]);
        check("en", "Twenty-five of a Thousand", &["Twenty", "five", "Thousand"]);
        check(
            "en",
            "more than half, a third, twice as many, doubled",
            &["half", "a third", "twice", "doubled"],
        );
        check("en", "a third party, often, network, tense, weight", &[]);
        check("en", "the second meeting of the third group", &[]);
    }

    #[test]
    fn chinese_numerals_from_two_upwards_are_numbers() {
        check("zh", "三个区域和一个国家", &["三"]);
        check("zh", "一百二十三项建议书", &["一百二十三"]);
        check("zh", "两万五千人，一半是女性，翻了一番", &["两万五千", "一半", "翻了一番"]);
        check("zh", "十分重要，万一，第三方，二氧化碳，万物互联，百分比，队伍，陆地，万国邮政联盟", &[]);
        check("zh", "三分之一，百分之十", &["三", "十"]);
        check("zh", "第二个目标", &["二"]);
        check("zh", "二〇二四年", &["二〇二四"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_in_order_and_in_bounds(text in "\\PC{0,80}") {
            for (language, _) in SOURCES {
                let mut end = 0;
                for found in find(&text, language) {
                    prop_assert!(found.range.start >= end && text.get(found.range.clone()).is_some());
                    end = found.range.end;
                }
            }
        }
    }
}
