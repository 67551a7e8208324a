//! Searching an assembled report by plain words: its text, tables, charts, lists and figures.
//!
//! All words must stand in one place (a paragraph, a row, a point, a heading), folded: case, width, accents and the gaps in a long number
//! make no difference. A Latin word may be left unfinished, a number is itself or nothing (`5` is not in `5.5`), Chinese is found within
//! a text. An engine with stems and scores lost: readers of a report look for its own words, and every hit can be seen to be one.

mod excerpt;
mod fold;
mod gather;
mod query;

use std::collections::BTreeSet;

use crate::model::{Report, Section};
use fold::Folded;
use query::Query;

/// The most characters of a question that are read.
pub const MAX_QUERY: usize = 100;
/// The most passages that are given.
pub const MAX_PASSAGES: usize = 50;
/// The most figures that are given.
pub const MAX_FIGURES: usize = 30;

/// A text in pieces, each with whether it was asked for.
pub type Marked = Vec<(String, bool)>;

/// A report made ready for searching. It belongs to the report that it was made of.
#[derive(Debug)]
pub struct Index {
    places: Vec<Place>,
    figures: Vec<Known>,
}

/// A place of the text.
#[derive(Debug)]
struct Place {
    section: usize,
    anchor: String,
    text: Folded,
}

/// A figure with what it is found by.
#[derive(Debug)]
struct Known {
    key: String,
    label: Folded,
    /// Everything else: names of its codes, values as printed, its key.
    about: Folded,
}

/// What was found; empty for a question without words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Places of the text in the report's order, at most [`MAX_PASSAGES`], each anchor once.
    pub passages: Vec<Passage>,
    /// How many there are in all.
    pub all_passages: usize,
    /// Figures, those named by the words first, at most [`MAX_FIGURES`].
    pub figures: Vec<FoundFigure>,
    /// How many there are in all.
    pub all_figures: usize,
}

/// A place of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The anchor.
    pub anchor: String,
    /// The section's number, if any.
    pub number: Option<String>,
    /// The section's title.
    pub title: String,
    /// Some of the text around the first word.
    pub excerpt: Marked,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFigure {
    /// Its canonical key.
    pub key: String,
    /// Its measure's label.
    pub label: Marked,
}

impl Index {
    /// Makes a report ready.
    #[must_use]
    pub fn new(report: &Report) -> Self {
        gather::index(report)
    }

    /// What of a report holds all words of a question.
    #[must_use]
    pub fn find(&self, report: &Report, question: &str) -> Found {
        for query in Query::readings(question) {
            let found = self.all(report, &query);
            if found.all_passages + found.all_figures > 0 {
                return found;
            }
        }
        Found::default()
    }

    fn all(&self, report: &Report, query: &Query) -> Found {
        let mut found = Found::default();
        let mut seen = BTreeSet::new();
        for place in self.places.iter().filter(|place| query.is_in(&[&place.text])) {
            if !seen.insert(&place.anchor) {
                continue;
            }
            found.all_passages += 1;
            if found.passages.len() < MAX_PASSAGES {
                found.passages.extend(report.sections.get(place.section).map(|s| place.passage(s, query)));
            }
        }
        let mut figures: Vec<(usize, &Known)> = self
            .figures
            .iter()
            .filter(|f| query.is_in(&[&f.label, &f.about]))
            .map(|f| (query.missing(&f.label), f))
            .collect();
        figures.sort_by_key(|(missing, _)| *missing);
        found.all_figures = figures.len();
        let given = figures.into_iter().take(MAX_FIGURES);
        found.figures = given
            .map(|(_, f)| FoundFigure { key: f.key.clone(), label: excerpt::whole(&f.label, query) })
            .collect();
        found
    }
}

impl Place {
    fn passage(&self, section: &Section, query: &Query) -> Passage {
        Passage {
            anchor: self.anchor.clone(),
            number: section.number.clone(),
            title: section.title.clone(),
            excerpt: excerpt::around(&self.text, query),
        }
    }
}

#[cfg(test)]
mod tests;
