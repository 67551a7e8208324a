//! How the value came to be what it is: one row for each revision that changed it. Who made it is not for the public.

use maud::{Markup, html};

use super::Context;
use crate::figure_page::{Change, facts};
use crate::html::table;
use crate::texts::period::{instant, moment};

/// The revisions, newest first; each leads to the page as it was.
pub(super) fn revisions(cx: &Context<'_>) -> Markup {
    let (figure, texts) = (cx.figure, cx.texts);
    html! {
        section {
            h2 id=(table::caption_id("_history")) { (texts.say("figure-history")) }
            @if figure.history_unavailable {
                p { (texts.say("figure-history-unavailable")) }
            } @else if figure.history.is_empty() {
                p { (texts.say("figure-history-none")) }
            } @else {
                (table::scroll("_history", &html! {
                    table {
                        thead {
                            tr {
                                th.num scope="col" { (texts.say("history-revision")) }
                                th.num scope="col" { (texts.say("history-value")) }
                                th scope="col" { (texts.say("history-when")) }
                                th scope="col" { (texts.say("history-why")) }
                            }
                        }
                        tbody { @for change in &figure.history { (change_of(cx, change)) } }
                    }
                }))
            }
        }
    }
}

fn change_of(cx: &Context<'_>, change: &Change) -> Markup {
    let revision = change.revision.to_string();
    let then = [("as-of", revision.as_str())];
    let address = cx.links.figure_with(&cx.figure.figure.key, &cx.figure.language, &then);
    html! {
        tr {
            th.num scope="row" { a href=(address) { (change.revision) } }
            td.num { (facts::change(cx.figure, cx.texts, change)) }
            td.when { @if let Some(at) = change.committed_at { time datetime=(moment(at)) { (instant(cx.texts, at)) } } }
            td { (change.reason) }
        }
    }
}
