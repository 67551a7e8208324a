//! The words of superlatives in a language, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The tables that are compiled in; in a language without one nothing is looked for.
const TABLES: [(&str, &str); 2] = [
    ("en", include_str!("../../../data/superlatives/en.toml")),
    ("zh", include_str!("../../../data/superlatives/zh.toml")),
];

/// Words of one language; phrases are found whole, whatever their case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Vocabulary {
    /// Something is the first.
    pub(super) first: Vec<String>,
    /// The same, where a name with a capital follows.
    pub(super) first_named: Vec<String>,
    /// Something is the most.
    pub(super) most: Vec<String>,
    /// Something is the least.
    pub(super) least: Vec<String>,
    /// It is so of a series in time.
    pub(super) time: Vec<String>,
    /// None of them says so.
    pub(super) except: Vec<String>,
}

impl Vocabulary {
    /// The words of a language, read once; `None` where there are none.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        static READ: LazyLock<BTreeMap<&str, Vocabulary>> = LazyLock::new(|| {
            let read = TABLES.iter().map(|(language, table)| Some((*language, toml::from_str(table).ok()?)));
            read.flatten().collect()
        });
        READ.get(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads_and_is_folded() {
        for (language, table) in TABLES {
            let words: Vocabulary = toml::from_str(table).unwrap_or_else(|e| panic!("{language}: {e}"));
            let all =
                [&words.first, &words.first_named, &words.most, &words.least, &words.time, &words.except];
            for word in all.into_iter().flatten() {
                assert_eq!(*word, word.to_lowercase(), "{language}");
            }
            assert!(!words.most.is_empty() && !words.time.is_empty(), "{language}");
        }
    }
}
