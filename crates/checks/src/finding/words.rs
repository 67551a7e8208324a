//! What findings say in a language, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::units::{MEASURED, behind};
use super::{Cause, Finding};

/// The tables that are compiled in; a language is added by its table and its line here.
const TABLES: [(&str, &str); 2] = [
    ("en", include_str!("../../data/findings/en.toml")),
    ("zh", include_str!("../../data/findings/zh.toml")),
];

/// What findings say in a language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(skip)]
    language: String,
    rules: BTreeMap<String, RuleWords>,
    causes: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleWords {
    message: String,
    remedy: String,
}

/// Why there are no words in a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// There is no table.
    #[error("findings have no words in `{0}`; use en or zh")]
    Unknown(String),
    /// The table does not read.
    #[error("the table of `{0}` does not read: {1}")]
    Broken(String, String),
}

impl Words {
    /// The words of a language.
    ///
    /// # Errors
    /// [`WordsError`] when there are none.
    pub fn of(language: &str) -> Result<Self, WordsError> {
        let Some((_, table)) = TABLES.iter().find(|(known, _)| *known == language) else {
            return Err(WordsError::Unknown(language.to_owned()));
        };
        let words: Self = toml::from_str(table)
            .map_err(|e| WordsError::Broken(language.to_owned(), e.message().to_owned()))?;
        Ok(Self { language: language.to_owned(), ..words })
    }

    /// What is wrong, with the arithmetic.
    #[must_use]
    pub fn message(&self, finding: &Finding) -> String {
        let template = self.rules.get(finding.rule.name()).map_or("", |rule| &rule.message);
        self.filled(template, finding)
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self, finding: &Finding) -> String {
        let template = self.rules.get(finding.rule.name()).map_or("", |rule| &rule.remedy);
        self.filled(template, finding)
    }

    /// What likely went wrong; empty where nothing is likely.
    #[must_use]
    pub fn cause(&self, finding: &Finding) -> String {
        let Some(cause) = &finding.cause else { return String::new() };
        let template = self.causes.get(cause.name()).map_or("", String::as_str);
        match cause {
            Cause::PowerOfTen(power) => template.replace("{power}", &power.unsigned_abs().to_string()),
            Cause::OtherYear(year) => template.replace("{year}", &year.to_string()),
            Cause::MissingPart(key) => template.replace("{key}", key),
            Cause::Truncated | Cause::SwappedDigits => template.to_owned(),
        }
    }

    fn filled(&self, template: &str, finding: &Finding) -> String {
        report::print::filled(template, |name, into| {
            let part = self.part(name, finding);
            // What is not told leaves no gap.
            if part.is_empty() && into.ends_with(' ') {
                into.pop();
            }
            into.push_str(&part);
            true
        })
    }

    fn part(&self, name: &str, finding: &Finding) -> String {
        match name {
            "accepted_places" => self.places(finding, true),
            "about" => {
                let about = finding.about.get(&self.language).or_else(|| finding.about.values().next());
                about.cloned().unwrap_or_default()
            }
            "other_places" => self.places(finding, false),
            "accepted_basis" | "other_basis" => {
                let basis = finding.parts.get(name).map_or("", String::as_str);
                self.words.get(basis).cloned().unwrap_or_default()
            }
            "unit" => self.unit(finding.parts.get(name).map_or("", String::as_str), finding),
            _ => {
                let part = finding.parts.get(name).map_or("", String::as_str);
                let measured = Some(part).filter(|_| MEASURED.contains(&name)).and_then(behind);
                match measured {
                    Some((number, code)) => {
                        format!("{number} {}", self.unit(code, finding)).trim_end().to_owned()
                    }
                    None if name.ends_with("interval") && is_point(part) => String::new(),
                    None => part.to_owned(),
                }
            }
        }
    }

    /// The word of a unit by its code, where there is one.
    fn unit(&self, code: &str, finding: &Finding) -> String {
        let words = finding.units.get(code);
        let word = words.and_then(|words| words.get(&self.language).or_else(|| words.values().next()));
        word.cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The sources of the accepted value, or of the other: the first `accepted_count` of the finding's are the accepted value's.
    fn places(&self, finding: &Finding, accepted: bool) -> String {
        let count = finding.parts.get("accepted_count").and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let (first, second) = finding.sources.split_at_checked(count).unwrap_or((&finding.sources, &[]));
        let template = self.words.get("section").map_or("", String::as_str);
        let places = if accepted { first } else { second }.iter().map(|source| {
            let filled =
                template.replace("{document}", &source.document).replace("{section}", &source.section);
            filled.replace("{locator}", &source.locator).trim_end().to_owned()
        });
        let between = self.words.get("between").map_or(", ", String::as_str);
        places.collect::<Vec<_>>().join(between)
    }
}

/// Whether an interval holds one number, which is told already.
fn is_point(interval: &str) -> bool {
    let ends = interval.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    ends.and_then(|ends| ends.split_once(", ")).is_some_and(|(low, high)| low == high)
}

#[cfg(test)]
mod tests {
    use super::super::Rule;
    use super::*;

    #[test]
    fn every_rule_and_cause_has_words_in_every_language() {
        for (language, _) in TABLES {
            let words = Words::of(language).expect("a table");
            for (rule, name, _) in Rule::ALL {
                assert!(words.rules.contains_key(name), "{language} {name}");
                assert_eq!(Rule::from_name(name), Some(rule));
            }
            assert_eq!(words.rules.len(), Rule::ALL.len(), "{language}");
            let missing = Cause::MissingPart("s/m".to_owned());
            for cause in [
                Cause::Truncated,
                Cause::PowerOfTen(3),
                Cause::SwappedDigits,
                Cause::OtherYear(2023),
                missing,
            ] {
                assert!(words.causes.contains_key(cause.name()), "{language} {cause:?}");
            }
            for word in ["stated", "computed", "between", "section"] {
                assert!(words.words.contains_key(word), "{language} {word}");
            }
        }
        assert_eq!(Words::of("xx").err(), Some(WordsError::Unknown("xx".to_owned())));
    }

    #[test]
    fn a_part_that_holds_braces_stands_for_itself() {
        let parts = [("problem", "an open { and {remedy}".to_owned()), ("remedy", "close it".to_owned())];
        let finding = Finding::new(Rule::BundleMistake, &["x"], &parts);
        let words = Words::of("en").expect("a table");
        assert_eq!(words.message(&finding), "an open { and {remedy}");
        assert_eq!(words.remedy(&finding), "close it");
    }
}
