//! What follows a number: words that do not change it, scale, prefix and unit.

use super::numeral::in_digits;
use super::vocabulary::{Vocabulary, starts_with};

/// What follows a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Suffix {
    /// The power of ten that scale word and prefix make.
    pub(super) power: i32,
    /// The unit as written, without its prefix; empty where none follows.
    pub(super) unit: String,
}

impl Suffix {
    fn is_empty(&self) -> bool {
        self.power == 0 && self.unit.is_empty()
    }
}

/// Reads what follows a number. The first end of a range takes scale and unit of the second.
pub(super) fn read(text: &[char], vocabulary: &Vocabulary) -> Suffix {
    let own = direct(text, vocabulary);
    if own.is_empty() { of_range(text, vocabulary).unwrap_or(own) } else { own }
}

fn of_range(text: &[char], vocabulary: &Vocabulary) -> Option<Suffix> {
    let language = &vocabulary.language;
    let connector = language.words.ranges.iter().find(|w| starts_with(text, w))?;
    let second = text.get(connector.chars().count()..)?;
    let numeral = in_digits(second, language)?;
    Some(direct(second.get(numeral.len..)?, vocabulary))
}

fn direct(text: &[char], vocabulary: &Vocabulary) -> Suffix {
    let language = &vocabulary.language;
    let text = after_between(text, vocabulary);
    let scale = language.scales.iter().filter(|(w, _)| starts_with(text, w)).max_by_key(|(w, _)| w.len());
    let (text, power) = match scale {
        Some((word, power)) => (text.get(word.chars().count()..).unwrap_or_default(), *power),
        None => (text, 0),
    };
    let text = after_spaces(after_between(text, vocabulary));
    if let Some((prefix, unit)) = prefixed(text, vocabulary) {
        return Suffix { power: power.saturating_add(prefix), unit };
    }
    Suffix { power, unit: vocabulary.word_at(text).unwrap_or_default().to_owned() }
}

fn prefixed(text: &[char], vocabulary: &Vocabulary) -> Option<(i32, String)> {
    let power = vocabulary.language.prefixes.get(text.first()?)?;
    let symbol = vocabulary.symbol_at(text.get(1..)?)?;
    Some((*power, symbol.to_owned()))
}

fn after_between<'a>(text: &'a [char], vocabulary: &Vocabulary) -> &'a [char] {
    let word = vocabulary.language.words.between.iter().find(|w| starts_with(text, w));
    word.and_then(|w| text.get(w.chars().count()..)).unwrap_or(text)
}

fn after_spaces(text: &[char]) -> &[char] {
    let spaces = text.iter().take_while(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')).count();
    text.get(spaces..).unwrap_or_default()
}
