//! What the parts of a report's page need to know of the whole.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use figures::Figure;
use report::model::Report;

use crate::links::Links;
use crate::texts::Texts;

/// A report with its look-ups.
pub(super) struct Context<'a> {
    pub(super) report: &'a Report,
    pub(super) links: &'a Links,
    pub(super) texts: &'static Texts,
    figures: BTreeMap<&'a str, &'a Figure>,
    sections: BTreeSet<&'a str>,
    footnotes: BTreeSet<u32>,
    /// How often each footnote has been referred to so far: references get ids in the order in which they are written.
    references: RefCell<BTreeMap<u32, u32>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(report: &'a Report, links: &'a Links) -> Self {
        Self {
            report,
            links,
            texts: Texts::of(&report.language),
            figures: report.figures.iter().map(|f| (f.key.as_str(), &**f)).collect(),
            sections: report.sections.iter().map(|s| s.id.as_str()).collect(),
            footnotes: report.footnotes.iter().map(|f| f.number).collect(),
            references: RefCell::default(),
        }
    }

    pub(super) fn figure(&self, key: &str) -> Option<&'a Figure> {
        self.figures.get(key).copied()
    }

    /// The report's figures by their keys.
    pub(super) fn figures(&self) -> &BTreeMap<&'a str, &'a Figure> {
        &self.figures
    }

    /// The name of a document that sources name; its code where it has none.
    pub(super) fn document(&self, code: &'a str) -> &'a str {
        self.report.documents.get(code).map_or(code, String::as_str)
    }

    pub(super) fn has_section(&self, id: &str) -> bool {
        self.sections.contains(id)
    }

    /// The address of a figure's page in the report's language.
    pub(super) fn figure_address(&self, key: &str) -> String {
        self.links.figure(key, &self.report.language)
    }

    /// The id of a new reference to a footnote; `None` for one that the report has not.
    pub(super) fn refer(&self, footnote: u32) -> Option<String> {
        if !self.footnotes.contains(&footnote) {
            return None;
        }
        let mut references = self.references.borrow_mut();
        let count = references.entry(footnote).or_default();
        *count += 1;
        Some(reference_id(footnote, *count))
    }

    /// Ids of the references to a footnote that were written.
    pub(super) fn references_to(&self, footnote: u32) -> Vec<String> {
        let count = self.references.borrow().get(&footnote).copied().unwrap_or_default();
        (1..=count).map(|place| reference_id(footnote, place)).collect()
    }
}

fn reference_id(footnote: u32, place: u32) -> String {
    format!("_ref-{footnote}-{place}")
}
