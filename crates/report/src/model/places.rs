//! Where each figure of a report is printed, for its figure page.

use std::collections::BTreeMap;

use super::{Block, Element, Inline, Printed, Report, Story};

/// A place of a report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrintedAt {
    /// The section's id; empty for the headline.
    pub section: String,
    /// The anchor of the paragraph, table, chart or listing; empty where there is none.
    pub anchor: String,
    /// As printed there.
    pub text: String,
}

/// The places of every figure and cell, by key, in the order of the report; equal ones once.
#[must_use]
pub fn places(report: &Report) -> BTreeMap<String, Vec<PrintedAt>> {
    let mut found = Finder { section: "", anchor: String::new(), places: BTreeMap::new() };
    report.headline.iter().for_each(|headline| found.add(&headline.printed));
    for section in &report.sections {
        found.section = &section.id;
        section.elements.iter().for_each(|element| found.element(element));
    }
    found.places
}

/// A number that one assembly of a report prints otherwise than another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reprinted {
    /// The figure's or cell's key.
    pub key: String,
    /// The section's id; empty for the headline.
    pub section: String,
    /// The anchor; empty where there is none.
    pub anchor: String,
    /// As the one prints it.
    pub before: String,
    /// As the other does.
    pub after: String,
}

/// What a report prints otherwise than another assembly of the same, by key and in the order of the report.
#[must_use]
pub fn reprinted(before: &Report, after: &Report) -> Vec<Reprinted> {
    let then = places(after);
    let mut changes = Vec::new();
    for (key, was) in places(before) {
        let mut left: Vec<&PrintedAt> = then.get(&key).into_iter().flatten().collect();
        for at in was {
            let same_place = |other: &&PrintedAt| other.section == at.section && other.anchor == at.anchor;
            let Some(place) = left.iter().position(same_place) else { continue };
            let now = left.remove(place);
            if now.text != at.text {
                let PrintedAt { section, anchor, text } = at;
                let (key, after) = (key.clone(), now.text.clone());
                changes.push(Reprinted { key, section, anchor, before: text, after });
            }
        }
    }
    changes
}

struct Finder<'a> {
    section: &'a str,
    anchor: String,
    places: BTreeMap<String, Vec<PrintedAt>>,
}

impl<'a> Finder<'a> {
    fn add(&mut self, printed: &Printed) {
        let place = PrintedAt {
            section: self.section.to_owned(),
            anchor: self.anchor.clone(),
            text: printed.text.clone(),
        };
        let places = self.places.entry(printed.key.clone()).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }

    fn element(&mut self, element: &'a Element) {
        self.anchor.clear();
        match element {
            Element::Prose(blocks) => self.blocks(blocks),
            Element::Table(table) => {
                self.anchor.clone_from(&table.id);
                let cells = table.rows.iter().flat_map(|row| &row.cells).flatten();
                cells.for_each(|printed| self.add(printed));
                table.notes.iter().for_each(|note| self.inlines(note));
            }
            Element::Chart(chart) => {
                self.anchor.clone_from(&chart.id);
                let points = chart.series.iter().flat_map(|series| &series.points);
                points.for_each(|point| self.add(&point.printed));
                chart.notes.iter().for_each(|note| self.inlines(note));
            }
            Element::Story(Story { id, blocks, .. }) => {
                self.anchor.clone_from(id);
                self.blocks(blocks);
            }
            Element::Listing(_) | Element::Image(_) => {}
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { id, inlines } => {
                    self.anchor.clone_from(id);
                    self.inlines(inlines);
                }
                Block::Heading { inlines, .. } => self.inlines(inlines),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(quoted) => self.blocks(quoted),
            }
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Figure(printed) => self.add(printed),
                Inline::Emphasis(text) | Inline::Strong(text) | Inline::Link { inlines: text, .. } => {
                    self.inlines(text);
                }
                Inline::Text(_)
                | Inline::Name(_)
                | Inline::Term { .. }
                | Inline::SectionRef { .. }
                | Inline::DocumentRef { .. } => {}
            }
        }
    }
}
