//! Where the figure is printed and how to cite it.

use maud::{Markup, html};

use super::Context;
use crate::figure_page::{Place, citation};
use crate::links::Links;

/// The sections and pages that print it.
pub(super) fn places(cx: &Context<'_>) -> Markup {
    html! {
        section aria-labelledby="_places" {
            h2 #_places { (cx.texts.say("figure-places")) }
            @if cx.figure.places.is_empty() {
                p { (cx.texts.say("figure-places-none")) }
            } @else {
                ul { @for place in &cx.figure.places { li { (place_of(cx, place)) } } }
            }
        }
    }
}

fn place_of(cx: &Context<'_>, place: &Place) -> Markup {
    let there = Links { report: place.report.clone(), ..cx.links.clone() };
    let address = match &place.page {
        Some(page) => there.page(page, &cx.figure.language),
        None => there.section(&place.anchor, &cx.figure.language),
    };
    html! {
        @if !place.group.is_empty() { (place.group) (cx.texts.say("colon")) }
        a href=(address) {
            @if let Some(number) = &place.number { (number) " " }
            (place.title)
        }
    }
}

/// One sentence to be copied, with an address that stays true.
pub(super) fn citation(cx: &Context<'_>) -> Markup {
    let address = citation::address(cx.figure, cx.links);
    let site = cx.links.site.as_deref().unwrap_or_default();
    html! {
        section aria-labelledby="_citation" {
            h2 #_citation { (cx.texts.say("figure-cite")) }
            blockquote.citation {
                p {
                    @if let Some(sentence) = citation::sentence(cx.figure, cx.texts) {
                        (sentence) (cx.texts.say("separator-sentences"))
                    }
                    a dir="ltr" href=(address) { (site) (address) }
                }
            }
            p.note { (cx.texts.say("figure-cite-explained")) }
        }
    }
}
