//! The language of a draft: given, said by the file, or guessed by script and frequent words, or honestly unsure.

use super::model::{Draft, Kind};

/// Characters of a draft that are looked at.
const SAMPLE: usize = 20_000;

/// Fewer letters than these tell nothing.
const FEWEST: usize = 20;

/// The language of a draft and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// The file says so: `w:lang`, `html lang`.
    Said(String),
    /// Its script and words look so.
    Guessed(&'static str),
    /// It cannot be told; ask.
    Unsure,
}

impl Language {
    pub(super) fn unsure() -> Self {
        Self::Unsure
    }

    /// What a file says, cut to the language: `fr-CH` is `fr`. Empty or none is unsure.
    pub(super) fn said(tag: &str) -> Self {
        let code = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
        if known { Self::Said(code) } else { Self::Unsure }
    }

    /// The code of the language, if it is known or guessed.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Said(code) => Some(code),
            Self::Guessed(code) => Some(code),
            Self::Unsure => None,
        }
    }

    pub(super) fn is_unsure(&self) -> bool {
        matches!(self, Self::Unsure)
    }
}

/// Words that a language's running text cannot do without, and its neighbours hardly have.
const FREQUENT: [(&str, &[&str]); 3] = [
    ("en", &["the", "of", "and", "to", "in", "for", "with", "was", "were", "by", "is", "that"]),
    ("fr", &["le", "la", "les", "des", "et", "du", "dans", "pour", "une", "est", "au", "aux", "sur", "par"]),
    ("es", &["el", "la", "los", "las", "del", "y", "en", "para", "una", "por", "con", "que", "se", "al"]),
];

/// Guesses the language of what a draft says.
pub(super) fn guess(draft: &Draft) -> Language {
    let texts = draft.blocks.iter().filter(|b| !matches!(b.kind, Kind::Image)).map(|b| b.text.as_str());
    let (mut han, mut arabic, mut cyrillic, mut latin) = (0_usize, 0_usize, 0_usize, 0_usize);
    let sample: String = texts.flat_map(|t| t.chars().chain(std::iter::once(' '))).take(SAMPLE).collect();
    for c in sample.chars() {
        let counter = match c {
            '\u{4e00}'..='\u{9fff}' => &mut han,
            '\u{0620}'..='\u{064a}' => &mut arabic,
            '\u{0400}'..='\u{04ff}' => &mut cyrillic,
            c if c.is_alphabetic() && u32::from(c) < 0x250 => &mut latin,
            _ => continue,
        };
        *counter = counter.saturating_add(1);
    }
    let all = han.saturating_add(arabic).saturating_add(cyrillic).saturating_add(latin);
    // A character of Chinese says as much as three letters.
    if han.saturating_mul(3) >= FEWEST && han.saturating_mul(3) > all.saturating_sub(han) {
        return if kana(&sample) { Language::Unsure } else { Language::Guessed("zh") };
    }
    if all < FEWEST {
        return Language::Unsure;
    }
    if arabic.saturating_mul(2) > all {
        return if sample.contains(['پ', 'چ', 'گ', 'ٹ', 'ی']) {
            Language::Unsure
        } else {
            Language::Guessed("ar")
        };
    }
    if cyrillic.saturating_mul(2) > all {
        return if sample.contains(['і', 'ї', 'ў', 'ј', 'ѓ']) {
            Language::Unsure
        } else {
            Language::Guessed("ru")
        };
    }
    by_words(&sample)
}

fn kana(sample: &str) -> bool {
    sample.chars().filter(|c| ('\u{3040}'..='\u{30ff}').contains(c)).count() > FEWEST
}

/// The language whose frequent words are there, clearly more than another's.
fn by_words(sample: &str) -> Language {
    let lower = sample.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let mut counts: Vec<(usize, &'static str)> = FREQUENT
        .iter()
        .map(|(code, frequent)| (words.iter().filter(|w| frequent.contains(w)).count(), *code))
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    match counts.as_slice() {
        [(first, code), (second, _), ..]
            if *first >= 3
                && first.saturating_mul(2) >= second.saturating_mul(3)
                && first.saturating_mul(12) >= words.len() =>
        {
            Language::Guessed(code)
        }
        _ => Language::Unsure,
    }
}
