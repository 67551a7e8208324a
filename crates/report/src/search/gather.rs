//! What of a report can be found, and where: one text for each heading, paragraph, row and point.

use super::fold::{Folded, Gaps};
use super::{Index, Known, Place};
use crate::model::{
    Block, Chart, Element, FigureWords, Inline, ListingTable, Printed, Report, Story, Table, places,
};

/// What stands between the parts of a row.
const BETWEEN: &str = " · ";

pub(super) fn index(report: &Report) -> Index {
    let mut gathered = Gathered { section: 0, places: Vec::new() };
    for (at, section) in report.sections.iter().enumerate() {
        gathered.section = at;
        let heading = section.number.iter().chain([&section.title]).map(String::as_str);
        gathered.add(&section.id, heading.collect::<Vec<_>>().join(" "));
        section.elements.iter().for_each(|element| gathered.element(&section.id, element));
    }
    Index { places: gathered.places, figures: figures(report) }
}

fn figures(report: &Report) -> Vec<Known> {
    let printed = places(report);
    let known = report.figures.iter().map(|figure| {
        let labels = &figure.label;
        let label =
            labels.get(&report.language).or_else(|| labels.values().next()).unwrap_or(&figure.measure);
        let nothing = FigureWords::default();
        let words = report.words.get(&figure.key).unwrap_or(&nothing);
        let key = figure.key.replace(['/', '?', '&', '='], " ");
        let texts = printed.get(&figure.key).into_iter().flatten().map(|place| place.text.as_str());
        let about = words
            .breakdown
            .iter()
            .map(String::as_str)
            .chain([words.value.as_str(), &words.unit])
            .chain(texts);
        let about = about.chain([key.as_str(), &key.replace('-', " ")]).collect::<Vec<_>>().join(BETWEEN);
        Known { key: figure.key.clone(), label: folded(label.as_str()), about: folded(about) }
    });
    known.collect()
}

fn folded(text: impl Into<String>) -> Folded {
    Folded::new(text, Gaps::Unbreakable)
}

struct Gathered {
    section: usize,
    places: Vec<Place>,
}

impl Gathered {
    fn add(&mut self, anchor: &str, text: String) {
        self.places.push(Place { section: self.section, anchor: anchor.to_owned(), text: folded(text) });
    }

    /// A row: its parts beside each other, empty ones left out.
    fn row<'a>(&mut self, anchor: &str, parts: impl IntoIterator<Item = &'a str>) {
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        self.add(anchor, parts.join(BETWEEN));
    }

    /// An element; `before` is the anchor of what has none of its own.
    fn element(&mut self, before: &str, element: &Element) {
        match element {
            Element::Prose(blocks) => self.blocks(before, blocks),
            Element::Table(table) => self.table(table),
            Element::Chart(chart) => self.chart(chart),
            Element::Listing(listing) => self.listing(listing),
            Element::Story(story) => self.story(story),
            Element::Image(image) => {
                self.row(before, [image.caption.as_deref().unwrap_or_default(), &image.alt]);
            }
        }
    }

    fn story(&mut self, story: &Story) {
        let Story { id, title, area, date, .. } = story;
        self.row(id, [title, area.as_deref().unwrap_or_default(), date.as_deref().unwrap_or_default()]);
        self.blocks(id, &story.blocks);
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let cells = row.cells.iter().zip(&table.columns);
            let cells = cells.filter_map(|(cell, column)| {
                Some([column.label.as_str(), text(cell.as_ref()?), &column.unit])
            });
            self.row(&table.id, [table.caption.as_str(), &row.label].into_iter().chain(cells.flatten()));
        }
        self.notes(&table.id, &table.notes);
    }

    fn chart(&mut self, chart: &Chart) {
        for series in &chart.series {
            for point in &series.points {
                self.row(
                    &chart.id,
                    [&chart.caption, &series.label, &point.label, text(&point.printed), &chart.unit],
                );
            }
        }
        self.notes(&chart.id, &chart.notes);
    }

    fn listing(&mut self, listing: &ListingTable) {
        for row in &listing.rows {
            let cells = row.cells.iter().flatten().map(String::as_str);
            self.row(&listing.id, std::iter::once(listing.caption.as_str()).chain(cells));
        }
    }

    fn notes(&mut self, anchor: &str, notes: &[Vec<Inline>]) {
        notes.iter().for_each(|note| self.add(anchor, plain(note)));
    }

    fn blocks(&mut self, before: &str, blocks: &[Block]) {
        let mut before = before.to_owned();
        for block in blocks {
            match block {
                Block::Paragraph { id, inlines } => {
                    if !id.is_empty() {
                        before.clone_from(id);
                    }
                    self.add(&before, plain(inlines));
                }
                Block::Heading { inlines, .. } => self.add(&before, plain(inlines)),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(&before, item)),
                Block::Quote(quoted) => self.blocks(&before, quoted),
            }
        }
    }
}

fn text(printed: &Printed) -> &str {
    &printed.text
}

/// Running text without what surrounds it.
fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text)
            | Inline::Name(text)
            | Inline::Term { text, .. }
            | Inline::SectionRef { text, .. }
            | Inline::DocumentRef { text, .. } => text.clone(),
            Inline::Figure(printed) => printed.text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { inlines: inner, .. } => {
                plain(inner)
            }
        })
        .collect()
}
