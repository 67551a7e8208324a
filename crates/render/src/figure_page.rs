//! What the page of one figure shows, apart from addresses: the figure, the words around it, where it comes from and how it changed.
//!
//! Whoever asks the services fills it in; what is not known stays empty and is left out. Words come from the bundle: a unit or an area
//! without a name shows its code.

use std::collections::BTreeMap;

use checks::Severity;
use figures::{Decimal, Figure, Measure, MissingReason, Source, Value};
use jiff::Timestamp;
use report::model::PageId;

pub mod around;
pub mod citation;
pub mod facts;
pub mod formula;

pub use around::{Around, Group, Neighbour};
pub use citation::Citation;

/// One figure with everything that is known about it, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigurePage {
    /// The language of the words.
    pub language: String,
    /// The languages that the page exists in.
    pub languages: Vec<String>,
    /// The figure.
    pub figure: Figure,
    /// The value as the house style prints it, `5.5 billion`; `None` prints the exact value.
    pub printed: Option<String>,
    /// The unit's name; `None` prints its code.
    pub unit: Option<String>,
    /// The key's dimensions in words, name and value (`Sex`, `Women`); empty prints the codes of the key.
    pub breakdown: Vec<(String, String)>,
    /// The measure's definition.
    pub measure: Option<Measure>,
    /// The owning department's name.
    pub department: Option<String>,
    /// Documents by code, for sources.
    pub documents: BTreeMap<String, Document>,
    /// The alternatives as printed, in the order of `figure.alternatives`; one that is missing prints its exact value.
    pub alternatives: Vec<String>,
    /// How the value changed, newest first.
    pub history: Vec<Change>,
    /// Whether nobody tells now how the value changed.
    pub history_unavailable: bool,
    /// Sections that print it, in the report's order, and pages beside the report.
    pub places: Vec<Place>,
    /// The state that was asked for as an address says it, a revision or an instant; `None` is the newest.
    pub as_of: Option<String>,
    /// How exactly the value is known, as the house style prints it, `100 million`; `None` prints it in digits.
    pub step: Option<String>,
    /// Other values of the same measure; `None` where nobody tells them now.
    pub around: Option<Around>,
    /// The lists that show the records behind its computed value: title and key.
    pub records: Vec<(String, String)>,
    /// Names of registers and fields that formulas speak of, by code.
    pub formula_names: BTreeMap<String, String>,
    /// What a citation names besides the figure; `None` where there is no report.
    pub citation: Option<Citation>,
    /// What the check of the report found about it.
    pub findings: Vec<Found>,
    /// What earlier reports printed in place of its value, each as printed and with where it stands.
    pub restated: Vec<(String, Source)>,
    /// Why it is another value now.
    pub restated_reason: Option<String>,
}

/// A finding about a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the language of the page.
    pub message: String,
    /// Whether somebody decided on it, and no value has changed since.
    pub settled: bool,
}

/// A document that sources name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its symbol, `C25/45`; may be empty.
    pub symbol: String,
    /// Its address, where it has one.
    pub url: Option<String>,
}

/// One revision of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The service's revision.
    pub revision: i64,
    /// The value from then on; `None` where there is none.
    pub value: Option<Value>,
    /// The value as printed; `None` prints the exact value.
    pub printed: Option<String>,
    /// Why there is no value; `None` with no value either: it was removed.
    pub missing: Option<MissingReason>,
    /// When it was written.
    pub committed_at: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// A section of a report, or a page beside it, that prints the figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The report's path: `/reports/2024/live`.
    pub report: String,
    /// The page beside it; `None` for the report itself.
    pub page: Option<PageId>,
    /// The heading under which the page is listed; empty where there is none.
    pub group: String,
    /// The anchor in the report.
    pub anchor: String,
    /// The number of the section or page, if any.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
}

impl FigurePage {
    /// A page of what the figure itself says.
    #[must_use]
    pub fn new(figure: Figure, language: &str) -> Self {
        Self {
            language: language.to_owned(),
            languages: Vec::new(),
            figure,
            printed: None,
            unit: None,
            breakdown: Vec::new(),
            measure: None,
            department: None,
            documents: BTreeMap::new(),
            alternatives: Vec::new(),
            history: Vec::new(),
            history_unavailable: false,
            places: Vec::new(),
            as_of: None,
            step: None,
            around: None,
            records: Vec::new(),
            formula_names: BTreeMap::new(),
            citation: None,
            findings: Vec::new(),
            restated: Vec::new(),
            restated_reason: None,
        }
    }

    /// The dimensions that tell the figure apart: its measure's, else those of its key.
    #[must_use]
    pub fn dimensions(&self) -> Vec<String> {
        match &self.measure {
            Some(measure) => measure.dimensions.clone(),
            None => facts::codes(&self.figure.key).into_iter().map(|(name, _)| name).collect(),
        }
    }

    /// The unit in words.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.unit.as_deref().unwrap_or(self.figure.unit.code())
    }

    /// A document's title with its symbol, its code where it is not known.
    #[must_use]
    pub fn document_title(&self, code: &str) -> String {
        match self.documents.get(code) {
            Some(d) if d.symbol.is_empty() => d.title.clone(),
            Some(d) => format!("{} ({})", d.title, d.symbol),
            None => code.to_owned(),
        }
    }
}

/// A number in digits, in groups of three set apart by no-break spaces, as ISO 80000-1 has them in every language.
#[must_use]
pub fn digits(number: Decimal) -> String {
    let text = number.normalize().to_string();
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut grouped = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, expected: &str) {
        let number = figures::value::parse_decimal(number).expect("a number");
        assert_eq!(digits(number).replace('\u{a0}', "_"), expected);
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        check("0", "0");
        check("999", "999");
        check("1343", "1_343");
        check("5500000000", "5_500_000_000");
        check("-26548.50", "\u{2212}26_548.5");
        check("0.94", "0.94");
    }
}
