//! The elements of a section.

use maud::{Markup, html};
use report::model::{Element, Image, Story};

use super::context::Context;
use super::{chart, inline, table};
use crate::texts::Arg;
use crate::words;

/// Elements in order; `level` is the heading level of their section.
pub(super) fn elements(cx: &Context<'_>, list: &[Element], level: u8) -> Markup {
    html! {
        @for element in list {
            @match element {
                Element::Prose(blocks) => (inline::blocks(cx, blocks, level)),
                Element::Table(table) => (table::table(cx, table)),
                Element::Chart(chart) => (chart::chart(cx, chart)),
                Element::Listing(listing) => (table::listing(cx, listing)),
                Element::Story(story) => (box_of(cx, story, level)),
                Element::Image(image) => (picture(cx, image)),
            }
        }
    }
}

fn box_of(cx: &Context<'_>, story: &Story, level: u8) -> Markup {
    let heading_id = format!("_title-{}", story.id);
    let place_and_date = [story.area.clone().unwrap_or_default(), story.date.clone().unwrap_or_default()];
    let line = words::join(cx.texts, "separator-facts", place_and_date);
    let level = level.saturating_add(1);
    html! {
        aside.story id=(story.id) aria-labelledby=(heading_id) {
            (inline::heading(level, Some(&heading_id), &html! { (story.title) }))
            @if !line.is_empty() { p.place { (line) } }
            @if let Some(image) = &story.image { (picture(cx, image)) }
            (inline::blocks(cx, &story.blocks, level))
            (inline::here(cx, &story.id))
        }
    }
}

/// A picture with caption and credit; where pictures are not served, its alternative text.
fn picture(cx: &Context<'_>, image: &Image) -> Markup {
    let credit =
        image.credit.as_deref().map(|c| cx.texts.say_with("picture-credit", &[("credit", Arg::Text(c))]));
    html! {
        figure.picture {
            @match cx.links.file(&image.file) {
                Some(address) => { img src=(address) alt=(image.alt) loading="lazy"; }
                None => { p.absent { (cx.texts.say_with("picture-not-shown", &[("alt", Arg::Text(&image.alt))])) } }
            }
            @if image.caption.is_some() || credit.is_some() {
                figcaption {
                    @if let Some(caption) = &image.caption { (caption) " " }
                    @if let Some(credit) = &credit { small { (credit) } }
                }
            }
        }
    }
}
