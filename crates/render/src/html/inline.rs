//! Running text: numbers with their links and marks, names, references, emphasis.

use maud::{Markup, html};
use report::model::{Block, Inline, Mark, Printed};

use super::context::Context;
use crate::links;
use crate::texts::Arg;
use crate::words;

/// A number: a link to its figure, then its marks.
pub(super) fn printed(cx: &Context<'_>, printed: &Printed) -> Markup {
    let figure = cx.figure(&printed.key);
    let title = figure.map(|f| words::card(cx.texts, cx.report, f));
    html! {
        a.figure href=(cx.figure_address(&printed.key)) title=[title] {
            (printed.text)
        }
        (marks(cx, &printed.marks, printed.footnote))
    }
}

/// A number that may be broken between its words: in large type it can be wider than its place.
pub(super) fn breakable(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// The signs of marks, leading to the footnote that explains them.
pub(super) fn marks(cx: &Context<'_>, marks: &[Mark], footnote: Option<u32>) -> Markup {
    let signs = words::signs(cx.texts, marks);
    let meaning = words::meaning(cx.texts, marks);
    let reference = footnote.and_then(|number| Some((number, cx.refer(number)?)));
    match reference {
        Some((number, id)) => {
            let note = cx.texts.say_with("footnote-mark", &[("number", Arg::Text(&number.to_string()))]);
            let label = words::join(cx.texts, "colon", [note, meaning]);
            html! { sup.mark { a #(id) href={ "#" (note_id(number)) } aria-label=(label) title=(label) { (signs) "\u{200a}" (number) } } }
        }
        None if !signs.is_empty() => {
            html! { sup.mark title=(meaning) { span aria-hidden="true" { (signs) } span.unseen { (meaning) } } }
        }
        None => html! {},
    }
}

/// The anchor of a footnote.
pub(super) fn note_id(number: u32) -> String {
    format!("_note-{number}")
}

/// Pieces of running text.
pub(super) fn inlines(cx: &Context<'_>, list: &[Inline]) -> Markup {
    html! { @for piece in list { (inline(cx, piece)) } }
}

fn inline(cx: &Context<'_>, piece: &Inline) -> Markup {
    match piece {
        Inline::Text(text) | Inline::Name(text) | Inline::Term { text, .. } => html! { (text) },
        Inline::Figure(number) => printed(cx, number),
        Inline::SectionRef { id, text } if cx.has_section(id) => html! { a href={ "#" (id) } { (text) } },
        Inline::SectionRef { id, text } if cx.report.page.is_some() => {
            html! { a href=(cx.links.section(id, &cx.report.language)) { (text) } }
        }
        Inline::SectionRef { text, .. } => html! { (text) },
        Inline::DocumentRef { text, url, .. } => linked(url.as_deref(), &html! { (text) }),
        Inline::Emphasis(inner) => html! { em { (inlines(cx, inner)) } },
        Inline::Strong(inner) => html! { strong { (inlines(cx, inner)) } },
        Inline::Link { href, inlines: inner } => linked(Some(href), &inlines(cx, inner)),
    }
}

/// A link, or its text alone where the address is none that a reader should be led to.
pub(super) fn linked(address: Option<&str>, content: &Markup) -> Markup {
    match address.and_then(links::safe) {
        Some(address) => html! { a href=(address) { (content) } },
        None => content.clone(),
    }
}

/// The way to a place itself, for whoever wants to cite it; it is seen when the place is pointed at or has the focus.
pub(super) fn here(cx: &Context<'_>, id: &str) -> Markup {
    html! { a.here href={ "#" (id) } aria-label=(cx.texts.say_with("link-here", &[("id", Arg::Text(id))])) {} }
}

/// Blocks of running text; `level` is the heading level of the section they stand in.
pub(super) fn blocks(cx: &Context<'_>, list: &[Block], level: u8) -> Markup {
    html! { @for item in list { (block(cx, item, level)) } }
}

fn block(cx: &Context<'_>, block: &Block, level: u8) -> Markup {
    match block {
        Block::Paragraph { id, inlines: text } => {
            let known = (!id.is_empty()).then_some(id);
            html! { p id=[known] { (inlines(cx, text)) @if known.is_some() { (here(cx, id)) } } }
        }
        Block::Heading { level: below, inlines: text } => {
            heading(level.saturating_add(*below), None, &inlines(cx, text))
        }
        Block::List { ordered, items } => {
            let each = html! { @for item in items { li { (blocks(cx, item, level)) } } };
            if *ordered {
                html! { ol { (each) } }
            } else {
                html! { ul { (each) } }
            }
        }
        Block::Quote(inner) => html! { blockquote { (blocks(cx, inner, level)) } },
    }
}

/// A heading of a level; beyond the sixth it stays at the sixth.
pub(super) fn heading(level: u8, id: Option<&str>, content: &Markup) -> Markup {
    match level {
        0 | 1 => html! { h1 id=[id] { (content) } },
        2 => html! { h2 id=[id] { (content) } },
        3 => html! { h3 id=[id] { (content) } },
        4 => html! { h4 id=[id] { (content) } },
        5 => html! { h5 id=[id] { (content) } },
        _ => html! { h6 id=[id] { (content) } },
    }
}
