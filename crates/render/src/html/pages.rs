//! Pages beside a report: the list that leads to them, and what is around the text of one.

use maud::{Markup, html};
use report::model::{Page, PageGroup, PageLink};

use super::context::Context;
use super::page;
use crate::words;

/// The list of pages in the report; nothing where there are none.
pub(super) fn list(cx: &Context<'_>) -> Markup {
    if cx.report.pages.is_empty() {
        return html! {};
    }
    html! {
        nav.pages aria-labelledby="_pages" {
            h2 #_pages { (cx.texts.say("pages")) }
            div.groups { @for group in &cx.report.pages { (group_of(cx, group)) } }
        }
    }
}

/// A line for the contents that leads to the list.
pub(super) fn to_list(cx: &Context<'_>) -> Markup {
    html! { @if !cx.report.pages.is_empty() { p.to-pages { a href="#_pages" { (cx.texts.say("pages")) } } } }
}

fn group_of(cx: &Context<'_>, group: &PageGroup) -> Markup {
    html! {
        div {
            @if !group.title.is_empty() { h3 { (group.title) } }
            ul { @for link in &group.pages { li { (link_to(cx, link)) } } }
        }
    }
}

/// The pages that belong to a section of the report.
pub(super) fn of_section(cx: &Context<'_>, section: &str) -> Markup {
    if cx.report.page.is_some() {
        return html! {};
    }
    let links = cx.report.pages.iter().flat_map(|group| &group.pages);
    let links: Vec<&PageLink> = links.filter(|link| link.section.as_deref() == Some(section)).collect();
    html! {
        @if !links.is_empty() {
            nav.see-also aria-label={ (cx.texts.say("pages")) (cx.texts.say("colon")) (section) } {
                p { (cx.texts.say("pages")) }
                ul { @for link in links { li { (link_to(cx, link)) } } }
            }
        }
    }
}

fn link_to(cx: &Context<'_>, link: &PageLink) -> Markup {
    let here = cx.report.page.as_ref().is_some_and(|page| page.id == link.id);
    let title = html! {
        @if let Some(number) = &link.number { span.number { (number) } " " }
        (link.title)
    };
    html! {
        @if here {
            span aria-current="page" { (title) }
        } @else {
            a href=(cx.links.page(&link.id, &cx.report.language)) { (title) }
        }
    }
}

/// The head of a page: where it stands, its title, what it shows.
pub(super) fn header(
    cx: &Context<'_>,
    page: &Page,
    alternates: &[(String, String)],
    forms: &Markup,
) -> Markup {
    let report = cx.report;
    html! {
        header.masthead.of-page {
            div.bar {
                (crumbs(cx, page))
                (page::languages(cx.texts, &report.language, alternates))
            }
            h1 {
                @if let Some(number) = &page.number { span.number { (number) } " " }
                (report.title)
            }
            @if !page.description.is_empty() { p.lead { (page.description) } }
            dl.about {
                div { dt { (cx.texts.say("reporting-period")) } dd { time datetime=(report.year) { (report.year) } } }
                div { dt { (cx.texts.say("state")) } dd { (words::state(cx.texts, report.state)) } }
                @if let Some(section) = &page.section {
                    div.elsewhere {
                        dt { (cx.texts.say("page-section")) }
                        dd { a href=(cx.links.section(&section.id, &report.language)) { (section.text) } }
                    }
                }
                div.elsewhere { dt { (cx.texts.say("other-forms")) } dd { (forms) } }
            }
        }
    }
}

/// The way to a page: organisation, report, the group that it stands in.
fn crumbs(cx: &Context<'_>, page: &Page) -> Markup {
    let group = group_with(cx, page);
    html! {
        nav.crumbs aria-label=(cx.texts.say("page-way")) {
            ol {
                li { (cx.report.organisation.name) }
                li { a href=(cx.links.report(&cx.report.language)) { (page.report) } }
                @if let Some(group) = group.filter(|group| !group.title.is_empty()) { li { (group.title) } }
            }
        }
    }
}

/// Beside the text: the other pages of the group.
pub(super) fn siblings(cx: &Context<'_>, page: &Page) -> Markup {
    html! {
        @if let Some(group) = group_with(cx, page).filter(|group| group.pages.len() > 1) {
            p.of-group { (if group.title.is_empty() { cx.texts.say("pages") } else { group.title.clone() }) }
            ol { @for link in &group.pages { li { (link_to(cx, link)) } } }
        }
    }
}

/// After the text: the page before and the one after, in the order of all pages.
pub(super) fn turn(cx: &Context<'_>, page: &Page) -> Markup {
    let all: Vec<&PageLink> = cx.report.pages.iter().flat_map(|group| &group.pages).collect();
    let here = all.iter().position(|link| link.id == page.id);
    let before = here.and_then(|at| all.get(at.checked_sub(1)?));
    let after = here.and_then(|at| all.get(at.checked_add(1)?));
    let one = |class: &str, rel: &str, text: &str, link: &PageLink| {
        html! {
            p class=(class) {
                span { (cx.texts.say(text)) }
                a rel=(rel) href=(cx.links.page(&link.id, &cx.report.language)) {
                    @if let Some(number) = &link.number { (number) " " }
                    (link.title)
                }
            }
        }
    };
    html! {
        nav.turn aria-label=(cx.texts.say("page-turn")) {
            @if let Some(link) = before { (one("before", "prev", "page-before", link)) }
            @if let Some(link) = after { (one("after", "next", "page-after", link)) }
        }
    }
}

fn group_with<'a>(cx: &Context<'a>, page: &Page) -> Option<&'a PageGroup> {
    cx.report.pages.iter().find(|group| group.pages.iter().any(|link| link.id == page.id))
}
