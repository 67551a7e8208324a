//! Sentences and clauses of a passage.

use std::ops::Range;

/// The sentences of a text, in order, as ranges of bytes. A point ends one where white space and no small letter follow.
pub(in crate::rules) fn sentences(text: &str) -> Vec<Range<usize>> {
    parts(text, |c, rest| match c {
        '。' | '！' | '？' | '؟' | '\n' => true,
        '.' | '!' | '?' => {
            let next = rest.trim_start();
            next.len() < rest.len() && !next.starts_with(char::is_lowercase)
        }
        _ => false,
    })
}

/// The clauses of a sentence: what commas, semicolons, colons and dashes part.
pub(in crate::rules) fn clauses(sentence: &str) -> Vec<Range<usize>> {
    parts(sentence, |c, rest| match c {
        '，' | '；' | '：' | '。' | '،' | '؛' | '（' | '）' => true,
        ',' | ';' | ':' | '(' | ')' => rest.is_empty() || rest.starts_with(char::is_whitespace),
        _ => false,
    })
}

/// The range that holds a place; the last where none does.
pub(in crate::rules) fn holding(ranges: &[Range<usize>], at: usize) -> Range<usize> {
    ranges.iter().find(|range| range.contains(&at)).or(ranges.last()).cloned().unwrap_or_default()
}

fn parts(text: &str, ends: impl Fn(char, &str) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let next = at.saturating_add(c.len_utf8());
        if ends(c, text.get(next..).unwrap_or_default()) {
            parts.push(start..next);
            start = next;
        }
    }
    if start < text.len() {
        parts.push(start..text.len());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ranges: &[Range<usize>], text: &str, expected: &[&str]) {
        let found: Vec<&str> = ranges.iter().map(|range| text[range.clone()].trim()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sentences_end_with_their_signs() {
        let text = "It rose, e.g. in towns. \u{fffc} people came! Did all? 甲有五。乙没有。";
        let expected =
            ["It rose, e.g. in towns.", "\u{fffc} people came!", "Did all?", "甲有五。", "乙没有。"];
        check(&sentences(text), text, &expected);
        assert!(sentences("").is_empty());
    }

    #[test]
    fn clauses_end_at_commas_that_part_words() {
        let text = "of 1,055 people, half went; the rest: none";
        check(&clauses(text), text, &["of 1,055 people,", "half went;", "the rest:", "none"]);
        assert_eq!(holding(&clauses(text), 20), 16..27);
    }
}
