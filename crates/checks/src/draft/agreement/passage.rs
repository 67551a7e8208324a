//! Passages: the paragraphs, items and rows of a text, each with what it says in numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use figures::Value;

use super::said::{self, Said};
use crate::draft::{Draft, Kind, heads};
use crate::quantities::{self, Lexicon};

/// The most numbers of a passage that are looked at.
pub(super) const MOST_SAID: usize = 400;

/// A paragraph, an item of a list, a heading, or a row of a table.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// The section that it stands in: its number or id; may be empty.
    pub(super) section: String,
    /// The block of a draft, or the place in a report.
    pub(super) block: usize,
    /// Where the passage's text begins in the block's.
    pub(super) start: usize,
    /// The text.
    pub(super) text: String,
    /// What names a row of a table, letters and digits alone; of other passages, none.
    pub(super) label: Option<String>,
    /// What it says in numbers, in its order.
    pub(super) said: Vec<Said>,
    /// Its content words.
    pub(super) words: BTreeSet<String>,
}

impl Passage {
    pub(super) fn new(place: (String, usize, usize), text: String, mut said: Vec<Said>) -> Self {
        let (section, block, start) = place;
        said.truncate(MOST_SAID);
        let words = said.iter().flat_map(|said| said.nouns.iter().cloned()).collect();
        Self { section, block, start, text, label: None, said, words }
    }

    /// A row of a table, whose first cell names it.
    pub(super) fn row(self) -> Self {
        let first = self.text.split('\t').next().unwrap_or_default();
        let label: String =
            first.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Self { label: Some(label).filter(|label| !label.is_empty()), ..self }
    }

    /// The bytes of something said in the text of its block.
    pub(super) fn range(&self, said: &Said) -> Range<usize> {
        self.start.saturating_add(said.span.start)..self.start.saturating_add(said.span.end)
    }
}

/// The passages of a draft; of a table its rows, with the units that its heads give.
pub(super) fn of_draft(draft: &Draft, lexicon: &Lexicon) -> Vec<Passage> {
    let mut passages = Vec::new();
    for (place, block) in draft.blocks.iter().enumerate() {
        let section = draft.section_of(place);
        let section =
            section.map(|s| s.number.clone().unwrap_or_else(|| s.title.clone())).unwrap_or_default();
        let passage = |start: usize, text: &str, said: Vec<Said>| {
            let place = (section.clone(), place, start);
            (!said.is_empty()).then(|| Passage::new(place, text.to_owned(), said))
        };
        match &block.kind {
            Kind::Table(table) => {
                let units = heads::units(&block.text, table, lexicon);
                for row in &table.rows {
                    let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) else { continue };
                    let Some(text) = block.text.get(first.range.start..last.range.end) else { continue };
                    let mut mentions = quantities::read(text, lexicon);
                    let written: BTreeMap<usize, Value> = mentions
                        .iter()
                        .filter(|m| m.unit.is_none())
                        .filter_map(|mention| Some((mention.span.start, mention.reading()?.value()?)))
                        .collect();
                    for mention in &mut mentions {
                        let at = first.range.start.saturating_add(mention.number.start);
                        let cell = row.cells.iter().find(|c| c.range.start <= at && at < c.range.end);
                        if let Some(cell) = cell.filter(|cell| !cell.head && !row.head) {
                            units.put(cell.column, mention);
                        }
                    }
                    let mut said = said::of(text, &mentions, lexicon);
                    said.iter_mut().for_each(|said| said.written = written.get(&said.span.start).copied());
                    let row = passage(first.range.start, text, said);
                    passages.extend(row.map(Passage::row));
                }
            }
            Kind::Heading { .. }
            | Kind::Paragraph
            | Kind::Item { .. }
            | Kind::Caption
            | Kind::Image
            | Kind::Footnote { .. }
            | Kind::Aside => passages.extend(passage(0, &block.text, said::read(&block.text, lexicon))),
        }
    }
    passages
}
