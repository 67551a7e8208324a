//! What a report says otherwise than an earlier assembly of the same: place by place, in the report's order, as a corrigendum tells it.
//!
//! Cells, points and records are held against those of the same name; running text is aligned passage by passage within its section, so that
//! a new paragraph does not make all behind it differ. Within a passage the words that differ are told, a number always whole.

mod align;
mod elements;
mod passage;
mod words;

use crate::model::{Report, Section};
use passage::{Passage, plain};

/// A place that says something else, says it no longer, or says it for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The section; `None` for title and headline figures.
    pub section: Option<SectionName>,
    /// Where in it. Of what is there no longer as it was counted before, of anything else as it is counted after.
    pub at: At,
    /// What was said; `None` for what is new.
    pub before: Option<String>,
    /// What is said; `None` for what is there no longer.
    pub after: Option<String>,
    /// The words that differ, in their order; none where all of it is new or gone.
    pub replaced: Vec<Replaced>,
}

/// How a section is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionName {
    /// Its id.
    pub id: String,
    /// The number printed before its title, if any.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
}

/// A place in a section. Numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The title of the report.
    Title,
    /// A figure at the top, by its label.
    Headline(String),
    /// A whole section, or its heading.
    Section,
    /// A paragraph.
    Paragraph(u32),
    /// A subheading.
    Heading(u32),
    /// An item of the section's lists, counted over all of them.
    Item(u32),
    /// A table, chart, list of records, story or picture as a whole, by its caption.
    Whole(String),
    /// The caption of one.
    Caption(String),
    /// A note under one, by its caption and its number.
    Note(String, u32),
    /// A head of a table, by its caption.
    Head(String),
    /// A cell of a table: caption, row, column.
    Cell(String, String, String),
    /// A point of a chart: caption, series (empty where there is one only), label.
    Point(String, String, String),
    /// A record of a list: caption and name.
    Record(String, String),
    /// A cell of a record: caption, name, column.
    Field(String, String, String),
    /// A paragraph of a story: title and number.
    Story(String, u32),
}

/// Words that stand in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The words before; they occur once in the place.
    pub before: String,
    /// The words after.
    pub after: String,
    /// The keys of the figures that they print, of both.
    pub keys: Vec<String>,
}

/// What `after` says otherwise than `before`, two assemblies of one report in one language.
#[must_use]
pub fn changes(before: &Report, after: &Report) -> Vec<Change> {
    let mut found = Vec::new();
    one(None, At::Title, Some(plain(&before.title)), Some(plain(&after.title)), &mut found);
    elements::headlines(&before.headline, &after.headline, &mut found);
    let of = |report: &'_ Report, id: &str| report.sections.iter().find(|section| section.id == id).cloned();
    for old in before.sections.iter().filter(|section| of(after, &section.id).is_none()) {
        found.push(whole(old, true));
    }
    for new in &after.sections {
        match of(before, &new.id) {
            Some(old) => section(&old, new, &mut found),
            None => found.push(whole(new, false)),
        }
    }
    found
}

/// Everything that a section says, passage by passage, as it is printed: two sections that say the same differ in no [`Change`].
#[must_use]
pub fn said(section: &Section) -> Vec<String> {
    let heading = section.number.iter().chain([&section.title]).cloned();
    heading.chain(elements::said(&section.elements)).collect()
}

fn section(before: &Section, after: &Section, found: &mut Vec<Change>) {
    let name = named(after);
    let heading = |section: &Section| {
        let number = section.number.iter().map(String::as_str);
        plain(&number.chain([section.title.as_str()]).collect::<Vec<_>>().join(" "))
    };
    one(Some(&name), At::Section, Some(heading(before)), Some(heading(after)), found);
    elements::of_section(&name, &before.elements, &after.elements, found);
}

fn named(section: &Section) -> SectionName {
    SectionName { id: section.id.clone(), number: section.number.clone(), title: section.title.clone() }
}

/// A section that is gone, or new.
fn whole(section: &Section, gone: bool) -> Change {
    let text = Some(section.title.clone());
    let (before, after) = if gone { (text, None) } else { (None, text) };
    Change { section: Some(named(section)), at: At::Section, before, after, replaced: Vec::new() }
}

/// Adds what differs between the two sayings of a place, if anything does.
fn one(
    section: Option<&SectionName>,
    at: At,
    before: Option<Passage>,
    after: Option<Passage>,
    found: &mut Vec<Change>,
) {
    let replaced = match (&before, &after) {
        (Some(before), Some(after)) if before.text() == after.text() => return,
        (None, None) => return,
        (Some(before), Some(after)) => words::replaced(before, after),
        (Some(_), None) | (None, Some(_)) => Vec::new(),
    };
    let (before, after) = (before.map(|p| p.text()), after.map(|p| p.text()));
    found.push(Change { section: section.cloned(), at, before, after, replaced });
}

#[cfg(test)]
mod tests;
