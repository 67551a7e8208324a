//! Runs the rules over a bundle and the answers to its keys.

use figures::{Answer, Catalogue};
use interchange::{Areas, Mistake, Place, Stated};

use crate::finding::{self, Finding};
use crate::rules;

/// A key that the report asks for, where it asks, and what came back.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The key as asked.
    pub key: &'a str,
    /// Where outline and narratives ask for it; may be empty.
    pub places: Vec<Place>,
    /// The answer.
    pub answer: &'a Answer,
}

/// What the rules look at. Whatever is left empty is not looked at.
#[derive(Clone, Debug, Default)]
pub struct CheckInput<'a> {
    /// What is wrong in the bundle's files: of `Bundle::new`, `Content::read` and the readers of registers.
    pub mistakes: &'a [Mistake],
    /// The literal names `{"…"}` of outline and narratives.
    pub names: &'a [(String, Place)],
    /// The keys of the report with their answers.
    pub asked: &'a [Asked<'a>],
    /// The rows of `stated.csv` and `observations.csv`, by file.
    pub stated: &'a [(String, Vec<Stated>)],
    /// The measures; without them rows are not held against any.
    pub catalogue: Option<&'a Catalogue>,
    /// The areas, for their names; without them no name is missed.
    pub areas: Option<&'a Areas>,
    /// The languages that names must be there in.
    pub languages: &'a [String],
}

/// Everything that the rules find, errors first; equal inputs give equal findings in the same order.
#[must_use]
pub fn check(input: &CheckInput<'_>) -> Vec<Finding> {
    let mut findings = rules::texts::mistakes(input.mistakes);
    findings.extend(rules::texts::names(input.names));
    findings.extend(rules::keys::unanswered(input.asked));
    findings.extend(rules::keys::without_measure(input.stated, input.catalogue));
    findings.extend(rules::areas::without_name(input.asked, input.areas, input.languages));
    findings.extend(rules::disputes::find(input.asked));
    finding::sort(&mut findings);
    findings
}

#[cfg(test)]
mod tests;
