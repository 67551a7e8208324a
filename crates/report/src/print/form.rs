//! Printing forms: what stands after `|` in a placeholder.

use std::str::FromStr;

use figures::Decimal;
use figures::value::{parse_decimal, power_of_ten};

/// How a figure or cell is to be printed; the default is the automatic form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The scale asked for.
    pub scale: Option<Scale>,
    /// How many digits after the point.
    pub digits: Option<u8>,
    /// A statement about the value in place of the value.
    pub statement: Option<Statement>,
    /// Another shape than digits with scale and unit.
    pub shape: Option<Shape>,
    /// Whether the first letter is in upper case.
    pub capital: bool,
}

/// A scale: a power of ten with a word or a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The power of ten.
    pub exponent: i32,
    /// Whether it is a prefix of the unit (kilo) instead of a word (thousand).
    pub prefix: bool,
}

impl Scale {
    const NAMES: [(&'static str, Self); 9] = [
        ("one", Self::word(0)),
        ("thousand", Self::word(3)),
        ("million", Self::word(6)),
        ("billion", Self::word(9)),
        ("trillion", Self::word(12)),
        ("kilo", Self::prefix(3)),
        ("mega", Self::prefix(6)),
        ("giga", Self::prefix(9)),
        ("tera", Self::prefix(12)),
    ];

    const fn word(exponent: i32) -> Self {
        Self { exponent, prefix: false }
    }

    const fn prefix(exponent: i32) -> Self {
        Self { exponent, prefix: true }
    }
}

/// What is said about a value; it must hold for all that the value may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// More than the number.
    Over(Decimal),
    /// The number or more.
    AtLeast(Decimal),
    /// Less than the number.
    Under(Decimal),
    /// A little less than the number.
    Nearly(Decimal),
    /// A little more than the number.
    JustOver(Decimal),
    /// Around the number; `None` is around the value as it prints.
    About(Option<Decimal>),
}

/// A shape other than digits with scale and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Digits without unit and scale.
    Plain,
    /// A small number in words.
    Words,
    /// A position in a series.
    Ordinal,
    /// A ratio as a percentage.
    Percent,
    /// A date as exact as it is known.
    Date,
    /// Month and year of a date.
    Month,
    /// The year of a date.
    Year,
    /// Day and month of a date.
    Day,
}

impl Shape {
    const NAMES: [(&'static str, Self); 8] = [
        ("plain", Self::Plain),
        ("words", Self::Words),
        ("ordinal", Self::Ordinal),
        ("percent", Self::Percent),
        ("date", Self::Date),
        ("month", Self::Month),
        ("year", Self::Year),
        ("day", Self::Day),
    ];
}

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// No such form.
    #[error(
        "`{0}` is not a printing form; write scale=…, digits=…, over 1e9, at-least, under, nearly, just-over, about, plain, words, ordinal, percent, date, month, year, day or capital"
    )]
    Unknown(String),
    /// No such scale.
    #[error(
        "`{0}` is not a scale; write one, thousand, million, billion, trillion, kilo, mega, giga or tera"
    )]
    Scale(String),
    /// Not a number of digits.
    #[error("`{0}` is not a number of digits; write 0 to 9")]
    Digits(String),
    /// A statement without its number.
    #[error("`{0}` needs a number; write it as in `{0} 1e9`")]
    NoNumber(String),
    /// Two forms that exclude each other.
    #[error("`{0}` cannot stand with what is before it; leave one of them out")]
    Twice(String),
}

impl FromStr for Form {
    type Err = FormError;

    fn from_str(text: &str) -> Result<Self, FormError> {
        let mut form = Self::default();
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let number = words.peek().and_then(|next| number(next));
            if form.read(word, number)? {
                words.next();
            }
        }
        Ok(form)
    }
}

impl Form {
    /// Reads one word; whether it took the number after it.
    fn read(&mut self, word: &str, number: Option<Decimal>) -> Result<bool, FormError> {
        if let Some(name) = word.strip_prefix("scale=") {
            let scale = Scale::NAMES.iter().find(|(n, _)| *n == name).map(|(_, s)| *s);
            let scale = scale.ok_or_else(|| FormError::Scale(name.to_owned()))?;
            return set(&mut self.scale, scale, word).map(|()| false);
        }
        if let Some(digits) = word.strip_prefix("digits=") {
            let digits = digits.parse().ok().filter(|d| *d <= 9);
            let digits = digits.ok_or_else(|| FormError::Digits(word.to_owned()))?;
            return set(&mut self.digits, digits, word).map(|()| false);
        }
        if word == "capital" {
            self.capital = true;
            return Ok(false);
        }
        if let Some((_, shape)) = Shape::NAMES.iter().find(|(n, _)| *n == word) {
            self.alone(word)?;
            return set(&mut self.shape, *shape, word).map(|()| false);
        }
        let statement = statement(word, number)?;
        self.alone(word)?;
        set(&mut self.statement, statement, word).map(|()| number.is_some())
    }

    /// Of shapes and statements only one can stand in a form.
    fn alone(&self, word: &str) -> Result<(), FormError> {
        let free = self.shape.is_none() && self.statement.is_none();
        if free { Ok(()) } else { Err(FormError::Twice(word.to_owned())) }
    }
}

fn set<T>(slot: &mut Option<T>, value: T, word: &str) -> Result<(), FormError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(FormError::Twice(word.to_owned())),
    }
}

fn statement(word: &str, number: Option<Decimal>) -> Result<Statement, FormError> {
    let needed = || number.ok_or_else(|| FormError::NoNumber(word.to_owned()));
    match word {
        "over" | "more-than" => needed().map(Statement::Over),
        "at-least" => needed().map(Statement::AtLeast),
        "under" | "less-than" => needed().map(Statement::Under),
        "nearly" | "just-under" => needed().map(Statement::Nearly),
        "just-over" => needed().map(Statement::JustOver),
        "about" => Ok(Statement::About(number)),
        _ => Err(FormError::Unknown(word.to_owned())),
    }
}

/// A number of a form: `100`, `5.5e9`.
fn number(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|e| (-9..=15).contains(e))?;
    parse_decimal(mantissa).ok()?.checked_mul(power_of_ten(exponent)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn refused(text: &str, expected: &FormError) {
        assert_eq!(text.parse::<Form>().as_ref(), Err(expected), "{text}");
    }

    #[test]
    fn forms_are_words_in_any_order() {
        let form: Form = "digits=1 scale=thousand".parse().expect("a form");
        assert_eq!((form.scale, form.digits), (Some(Scale::word(3)), Some(1)));
        let over: Form = "over 5.5e9 capital".parse().expect("a form");
        assert_eq!(over.statement, Some(Statement::Over(Decimal::from(5_500_000_000_i64))));
        assert!(over.capital);
        assert_eq!("about".parse::<Form>().expect("a form").statement, Some(Statement::About(None)));
        assert_eq!("".parse(), Ok(Form::default()));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        refused("bold", &FormError::Unknown("bold".into()));
        refused("scale=lakh", &FormError::Scale("lakh".into()));
        refused("digits=12", &FormError::Digits("digits=12".into()));
        refused("over", &FormError::NoNumber("over".into()));
        refused("over many", &FormError::NoNumber("over".into()));
        refused("words plain", &FormError::Twice("plain".into()));
        refused("scale=one scale=one", &FormError::Twice("scale=one".into()));
        refused("1e9", &FormError::Unknown("1e9".into()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<Form>();
        }
    }
}
