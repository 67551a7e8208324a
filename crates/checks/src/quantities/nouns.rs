//! The content words around mentions, by which a mention is matched with what figures are called.

use super::lexicon::Lexicon;
use super::mention::Mention;
use super::sense::Sense;
use super::text::{Lexemes, Sort};

/// How many lexemes are looked at to each side of a mention.
const REACH: usize = 24;

/// For each mention of a text the content words of the clause around it: folded, without words that state nothing of their
/// own, endings cut simply; of Chinese text the pairs of neighbouring characters. In the order of the text, each once.
#[must_use]
pub fn nouns_near(text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Vec<String>> {
    let lexemes = Lexemes::of(text);
    let mut at = 0;
    let mut nouns = Vec::new();
    for mention in mentions {
        while lexemes.get(at).is_some_and(|l| l.end <= mention.span.start) {
            at += 1;
        }
        nouns.push(around(&lexemes, at, lexicon));
    }
    nouns
}

fn around(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Vec<String> {
    let mut from = at;
    while from > 0 && at - from < REACH && !ends_clause(text, from - 1) {
        from -= 1;
    }
    let clause_end = (at.saturating_add(1)..at.saturating_add(REACH)).find(|place| ends_clause(text, *place));
    gathered(text, from, clause_end.unwrap_or(at.saturating_add(REACH)), lexicon)
}

/// The content words of a whole text, such as a label: folded and cut as those near a mention.
pub(crate) fn content_words(text: &str, lexicon: &Lexicon) -> Vec<String> {
    gathered(&Lexemes::of(text), 0, REACH.saturating_mul(2), lexicon)
}

fn gathered(text: &Lexemes<'_>, from: usize, to: usize, lexicon: &Lexicon) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut place = from;
    while place < to && place < text.len() {
        if let Some(len) = empty_words(text, place, lexicon) {
            place += len;
            continue;
        }
        let word = match text.sort(place) {
            Some(Sort::Letters) => Some(stem(text.key(place))),
            Some(Sort::Ideograph) if text.sort(place + 1) == Some(Sort::Ideograph) => {
                Some(format!("{}{}", text.key(place), text.key(place + 1)))
            }
            Some(Sort::Ideograph | Sort::Digits | Sort::Raised | Sort::Sign) | None => None,
        };
        if let Some(word) = word.filter(|w| w.chars().count() > 1 && !words.contains(w)) {
            words.push(word);
        }
        place += 1;
    }
    words
}

/// The length of a phrase that says nothing of what is counted: numbers, limits, scales, words of change and time.
pub(super) fn empty_words(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<usize> {
    let found = lexicon.find(text, at, |sense| match sense {
        Sense::Unit(_)
        | Sense::Label(_)
        | Sense::LabelAfter(_)
        | Sense::Shield
        | Sense::Joint(_)
        | Sense::Comparative
        | Sense::Relative => None,
        Sense::Small(_)
        | Sense::Power(_)
        | Sense::OneAndHalf
        | Sense::AndHalf
        | Sense::Joiner(_)
        | Sense::Scale(_)
        | Sense::Attached(_)
        | Sense::Fraction(..)
        | Sense::Denominator(_)
        | Sense::Over
        | Sense::Multiple(..)
        | Sense::Times
        | Sense::Vague(..)
        | Sense::Before(_)
        | Sense::After(_)
        | Sense::UnitBefore(_)
        | Sense::Filler
        | Sense::Between
        | Sense::PairedAnd
        | Sense::Open
        | Sense::OpenPair
        | Sense::Change(..)
        | Sense::ChangeAfter(_)
        | Sense::Relation(_)
        | Sense::RelationAfter(_)
        | Sense::Year
        | Sense::MonthMark
        | Sense::DayMark
        | Sense::Month(_)
        | Sense::DateFiller
        | Sense::OrdinalBefore
        | Sense::OrdinalAfter
        | Sense::Ordinal(_)
        | Sense::Article
        | Sense::Per
        | Sense::Of
        | Sense::Stop => Some(()),
    });
    // One ideograph that counts or scales is as often part of a word: 项目, 大会.
    let is_part = |len: usize| len == 1 && text.sort(at) == Some(Sort::Ideograph);
    let (len, ()) = found?;
    if is_part(len) { lexicon.is(text, at, &Sense::Stop) } else { Some(len) }
}

fn ends_clause(text: &Lexemes<'_>, at: usize) -> bool {
    let next_is_digit = text.is_digits(at + 1) && text.touches(at + 1);
    match text.key(at) {
        "." | "," => !next_is_digit,
        "。" | ";" | "؛" | "!" | "?" | "؟" => true,
        _ => false,
    }
}

/// A word without its commonest endings: the plural's s, a Russian case, the Arabic article.
fn stem(word: &str) -> String {
    let bare = word.strip_prefix("وال").or_else(|| word.strip_prefix("ال")).unwrap_or(word);
    let first = bare.chars().next().unwrap_or_default();
    let (endings, least): (&[&str], usize) = match first {
        'а'..='я' => (
            &[
                "ами", "ями", "ого", "его", "ых", "их", "ов", "ев", "ей", "ам", "ям", "ах", "ях", "ом", "ем",
                "ы", "и", "а", "я", "у", "ю", "е", "о", "ь", "й",
            ],
            4,
        ),
        'a'..='z' | 'à'..='ÿ' => (&["es", "s", "e"], 4),
        _ => (&["ات", "ين", "ون", "ة"], 3),
    };
    let cut = endings.iter().find_map(|e| bare.strip_suffix(e).filter(|rest| rest.chars().count() >= least));
    cut.unwrap_or(bare).to_owned()
}
