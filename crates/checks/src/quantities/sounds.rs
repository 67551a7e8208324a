//! What words sound like, so that names and learned words of a text are found in a text of another language.
//!
//! Only consonants count, and only roughly (`data/sounds.toml`): a word is known by the first few of them. It tells nothing of Chinese, and
//! little by itself: two words of one sound are no proof that they are one.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::nouns::empty_words;
use super::text::{Lexemes, Sort};

/// A word is known by so many consonants; one that has fewer by none.
const CONSONANTS: usize = 4;

#[derive(Default, Deserialize)]
struct Table {
    sounds: HashMap<char, String>,
    other: HashMap<String, String>,
}

/// How letters sound.
struct Letters {
    sounds: HashMap<char, char>,
    /// Before these c is soft.
    soft: String,
    /// What is written to the start of a word and is none of it.
    articles: Vec<String>,
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    // A table that does not read leaves nothing to compare by; a test reads it.
    let table: Table = toml::from_str(include_str!("../../data/sounds.toml")).unwrap_or_default();
    let letters =
        table.sounds.iter().flat_map(|(sound, letters)| letters.chars().map(|letter| (letter, *sound)));
    let other = |key: &str| table.other.get(key).cloned().unwrap_or_default();
    let articles = other("articles").split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    Letters { sounds: letters.collect(), soft: other("soft"), articles }
});

/// The words of a text that have a sound, each with its bytes; those that state nothing by themselves have none.
pub(crate) fn sounds(text: &str, lexicon: &Lexicon) -> Vec<(Range<usize>, String)> {
    let lexemes = Lexemes::of(text);
    let mut found = Vec::new();
    let mut at = 0_usize;
    while at < lexemes.len() {
        if let Some(len) = empty_words(&lexemes, at, lexicon) {
            at = at.saturating_add(len.max(1));
            continue;
        }
        let word = (lexemes.sort(at) == Some(Sort::Letters)).then(|| lexemes.key(at));
        found.extend(word.and_then(sound).map(|sound| (lexemes.span(at, at.saturating_add(1)), sound)));
        at = at.saturating_add(1);
    }
    found
}

/// The first consonants of a word.
fn sound(word: &str) -> Option<String> {
    let Letters { sounds, soft, articles } = &*LETTERS;
    let word = articles.iter().find_map(|article| word.strip_prefix(article.as_str())).unwrap_or(word);
    let mut sound = String::new();
    let mut chars = word.chars().flat_map(char::to_lowercase).peekable();
    let (mut count, mut last) = (0_usize, None);
    while let Some(c) = chars.next() {
        let heard = match (c, chars.peek()) {
            ('c', Some(next)) if soft.contains(*next) => Some('s'),
            ('p', Some('h')) => Some('f'),
            _ => sounds.get(&c).copied(),
        };
        if heard.is_some() && heard != last {
            sound.extend(heard);
            count = count.saturating_add(1);
        }
        last = heard;
        if count == CONSONANTS {
            return Some(sound);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sound_alike_in_three_alphabets() {
        for words in [
            ["Polynesia", "Polynésie", "Полинезии", "بولينيزيا"],
            ["Micronesia", "Micronésie", "Микронезия", "ميكرونيزيا"],
            ["universities", "universités", "университеты", "universidades"],
            ["Melanesia", "Mélanésie", "Меланезии", "ميلانيزيا"],
        ] {
            let heard: Vec<Option<String>> = words.iter().map(|word| sound(word)).collect();
            assert!(heard.iter().all(|sound| sound.is_some() && *sound == heard[0]), "{words:?}: {heard:?}");
        }
    }

    #[test]
    fn words_that_state_nothing_and_chinese_have_no_sound() {
        let heard = |language: &str, text: &str| {
            let lexicon = Lexicon::new(language, &interchange::CodeLists::default()).expect("a language");
            sounds(text, &lexicon).len()
        };
        assert_eq!(heard("en", "three million or more in the year"), 0);
        assert_eq!(heard("zh", "网络"), 0);
        assert_eq!(heard("en", "61 in Polynesia and 22 in Melanesia"), 2);
    }
}
