//! Passages: the paragraphs, items and rows of a text, each with what it says in numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use figures::Value;

use super::clues::{self, Clue, Clues};
use super::said::{self, Said, What};
use super::share::OWN;
use crate::draft::{Draft, Kind, Table, heads};
use crate::quantities::{self, Concept, Lexicon};

/// The most letters of a paragraph that names the table behind it.
const LONGEST_CAPTION: usize = 160;

/// The most columns that one head is taken to stand over.
const MOST_COLUMNS: usize = 64;

/// The most numbers of a passage that are looked at.
pub(super) const MOST_SAID: usize = 400;

/// How many letters and digits beside something said are compared, and how many characters are looked at for them.
const MOST_BESIDE: usize = 24;
const MOST_LOOKED_AT: usize = 400;

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
    /// What stands beside each of them.
    pub(super) beside: Vec<Beside>,
    /// Its content words.
    pub(super) words: BTreeSet<String>,
    /// What names a row of a table, in whatever language.
    pub(super) named: BTreeSet<Concept>,
    /// Every concept that its text names.
    pub(super) mentioned: BTreeSet<Concept>,
    /// Whether it is the head of a table, whose numbers are of its columns.
    pub(super) head: bool,
}

/// The text before and behind something said, with every digit written alike, without blanks and signs. Kept with the passage, since
/// each is compared with many others.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    pub(super) before: String,
    pub(super) after: String,
}

impl Beside {
    /// What limits a number belongs to it, and not to what is beside it.
    fn of(said: &Said, text: &str) -> Self {
        let plain = |c: &char| c.is_alphanumeric();
        let alike = |c: char| if c.is_numeric() { '0' } else { c };
        let before = text.get(..said.span.start).unwrap_or_default().chars().rev();
        let before: Vec<char> =
            before.take(MOST_LOOKED_AT).filter(plain).take(MOST_BESIDE).map(alike).collect();
        let after = text.get(said.span.end..).unwrap_or_default().chars();
        Self {
            before: before.into_iter().rev().collect(),
            after: after.take(MOST_LOOKED_AT).filter(plain).take(MOST_BESIDE).map(alike).collect(),
        }
    }
}

impl Passage {
    pub(super) fn new(
        place: (String, usize, usize),
        text: String,
        mut said: Vec<Said>,
        lexicon: &Lexicon,
    ) -> Self {
        let (section, block, start) = place;
        said.truncate(MOST_SAID);
        let beside = said.iter().map(|said| Beside::of(said, &text)).collect();
        let words = said.iter().flat_map(|said| said.nouns.iter().cloned()).collect();
        let dated = |place: &Range<usize>| {
            said.iter().any(|said| {
                let meets = place.start < said.span.end && said.span.start < place.end;
                meets && matches!(said.what, What::Period(_) | What::Days(_))
            })
        };
        // Months are words for other things, too.
        let named = quantities::concepts(&text, lexicon).into_iter().filter(|(place, _)| !dated(place));
        let mentioned = named.map(|(_, concept)| concept).collect();
        let named = BTreeSet::new();
        let label = None;
        Self { section, block, start, text, label, said, beside, words, named, mentioned, head: false }
    }

    /// A row of a table, whose first cell names it and tells of each of its numbers.
    pub(super) fn row(mut self, caption: &Clues, lexicon: &Lexicon) -> Self {
        let first = self.text.split('\t').next().unwrap_or_default();
        let label: String =
            first.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let mut clues = Clues::default();
        clues.add_words(first, lexicon, OWN);
        self.named = clues.concepts().collect();
        for said in self.said.iter().filter(|said| said.span.end <= first.len()) {
            if let What::Period(period) = &said.what {
                clues.add_period(period, OWN);
            }
        }
        // What names a row by nothing but a year is told by what names the table.
        if self.named.is_empty() && first.contains(char::is_numeric) {
            let concepts: Vec<Concept> = caption.concepts().collect();
            concepts.into_iter().for_each(|concept| clues.add(Clue::Concept(concept), OWN));
        }
        self.said.iter_mut().for_each(|said| said.clues.join(&clues));
        self.label = Some(label).filter(|label| !label.is_empty());
        self
    }

    /// The concepts that it surely speaks of.
    pub(super) fn concepts(&self) -> BTreeSet<Concept> {
        self.said.iter().flat_map(|said| said.clues.concepts()).collect()
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
            (!said.is_empty()).then(|| Passage::new(place, text.to_owned(), said, lexicon))
        };
        match &block.kind {
            Kind::Table(table) => {
                let units = heads::units(&block.text, table, lexicon);
                let columns = columns(&block.text, table, lexicon);
                let caption = caption(draft, place, lexicon);
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
                        // Cells stand in the order of the text.
                        let next = row.cells.partition_point(|cell| cell.range.start <= at);
                        let cell = next.checked_sub(1).and_then(|last| row.cells.get(last));
                        let cell = cell.filter(|cell| at < cell.range.end);
                        if let Some(cell) = cell.filter(|cell| !cell.head && !row.head) {
                            units.put(cell.column, mention);
                        }
                    }
                    let mut said = said::of(text, &mentions, lexicon);
                    for said in &mut said {
                        said.written = written.get(&said.span.start).copied();
                        let at = first.range.start.saturating_add(said.span.start);
                        let cell = row.cells.iter().find(|c| c.range.start <= at && at < c.range.end);
                        said.column = cell.map(|cell| cell.column);
                        let head = cell.filter(|_| !row.head).and_then(|cell| columns.get(&cell.column));
                        head.into_iter().for_each(|head| said.clues.join(head));
                    }
                    let row_is_head = row.head;
                    let row = passage(first.range.start, text, said);
                    passages.extend(
                        row.map(|passage| Passage { head: row_is_head, ..passage.row(&caption, lexicon) }),
                    );
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

/// What names a table: the block before it, be it a caption, a heading or a line of its own.
fn caption(draft: &Draft, table: usize, lexicon: &Lexicon) -> Clues {
    let before = table.checked_sub(1).and_then(|before| draft.blocks.get(before));
    let names = before.filter(|block| match block.kind {
        Kind::Caption | Kind::Heading { .. } => true,
        Kind::Paragraph => block.text.chars().count() <= LONGEST_CAPTION,
        Kind::Table(_) | Kind::Item { .. } | Kind::Image | Kind::Footnote { .. } | Kind::Aside => false,
    });
    names.map_or_else(Clues::default, |block| clues::of_words(&block.text, lexicon))
}

/// What the heads of a table's columns tell of the numbers below them.
fn columns(text: &str, table: &Table, lexicon: &Lexicon) -> BTreeMap<usize, Clues> {
    let mut columns: BTreeMap<usize, Clues> = BTreeMap::new();
    let heads = table.rows.iter().take_while(|row| row.head);
    for cell in heads.flat_map(|row| &row.cells) {
        let head = text.get(cell.range.clone()).unwrap_or_default();
        let clues = clues::of_words(head, lexicon);
        for column in cell.column..cell.column.saturating_add(cell.columns.min(MOST_COLUMNS)) {
            columns.entry(column).or_default().join(&clues);
        }
    }
    columns
}
