//! The words and patterns with which a language prints numbers and dates: data, one file a language in `data/printing/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A language is added by its file and its line here.
const SOURCES: [(&str, &str); 2] = [
    ("en", include_str!("../../data/printing/en.toml")),
    ("zh", include_str!("../../data/printing/zh.toml")),
];

static TABLES: LazyLock<BTreeMap<&'static str, Table>> = LazyLock::new(|| {
    // The tables are compiled in and read by a test, so none is ever left out.
    SOURCES
        .iter()
        .filter_map(|(code, source)| toml::from_str(source).ok().map(|table| (*code, table)))
        .collect()
});

/// A language's words and patterns. In patterns `{0}` is the number and `{1}` the word beside it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// What a line's end inside a paragraph prints as.
    pub(super) line_joint: String,
    /// What stands for a missing value.
    pub(super) missing: String,
    /// The sign of negative numbers.
    pub(super) minus: String,
    /// The label of a total.
    pub(super) total: String,
    /// The note under a table whose parts miss a total by rounding alone.
    pub(super) may_not_add: String,
    /// A share.
    pub(super) percent: String,
    /// A number with a scale word.
    pub(super) scaled: String,
    /// A number with its unit.
    pub(super) unit: String,
    /// The same when the unit is written in Latin letters (`kbit/s`).
    pub(super) latin_unit: String,
    /// An amount with its currency.
    pub(super) currency: String,
    /// From which power of ten on exact numbers print with a scale word, where that loses nothing.
    pub(super) compact_from: i32,
    /// Whether in running text a scale word that is not automatic gives way to the language's own (million to 万).
    #[serde(default)]
    pub(super) own_scales: bool,
    /// `at-least` of a whole number without scale and unit.
    #[serde(default)]
    pub(super) whole_at_least: Option<String>,
    /// The numbers from 0 on in words.
    pub(super) small: Vec<String>,
    /// Units in table heads.
    pub(super) head: Head,
    /// Scale words.
    pub(super) scale: Vec<ScaleWord>,
    /// Patterns of bounds by their name.
    pub(super) bound: BTreeMap<String, String>,
    /// Percentage points by plural category.
    pub(super) points: BTreeMap<String, String>,
    /// Ordinals by plural category.
    pub(super) ordinal: BTreeMap<String, String>,
    /// Units' symbols where the bundle's first word is not the one that stands at a number.
    pub(super) symbols: BTreeMap<String, String>,
    /// Patterns of dates.
    pub(super) date: Dates,
}

/// How a unit stands in a table's head.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// With a scale word as `{1}`.
    pub(super) scaled: String,
    /// Without.
    pub(super) alone: String,
}

/// A word for a power of ten.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleWord {
    /// The power.
    pub(super) exponent: i32,
    /// The word.
    pub(super) word: String,
    /// Whether it is chosen without being asked for.
    #[serde(default)]
    pub(super) automatic: bool,
}

/// Patterns of dates.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub(super) months: Vec<String>,
    /// In a chart, where twelve stand beside each other.
    pub(super) months_brief: Vec<String>,
    pub(super) year: String,
    pub(super) quarter: String,
    pub(super) month: String,
    pub(super) day: String,
    pub(super) day_of_year: String,
    pub(super) years: String,
    pub(super) months_same_year: String,
    pub(super) days_same_month: String,
    pub(super) days_same_year: String,
    pub(super) range: String,
    /// The heading of what has no month.
    pub(super) no_month: String,
}

/// The table of a language, where there is one.
pub(super) fn of(language: &str) -> Option<&'static Table> {
    TABLES.get(language)
}

/// A pattern with each `{name}` that `put` knows replaced by what it writes; another one stays as it is. What is put in stands for itself even where
/// it holds braces.
pub fn filled(pattern: &str, put: impl Fn(&str, &mut String) -> bool) -> String {
    let mut filled = String::with_capacity(pattern.len().saturating_mul(2));
    let mut rest = pattern;
    while let Some((before, from)) = rest.split_once('{') {
        filled.push_str(before);
        let named = from.split_once('}').filter(|(name, _)| put(name, &mut filled));
        if named.is_none() {
            filled.push('{');
        }
        rest = named.map_or(from, |(_, after)| after);
    }
    filled.push_str(rest);
    filled
}

/// A pattern with its parts put in.
pub(super) fn fill(pattern: &str, number: &str, word: &str) -> String {
    filled(pattern, |name, into| {
        match name {
            "0" => into.push_str(number),
            "1" => into.push_str(word),
            _ => return false,
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read_and_whole() {
        for (code, source) in SOURCES {
            let table: Table = toml::from_str(source).expect(code);
            assert_eq!((table.small.len(), table.date.months.len()), (21, 12), "{code}");
            assert_eq!(table.date.months_brief.len(), 12, "{code}");
            for (_, bound) in figures::Bound::NAMES.iter().filter(|(b, _)| *b != figures::Bound::Exact) {
                assert!(table.bound.get(*bound).is_some_and(|p| p.contains("{0}")), "{code} {bound}");
            }
            assert!(table.points.contains_key("other") && table.ordinal.contains_key("other"), "{code}");
        }
    }
}
