//! The page of one figure.

use figures::Source;
use maud::{Markup, html};

use super::page::{self, Page};
use super::{inline, table};
use crate::figure_page::{Change, FigurePage, Place, facts};
use crate::links::Links;
use crate::texts::period::instant;
use crate::texts::{Arg, Texts};
use crate::words;

/// The most places of rows that a computed figure carries.
const MOST_SOURCES: usize = 20;

/// The page of one figure: value, definition, facts, sources, other values, history, where it is printed, how to get it.
///
/// Of `links` only the base is used; the places name their reports themselves.
#[must_use]
pub fn figure(figure: &FigurePage, links: &Links) -> String {
    let texts = Texts::of(&figure.language);
    let address = |language: &str| links.figure(&figure.figure.key, language);
    let alternates: Vec<_> = figure.languages.iter().map(|l| (l.clone(), address(l))).collect();
    let label = words::label(texts, &figure.figure);
    let body = html! {
        (page::top(links, &figure.language, &alternates))
        main.single #_text {
            p.overline { (texts.say("figure-of")) }
            h1 { (label) }
            (value(figure, texts))
            (definition(figure, texts))
            (facts_of(figure, texts))
            (sources(figure, texts))
            (alternatives(figure, texts))
            (history(figure, texts))
            (places(figure, texts, links))
            (elsewhere(figure, texts, links))
        }
    };
    let forms = vec![("application/json", address(&figure.language))];
    Page {
        alternates,
        forms,
        description: description(figure, texts),
        ..Page::new(links, &figure.language, label)
    }
    .around(&body)
}

/// The figure in a sentence: value, period and definition.
fn description(figure: &FigurePage, texts: &Texts) -> String {
    let parts = [
        words::card(texts, &figure.figure),
        facts::headline(figure, texts),
        defined(figure, texts).to_owned(),
    ];
    words::join(texts, "separator-facts", parts)
}

fn value(figure: &FigurePage, texts: &Texts) -> Markup {
    let exact = figure.figure.value.map(|v| v.number.normalize().to_string());
    let text = inline::breakable(&facts::headline(figure, texts));
    html! {
        p.value.none[exact.is_none()] {
            @match &exact { Some(exact) => { data value=(exact) { (text) } } None => { (text) } }
        }
        @if figure.figure.disputed {
            p.note { (texts.say("sign-disputed")) " " (texts.say("mark-disputed")) }
        }
        @if figure.figure.last_known_at.is_some() {
            p.note { (texts.say("sign-last-known")) " " (texts.say("mark-last-known")) }
        }
    }
}

fn definition(figure: &FigurePage, texts: &Texts) -> Markup {
    let words = defined(figure, texts);
    html! {
        @if !words.is_empty() {
            p.definition { span.unseen { (texts.say("figure-definition")) (texts.say("colon")) } (words) }
        }
    }
}

/// The measure's definition in the language, else in English; empty where it has none.
fn defined<'a>(figure: &'a FigurePage, texts: &Texts) -> &'a str {
    let found = figure
        .measure
        .as_ref()
        .and_then(|m| m.definition.get(texts.language()).or_else(|| m.definition.get("en")));
    found.map_or("", String::as_str)
}

fn facts_of(figure: &FigurePage, texts: &Texts) -> Markup {
    html! {
        dl.facts {
            @for fact in facts::facts(figure, texts) {
                div { dt { (fact.label) } dd { (fact.text) } }
            }
            div { dt { (texts.say("figure-key")) } dd { code dir="ltr" { (figure.figure.key) } } }
        }
    }
}

fn sources(figure: &FigurePage, texts: &Texts) -> Markup {
    let list = &figure.figure.sources;
    html! {
        section aria-labelledby="_sources" {
            h2 #_sources { (texts.say("figure-sources")) }
            @if list.is_empty() { p { (texts.say("figure-sources-none")) } }
            @if !list.is_empty() { ul { @for source in list { li { (source_of(figure, texts, source)) } } } }
            @if list.len() >= MOST_SOURCES {
                p.note { (texts.say_with("figure-sources-cut", &[("count", Arg::Text(&list.len().to_string()))])) }
            }
        }
    }
}

/// A source with its document's title and address.
fn source_of(figure: &FigurePage, texts: &Texts, source: &Source) -> Markup {
    let title = html! { cite { (figure.document_title(&source.document)) } };
    let url = figure.documents.get(&source.document).and_then(|d| d.url.as_deref());
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

fn alternatives(figure: &FigurePage, texts: &Texts) -> Markup {
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
                        } @else {
                            (texts.say("figure-agrees"))
                        }
                        @if !other.sources.is_empty() {
                            ul { @for source in &other.sources { li { (source_of(figure, texts, source)) } } }
                        }
                    }
                }
            }
        }
    }
}

fn history(figure: &FigurePage, texts: &Texts) -> Markup {
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
                                th scope="col" { (texts.say("history-who")) }
                                th scope="col" { (texts.say("history-why")) }
                            }
                        }
                        tbody { @for change in &figure.history { (change_of(figure, texts, change)) } }
                    }
                }))
            }
        }
    }
}

fn change_of(figure: &FigurePage, texts: &Texts, change: &Change) -> Markup {
    html! {
        tr {
            th.num scope="row" { (change.revision) }
            td.num { (facts::change(figure, texts, change)) }
            td.when { @if let Some(at) = change.committed_at { time datetime=(at) { (instant(texts, at)) } } }
            td { (change.actor) }
            td { (change.reason) }
        }
    }
}

fn places(figure: &FigurePage, texts: &Texts, links: &Links) -> Markup {
    html! {
        section aria-labelledby="_places" {
            h2 #_places { (texts.say("figure-places")) }
            @if figure.places.is_empty() {
                p { (texts.say("figure-places-none")) }
            } @else {
                ul { @for place in &figure.places { li { (place_of(place, links, &figure.language)) } } }
            }
        }
    }
}

fn place_of(place: &Place, links: &Links, language: &str) -> Markup {
    let there = Links { base: links.base.clone(), report: place.report.clone(), ..Links::default() };
    html! {
        a href=(there.section(&place.anchor, language)) {
            @if let Some(number) = &place.number { (number) " " }
            (place.title)
        }
    }
}

fn elsewhere(figure: &FigurePage, texts: &Texts, links: &Links) -> Markup {
    let header = "Accept: application/json";
    let how = texts.say_with("figure-data-request", &[("header", Arg::Text(header))]);
    let sentences = [texts.say("figure-data-json"), how];
    html! {
        section aria-labelledby="_data" {
            h2 #_data { (texts.say("figure-data")) }
            p { (words::join(texts, "separator-sentences", sentences)) }
            pre dir="ltr" tabindex="0" { code { "GET " (links.figure(&figure.figure.key, &figure.language)) "\n" (header) } }
        }
    }
}
