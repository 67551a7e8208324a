//! Footnotes with the way back, and the revisions that a report was made from.

use maud::{Markup, html};
use report::model::Footnote;

use super::context::Context;
use super::inline::note_id;
use crate::texts::Arg;
use crate::words;

/// How many ways back a note has; one that explains many gaps would be nothing else.
const MOST_WAYS_BACK: usize = 5;

/// The footnotes. To be written after everything that refers to them.
pub(super) fn footnotes(cx: &Context<'_>) -> Markup {
    if cx.report.footnotes.is_empty() {
        return html! {};
    }
    html! {
        section.notes id="_notes" aria-labelledby="_notes-title" {
            h2 #_notes-title { (cx.texts.say("footnotes")) }
            ol { @for footnote in &cx.report.footnotes { (note(cx, footnote)) } }
        }
    }
}

fn note(cx: &Context<'_>, footnote: &Footnote) -> Markup {
    let key = words::footnote_key(&footnote.content);
    html! {
        li id=(note_id(footnote.number)) value=(footnote.number) {
            @if let Some(key) = key {
                a href=(cx.figure_address(key)) { (cx.figure(key).map_or(key, |f| words::label(cx.texts, f))) }
                (cx.texts.say("colon"))
            }
            (words::footnote(cx.texts, cx.report, &footnote.content))
            (ways_back(cx, footnote.number))
        }
    }
}

fn ways_back(cx: &Context<'_>, number: u32) -> Markup {
    let references = cx.references_to(number);
    let many = references.len() > 1;
    let number = number.to_string();
    html! {
        @for (place, id) in (1..).zip(references).take(MOST_WAYS_BACK) {
            @let place: i32 = place;
            @let label = if many {
                cx.texts.say_with("footnote-return-nth", &[("number", Arg::Text(&number)), ("place", Arg::Text(&place.to_string()))])
            } else {
                cx.texts.say_with("footnote-return", &[("number", Arg::Text(&number))])
            };
            " "
            a.back href={ "#" (id) } aria-label=(label) title=(label) {
                "\u{21a9}\u{fe0e}" @if many { sup { (place) } }
            }
        }
    }
}

/// The vector of revisions, at the end of the page.
pub(super) fn provenance(cx: &Context<'_>) -> Markup {
    html! {
        footer.provenance {
            h2 { (cx.texts.say("provenance")) }
            p { (cx.texts.say("provenance-explained")) }
            dl {
                @for (service, revision) in &cx.report.revisions {
                    div { dt { (service) } dd { (revision) } }
                }
            }
        }
    }
}
