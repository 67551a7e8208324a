//! The page of a report.

use maud::{Markup, html};
use report::model::{Printed, Report, State};

use super::context::Context;
use super::page::{self, Page};
use super::{cards, inline, metadata, notes, pages, sections};
use crate::links::Links;
use crate::texts::Arg;
use crate::words;

/// How many headline figures describe a report to search engines.
const DESCRIBED: usize = 3;

/// A report as one page: title, headline figures, contents, sections, notes, provenance.
#[must_use]
pub fn report(report: &Report, links: &Links) -> String {
    let cx = Context::new(report, links);
    let description = description(&cx);
    let page = Page {
        metadata: metadata::metadata(&cx, &description),
        description,
        alternates: alternates(report, links),
        forms: page::forms(links, &report.language),
        ..Page::new(links, &report.language, title(report))
    };
    page.around(&body(&cx))
}

fn title(report: &Report) -> String {
    let name = if report.organisation.short.is_empty() {
        &report.organisation.name
    } else {
        &report.organisation.short
    };
    if name.is_empty() { report.title.clone() } else { format!("{} · {name}", report.title) }
}

/// Who reports on what, and the first of its figures.
fn description(cx: &Context<'_>) -> String {
    let report = cx.report;
    let year = report.year.to_string();
    let what = cx.texts.say_with("report-of-year", &[("year", Arg::Text(&year))]);
    let said = report.page.as_ref().map_or_else(String::new, |page| page.description.clone());
    let facts = report.headline.iter().filter(|item| item.printed.marks.is_empty()).take(DESCRIBED);
    let facts =
        facts.map(|item| words::join(cx.texts, "colon", [item.label.clone(), item.printed.text.clone()]));
    let head = words::join(
        cx.texts,
        "separator-facts",
        [report.organisation.name.clone(), report.title.clone(), what, said],
    );
    words::join(cx.texts, "separator-facts", std::iter::once(head).chain(facts))
}

fn alternates(report: &Report, links: &Links) -> Vec<(String, String)> {
    report.languages.iter().map(|l| (l.clone(), links.here(l))).collect()
}

fn body(cx: &Context<'_>) -> Markup {
    // The parts are written in the order of the page: references to footnotes are counted on the way.
    let page = cx.report.page.as_ref();
    let header = match page {
        Some(page) => pages::header(cx, page, &alternates(cx.report, cx.links), &other_forms(cx)),
        None => header(cx),
    };
    let notice = notice(cx);
    let headline = headline(cx);
    let text = sections::sections(cx, &cx.report.sections);
    let footnotes = notes::footnotes(cx);
    html! {
        (header)
        div.layout {
            (contents(cx))
            main #_text {
                (notice)
                (headline)
                @if page.is_none() { (pages::list(cx)) }
                (text)
                @if let Some(page) = page { (pages::turn(cx, page)) }
                (footnotes)
                (notes::provenance(cx))
            }
        }
        (cards::cards(cx))
    }
}

fn header(cx: &Context<'_>) -> Markup {
    let report = cx.report;
    html! {
        header.masthead {
            (page::bar(cx.links, &report.language, &html! { (report.organisation.name) }, &alternates(report, cx.links)))
            h1 { (report.title) }
            dl.about {
                div { dt { (cx.texts.say("reporting-period")) } dd { time datetime=(report.year) { (report.year) } } }
                @if !report.plan.is_empty() {
                    div { dt { (cx.texts.say("plan-period")) } dd { (report.plan.replace('/', "–")) } }
                }
                div { dt { (cx.texts.say("state")) } dd { (words::state(cx.texts, report.state)) } }
                div {
                    dt { (cx.texts.say("other-forms")) }
                    dd { (other_forms(cx)) }
                }
            }
        }
    }
}

fn other_forms(cx: &Context<'_>) -> Markup {
    html! {
        @for (i, form) in crate::links::FORMS.into_iter().enumerate() {
            @if i > 0 { (cx.texts.say("separator-list")) }
            a href=(cx.links.form(form, &cx.report.language)) { (cx.texts.say(&format!("form-{form}"))) }
        }
    }
}

/// What a reader must know before reading: that it is a draft, who did not answer, what the check found.
fn notice(cx: &Context<'_>) -> Markup {
    let unconfirmed = words::unconfirmed(cx.texts, cx.report);
    let draft = cx.report.state == State::Draft;
    if !draft && unconfirmed.is_empty() {
        return html! {};
    }
    let class = if unconfirmed.is_empty() { "notice" } else { "notice warning" };
    html! {
        aside class=(class) aria-label=(cx.texts.say("state")) {
            @if draft { p { strong { (cx.texts.say("state-draft")) (cx.texts.say("colon")) } (cx.texts.say("draft-notice")) } }
            @if unconfirmed.is_empty() {
                p { (cx.texts.say("draft-whole")) }
            } @else {
                p { strong { (cx.texts.say("unconfirmed-heading")) } }
                ul { @for sentence in &unconfirmed { li { (sentence) } } }
            }
            @if draft {
                p { (cx.texts.say(if cx.report.page.is_some() { "findings-here" } else { "findings-heading" })) (cx.texts.say("colon")) (words::findings(cx.texts, cx.report.findings)) }
                p.to-services {
                    a href=(cx.links.findings(&cx.report.language)) { (cx.texts.say("findings-all")) }
                    (cx.texts.say("separator-facts"))
                    a href=(cx.links.services(&cx.report.language)) { (cx.texts.say("services-state")) }
                }
            }
        }
    }
}

fn headline(cx: &Context<'_>) -> Markup {
    if cx.report.headline.is_empty() {
        return html! {};
    }
    html! {
        section.headline aria-labelledby="_headline" {
            h2 #_headline { (cx.texts.say(if cx.report.page.is_some() { "page-headline" } else { "headline" })) }
            dl {
                @for item in &cx.report.headline {
                    div { dt { (item.label) } dd { (inline::printed(cx, &large(&item.printed))) } }
                }
            }
        }
    }
}

fn large(printed: &Printed) -> Printed {
    Printed { text: inline::breakable(&printed.text), ..printed.clone() }
}

fn contents(cx: &Context<'_>) -> Markup {
    let list = &cx.report.sections;
    html! {
        nav.contents aria-label=(cx.texts.say("contents")) {
            details {
                summary { (cx.texts.say("contents")) }
                (sections::contents(list))
                @match &cx.report.page {
                    Some(page) => { (pages::siblings(cx, page)) }
                    None => { (pages::to_list(cx)) }
                }
                p.back-to { a href=(cx.links.home(&cx.report.language)) { (cx.texts.say("all-reports")) } }
            }
        }
    }
}
