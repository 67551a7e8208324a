//! What the check of the report found about the figure, each a link to the page of findings; and what another value would bring.

use maud::{Markup, html};

use super::Context;
use crate::figure_page::Found;
use crate::html::findings::severity;
use crate::html::preview::form;

/// The way to what another value would bring: of a figure that is printed, as it is now.
pub(super) fn supposing(cx: &Context<'_>) -> Markup {
    let asked = cx.figure.as_of.is_none() && !cx.figure.places.is_empty() && !cx.links.report.is_empty();
    html! {
        @if asked {
            section aria-labelledby="_preview" {
                h2 #_preview { (cx.texts.say("preview")) }
                (form(cx.texts, cx.links, &cx.figure.figure.key, "", &cx.figure.language))
            }
        }
    }
}

/// What is open before what is settled; nothing where nothing was found.
pub(super) fn found(cx: &Context<'_>) -> Markup {
    let list = &cx.figure.findings;
    html! {
        @if !list.is_empty() && !cx.links.report.is_empty() {
            section aria-labelledby="_found" {
                h2 #_found { (cx.texts.say("findings-heading")) }
                ul.found { @for one in list { li class=(one.severity.name()) { (finding(cx, one)) } } }
            }
        }
    }
}

fn finding(cx: &Context<'_>, found: &Found) -> Markup {
    html! {
        a href=(cx.links.finding(&found.id, &cx.figure.language)) {
            (severity(cx.texts, found.severity))
            @if found.settled { (cx.texts.say("separator-list")) (cx.texts.say("finding-settled")) }
        }
        (cx.texts.say("colon")) (found.message)
    }
}
