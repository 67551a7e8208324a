//! `bundle.toml`: whose year a bundle is, which sources go first, which files are complete, and the house style.

mod read;
mod tree;

use std::collections::BTreeMap;

use figures::{Labels, Period};

pub use read::read;

use crate::mistake::Place;

/// The file's name.
pub const FILE: &str = "bundle.toml";

/// What `bundle.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Whose year it is.
    pub organisation: Organisation,
    /// Which report.
    pub report: ReportHead,
    /// Which of several stated values is accepted.
    pub precedence: Precedence,
    /// The service that parses a file, where it is not the usual one.
    pub owners: BTreeMap<String, String>,
    /// How complete files are.
    pub record_sets: Vec<RecordSet>,
    /// House style by language.
    pub style: BTreeMap<String, Style>,
}

/// Whose year it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// The identifier: `itu`.
    pub id: String,
    /// The official name by language.
    pub name: Labels,
    /// The official short name by language.
    pub short: Labels,
}

/// Which report it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportHead {
    /// The year reported on.
    pub year: i16,
    /// The period of the plan that it reports on, if there is one.
    pub plan: Option<Period>,
    /// The languages; the first is the fallback.
    pub languages: Vec<String>,
    /// The title by language.
    pub title: Labels,
}

/// Which of several stated values of one key is accepted: documents first to last, within one document its sections so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Precedence {
    /// Documents' codes, the first wins.
    pub documents: Vec<String>,
    /// Sections by document, the first wins.
    pub sections: BTreeMap<String, Vec<String>>,
}

impl Precedence {
    /// Where a source stands: the smaller the earlier. What is not listed comes after what is.
    #[must_use]
    pub fn rank(&self, document: &str, section: &str) -> (usize, usize) {
        let place = |list: &[String], item: &str| list.iter().position(|i| i == item).unwrap_or(usize::MAX);
        let sections = self.sections.get(document).map_or(&[][..], Vec::as_slice);
        (place(&self.documents, document), place(sections, section))
    }
}

/// What the rows of a file cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSet {
    /// The file: `projects.csv`.
    pub file: String,
    /// Which of its rows, by dimension; empty is all.
    pub filter: BTreeMap<String, String>,
    /// Whether nothing is missing; if not, what is computed from them is a lower bound.
    pub complete: bool,
    /// The document's code; of a complete set never empty.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}

impl RecordSet {
    /// Whether the set is of one period, so that next year's file starts empty.
    #[must_use]
    pub fn is_yearly(&self) -> bool {
        self.filter.contains_key("period")
    }
}

/// How numbers are written in a language; what is `None` is as CLDR has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The numbering system: `latn`, `arab`.
    pub digits: Option<String>,
    /// Between groups of three digits.
    pub group: Option<String>,
    /// The decimal sign.
    pub decimal: Option<String>,
    /// From how many digits before the last three on groups are set apart: 1 is from 1 000, 2 from 10 000.
    pub minimum_grouping_digits: Option<u8>,
    /// A percentage, with `{0}` for the number.
    pub percent: Option<String>,
    /// The word for 10^9 (of zh: the word for 10^8).
    pub billion: Option<String>,
}

#[cfg(test)]
mod tests;
