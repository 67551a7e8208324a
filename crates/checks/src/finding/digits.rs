//! Long numbers in groups of three, so that people can read how large they are (SI Brochure, section 5.4.4).

use std::fmt;

/// From how many digits on a number is grouped: a year and a price are not.
const LONG: usize = 5;

/// A text whose whole numbers of five digits and more stand in groups of three; digits after a point stay together.
pub(crate) fn grouped(text: &impl fmt::Display) -> String {
    let text = text.to_string();
    let mut made = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        made.push_str(before);
        if digits.len() < LONG || before.ends_with('.') {
            made.push_str(digits);
        } else {
            push(&mut made, digits);
        }
        rest = after;
    }
    made + rest
}

fn push(made: &mut String, digits: &str) {
    for (i, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(i);
        if i > 0 && left.is_multiple_of(3) {
            made.push(' ');
        }
        made.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_are_grouped_and_nothing_else() {
        for (text, expected) in [
            ("1775400000000000", "1 775 400 000 000 000"),
            ("[28655000, 28665000] CHF", "[28 655 000, 28 665 000] CHF"),
            ("-118000", "-118 000"),
            ("2024", "2024"),
            ("0.1234567", "0.1234567"),
            ("12345.1234567", "12 345.1234567"),
            ("(-∞, 99999)", "(-∞, 99 999)"),
            ("", ""),
        ] {
            assert_eq!(grouped(&text), expected);
        }
    }
}
