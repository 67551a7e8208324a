//! Numbers of a column under each other at the decimal sign.
//!
//! Numbers stand to the right; one with a shorter fraction than its column's longest is filled up with spaces that are as wide as what
//! it lacks. Style sheets cannot align on a character, and zeros would show digits that nobody knows.

use maud::{Markup, html};
use report::model::Printed;

/// As wide as a decimal point, and as a digit.
const POINT: char = '\u{2008}';
const DIGIT: char = '\u{2007}';

/// How many digits a printed number has after its decimal sign; none for what is no number alone.
fn fraction(text: &str) -> Option<usize> {
    let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let whole = number.find(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ','));
    let Some(whole) = whole else { return (!number.is_empty()).then_some(0) };
    let digits = number.get(whole..)?.strip_prefix('.')?;
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits.len())
}

/// The longest fraction of a column.
pub(super) fn longest<'a>(cells: impl Iterator<Item = &'a Printed>) -> usize {
    cells.filter_map(|printed| fraction(&printed.text)).max().unwrap_or(0)
}

/// What a number lacks to the longest fraction of its column.
pub(super) fn padding(text: &str, longest: usize) -> Markup {
    let Some(own) = fraction(text).filter(|own| *own < longest) else { return html! {} };
    let point = (own == 0).then_some(POINT);
    let spaces: String = point.into_iter().chain(std::iter::repeat_n(DIGIT, longest - own)).collect();
    html! { (spaces) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, longest: usize, expected: &str) {
        assert_eq!(
            padding(text, longest).into_string().replace(POINT, "p").replace(DIGIT, "d"),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_shorter_fraction_is_filled_up_to_the_longest() {
        check("28.66", 2, "");
        check("28.6", 2, "d");
        check("26\u{a0}548", 1, "pd");
        check("\u{2212}3", 2, "pdd");
        check("约17", 1, "pd");
    }

    #[test]
    fn what_is_no_number_alone_is_left_as_it_is() {
        for text in ["–", "79th", "5.5\u{a0}billion", "15 October 2024", "", "68\u{a0}%"] {
            check(text, 2, "");
        }
    }
}
