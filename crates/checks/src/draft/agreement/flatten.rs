//! The passages of an assembled report, with the figure behind each number.

use std::collections::BTreeSet;
use std::ops::Range;

use figures::Bound;
use report::Report;
use report::model::{Block, Chart, Element, Inline, ListingTable, Printed, Story, Table};

use super::clues::Clues;
use super::passage::Passage;
use super::said::{self, Said, UnitAt, What};
use super::share::OWN;
use crate::quantities::Lexicon;

/// Every passage of a report that says something in numbers, in its order.
pub(super) fn passages(report: &Report, lexicon: &Lexicon) -> Vec<Passage> {
    let mut flat = Flattener { report, lexicon, section: String::new(), passages: Vec::new() };
    for headline in &report.headline {
        let mut line = Line::default();
        line.text(&headline.label);
        line.text(": ");
        line.printed(&headline.printed);
        flat.add(line);
    }
    for section in &report.sections {
        flat.section.clone_from(&section.id);
        flat.add_text(&section.title);
        section.elements.iter().for_each(|element| flat.element(element));
    }
    flat.passages
}

struct Flattener<'a> {
    report: &'a Report,
    lexicon: &'a Lexicon,
    section: String,
    passages: Vec<Passage>,
}

/// A text that is being put together, and the figures printed in it.
#[derive(Default)]
struct Line {
    text: String,
    printed: Vec<(Range<usize>, String)>,
}

impl Line {
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn printed(&mut self, printed: &Printed) {
        let start = self.text.len();
        self.text.push_str(&printed.text);
        self.printed.push((start..self.text.len(), printed.key.clone()));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text)
                | Inline::Name(text)
                | Inline::Term { text, .. }
                | Inline::SectionRef { text, .. }
                | Inline::DocumentRef { text, .. } => self.text(text),
                Inline::Figure(printed) => self.printed(printed),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { inlines: inner, .. } => {
                    self.inlines(inner);
                }
            }
        }
    }
}

impl Flattener<'_> {
    fn add_text(&mut self, text: &str) {
        self.add(Line { text: text.to_owned(), printed: Vec::new() });
    }

    fn add(&mut self, line: Line) {
        let passage = self.passage(line);
        self.passages.extend(passage);
    }

    /// A row of a table: the first cell names it.
    fn add_row(&mut self, line: Line) {
        let lexicon = self.lexicon;
        let passage = self.passage(line).map(|row| row.row(&Clues::default(), lexicon)).map(|mut row| {
            // A printed number without a unit stands in the unit of its column; its value is the figure's.
            for said in
                row.said.iter_mut().filter(|said| said.figure.is_some() && said.unit == UnitAt::Nowhere)
            {
                if let What::Number(values) = &mut said.what {
                    said.written = (!values.is_empty()).then(|| values.remove(0));
                    if values.is_empty() {
                        values.extend(said.written);
                    }
                }
            }
            row
        });
        self.passages.extend(passage);
    }

    fn passage(&self, line: Line) -> Option<Passage> {
        let mut said = said::read(&line.text, self.lexicon);
        for said in &mut said {
            let meets = |range: &Range<usize>| range.start < said.span.end && said.span.start < range.end;
            let figure = line.printed.iter().find(|(range, _)| meets(range)).map(|(_, key)| key);
            if let (Some(key), What::Number(_)) = (figure, &said.what) {
                self.bind(said, key);
            }
        }
        let place = (self.section.clone(), self.passages.len(), 0);
        (!said.is_empty()).then(|| Passage::new(place, line.text, said, self.lexicon))
    }

    /// What is printed may also be said as exactly as the figure is known, in its unit, or as a value that another source has.
    fn bind(&self, said: &mut Said, key: &str) {
        said.figure = Some(key.to_owned());
        let Ok(at) = self.report.figures.binary_search_by(|figure| figure.key.as_str().cmp(key)) else {
            return;
        };
        let Some(figure) = self.report.figures.get(at) else { return };
        if let What::Number(values) = &mut said.what {
            values.extend(figure.value);
            let (disputed, others): (Vec<_>, Vec<_>) =
                figure.alternatives.iter().partition(|other| other.disputes);
            // What another source says vaguely covers much that nobody says.
            let exact = others.iter().map(|other| other.value).filter(|value| value.bound == Bound::Exact);
            values.extend(exact);
            said.disputed = disputed.iter().map(|other| other.value).collect();
        }
        said.period.clone_from(&figure.period);
        figure.period.iter().for_each(|period| said.clues.add_period(period, OWN));
        for words in figure.label.values() {
            said.clues.add_words(words, self.lexicon, OWN);
        }
        let mut codes = Clues::default();
        for words in self.report.words.get(key).into_iter().flat_map(|words| &words.breakdown) {
            codes.add_words(words, self.lexicon, OWN);
        }
        said.told_by = codes.concepts().collect();
        said.clues.join(&codes);
        let code = figure.unit.code();
        let mut codes: BTreeSet<String> = said.codes.drain(..).collect();
        codes.insert(code.to_owned());
        codes.extend(code.rsplit_once('/').map(|(upper, _)| upper.to_owned()));
        said.codes = codes.into_iter().collect();
    }

    fn element(&mut self, element: &Element) {
        match element {
            Element::Prose(blocks) => self.blocks(blocks),
            Element::Table(table) => self.table(table),
            Element::Chart(chart) => self.chart(chart),
            Element::Listing(listing) => self.listing(listing),
            Element::Story(story) => self.story(story),
            Element::Image(image) => image.caption.iter().for_each(|caption| self.add_text(caption)),
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => {
                    self.add_inlines(inlines)
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(quoted) => self.blocks(quoted),
            }
        }
    }

    fn add_inlines(&mut self, inlines: &[Inline]) {
        let mut line = Line::default();
        line.inlines(inlines);
        self.add(line);
    }

    fn table(&mut self, table: &Table) {
        self.add_text(&table.caption);
        for row in &table.rows {
            let mut line = Line::default();
            line.text(&row.label);
            for cell in &row.cells {
                line.text("\t");
                cell.iter().for_each(|printed| line.printed(printed));
            }
            self.add_row(line);
        }
        table.notes.iter().for_each(|note| self.add_inlines(note));
    }

    /// As its table has it: a row for each label, with the point of each series.
    fn chart(&mut self, chart: &Chart) {
        self.add_text(&chart.caption);
        let labels: Vec<&str> =
            chart.series.iter().flat_map(|s| &s.points).map(|p| p.label.as_str()).collect();
        let mut told = BTreeSet::new();
        for label in labels.into_iter().filter(|label| told.insert(*label)) {
            let mut line = Line::default();
            line.text(label);
            for series in &chart.series {
                line.text("\t");
                let point = series.points.iter().find(|point| point.label == label);
                point.iter().for_each(|point| line.printed(&point.printed));
            }
            self.add_row(line);
        }
        chart.notes.iter().for_each(|note| self.add_inlines(note));
    }

    fn listing(&mut self, listing: &ListingTable) {
        self.add_text(&listing.caption);
        for row in &listing.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect();
            self.add_row(Line { text: cells.join("\t"), printed: Vec::new() });
        }
    }

    fn story(&mut self, story: &Story) {
        let head = [Some(&story.title), story.area.as_ref(), story.date.as_ref()];
        self.add_text(&head.into_iter().flatten().cloned().collect::<Vec<_>>().join("\t"));
        self.blocks(&story.blocks);
    }
}
