//! Numbers with the signs of a language: the decimal sign, and long ones in groups of three, so that people can read how large they are (SI
//! Brochure, section 5.4.4).

use std::borrow::Cow;
use std::fmt;

use figures::Figure;
use serde::Deserialize;

/// From how many digits on a number is grouped: a year and a price are not.
const LONG: usize = 5;

/// The signs of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signs {
    decimal: Cow<'static, str>,
    group: Cow<'static, str>,
    /// Between the ends of an interval.
    list: Cow<'static, str>,
}

/// Those of numbers in the findings of rules, whatever the language.
const PLAIN: Signs =
    Signs { decimal: Cow::Borrowed("."), group: Cow::Borrowed(" "), list: Cow::Borrowed(", ") };

impl Signs {
    /// A text whose numbers are in digits with a point, such as `-118000.5` or `[1.5, 2]`, with these signs.
    pub(crate) fn written(&self, text: &str) -> String {
        let mut made = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at(start);
            made.push_str(&before.replace(", ", &self.list));
            let (whole, after) = from.split_at(digits(from));
            self.push(&mut made, whole);
            let fraction = after.strip_prefix('.').map(|tail| tail.split_at(digits(tail)));
            rest = match fraction {
                Some((fraction, after)) if !fraction.is_empty() => {
                    made.push_str(&self.decimal);
                    made.push_str(fraction);
                    after
                }
                Some(_) | None => after,
            };
        }
        made + &rest.replace(", ", &self.list)
    }

    fn push(&self, made: &mut String, digits: &str) {
        for (at, digit) in digits.chars().enumerate() {
            let left = digits.len().saturating_sub(at);
            if at > 0 && left.is_multiple_of(3) && digits.len() >= LONG {
                made.push_str(&self.group);
            }
            made.push(digit);
        }
    }
}

/// How many bytes of digits a text begins with.
fn digits(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

/// A text whose whole numbers of five digits and more stand in groups of three; digits after a point stay together.
pub(crate) fn grouped(text: &impl fmt::Display) -> String {
    PLAIN.written(&text.to_string())
}

/// The value of a figure, grouped; empty where it has none.
pub(crate) fn value_of(figure: &Figure) -> String {
    figure.value.map(|value| grouped(&value.number.normalize())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_language_writes_numbers_with_its_own_signs() {
        let french = Signs { decimal: ",".into(), group: "_".into(), list: "; ".into() };
        for (text, expected) in [
            ("1775400000000000", "1_775_400_000_000_000"),
            ("≈8.547009 [8.1, 9]", "≈8,547009 [8,1; 9]"),
            ("(-∞, 99999)", "(-∞; 99_999)"),
            ("-118000.12345", "-118_000,12345"),
            ("2024", "2024"),
            ("5.", "5."),
            ("", ""),
        ] {
            assert_eq!(french.written(text), expected);
        }
    }
}
