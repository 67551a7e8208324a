//! The page of one figure, in the order in which a reader asks: what is it, what does it mean, how does it change, what else is
//! there, where does it come from, where is it printed, how do I use it.

mod around;
mod found;
mod metadata;
mod revisions;
mod sources;
mod uses;

use maud::{Markup, html};

use super::inline;
use super::page::{self, Page};
use super::past::State;
use crate::figure_page::{FigurePage, facts};
use crate::links::Links;
use crate::texts::Texts;
use crate::words;

/// What the parts of the page need.
struct Context<'a> {
    figure: &'a FigurePage,
    texts: &'static Texts,
    links: &'a Links,
}

/// The page of one figure. Of `links` only the base is used; the places name their reports themselves.
#[must_use]
pub fn figure(figure: &FigurePage, links: &Links) -> String {
    let texts = Texts::of(&figure.language);
    let cx = Context { figure, texts, links };
    let state = cx.state();
    let address = |language: &str| state.address(links, &figure.figure.key, language, None);
    let alternates: Vec<_> = figure.languages.iter().map(|l| (l.clone(), address(l))).collect();
    let body = html! {
        (page::top(links, &figure.language, &alternates))
        main.single #_text {
            p.overline { (texts.say("figure-of")) }
            (state.notice(texts, links, &figure.language))
            h1 { (words::label(texts, &figure.figure)) }
            (value(&cx))
            (definition(&cx))
            (facts_of(&cx))
            (found::found(&cx))
            (around::periods(&cx))
            (around::groups(&cx))
            (sources::sources(&cx))
            (sources::alternatives(&cx))
            (revisions::revisions(&cx))
            (uses::places(&cx))
            (found::supposing(&cx))
            (uses::citation(&cx))
            (state.data(texts, links, &figure.language))
        }
    };
    let description = description(&cx);
    Page {
        alternates,
        metadata: metadata::json_ld(&cx, &description),
        forms: state.forms(links, &figure.language),
        description,
        // The past is for who follows a citation, not for who searches.
        unlisted: figure.as_of.is_some(),
        present: state.present(links, &figure.language),
        ..Page::new(links, &figure.language, state.title(texts, facts::name(figure, texts)))
    }
    .around(&body)
}

/// The figure in a sentence: what it is of, value and definition.
fn description(cx: &Context<'_>) -> String {
    let parts = [
        facts::name(cx.figure, cx.texts),
        facts::headline(cx.figure, cx.texts),
        facts::definition(cx.figure, cx.texts).to_owned(),
    ];
    words::join(cx.texts, "separator-facts", parts)
}

impl Context<'_> {
    fn state(&self) -> State<'_> {
        State { key: &self.figure.figure.key, as_of: self.figure.as_of.as_deref() }
    }

    /// The address of a figure's page in the language and as of the state of this one.
    fn address(&self, key: &str) -> String {
        self.state().address(self.links, key, &self.figure.language, None)
    }
}

/// What it is of, and its value, as large as it deserves, with what is to be said against it.
fn value(cx: &Context<'_>) -> Markup {
    let (figure, texts) = (cx.figure, cx.texts);
    let exact = figure.figure.value.map(|v| v.number.normalize().to_string());
    let text = inline::breakable(&facts::headline(figure, texts));
    let of = words::join(texts, "separator-facts", facts::particulars(figure, texts));
    html! {
        @if !of.is_empty() { p.of { (of) } }
        p.value.none[exact.is_none()] {
            @match &exact { Some(exact) => { data value=(exact) { (text) } } None => { (text) } }
        }
        @if figure.figure.disputed {
            p.note.disputed {
                (texts.say("sign-disputed")) " "
                a href="#_alternatives" { (texts.say("mark-disputed")) }
            }
        }
        @if figure.figure.last_known_at.is_some() {
            p.note { (texts.say("sign-last-known")) " " (texts.say("mark-last-known")) }
        }
    }
}

fn definition(cx: &Context<'_>) -> Markup {
    let words = facts::definition(cx.figure, cx.texts);
    html! {
        @if !words.is_empty() {
            p.definition {
                span.unseen { (cx.texts.say("figure-definition")) (cx.texts.say("colon")) }
                (words)
            }
        }
    }
}

fn facts_of(cx: &Context<'_>) -> Markup {
    html! {
        dl.facts {
            @for fact in facts::facts(cx.figure, cx.texts) {
                div { dt { (fact.label) } dd { (fact.text) } }
            }
            @if !cx.figure.records.is_empty() {
                div {
                    dt { (cx.texts.say("figure-record-lists")) }
                    dd {
                        @for (place, (title, key)) in cx.figure.records.iter().enumerate() {
                            @if place > 0 { br; }
                            a href=(cx.address(key)) { (title) }
                        }
                    }
                }
            }
            div { dt { (cx.texts.say("figure-key")) } dd { code dir="ltr" { (cx.figure.figure.key) } } }
        }
    }
}
