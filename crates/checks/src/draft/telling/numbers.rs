//! Numbers with the signs of a language: the decimal sign, and long ones in groups of three (SI Brochure, section 5.4.4).

use serde::Deserialize;

/// From how many digits on a number is grouped: a year and a price are not.
const LONG: usize = 5;

/// The signs of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    decimal: String,
    group: String,
    /// Between the ends of an interval.
    list: String,
}

impl Numbers {
    /// A text whose numbers are in digits with a point, such as `-118000.5` or `[1.5, 2]`, with these signs.
    pub(super) fn written(&self, text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_writes_numbers_with_its_own_signs() {
        let french = Numbers { decimal: ",".into(), group: "_".into(), list: "; ".into() };
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
