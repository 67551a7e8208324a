//! Records that each stand on their own: a line for each column, instead of a row of a table.

use maud::{Markup, html};
use report::model::ListingTable;

use super::context::Context;
use super::inline;
use super::table::{caption_id, caption_link, given};
use crate::words;

/// A listing as a list of terms and descriptions for each record.
pub(super) fn records(cx: &Context<'_>, listing: &ListingTable) -> Markup {
    html! {
        div.record id=(listing.id) role="group" aria-labelledby=(caption_id(&listing.id)) {
            p.caption id=(caption_id(&listing.id)) {
                (caption_link(cx.links, listing, &cx.report.language))
                (inline::marks(cx, &listing.marks, None))
            }
            @for row in &listing.rows {
                dl {
                    @for (label, cell) in listing.columns.iter().zip(&row.cells) {
                        div { dt { (label) } dd { (given(cx.texts, cell.as_deref())) } }
                    }
                }
            }
            @if listing.rows.is_empty() { p.note { (cx.texts.say("listing-empty")) } }
            @if !listing.marks.is_empty() {
                p.note { (words::signs(cx.texts, &listing.marks)) " " (words::meaning(cx.texts, &listing.marks)) }
            }
        }
    }
}
