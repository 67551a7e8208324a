//! The words of a language around quantities: a table of data, and the phrases of the bundle's units.

use std::collections::{BTreeMap, HashSet};

use figures::Bound;
use interchange::CodeLists;
use serde::Deserialize;

use super::concepts::Piece;
use super::joint::Joint;
use super::mention::{Direction, Relation, Role};
use super::phrases::Phrases;
use super::sense::{Sense, sense};
use super::text::{Lexemes, keys_of};

/// How many lexemes before a "than" its comparative stands at most.
const COMPARED: usize = 8;

/// The tables that are compiled in; a language is added by its table and its line here.
const TABLES: [(&str, &str); 6] = [
    ("en", include_str!("../../data/quantities/en.toml")),
    ("fr", include_str!("../../data/quantities/fr.toml")),
    ("es", include_str!("../../data/quantities/es.toml")),
    ("ru", include_str!("../../data/quantities/ru.toml")),
    ("zh", include_str!("../../data/quantities/zh.toml")),
    ("ar", include_str!("../../data/quantities/ar.toml")),
];

/// Why there is no lexicon for a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LexiconError {
    /// There is none.
    #[error("no table says how quantities are written in `{0}`; known are: {known}", known = Lexicon::languages().collect::<Vec<_>>().join(", "))]
    Unknown(String),
    /// The table does not read.
    #[error("the table of `{0}` does not read: {1}")]
    Broken(String, String),
}

/// How digits are put together in a language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Habits {
    /// Signs between groups of three digits, besides spaces.
    pub(super) groups: String,
    /// Decimal signs.
    pub(super) points: String,
    /// Below this power of ten a word multiplies what stands directly before it only (hundred, 百).
    pub(super) big: u32,
    /// Whether digits in words may be put side by side (二〇二四).
    pub(super) positional: bool,
    /// Up to which number the units may follow the tens (fr soixante-dix-sept: 19).
    pub(super) after_ten: u32,
    /// Whether a number in words counts only where a unit follows.
    pub(super) words_need_unit: bool,
    /// Whether names of months have a capital.
    pub(super) capital_months: bool,
    /// What may be written to the start of a word.
    #[serde(default)]
    pub(super) proclitics: Vec<String>,
    /// Whether "by three times" adds three times the value before to it (增长了三倍).
    #[serde(default)]
    pub(super) times_add: bool,
    /// Whether a subject stands behind its verb as a rule.
    #[serde(default)]
    pub(super) verb_first: bool,
}

/// A word of magnitude that is written for another one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slip {
    /// What is written, with its other forms between bars.
    pub(crate) written: String,
    /// What is meant.
    pub(crate) meant: String,
    /// By which power of ten what is meant is larger.
    pub(crate) power: i32,
}

/// What a phrase of change says of the next number, and where it leads.
pub(super) type SaidChange = (Option<Role>, Option<Direction>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    habits: Habits,
    words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    slip: Vec<Slip>,
}

/// The words of a language and of a bundle's units.
#[derive(Clone, Debug)]
pub struct Lexicon {
    language: String,
    pub(super) habits: Habits,
    phrases: Phrases<Sense>,
    /// Symbols that take a prefix: as written, as lexemes, and their units.
    pub(super) symbols: Vec<(String, Vec<String>, String)>,
    /// Prefixes of symbols, as they are written: k, G.
    pub(super) prefixes: BTreeMap<String, i32>,
    /// Prefixes of units in words, folded: kilo, giga.
    pub(super) prefix_words: Vec<(String, i32)>,
    /// What joins two ends behind "between": and.
    ands: Vec<String>,
    /// What counts anything: 个, 项.
    pub(crate) counters: Vec<String>,
    /// Codes of units that are measured, not counted.
    measured: HashSet<String>,
    /// Codes of units of time.
    times: HashSet<String>,
    /// Words of magnitude that are confused.
    slips: Vec<Slip>,
}

impl Lexicon {
    /// The codes of the languages that there are tables for.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        TABLES.iter().map(|(code, _)| *code)
    }

    /// The lexicon of a language, with the unit words that the bundle's code lists have for it.
    ///
    /// # Errors
    /// [`LexiconError`] when there is no table for the language, or the table does not read.
    pub fn new(code: &str, lists: &CodeLists) -> Result<Self, LexiconError> {
        let Some((_, text)) = TABLES.iter().find(|(known, _)| *known == code) else {
            return Err(LexiconError::Unknown(code.to_owned()));
        };
        let broken = |what: String| LexiconError::Broken(code.to_owned(), what);
        let table: Table = toml::from_str(text).map_err(|e| broken(e.message().to_owned()))?;
        let mut lexicon = Self {
            language: code.to_owned(),
            habits: table.habits,
            phrases: Phrases::default(),
            symbols: Vec::new(),
            prefixes: BTreeMap::new(),
            prefix_words: Vec::new(),
            measured: HashSet::new(),
            times: HashSet::new(),
            counters: Vec::new(),
            ands: Vec::new(),
            slips: table.slip,
        };
        for (section, entries) in &table.words {
            for (key, words) in entries {
                for word in words.split('|').filter(|w| !w.is_empty()) {
                    lexicon.enter(section, key, word).ok_or_else(|| broken(format!("{section}.{key}")))?;
                }
            }
        }
        for unit in lists.list("unit") {
            match unit.parent.as_deref().unwrap_or_default() {
                "time" => drop(lexicon.times.insert(unit.code.clone())),
                "count" | "" => {}
                _ => drop(lexicon.measured.insert(unit.code.clone())),
            }
            for word in unit.words.get(code).into_iter().flatten() {
                lexicon.add(word, Sense::Unit(unit.code.clone()));
            }
        }
        Ok(lexicon)
    }

    fn enter(&mut self, section: &str, key: &str, word: &str) -> Option<()> {
        match section {
            "symbol" => {
                self.symbols.push((word.to_owned(), keys_of(word), key.to_owned()));
                self.measured.insert(key.to_owned());
            }
            "measure" => {
                self.measured.insert(key.to_owned());
                self.add(word, Sense::Unit(key.to_owned()));
            }
            "unit-before" => {
                self.measured.insert(key.to_owned());
                self.add(word, Sense::UnitBefore(key.to_owned()));
            }
            "prefix" => {
                self.prefixes.insert(word.to_owned(), key.parse().ok()?);
            }
            "prefix-word" => self.prefix_words.push((keys_of(word).concat(), key.parse().ok()?)),
            _ => {
                if section == "range" && key == "and" {
                    self.ands.push(word.to_owned());
                }
                if section == "other" && key == "counter" {
                    self.counters.push(word.to_owned());
                }
                let sense = sense(section, key)?;
                self.add(word, sense);
            }
        }
        Some(())
    }

    fn add(&mut self, phrase: &str, sense: Sense) {
        self.phrases.add(phrase, sense);
    }

    /// The longest phrase at a place that has a sense asked for: how many lexemes it has, and what was asked for.
    pub(super) fn find<T>(
        &self,
        text: &Lexemes<'_>,
        at: usize,
        pick: impl Fn(&Sense) -> Option<T>,
    ) -> Option<(usize, T)> {
        self.phrases.find(text, at, &self.habits.proclitics, pick)
    }

    /// All senses of a kind that the longest phrase at a place has.
    pub(super) fn units_at(&self, text: &Lexemes<'_>, at: usize) -> Option<(usize, Vec<String>)> {
        let (len, ()) = self.find(text, at, |s| matches!(s, Sense::Unit(_)).then_some(()))?;
        let mut codes: Vec<String> = Vec::new();
        self.phrases.each(text, at, len, &self.habits.proclitics, &mut |sense| {
            if let Sense::Unit(code) = sense
                && !codes.contains(code)
            {
                codes.push(code.clone());
            }
        });
        Some((len, codes))
    }

    /// The language's code: `fr`.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    /// What may be written to the start of a word.
    pub(super) fn proclitics(&self) -> &[String] {
        &self.habits.proclitics
    }

    /// Whether a word begins with an "and" that is written to it.
    pub(super) fn begins_with_and(&self, key: &str) -> bool {
        let glued = self.habits.proclitics.iter().filter(|proclitic| self.ands.contains(proclitic));
        glued.into_iter().any(|and| key.starts_with(and.as_str()))
    }

    /// Words that join numbers, as and or compared with, and how many they are.
    pub(super) fn joining(&self, text: &Lexemes<'_>, at: usize) -> Option<(usize, Piece)> {
        // "Against" may be both: what a number is told against, and where a change begins.
        let than = self.find(text, at, |sense| (*sense == Sense::Joint(Joint::Than)).then_some(Piece::Than));
        let than = than.filter(|_| self.is(text, at, &Sense::Relative).is_none() || self.compares(text, at));
        let joint = self.find(text, at, |sense| {
            let joins =
                matches!(sense, Sense::Between | Sense::Change(Some(_), _) | Sense::Joint(Joint::OfWhich));
            if *sense == Sense::PairedAnd { Some(Piece::And) } else { joins.then_some(Piece::Joint) }
        });
        match (than, joint) {
            (Some((than, _)), Some((joint, piece))) if joint > than => Some((joint, piece)),
            (than @ Some(_), _) => than,
            (None, joint) => joint,
        }
    }

    /// Whether a comparative stands not far before a place, in the same sentence.
    fn compares(&self, text: &Lexemes<'_>, at: usize) -> bool {
        let before = (at.saturating_sub(COMPARED)..at).rev();
        let mut before = before.take_while(|place| !matches!(text.key(*place), "." | ";" | "؛" | ":"));
        before.any(|place| self.is(text, place, &Sense::Comparative).is_some())
    }

    /// Whether a character is a prefix of symbols.
    pub(crate) fn has_prefix(&self, prefix: char) -> bool {
        self.prefixes.contains_key(prefix.encode_utf8(&mut [0; 4]) as &str)
    }

    /// The symbols that take a prefix, as written.
    pub(crate) fn symbols_written(&self) -> impl Iterator<Item = &str> {
        self.symbols.iter().map(|(written, ..)| written.as_str())
    }

    /// Words of magnitude that are confused in this language.
    pub(crate) fn slips(&self) -> &[Slip] {
        &self.slips
    }

    /// Whether "by three times" adds three times the value before to it.
    pub(crate) fn times_add(&self) -> bool {
        self.habits.times_add
    }

    /// Whether a subject stands behind its verb as a rule.
    pub(crate) fn verb_first(&self) -> bool {
        self.habits.verb_first
    }

    /// Whether values in a unit are measured, not counted.
    pub(crate) fn is_measured(&self, code: &str) -> bool {
        self.measured.contains(code)
    }

    /// Whether a unit is one of time.
    pub(crate) fn is_time(&self, code: &str) -> bool {
        self.times.contains(code)
    }

    /// Whether a phrase with this sense stands at a place, and how long it is.
    pub(super) fn is(&self, text: &Lexemes<'_>, at: usize, sense: &Sense) -> Option<usize> {
        self.find(text, at, |s| (s == sense).then_some(())).map(|(len, ())| len)
    }

    pub(super) fn bound_before(&self, text: &Lexemes<'_>, at: usize) -> Option<(usize, Bound)> {
        self.find(text, at, |s| if let Sense::Before(bound) = s { Some(*bound) } else { None })
    }

    /// Whether a limit of what follows starts within a phrase and goes on behind it: in "et plus de" the end of "et plus".
    pub(super) fn limits_next(&self, text: &Lexemes<'_>, at: usize, len: usize) -> bool {
        (0..len).any(|skip| self.bound_before(text, at + skip).is_some_and(|(more, _)| skip + more > len))
    }

    /// A limit after a number, or after its unit.
    pub(super) fn bound_after(&self, text: &Lexemes<'_>, at: usize) -> Option<(usize, Bound)> {
        let found = self.find(text, at, |s| if let Sense::After(bound) = s { Some(*bound) } else { None });
        found.filter(|(len, _)| !self.limits_next(text, at, *len))
    }

    pub(super) fn relation(&self, text: &Lexemes<'_>, at: usize) -> Option<(usize, Relation)> {
        self.find(text, at, |s| if let Sense::Relation(relation) = s { Some(*relation) } else { None })
    }

    pub(super) fn change(&self, text: &Lexemes<'_>, at: usize) -> Option<(usize, SaidChange)> {
        self.find(text, at, |s| if let Sense::Change(role, way) = s { Some((*role, *way)) } else { None })
    }
}
