//! The numbers of a source text, each with its place in the document.

use crate::reading::{Amount, Token, Vocabulary, scan};

use super::periods::Periods;
use super::source_map::SourceMap;

/// A number of a source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The line, from 1.
    pub line: u32,
    /// The column, in characters from 1.
    pub column: u32,
    /// As written.
    pub text: String,
    /// What it amounts to, in the base unit.
    pub amount: Amount,
    /// The unit as read: a word of the text, or a unit's code where table or chart give it; empty where there is none.
    pub unit: String,
    /// The times that the source states for it; none of what is excepted, and where it states none.
    pub periods: Periods,
    /// The section of the document; empty before the first.
    pub section: String,
    /// The paragraph: the how-many-eth non-empty line of the section.
    pub paragraph: u32,
}

impl Number {
    /// Line and column.
    #[must_use]
    pub fn at(&self) -> (u32, u32) {
        (self.line, self.column)
    }
}

/// The numbers of a text, in order. A section's paragraphs go on counting where it goes on further below.
#[must_use]
pub fn extract(text: &str, map: &SourceMap, vocabulary: &Vocabulary) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut walk = map.walk();
    for (index, line) in text.split('\n').enumerate() {
        let line_number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        let is_empty = line.trim().is_empty();
        let (section, paragraph) = walk.step(line_number, is_empty);
        if is_empty {
            continue;
        }
        let chars = without_markup(line, map);
        for token in scan(&chars, vocabulary) {
            numbers.push(placed(token, line_number, section, paragraph, map));
        }
    }
    numbers
}

fn placed(token: Token, line: u32, section: &str, paragraph: u32, map: &SourceMap) -> Number {
    let column = u32::try_from(token.start).unwrap_or(u32::MAX).saturating_add(1);
    let (mut amount, mut unit) = (token.amount, token.unit);
    if let Some(context) = map.context(line, column).filter(|_| unit.is_empty()) {
        amount = amount.scaled(context.power);
        unit.clone_from(&context.unit);
    }
    if amount == Amount::None {
        unit.clear();
    }
    let excepted = map.exception((line, column)).is_some_and(|exception| exception.text == token.text);
    let periods = if excepted || amount == Amount::None {
        Periods::default()
    } else {
        map.periods(line, column).clone()
    };
    Number { line, column, text: token.text, amount, unit, periods, section: section.to_owned(), paragraph }
}

/// The characters of a line, with markup as blanks, so that columns stay what they are.
fn without_markup(line: &str, map: &SourceMap) -> Vec<char> {
    let mut rest = line;
    let mut chars = Vec::new();
    while let Some(next) = rest.chars().next() {
        match map.markup_at(rest) {
            Some(len) => {
                let (markup, tail) = rest.split_at(len);
                chars.extend(markup.chars().map(|_| ' '));
                rest = tail;
            }
            None => {
                chars.push(next);
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
            }
        }
    }
    chars
}
