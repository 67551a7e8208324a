//! The elements of a section as Markdown.

use report::model::{Element, Image, Inline, ListingLayout, Story};

use super::escape::escape;
use super::{Context, blocks, inline, table};
use crate::texts::Arg;
use crate::words;

/// Elements in order, as blocks; `level` is the heading level of their section.
pub(super) fn elements(cx: Context<'_>, list: &[Element], level: u8) -> Vec<String> {
    list.iter().flat_map(|e| element(cx, e, level)).collect()
}

fn element(cx: Context<'_>, element: &Element, level: u8) -> Vec<String> {
    match element {
        Element::Prose(list) => blocks::blocks(cx, list, level),
        Element::Table(t) => with_notes(cx, vec![table::caption(&t.caption), table::table(cx, t)], &t.notes),
        Element::Chart(c) => with_notes(cx, vec![table::caption(&c.caption), table::chart(cx, c)], &c.notes),
        Element::Listing(listing) => records(cx, listing),
        Element::Story(story) => vec![box_of(cx, story, level)],
        Element::Image(image) => vec![picture(cx, image)],
    }
}

fn with_notes(cx: Context<'_>, mut parts: Vec<String>, notes: &[Vec<Inline>]) -> Vec<String> {
    parts.extend(notes.iter().map(|note| inline::line(cx, note)));
    parts
}

fn records(cx: Context<'_>, listing: &report::model::ListingTable) -> Vec<String> {
    let mut parts = vec![table::caption(&listing.caption)];
    if listing.rows.is_empty() {
        parts.push(escape(&cx.texts.say("listing-empty")));
    } else {
        parts.push(match listing.layout {
            ListingLayout::Table => table::listing(cx, listing),
            ListingLayout::Record => table::record(cx, listing),
        });
    }
    if !listing.marks.is_empty() {
        let (signs, meaning) =
            (words::signs(cx.texts, &listing.marks), words::meaning(cx.texts, &listing.marks));
        parts.push(escape(&format!("{signs} {meaning}")));
    }
    parts
}

/// A box as a quotation with its own heading.
fn box_of(cx: Context<'_>, story: &Story, level: u8) -> String {
    let place_and_date = [story.area.clone().unwrap_or_default(), story.date.clone().unwrap_or_default()];
    let line = words::join(cx.texts, "separator-facts", place_and_date);
    let mut parts = vec![table::bold(&escape(&story.title))];
    if !line.is_empty() {
        parts.push(escape(&line));
    }
    parts.extend(story.image.iter().map(|image| picture(cx, image)));
    parts.extend(blocks::blocks(cx, &story.blocks, level));
    blocks::quoted(&parts.join("\n\n"))
}

/// A picture in words: Markdown is one file and has no place for it.
fn picture(cx: Context<'_>, image: &Image) -> String {
    let shown = cx.texts.say_with("picture-not-shown", &[("alt", Arg::Text(&image.alt))]);
    let credit =
        image.credit.as_deref().map(|c| cx.texts.say_with("picture-credit", &[("credit", Arg::Text(c))]));
    let parts = [shown, image.caption.clone().unwrap_or_default(), credit.unwrap_or_default()];
    escape(&words::join(cx.texts, "separator-facts", parts))
}
