//! How well the numbers of a finding agree.

/// How well the numbers that a finding speaks of agree. Numbers of which it cannot be decided are no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// No values that the numbers may stand for agree.
    Inconsistent,
    /// The numbers as printed do not agree; some values that they may stand for do.
    ThanksToRounding,
}

/// The rules about numbers, of reports, drafts and language versions. The others speak of words, files and places.
const RULES: [(&str, Grade); 29] = [
    ("stated-against-computed", Grade::Inconsistent),
    ("sources-disagree", Grade::Inconsistent),
    ("parts-and-total", Grade::Inconsistent),
    ("component-not-shown", Grade::Inconsistent),
    ("together", Grade::Inconsistent),
    ("identity", Grade::Inconsistent),
    ("comparison", Grade::Inconsistent),
    ("change", Grade::Inconsistent),
    ("share", Grade::Inconsistent),
    ("ranking", Grade::Inconsistent),
    ("trend", Grade::Inconsistent),
    ("magnitude", Grade::Inconsistent),
    ("restated", Grade::Inconsistent),
    ("superlative-denied", Grade::Inconsistent),
    ("granularity", Grade::Inconsistent),
    ("impossible-share", Grade::Inconsistent),
    ("more-than-exist", Grade::Inconsistent),
    ("growth-and-series", Grade::Inconsistent),
    ("average-and-parts", Grade::Inconsistent),
    ("part-above-total", Grade::Inconsistent),
    ("sum", Grade::Inconsistent),
    ("table-total", Grade::Inconsistent),
    ("table-together", Grade::Inconsistent),
    ("shares", Grade::Inconsistent),
    ("two-values", Grade::Inconsistent),
    ("other-value", Grade::Inconsistent),
    ("disputed-value", Grade::Inconsistent),
    ("differing-value", Grade::Inconsistent),
    ("rounding", Grade::ThanksToRounding),
];

impl Grade {
    /// The grade of what a rule finds, by the rule's name; none where no numbers are held against each other.
    #[must_use]
    pub fn of_rule(rule: &str) -> Option<Self> {
        RULES.iter().find(|(name, _)| *name == rule).map(|(_, grade)| *grade)
    }

    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inconsistent => "inconsistent",
            Self::ThanksToRounding => "thanks-to-rounding",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rule;

    /// Rules of drafts and language versions, which have no names but these.
    const OF_DRAFTS: [&str; 9] = [
        "sum",
        "table-total",
        "table-together",
        "shares",
        "two-values",
        "other-value",
        "disputed-value",
        "differing-value",
        "rounding",
    ];

    #[test]
    fn each_rule_that_has_a_grade_exists() {
        for (rule, _) in RULES {
            assert!(Rule::from_name(rule).is_some() || OF_DRAFTS.contains(&rule), "{rule}");
        }
    }

    #[test]
    fn words_and_places_have_no_grade() {
        for rule in [Rule::Wording, Rule::LiteralName, Rule::BundleMistake, Rule::Superlative] {
            assert_eq!(Grade::of_rule(rule.name()), None, "{}", rule.name());
        }
    }
}
