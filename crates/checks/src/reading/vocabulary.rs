//! The unit words of a bundle in a language, and which units a word may stand for.

use std::collections::BTreeMap;

use interchange::CodeLists;

use crate::quantities::Lexicon;

/// How quantities are written in a language, and the words of the bundle's units.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    pub(super) lexicon: Lexicon,
    /// Words of units, longest first, with the units that they may stand for.
    words: Vec<(String, Vec<String>)>,
    /// Kinds of units by code.
    kinds: BTreeMap<String, String>,
}

impl Vocabulary {
    /// The vocabulary of a language by its lexicon and its code, and of a bundle's code lists.
    #[must_use]
    pub fn new(lexicon: Lexicon, code: &str, lists: &CodeLists) -> Self {
        let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut kinds = BTreeMap::new();
        for counter in &lexicon.counters {
            words.entry(counter.clone()).or_default();
        }
        for unit in lists.list("unit") {
            kinds.insert(unit.code.clone(), unit.parent.clone().unwrap_or_default());
            for word in unit.words.get(code).into_iter().flatten() {
                words.entry(word.clone()).or_default().push(unit.code.clone());
            }
        }
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        Self { lexicon, words, kinds }
    }

    /// The longest unit word or counter at the start of a text.
    pub(super) fn word_at(&self, text: &[char]) -> Option<&str> {
        self.words.iter().map(|(word, _)| word.as_str()).find(|word| starts_with_word(text, word))
    }

    /// The longest symbol behind a prefix at the start of a text, without the prefix.
    pub(super) fn prefixed_at(&self, text: &[char]) -> Option<&str> {
        let (prefix, rest) = text.split_first()?;
        self.lexicon.has_prefix(*prefix).then_some(())?;
        let symbols = self.lexicon.symbols_written();
        symbols.filter(|s| starts_with_word(rest, s)).max_by_key(|s| s.len())
    }

    /// How many characters unit words and symbols have at most, with a prefix and the character after.
    pub(super) fn longest(&self) -> usize {
        let words = self.words.iter().map(|(word, _)| word.as_str());
        let lengths = words.chain(self.lexicon.symbols_written()).map(|word| word.chars().count());
        lengths.max().unwrap_or(0).saturating_add(2)
    }

    /// The counter that a unit word starts with.
    pub(super) fn counter_of<'a>(&self, word: &'a str) -> Option<&'a str> {
        let counters = self.lexicon.counters.iter();
        let counter = counters.filter(|c| word.starts_with(c.as_str())).max_by_key(|c| c.len())?;
        word.get(..counter.len())
    }

    /// Whether there is such a unit.
    #[must_use]
    pub fn has_unit(&self, unit: &str) -> bool {
        self.kinds.contains_key(unit)
    }

    /// Whether a number read with this word may be a value in this unit.
    ///
    /// A unit's own code means that unit. A word means the units that have it; a bare counter any count; no word a ratio. A unit
    /// `X/Y` goes by the words of X, since texts say the `Y` elsewhere.
    #[must_use]
    pub fn accepts(&self, word: &str, unit: &str) -> bool {
        if word == unit {
            return true;
        }
        if word.is_empty() {
            return self.kind(unit) == "ratio";
        }
        let counted = self.lexicon.counters.iter().any(|c| c == word) && self.kind(unit) == "count";
        let upper = unit.rsplit_once('/').map_or(unit, |(upper, _)| upper);
        counted || self.means(word, unit) || self.means(word, upper)
    }

    /// Whether a number read with this word may be a count, of whatever it is.
    #[must_use]
    pub fn accepts_count(&self, word: &str) -> bool {
        let counts = self.kinds.iter().filter(|(_, kind)| *kind == "count");
        counts.into_iter().any(|(unit, _)| self.accepts(word, unit))
    }

    /// Whether a number read with this word is a measured quantity whatever stands around it: money, a share, a mass.
    #[must_use]
    pub fn is_measured(&self, word: &str) -> bool {
        let measured = |unit: &String| !matches!(self.kind(unit), "count" | "time" | "");
        self.words.iter().any(|(w, units)| w == word && units.iter().any(measured))
    }

    /// The kind of a unit: `count`, `share` …; empty for an unknown one.
    #[must_use]
    pub fn kind(&self, unit: &str) -> &str {
        self.kinds.get(unit).map_or("", String::as_str)
    }

    fn means(&self, word: &str, unit: &str) -> bool {
        self.words.iter().any(|(w, units)| w == word && units.iter().any(|u| u == unit))
    }
}

/// Whether a text starts with a word; a word that ends in a letter of the Latin script must end there in the text as well.
pub(super) fn starts_with_word(text: &[char], word: &str) -> bool {
    if !starts_with(text, word) {
        return false;
    }
    let ends_open = word.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
    let goes_on = text.get(word.chars().count()).is_some_and(char::is_ascii_alphanumeric);
    !(ends_open && goes_on)
}

/// Whether a text starts with a word.
pub(super) fn starts_with(text: &[char], word: &str) -> bool {
    let mut at = text.iter();
    word.chars().all(|c| at.next() == Some(&c))
}
