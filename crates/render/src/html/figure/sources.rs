//! Who says the value, and who says another one.

use figures::Source;
use maud::{Markup, html};

use super::Context;
use crate::figure_page::facts;
use crate::html::inline;
use crate::texts::Arg;
use crate::words;

/// The most places of rows that a computed figure carries.
const MOST_SOURCES: usize = 20;

/// Where the value is stated; of a computed one the places of its rows.
pub(super) fn sources(cx: &Context<'_>) -> Markup {
    let (texts, list) = (cx.texts, &cx.figure.figure.sources);
    html! {
        section aria-labelledby="_sources" {
            h2 #_sources { (texts.say("figure-sources")) }
            @if list.is_empty() { p { (texts.say("figure-sources-none")) } }
            @if !list.is_empty() { ul { @for source in list { li { (source_of(cx, source)) } } } }
            @if list.len() >= MOST_SOURCES {
                p.note { (texts.say_with("figure-sources-cut", &[("count", Arg::Text(&list.len().to_string()))])) }
            }
        }
    }
}

/// A source with its document's title and address.
fn source_of(cx: &Context<'_>, source: &Source) -> Markup {
    let texts = cx.texts;
    let title = html! { cite { (cx.figure.document_title(&source.document)) } };
    let url = cx.figure.documents.get(&source.document).and_then(|d| d.url.as_deref());
    let rest = [
        words::source_section(texts, source),
        source.locator.clone(),
        source.publisher.clone(),
        source.date.clone(),
    ];
    let rest = words::join(texts, "separator-list", rest);
    html! {
        (inline::linked(url, &title))
        @if !rest.is_empty() { (texts.say("separator-list")) (rest) }
    }
}

/// The values that were not accepted; where one disputes the accepted value, what each of the two stands for.
pub(super) fn alternatives(cx: &Context<'_>) -> Markup {
    let (figure, texts) = (cx.figure, cx.texts);
    if figure.figure.alternatives.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="_alternatives" {
            h2 #_alternatives { (texts.say("figure-alternatives")) }
            p { (texts.say("figure-alternatives-explained")) }
            ul.alternatives {
                @for (i, other) in figure.figure.alternatives.iter().enumerate() {
                    li {
                        strong { (facts::alternative(figure, texts, i)) }
                        " "
                        @if other.disputes {
                            span.disputed { (texts.say("sign-disputed")) " " (texts.say("figure-disputes")) }
                            p.note { (facts::dispute(figure, texts, &other.value)) }
                        } @else {
                            (texts.say("figure-agrees"))
                        }
                        @if !other.sources.is_empty() {
                            ul { @for source in &other.sources { li { (source_of(cx, source)) } } }
                        }
                    }
                }
            }
        }
    }
}
