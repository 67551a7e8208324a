//! The words of a question, and whether a text has them.

use std::ops::Range;

use super::MAX_QUERY;
use super::fold::{Folded, Gaps};

/// The most words that are looked for; more are left out.
const MAX_WORDS: usize = 8;

/// Folded words, all of which must be there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Query {
    words: Vec<String>,
}

impl Query {
    /// How a question can be read: with the spaces in long numbers closed, else as it stands. None for one without words.
    pub(super) fn readings(question: &str) -> impl Iterator<Item = Self> {
        let question: String = question.chars().take(MAX_QUERY).collect();
        let read = |gaps| {
            let folded = Folded::new(question.as_str(), gaps).text;
            let words = folded.split(' ').map(trimmed).filter(|word| !word.is_empty());
            Self { words: words.take(MAX_WORDS).map(str::to_owned).collect() }
        };
        let (closed, open) = (read(Gaps::Every), read(Gaps::None));
        let other = (open != closed).then_some(open);
        std::iter::once(closed).chain(other).filter(|query| !query.words.is_empty())
    }

    /// Whether each word stands in one of the texts.
    pub(super) fn is_in(&self, texts: &[&Folded]) -> bool {
        self.words.iter().all(|word| texts.iter().any(|text| matches(&text.text, word).next().is_some()))
    }

    /// How many of the words a text has not.
    pub(super) fn missing(&self, text: &Folded) -> usize {
        self.words.iter().filter(|word| matches(&text.text, word).next().is_none()).count()
    }

    /// Where words stand in the original of a text, in order, none over another.
    pub(super) fn places(&self, text: &Folded) -> Vec<Range<usize>> {
        let all = self.words.iter().flat_map(|word| matches(&text.text, word).map(|at| at..at + word.len()));
        let mut places: Vec<Range<usize>> = all.map(|range| text.origin(range.start, range.end)).collect();
        places.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for place in places {
            match apart.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                Some(_) | None => apart.push(place),
            }
        }
        apart
    }
}

/// A word without the punctuation around it; a percent sign or a currency's stays.
fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| ".,;:!?()[]\"'“”«»、。，；：？！（）《》".contains(c))
}

/// Where a word stands in a folded text.
fn matches<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let (before, rest) = text.split_at(*at);
        begins(before, word) && ends(rest.get(word.len()..).unwrap_or_default(), word)
    })
}

/// A word begins where no other goes on, a number where no digits do.
fn begins(before: &str, word: &str) -> bool {
    let (Some(first), Some(last)) = (word.chars().next(), before.chars().next_back()) else { return true };
    if first.is_ascii_digit() {
        let pointed = last == '.' && before.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit());
        return !last.is_ascii_digit() && !pointed;
    }
    !(is_letter(first) && (is_letter(last) || last.is_ascii_digit()))
}

/// A number ends where no digits go on; a word may be left unfinished.
fn ends(after: &str, word: &str) -> bool {
    let number = word.chars().next_back().is_some_and(|c| c.is_ascii_digit());
    let mut after = after.chars();
    match after.next() {
        Some(next) if number && next.is_ascii_digit() => false,
        Some('.') if number => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(_) | None => true,
    }
}

/// Letters of scripts that set words apart by spaces.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        && !matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
