//! Rules that a bundle declares in `checks.toml`: what must hold between figures (`docs/checks-toml.md`).
//!
//! A rule is a statement of two expressions (`docs/expressions.md`), judged over what the printed values stand for: it is broken only
//! where no numbers inside all the intervals satisfy it. What cannot be decided, or rests on values that are missing, is no finding.

mod judge;
mod read;

use std::collections::BTreeSet;

use figures::Labels;
use figures::expression::Expression;
use figures::expression::evaluate::Settings;
use interchange::Place;

use crate::finding::{Rule, Severity};

pub use judge::judge;
pub(crate) use judge::proved;
pub use read::{of_bundle, read};

/// The file's name.
pub const FILE: &str = "checks.toml";

/// The most rules of a bundle.
pub const MAX_RULES: usize = 2_000;

/// What a declared rule may be: its `kind`, and the name of what it finds.
pub const KINDS: [Rule; 7] = [
    Rule::Identity,
    Rule::Comparison,
    Rule::Change,
    Rule::Share,
    Rule::Ranking,
    Rule::Trend,
    Rule::Magnitude,
];

/// A rule of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its name, by which a decision on what it finds is kept.
    pub id: String,
    /// One of [`KINDS`].
    pub kind: Rule,
    /// How bad it is when it does not hold.
    pub severity: Severity,
    /// The statement as written.
    pub text: String,
    /// The same with the keys of the bundle's year.
    pub statement: Expression,
    /// How printed values are read, and what missing ones make of each side.
    pub settings: Settings,
    /// What must hold, in the report's languages.
    pub about: Labels,
    /// Where the statement stands.
    pub place: Place,
}

/// Every key that rules ask for, with wildcards as they stand, sorted.
#[must_use]
pub fn keys(rules: &[Declared]) -> BTreeSet<&str> {
    let references = rules.iter().flat_map(|rule| rule.statement.references());
    references.map(figures::expression::Reference::text).collect()
}

#[cfg(test)]
mod tests;
