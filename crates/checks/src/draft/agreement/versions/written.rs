//! Digits that stand in a passage and that no quantity was read from: numbers of resolutions, parts of names, days of a range of dates.
//!
//! Readers of two languages do not take the same digits for quantities. So what one version has as a quantity and the other has as digits of
//! something else is no finding.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::passage::Passage;

/// What parts thousands, or a whole from its decimals.
const JOINTS: [char; 8] = ['.', ',', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’', '٫'];

/// As many runs of a text are looked at, and as much of a text.
const MOST: usize = 400;
const LONGEST: usize = 64 << 10;

/// The runs of digits of a text with their bytes, without the signs between them.
pub(super) fn runs(text: &str) -> Vec<(Range<usize>, String)> {
    let mut runs: Vec<(Range<usize>, String)> = Vec::new();
    let mut joint: Option<usize> = None;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        let end = at.saturating_add(c.len_utf8());
        let Some(digit) = digit(c) else {
            joint = JOINTS.contains(&c).then_some(end);
            continue;
        };
        let full = runs.len() >= MOST;
        match runs.last_mut() {
            Some((range, digits)) if range.end == at || joint == Some(at) && joined(text, range.end, at) => {
                range.end = end;
                digits.push(digit);
            }
            _ if full => break,
            _ => runs.push((at..end, digit.to_string())),
        }
        joint = None;
    }
    runs
}

/// Whether one sign alone stands between two digits.
fn joined(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|between| between.chars().count() == 1)
}

fn digit(c: char) -> Option<char> {
    let from = |zero: u32| char::from_digit(u32::from(c).checked_sub(zero)?, 10);
    match c {
        '0'..='9' => Some(c),
        '\u{660}'..='\u{669}' => from(0x660),
        '\u{ff10}'..='\u{ff19}' => from(0xff10),
        _ => None,
    }
}

/// The runs of digits of some words.
pub(super) fn digits(words: &str) -> BTreeSet<String> {
    runs(words).into_iter().map(|(_, digits)| digits).collect()
}

/// The runs of digits of a passage that stand outside what is read of it.
pub(super) fn unread(passage: &Passage) -> BTreeSet<String> {
    let counted = |range: &Range<usize>| {
        let of = |said: &super::Said| said.span.start < range.end && range.start < said.span.end;
        passage.said.iter().filter(|said| super::counts(said)).any(of)
    };
    let unread = runs(&passage.text).into_iter().filter(|(range, _)| !counted(range));
    unread.map(|(_, digits)| digits).collect()
}

/// Whether digits of some words, those apart that other words hold too, all stand unread in a passage.
pub(super) fn stand(words: &str, but: &str, unread: &BTreeSet<String>) -> bool {
    let but = digits(but);
    let mut left = digits(words).into_iter().filter(|run| !but.contains(run)).peekable();
    left.peek().is_some() && left.all(|run| unread.contains(&run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_taken_together_as_numbers_are_written() {
        let of = |text: &str| runs(text).into_iter().map(|(_, digits)| digits).collect::<Vec<_>>();
        assert_eq!(of("1\u{a0}055 of 2,5 and 30."), ["1055", "25", "30"]);
        assert_eq!(of("١٢٣ 和 ４５"), ["123", "45"]);
        assert_eq!(of("9., 8"), ["9", "8"]);
    }
}
