//! How quantities are written in a language, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The tables that are compiled in; a language is added by its table and its line here.
const TABLES: [(&str, &str); 1] = [("zh", include_str!("../../data/reading/zh.toml"))];

/// How quantities are written in a language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Signs between groups of three digits.
    pub(super) groups: String,
    /// Decimal signs.
    pub(super) points: String,
    /// Characters that are digits in words.
    pub(super) digits: BTreeMap<char, u32>,
    /// Characters that multiply what stands before them by a power of ten.
    pub(super) powers: BTreeMap<char, u32>,
    /// Words that scale the digits before them by a power of ten.
    pub(super) scales: BTreeMap<String, i32>,
    /// Prefixes of symbols.
    pub(super) prefixes: BTreeMap<char, i32>,
    /// The other words.
    pub(super) words: Words,
    /// Quantities without a numeral: numerator and denominator.
    pub(super) phrases: BTreeMap<String, (u32, u32)>,
}

/// Words around numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Between a number and its unit, without changing the value.
    pub(super) between: Vec<String>,
    /// Between the ends of a range.
    pub(super) ranges: Vec<String>,
    /// Between denominator and numerator.
    pub(super) fraction: String,
    /// Before an ordinal number.
    pub(super) ordinal: String,
    /// "Several" before a power of ten.
    pub(super) several: String,
    /// What counts anything.
    pub(super) counters: Vec<String>,
    /// Symbols that take a prefix.
    pub(super) prefixed: Vec<String>,
}

/// Why there is no table for a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LanguageError {
    /// There is none.
    #[error("no table says how quantities are written in `{0}`; known are: {known}", known = known())]
    Unknown(String),
    /// The table does not read.
    #[error("the table of `{0}` does not read: {1}")]
    Broken(String, String),
}

impl Language {
    /// The table of a language.
    ///
    /// # Errors
    /// [`LanguageError`] when there is none.
    pub fn of(code: &str) -> Result<Self, LanguageError> {
        let Some((_, table)) = TABLES.iter().find(|(known, _)| *known == code) else {
            return Err(LanguageError::Unknown(code.to_owned()));
        };
        toml::from_str(table).map_err(|e| LanguageError::Broken(code.to_owned(), e.message().to_owned()))
    }
}

fn known() -> String {
    TABLES.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads() {
        for (code, _) in TABLES {
            assert!(Language::of(code).is_ok(), "{code}");
        }
        assert_eq!(Language::of("xx").err(), Some(LanguageError::Unknown("xx".to_owned())));
    }
}
