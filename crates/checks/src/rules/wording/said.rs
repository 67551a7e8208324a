//! Whether a text says a word of a list.

use std::ops::Range;

/// Where the first in the text of some words begins a word, and which it is.
///
/// What stands in the list is the beginning of a word (`countr`); in scripts without spaces it may stand anywhere. The text is
/// folded by the caller ([`folded`]).
pub(in crate::rules) fn said<'w>(text: &str, words: &'w [String]) -> Option<(Range<usize>, &'w str)> {
    let found = words.iter().filter_map(|word| Some((find(text, &folded(word), false)?, word.as_str())));
    found.min_by_key(|(range, _)| range.start)
}

/// Where the first in the text of some words stands whole, and which it is; both are folded.
pub(in crate::rules) fn whole<'w>(text: &str, words: &'w [String]) -> Option<(Range<usize>, &'w str)> {
    let found = words.iter().filter_map(|word| find(text, word, true).map(|range| (range, word.as_str())));
    found.min_by_key(|(range, _)| range.start)
}

/// A text as [`said`] compares it.
pub(in crate::rules) fn folded(text: &str) -> String {
    text.to_lowercase()
}

fn find(text: &str, word: &str, to_its_end: bool) -> Option<Range<usize>> {
    let (first, last) = (word.chars().next()?, word.chars().next_back()?);
    let ranges = text.match_indices(word).map(|(at, _)| at..at.saturating_add(word.len()));
    ranges.into_iter().find(|range| {
        let before = text.get(..range.start).and_then(|before| before.chars().next_back());
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        let joined = |own: char, next: Option<char>| is_spaced(own) && next.is_some_and(is_spaced);
        !(joined(first, before) || (to_its_end && joined(last, after)))
    })
}

/// Whether a character is a letter of a script that puts spaces between words and nothing before them: Latin, Greek, Cyrillic.
fn is_spaced(c: char) -> bool {
    c.is_alphabetic() && c < '\u{0530}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &[&str], expected: Option<&str>) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(said(&folded(text), &words).map(|(_, word)| word), expected, "{text}");
    }

    #[test]
    fn a_listed_word_is_the_beginning_of_one_in_the_text() {
        check("From 12 Countries", &["econom", "countr"], Some("countr"));
        check("an amused crowd", &["use"], None);
        check("amused users", &["use"], Some("use"));
        check("users came", &["came", "use"], Some("use"));
        check("每月2GB数据", &["GB"], Some("GB"));
        check("这些国家", &["国家"], Some("国家"));
        check("المستخدمون", &["مستخدم"], Some("مستخدم"));
        check("не онлайн", &["лайн"], None);
        check("anything", &[], None);
    }

    #[test]
    fn a_whole_word_ends_where_the_text_has_it_end() {
        let words = ["record".to_owned(), "the most".to_owned()];
        assert_eq!(whole("recorded the mostly new", &words), None);
        assert_eq!(whole("the most on record", &words), Some((0..8, "the most")));
    }
}
