//! Concepts: what words of six languages mean alike, so that texts in two languages can be told to speak of the same thing.
//!
//! The words are data (`data/concepts.toml`), one table for each concept. They are read once, when the first draft asks for them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::Lexicon;
use super::phrases::Phrases;
use super::text::{Gap, Lexemes, Sort};

/// Each concept with its phrases by language.
type Table = BTreeMap<String, BTreeMap<String, String>>;

/// Phrases of a language with the concepts that they name.
type Words = Phrases<Concept>;

static WORDS: LazyLock<BTreeMap<String, Words>> = LazyLock::new(|| {
    // A table that does not read leaves nothing to compare by; a test reads it.
    let table: Table = toml::from_str(include_str!("../../data/concepts.toml")).unwrap_or_default();
    let mut words: BTreeMap<String, Words> = BTreeMap::new();
    for (place, phrases) in table.values().enumerate() {
        let Ok(place) = u16::try_from(place) else { break };
        for (language, phrases) in phrases {
            let tree = words.entry(language.clone()).or_default();
            phrases.split('|').for_each(|phrase| tree.add(phrase, Concept(place)));
        }
    }
    words
});

/// Something that a report speaks of: women, towns, a signed agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Concept(u16);

/// A piece of a text that tells which number its words belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Piece {
    /// Words that join numbers: and, of which.
    Joint,
    /// An "and".
    And,
    /// Words behind which stands what a number is told against: compared with.
    Than,
    /// A comma.
    Comma,
    /// A semicolon, a bracket, or the border of a cell.
    Part,
    /// The end of a sentence.
    End,
    /// Words that name a concept.
    Concept(Concept),
}

/// The concepts that a text names and what parts it, each with its bytes, in its order; the longest words at a place win.
pub(crate) fn pieces(text: &str, lexicon: &Lexicon) -> Vec<(Range<usize>, Piece)> {
    let lexemes = Lexemes::of(text);
    let words = WORDS.get(lexicon.language());
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(lexeme) = lexemes.get(at) {
        if lexeme.gap == Gap::Break {
            pieces.push((lexeme.start..lexeme.start, Piece::Part));
        }
        let concept =
            words.and_then(|words| words.find(&lexemes, at, lexicon.proclitics(), |concept| Some(*concept)));
        let (len, piece) = match concept {
            Some((len, concept)) => (len.max(1), Some(Piece::Concept(concept))),
            None => parting(&lexemes, at, lexicon),
        };
        pieces.extend(piece.map(|piece| (lexemes.span(at, at.saturating_add(len)), piece)));
        at = at.saturating_add(len);
    }
    pieces
}

/// The concepts that a text names, each with its bytes.
pub(crate) fn concepts(text: &str, lexicon: &Lexicon) -> Vec<(Range<usize>, Concept)> {
    let named = pieces(text, lexicon).into_iter().filter_map(|(place, piece)| match piece {
        Piece::Concept(concept) => Some((place, concept)),
        Piece::Joint | Piece::And | Piece::Than | Piece::Comma | Piece::Part | Piece::End => None,
    });
    named.collect()
}

/// Whether digits stand directly before and behind.
fn touches_digits(text: &Lexemes<'_>, at: usize) -> bool {
    let next = at.saturating_add(1);
    let before = at.checked_sub(1).is_some_and(|before| text.is_digits(before)) && text.touches(at);
    before && text.is_digits(next) && text.touches(next)
}

fn parting(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> (usize, Option<Piece>) {
    let sign = match text.key(at) {
        // Within a number they part nothing; wide signs stand in none.
        "." | "," if text.written(at).is_ascii() && touches_digits(text, at) => None,
        "," | "、" => Some(Piece::Comma),
        ";" | "؛" | "(" | ")" | "[" | "]" | "«" | "»" => Some(Piece::Part),
        "." | "。" | "!" | "?" | "؟" => Some(Piece::End),
        _ => None,
    };
    if sign.is_some() || text.sort(at) == Some(Sort::Sign) {
        return (1, sign);
    }
    lexicon.joining(text, at).map_or((1, None), |(len, piece)| (len.max(1), Some(piece)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use interchange::CodeLists;

    use super::*;

    const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

    fn table() -> Table {
        toml::from_str(include_str!("../../data/concepts.toml")).expect("a table")
    }

    #[test]
    fn every_concept_has_words_in_six_languages() {
        for (concept, phrases) in table() {
            let languages: Vec<&str> = phrases.keys().map(String::as_str).collect();
            for language in LANGUAGES {
                assert!(languages.contains(&language), "{concept} has no words in {language}");
            }
            assert_eq!(languages.len(), LANGUAGES.len(), "{concept}: {languages:?}");
            let empty =
                phrases.values().flat_map(|words| words.split('|')).any(|word| word.trim().is_empty());
            assert!(!empty, "{concept} has empty words");
        }
    }

    #[test]
    fn no_words_name_two_concepts() {
        let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
        for (concept, phrases) in table() {
            for (language, words) in phrases {
                for word in words.split('|') {
                    let other = seen.insert((language.clone(), word.to_owned()), concept.clone());
                    assert_eq!(other, None, "{language}: `{word}` names {concept} too");
                }
            }
        }
    }

    #[test]
    fn sentences_of_six_languages_name_the_same_concepts() {
        let sentences = [
            ("en", "In urban areas women signed agreements"),
            ("fr", "Dans les villes les femmes ont signé des accords"),
            ("es", "En las ciudades las mujeres firmaron acuerdos"),
            ("ru", "В городах женщины подписали соглашения"),
            ("zh", "城市的妇女签署了协议"),
            ("ar", "في المدن وقعت النساء اتفاقات"),
        ];
        let concepts = sentences.map(|(language, text)| {
            let lexicon = Lexicon::new(language, &CodeLists::default()).expect("a language");
            let mut found: Vec<Concept> = pieces(text, &lexicon)
                .into_iter()
                .filter_map(
                    |(_, piece)| if let Piece::Concept(concept) = piece { Some(concept) } else { None },
                )
                .collect();
            found.sort_unstable();
            (language, found)
        });
        for (language, found) in &concepts {
            assert_eq!(found, &concepts[0].1, "{language}");
            assert!(found.len() >= 3, "{language}: {found:?}");
        }
    }
}
