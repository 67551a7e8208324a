//! The elements of a section, each held against the one of the same kind and name; running text as one flow.

use std::collections::{BTreeMap, BTreeSet};

use super::align;
use super::passage::{Passage, number, plain, running};
use super::{At, Change, SectionName, one};
use crate::model::{Block, Chart, Element, Headline, Image, Inline, ListingTable, Story, Table};

/// Texts by name in their order: names that come twice are told apart by a number.
#[derive(Default)]
struct Named {
    texts: Vec<((At, u32), Passage)>,
    counts: BTreeMap<At, u32>,
}

/// The figures at the top.
pub(super) fn headlines(before: &[Headline], after: &[Headline], found: &mut Vec<Change>) {
    let told = |headlines: &[Headline]| {
        let mut named = Named::default();
        headlines.iter().for_each(|h| add(&mut named, At::Headline(h.label.clone()), number(&h.printed)));
        named
    };
    by_name(None, told(before), told(after), found);
}

/// The elements of a section.
pub(super) fn of_section(
    section: &SectionName,
    before: &[Element],
    after: &[Element],
    found: &mut Vec<Change>,
) {
    flow(section, before, after, found);
    let caption = |element: &Element| whole(element).map(|(_, caption)| caption);
    for old in before {
        let Some((name, _)) = whole(old) else { continue };
        if !after.iter().any(|new| whole(new).is_some_and(|(other, _)| other == name)) {
            found.push(lone(section, caption(old), None));
        }
    }
    for new in after {
        let Some((name, _)) = whole(new) else { continue };
        match before.iter().find(|old| whole(old).is_some_and(|(other, _)| other == name)) {
            Some(old) => by_name(Some(section), texts(old), texts(new), found),
            None => found.push(lone(section, None, caption(new))),
        }
    }
}

/// Everything that elements say, passage by passage: running text, then what is in tables, charts, lists and stories.
pub(super) fn said(elements: &[Element]) -> Vec<String> {
    let mut flow = Vec::new();
    for element in elements {
        if let Element::Prose(blocks) = element {
            blocks.iter().for_each(|block| flowing(block, false, &mut flow));
        }
    }
    let running = flow.into_iter().map(|(_, passage)| passage);
    let others = elements.iter().flat_map(|element| texts(element).texts).map(|(_, passage)| passage);
    running.chain(others).map(|passage| passage.text()).collect()
}

/// What is there as a whole, or is no longer.
fn lone(section: &SectionName, before: Option<String>, after: Option<String>) -> Change {
    let at = At::Whole(before.as_ref().or(after.as_ref()).cloned().unwrap_or_default());
    Change { section: Some(section.clone()), at, before, after, replaced: Vec::new() }
}

/// Kind and anchor of an element that is no running text, and what it is called.
fn whole(element: &Element) -> Option<((u8, &str), String)> {
    match element {
        Element::Prose(_) => None,
        Element::Table(table) => Some(((0, &table.id), table.caption.clone())),
        Element::Chart(chart) => Some(((1, &chart.id), chart.caption.clone())),
        Element::Listing(listing) => Some(((2, &listing.id), listing.caption.clone())),
        Element::Story(story) => Some(((3, &story.id), story.title.clone())),
        Element::Image(image) => Some(((4, &image.file), image.alt.clone())),
    }
}

/// Everything that an element says, by place.
fn texts(element: &Element) -> Named {
    let mut named = Named::default();
    match element {
        Element::Prose(_) => {}
        Element::Table(table) => of_table(table, &mut named),
        Element::Chart(chart) => of_chart(chart, &mut named),
        Element::Listing(listing) => of_listing(listing, &mut named),
        Element::Story(story) => of_story(story, &mut named),
        Element::Image(image) => of_image(image, &mut named),
    }
    named
}

fn of_table(table: &Table, named: &mut Named) {
    let caption = || table.caption.clone();
    add(named, At::Caption(caption()), plain(&table.caption));
    add(named, At::Head(caption()), plain(&table.stub));
    for column in &table.columns {
        add(named, At::Head(caption()), plain(format!("{} {}", column.label, column.unit).trim()));
    }
    for row in &table.rows {
        for (column, printed) in table.columns.iter().zip(&row.cells) {
            let at = At::Cell(caption(), row.label.clone(), column.label.clone());
            printed.iter().for_each(|printed| add(named, at.clone(), number(printed)));
        }
    }
    notes(&table.caption, &table.notes, named);
}

fn of_chart(chart: &Chart, named: &mut Named) {
    add(named, At::Caption(chart.caption.clone()), plain(&chart.caption));
    add(named, At::Head(chart.caption.clone()), plain(&chart.unit));
    for series in &chart.series {
        for point in &series.points {
            let at = At::Point(chart.caption.clone(), series.label.clone(), point.label.clone());
            add(named, at, number(&point.printed));
        }
    }
    notes(&chart.caption, &chart.notes, named);
}

fn notes(caption: &str, notes: &[Vec<Inline>], named: &mut Named) {
    for (number, note) in (1..).zip(notes) {
        add(named, At::Note(caption.to_owned(), number), running(note));
    }
}

fn of_listing(listing: &ListingTable, named: &mut Named) {
    let caption = || listing.caption.clone();
    add(named, At::Caption(caption()), plain(&listing.caption));
    listing.columns.iter().for_each(|column| add(named, At::Head(caption()), plain(column)));
    for row in &listing.rows {
        // A record is known by its id, and told by its first cell.
        let name = row.cells.iter().flatten().next().unwrap_or(&row.id);
        add(named, At::Record(caption(), row.id.clone()), plain(name));
        for (column, cell) in listing.columns.iter().zip(&row.cells).skip(1) {
            let text = plain(cell.as_deref().unwrap_or_default());
            add(named, At::Field(caption(), row.id.clone(), column.clone()), text);
        }
    }
}

fn of_story(story: &Story, named: &mut Named) {
    add(named, At::Caption(story.title.clone()), plain(&story.title));
    for about in [&story.area, &story.date].into_iter().flatten() {
        add(named, At::Head(story.title.clone()), plain(about));
    }
    let mut paragraphs = Vec::new();
    story.blocks.iter().for_each(|block| flowing(block, false, &mut paragraphs));
    for (number, (_, passage)) in (1..).zip(paragraphs) {
        add(named, At::Story(story.title.clone(), number), passage);
    }
    story.image.iter().for_each(|image| of_image(image, named));
}

fn of_image(image: &Image, named: &mut Named) {
    for text in [Some(&image.alt), image.caption.as_ref(), image.credit.as_ref()].into_iter().flatten() {
        add(named, At::Caption(image.alt.clone()), plain(text));
    }
}

fn add(named: &mut Named, at: At, passage: Passage) {
    let count = named.counts.entry(at.clone()).or_default();
    named.texts.push(((at, *count), passage));
    *count = count.saturating_add(1);
}

/// Texts of the same place against each other; those of one side alone are gone or new.
fn by_name(section: Option<&SectionName>, before: Named, after: Named, found: &mut Vec<Change>) {
    // Where captions or heads alone were reworded, places keep their order.
    if kinds(&before) == kinds(&after) {
        for ((_, old), ((at, _), new)) in before.texts.into_iter().zip(after.texts) {
            one(section, at, Some(old), Some(new), found);
        }
        return;
    }
    let places: BTreeSet<&(At, u32)> = after.texts.iter().map(|(place, _)| place).collect();
    for (place, old) in before.texts.iter().filter(|(place, _)| !places.contains(place)) {
        one(section, place.0.clone(), Some(old.clone()), None, found);
    }
    let mut old: BTreeMap<(At, u32), Passage> = before.texts.into_iter().collect();
    for (place, new) in after.texts {
        let old = old.remove(&place);
        one(section, place.0, old, Some(new), found);
    }
}

/// What kind of place each is; of points and records which one too, since those come and go.
fn kinds(named: &Named) -> Vec<(std::mem::Discriminant<At>, Option<String>)> {
    let which = |at: &At| match at {
        At::Headline(label) => Some(label.clone()),
        At::Cell(_, row, column) => Some(format!("{row}\u{1f}{column}")),
        At::Point(_, series, label) => Some(format!("{series}\u{1f}{label}")),
        At::Record(_, id) => Some(id.clone()),
        At::Field(_, id, column) => Some(format!("{id}\u{1f}{column}")),
        At::Title
        | At::Section
        | At::Paragraph(_)
        | At::Heading(_)
        | At::Item(_)
        | At::Whole(_)
        | At::Caption(_)
        | At::Note(..)
        | At::Head(_)
        | At::Story(..) => None,
    };
    named.texts.iter().map(|((at, _), _)| (std::mem::discriminant(at), which(at))).collect()
}

/// What a block of running text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Paragraph,
    Heading,
    Item,
}

/// The running text of a section, aligned passage by passage.
fn flow(section: &SectionName, before: &[Element], after: &[Element], found: &mut Vec<Change>) {
    let all = |elements: &[Element]| {
        let mut passages = Vec::new();
        for element in elements {
            if let Element::Prose(blocks) = element {
                blocks.iter().for_each(|block| flowing(block, false, &mut passages));
            }
        }
        counted(passages)
    };
    let (old, new) = (all(before), all(after));
    let texts = |flow: &[(At, Passage)]| flow.iter().map(|(_, passage)| passage.clone()).collect::<Vec<_>>();
    for (a, b) in align::pairs(&texts(&old), &texts(&new)) {
        let (a, b) = (a.and_then(|a| old.get(a)), b.and_then(|b| new.get(b)));
        let Some((at, _)) = b.or(a) else { continue };
        let passage = |side: Option<&(At, Passage)>| side.map(|(_, passage)| passage.clone());
        one(Some(section), at.clone(), passage(a), passage(b), found);
    }
}

/// Each with its number among those of its kind.
fn counted(passages: Vec<(Flow, Passage)>) -> Vec<(At, Passage)> {
    let mut counts = [0u32; 3];
    let mut told = Vec::new();
    for (flow, passage) in passages {
        let [paragraphs, headings, items] = &mut counts;
        let (count, at): (&mut u32, fn(u32) -> At) = match flow {
            Flow::Paragraph => (paragraphs, At::Paragraph),
            Flow::Heading => (headings, At::Heading),
            Flow::Item => (items, At::Item),
        };
        *count = count.saturating_add(1);
        told.push((at(*count), passage));
    }
    told
}

fn flowing(block: &Block, item: bool, found: &mut Vec<(Flow, Passage)>) {
    match block {
        Block::Paragraph { inlines, .. } => {
            found.push((if item { Flow::Item } else { Flow::Paragraph }, running(inlines)));
        }
        Block::Heading { inlines, .. } => found.push((Flow::Heading, running(inlines))),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| flowing(block, true, found)),
        Block::Quote(blocks) => blocks.iter().for_each(|block| flowing(block, item, found)),
    }
}
