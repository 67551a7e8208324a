//! The numbers of a line with the unit words of a bundle.

use super::amount::Amount;
use super::vocabulary::Vocabulary;
use crate::quantities::{self, Plain};

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

/// The numbers of a line, in order and without overlaps. Words count from two upwards, and only with what they count.
#[must_use]
pub fn scan(line: &[char], vocabulary: &Vocabulary) -> Vec<Token> {
    let text: String = line.iter().collect();
    let (mut at, mut start) = (0_usize, 0_usize);
    let mut tokens = Vec::new();
    for plain in quantities::numbers(&text, &vocabulary.lexicon) {
        start += text.get(at..plain.span.start).map_or(0, |before| before.chars().count());
        at = plain.span.start;
        let Some(written) = text.get(plain.span.clone()) else { continue };
        let unit = unit(&text, &plain, vocabulary);
        if stands(written, &plain, &unit) {
            tokens.push(Token { start, text: written.to_owned(), amount: plain.amount, unit });
        }
    }
    tokens
}

/// What a number as written amounts to by itself, without scale and unit; nothing unless the whole text is one number.
#[must_use]
pub fn amount_alone(text: &str, vocabulary: &Vocabulary) -> Option<Amount> {
    quantities::alone(text, &vocabulary.lexicon)
}

fn stands(written: &str, plain: &Plain, unit: &str) -> bool {
    let in_words = !written.chars().any(char::is_numeric);
    match plain.amount {
        Amount::Exact(number) if in_words && plain.unit_at.is_some() => {
            number >= figures::Decimal::TWO && !unit.is_empty()
        }
        Amount::Exact(_) | Amount::Fraction(..) | Amount::None => true,
    }
}

/// The longest unit word or counter that follows. An ordinal counts places in a series, not what stands after the counter.
fn unit(text: &str, plain: &Plain, vocabulary: &Vocabulary) -> String {
    if let Some(before) = plain.unit_before.clone().and_then(|span| text.get(span)) {
        return before.to_owned();
    }
    // The longest word has few characters, so that a long line is not copied for each of its numbers.
    let after = plain.unit_at.and_then(|at| text.get(at..)).unwrap_or_default();
    let after: Vec<char> = after.chars().take(vocabulary.longest()).collect();
    let word = vocabulary.prefixed_at(&after).or_else(|| vocabulary.word_at(&after)).unwrap_or_default();
    let counter = if plain.is_ordinal { vocabulary.counter_of(word) } else { None };
    counter.unwrap_or(word).to_owned()
}
