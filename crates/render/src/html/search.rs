//! The page of a search: the field, figures and passages with the words marked, or what to do.

use maud::{Markup, html};
use report::model::Report;
use report::search::{Found, FoundFigure, Marked, Passage};

use super::page::{self, Page};
use crate::links::Links;
use crate::texts::period::figure_period;
use crate::texts::{Arg, Texts};
use crate::words;

/// What of a report was found for a question; `links` are those of the report.
#[must_use]
pub fn search(report: &Report, question: &str, found: &Found, links: &Links) -> String {
    let (texts, language) = (Texts::of(&report.language), report.language.as_str());
    let alternates: Vec<_> =
        report.languages.iter().map(|l| (l.clone(), links.search_for(question, l))).collect();
    let body = html! {
        header.top {
            div.bar {
                p.organisation { a href=(links.report(language)) { (report.title) } }
                (page::languages(texts, language, &alternates))
            }
        }
        main.single #_text {
            h1 { (texts.say("search-label")) }
            (page::search_field(links, language, question))
            (outcome(texts, question, found))
            (figures(report, texts, found, links))
            (passages(texts, found, links, language))
        }
    };
    let asked = question.trim();
    let title = words::join(texts, "colon", [texts.say("search"), asked.to_owned()]);
    let title = words::join(texts, "separator-facts", [title, report.title.clone()]);
    let description = texts.say("search-empty");
    Page { description, unlisted: true, alternates, ..Page::new(links, language, title) }.around(&body)
}

/// How much was found, or what to do.
fn outcome(texts: &Texts, question: &str, found: &Found) -> Markup {
    let asked = question.trim();
    let counted = |name, count: usize| match i64::try_from(count) {
        Ok(0) => String::new(),
        count => texts.say_with(name, &[("count", Arg::Count(count.unwrap_or(i64::MAX)))]),
    };
    let counts = [
        counted("search-count-figures", found.all_figures),
        counted("search-count-passages", found.all_passages),
    ];
    html! {
        @if asked.is_empty() {
            p { (texts.say("search-empty")) }
        } @else if found.all_figures + found.all_passages == 0 {
            p { strong { (texts.say_with("search-none", &[("query", Arg::Text(asked))])) } }
            p { (texts.say("search-empty")) }
        } @else {
            p.counts { (words::join(texts, "separator-list", counts)) }
        }
    }
}

fn figures(report: &Report, texts: &Texts, found: &Found, links: &Links) -> Markup {
    html! {
        @if !found.figures.is_empty() {
            section aria-labelledby="_figures" {
                h2 #_figures { (texts.say("search-figures")) }
                ul.hits { @for hit in &found.figures { li { (figure(report, texts, hit, links)) } } }
                (cut(texts, found.figures.len(), found.all_figures))
            }
        }
    }
}

fn figure(report: &Report, texts: &Texts, hit: &FoundFigure, links: &Links) -> Markup {
    let figure = report.figures.iter().find(|figure| figure.key == hit.key);
    let told = report.words.get(&hit.key);
    let value = match (figure, told) {
        (Some(figure), Some(told)) if figure.value.is_some() => told.value.clone(),
        (Some(_) | None, _) => texts.say("mark-missing"),
    };
    let period =
        figure.and_then(|f| f.period.as_ref()).map(|p| figure_period(texts, p, None)).unwrap_or_default();
    let breakdown = told.map(|told| told.breakdown.clone()).unwrap_or_default();
    let about = words::join(texts, "separator-facts", breakdown.into_iter().chain([period]));
    html! {
        a href=(links.figure(&hit.key, &report.language)) { (marked(&hit.label)) }
        (texts.say("colon"))
        b { (value) }
        @if !about.is_empty() { span.place { (about) } }
    }
}

fn passages(texts: &Texts, found: &Found, links: &Links, language: &str) -> Markup {
    html! {
        @if !found.passages.is_empty() {
            section aria-labelledby="_passages" {
                h2 #_passages { (texts.say("search-passages")) }
                ol.hits { @for passage in &found.passages { li { (passage_of(passage, links, language)) } } }
                (cut(texts, found.passages.len(), found.all_passages))
            }
        }
    }
}

fn passage_of(passage: &Passage, links: &Links, language: &str) -> Markup {
    html! {
        a href=(links.section(&passage.anchor, language)) {
            @if let Some(number) = &passage.number { span.number { (number) } " " }
            (passage.title)
        }
        p { (marked(&passage.excerpt)) }
    }
}

/// That more was found than is shown.
fn cut(texts: &Texts, shown: usize, all: usize) -> Markup {
    let (shown_text, all_text) = (shown.to_string(), all.to_string());
    let args = [("shown", Arg::Text(&shown_text)), ("all", Arg::Text(&all_text))];
    html! { @if shown < all { p.note { (texts.say_with("search-cut", &args)) } } }
}

fn marked(pieces: &Marked) -> Markup {
    html! { @for (piece, asked) in pieces { @if *asked { mark { (piece) } } @else { (piece) } } }
}
