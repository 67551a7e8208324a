//! Walks a line and takes out its numbers.

use super::amount::Amount;
use super::numeral::{Numeral, digit, in_digits, in_words};
use super::suffix::{self, Suffix};
use super::vocabulary::{Vocabulary, starts_with};

/// A number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it starts, in characters from 0.
    pub start: usize,
    /// The number as written, without scale and unit.
    pub text: String,
    /// What it amounts to in the base unit.
    pub amount: Amount,
    /// The unit as written, without prefix; empty where none follows.
    pub unit: String,
}

/// The numbers of a line, in order and without overlaps.
#[must_use]
pub fn scan(line: &[char], vocabulary: &Vocabulary) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0_usize;
    while let Some(rest) = line.get(at..).filter(|r| !r.is_empty()) {
        match token(line, at, rest, vocabulary) {
            Some(token) => {
                at = at.saturating_add(token.text.chars().count());
                tokens.push(token);
            }
            None => at = at.saturating_add(1),
        }
    }
    tokens
}

/// What a number as written amounts to by itself, without scale and unit; nothing unless the whole text is one number.
#[must_use]
pub fn amount_alone(text: &str, vocabulary: &Vocabulary) -> Option<Amount> {
    let chars: Vec<char> = text.chars().collect();
    let language = &vocabulary.language;
    let digits = chars.strip_prefix(&['-']).unwrap_or(&chars);
    let numeral = phrase(&chars, vocabulary).or_else(|| in_words(&chars, language));
    let whole = numeral.filter(|n| n.len == chars.len());
    let whole = whole.or_else(|| in_digits(digits, language).filter(|n| n.len == digits.len()))?;
    let negative = digits.len() < chars.len();
    Some(match whole.amount {
        Amount::Exact(number) if negative => Amount::Exact(-number),
        Amount::Exact(_) | Amount::Fraction(..) | Amount::None => whole.amount,
    })
}

fn token(line: &[char], at: usize, rest: &[char], vocabulary: &Vocabulary) -> Option<Token> {
    let language = &vocabulary.language;
    if let Some(numeral) = phrase(rest, vocabulary) {
        return Some(made(at, rest, numeral, String::new()));
    }
    let sign = usize::from(is_minus(line, at));
    let digits = rest.get(sign..)?;
    if let Some(mut numeral) = in_digits(digits, language) {
        let suffix = suffix(line, at, digits.get(numeral.len..)?, vocabulary);
        numeral.amount = numeral.amount.scaled(suffix.power);
        if let (1, Amount::Exact(number)) = (sign, numeral.amount) {
            numeral.amount = Amount::Exact(-number);
        }
        numeral.len = numeral.len.saturating_add(sign);
        return Some(made(at, rest, numeral, suffix.unit));
    }
    let numeral = in_words(rest, language)?;
    let suffix = suffix(line, at, rest.get(numeral.len..)?, vocabulary);
    let is_fraction = matches!(numeral.amount, Amount::Fraction(..));
    (is_fraction || !suffix.unit.is_empty()).then(|| made(at, rest, numeral, suffix.unit))
}

/// What follows a number. An ordinal counts places in a series, not what stands after the counter.
fn suffix(line: &[char], at: usize, after: &[char], vocabulary: &Vocabulary) -> Suffix {
    let mut suffix = suffix::read(after, vocabulary);
    let ordinal = &vocabulary.language.words.ordinal;
    let before = line.get(..at).unwrap_or_default();
    if !ordinal.is_empty() && before.ends_with(&ordinal.chars().collect::<Vec<_>>()) {
        let counter = vocabulary.counter_of(&suffix.unit).map(str::to_owned);
        suffix.unit = counter.unwrap_or(suffix.unit);
    }
    suffix
}

fn made(start: usize, rest: &[char], numeral: Numeral, unit: String) -> Token {
    let text = rest.iter().take(numeral.len).collect();
    Token { start, text, amount: numeral.amount, unit }
}

/// The longest phrase at the start of a text.
fn phrase(text: &[char], vocabulary: &Vocabulary) -> Option<Numeral> {
    let phrases = vocabulary.language.phrases.iter().filter(|(w, _)| starts_with(text, w));
    let (word, (numerator, denominator)) = phrases.max_by_key(|(w, _)| w.len())?;
    let amount = match denominator {
        1 => Amount::Exact((*numerator).into()),
        _ => Amount::Fraction(*numerator, *denominator),
    };
    Some(Numeral { len: word.chars().count(), amount })
}

/// Whether a minus sign stands here: before a digit, and not between letters or digits, where it is a hyphen.
fn is_minus(line: &[char], at: usize) -> bool {
    let sign = line.get(at) == Some(&'-');
    let digit_after = line.get(at.saturating_add(1)).is_some_and(|c| digit(*c).is_some());
    let before = at.checked_sub(1).and_then(|i| line.get(i));
    sign && digit_after && before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '（' | '：' | ':'))
}
