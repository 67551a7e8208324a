//! The page of what another value of a figure would bring: a field to type the value into, and the consequences.

use maud::{Markup, html};
use report::model::{FindingCounts, PageId, Report, Reprinted};

use super::findings::severity;
use super::page::{self, Page};
use crate::figure_page::Found;
use crate::links::Links;
use crate::texts::{Arg, Texts};
use crate::words;

/// The most numbers that are listed; programs get all.
const MOST: usize = 40;

/// A figure, the value that it might have, and what that would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewPage {
    /// The figure's key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// The value as it is known, in words; empty where there is none.
    pub now: String,
    /// The value that was typed.
    pub value: String,
    /// What it would bring; nothing where no value was typed.
    pub outcome: Option<Outcome>,
}

/// What a value that was typed would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is no value of the figure.
    Refused(Refused),
    /// These consequences.
    Told(Consequences),
}

/// Why what was typed is no value of the figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// As it was typed.
    pub written: String,
    /// The figure's unit in words.
    pub unit: String,
    /// What is wrong with it.
    pub kind: RefusedFor,
}

/// What is wrong with a value that was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RefusedFor {
    /// It is no number, or more than one.
    #[default]
    Number,
    /// It may be one number or another.
    Ambiguous(String, String),
    /// It is a limit, or vague.
    Limit,
    /// It is in another unit.
    Unit,
    /// It has too many digits.
    Size,
}

/// A figure that would move with another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// As it is, in the house style.
    pub before: String,
    /// As it would be.
    pub after: String,
}

/// What would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// The value as it was typed, in full and with its unit.
    pub then: String,
    /// Findings that would appear; they have no place on the page of findings yet.
    pub appearing: Vec<Found>,
    /// Findings that would go.
    pub going: Vec<Found>,
    /// Findings that would be told with other numbers.
    pub changing: Vec<Found>,
    /// Numbers that would be printed otherwise, and the pages beside the report that print them.
    pub printed: Vec<(Option<PageId>, Reprinted)>,
    /// Figures that are computed from the same records.
    pub derived: Vec<Moved>,
    /// Figures and lists that only their service can make anew: key and name.
    pub undetermined: Vec<(String, String)>,
    /// How many findings would be open.
    pub counts: FindingCounts,
}

/// The page, in the language of the report; `links` are those of the report.
#[must_use]
pub fn preview(report: &Report, preview: &PreviewPage, links: &Links) -> String {
    let (texts, language) = (Texts::of(&report.language), report.language.as_str());
    let alternates: Vec<_> = report
        .languages
        .iter()
        .map(|l| (l.clone(), links.preview_of(&preview.key, &preview.value, l)))
        .collect();
    let title = texts.say("preview");
    let body = html! {
        header.top {
            (page::bar(links, language, &html! { a href=(links.report(language)) { (report.title) } }, &alternates))
        }
        main.single #_text {
            h1 { (title) }
            p { a href=(links.figure(&preview.key, language)) { (preview.name) } @if !preview.now.is_empty() { (texts.say("colon")) (preview.now) } }
            (form(texts, links, &preview.key, &preview.value, language))
            @if let Some(Outcome::Refused(refused)) = &preview.outcome { p role="alert" { strong { (why(texts, refused)) } } }
            p.note { (texts.say("preview-explained")) }
            @if let Some(Outcome::Told(told)) = &preview.outcome { (consequences(report, texts, told, links)) }
        }
    };
    // Each value has a page, and each page a title of its own.
    let facts =
        [title, preview.name.clone(), preview.value.clone()].into_iter().filter(|fact| !fact.is_empty());
    let title = words::join(texts, "separator-facts", facts);
    let description = texts.say("preview-explained");
    Page { description, unlisted: true, alternates, ..Page::new(links, language, title) }.around(&body)
}

/// The field to type a value into.
pub(super) fn form(texts: &Texts, links: &Links, key: &str, value: &str, language: &str) -> Markup {
    let value = (!value.is_empty()).then_some(value);
    html! {
        form.search action=(links.preview()) {
            input type="hidden" name="lang" value=(language);
            input type="hidden" name="key" value=(key);
            input type="text" name="value" inputmode="decimal" autocomplete="off" aria-label=(texts.say("preview-label"))
                placeholder=(texts.say("preview-label")) maxlength="40" value=[value];
            button { (texts.say("preview-ask")) }
        }
    }
}

fn why(texts: &Texts, refused: &Refused) -> String {
    let (message, numbers) = match &refused.kind {
        RefusedFor::Number => ("preview-no-number", None),
        RefusedFor::Ambiguous(one, other) => ("preview-ambiguous", Some((one, other))),
        RefusedFor::Limit => ("preview-limit", None),
        RefusedFor::Unit => ("preview-unit", None),
        RefusedFor::Size => ("preview-size", None),
    };
    let (one, other) = numbers.map_or(("", ""), |(one, other)| (one.as_str(), other.as_str()));
    let parts = [
        ("value", refused.written.as_str()),
        ("unit", refused.unit.as_str()),
        ("one", one),
        ("other", other),
    ];
    texts.say_with(message, &parts.map(|(name, text)| (name, Arg::Text(text))))
}

fn consequences(report: &Report, texts: &Texts, told: &Consequences, links: &Links) -> Markup {
    let language = report.language.as_str();
    let nothing = told.appearing.is_empty() && told.going.is_empty() && told.changing.is_empty();
    html! {
        h2 { (texts.say_with("preview-then", &[("value", Arg::Text(&told.then))])) }
        p.counts { (words::join(texts, "colon", [texts.say("preview-open"), words::findings(texts, told.counts)])) }
        @if nothing && told.printed.is_empty() && told.derived.is_empty() { p { (texts.say("preview-nothing")) } }
        (findings(texts, &texts.say("preview-appearing"), "_appearing", &told.appearing, |_| None))
        (findings(texts, &texts.say("preview-going"), "_going", &told.going, |id| Some(links.finding(id, language))))
        (findings(texts, &texts.say("preview-changing"), "_changing", &told.changing, |id| Some(links.finding(id, language))))
        (moved(texts, told, links, language))
        @if !told.printed.is_empty() {
            section aria-labelledby="_printed" {
                h3 #_printed { (texts.say("preview-printed")) }
                ul { @for (page, change) in told.printed.iter().take(MOST) { li { (printed(report, texts, page.as_ref(), change, links)) } } }
                @if told.printed.len() > MOST {
                    p.note { (texts.say_with("finding-more", &[("count", Arg::Text(&told.printed.len().saturating_sub(MOST).to_string()))])) }
                }
            }
        }
    }
}

/// What is computed from the same records, and what only its service can compute.
fn moved(texts: &Texts, told: &Consequences, links: &Links, language: &str) -> Markup {
    let more = |count: usize| {
        texts.say_with("finding-more", &[("count", Arg::Text(&count.saturating_sub(MOST).to_string()))])
    };
    html! {
        @if !told.derived.is_empty() {
            section aria-labelledby="_derived" {
                h3 #_derived { (texts.say("preview-derived")) }
                ul { @for figure in told.derived.iter().take(MOST) {
                    li {
                        a href=(links.figure(&figure.key, language)) { (figure.name) } (texts.say("colon"))
                        (texts.say_with("preview-change", &[("before", Arg::Text(&figure.before)), ("after", Arg::Text(&figure.after))]))
                    }
                } }
                @if told.derived.len() > MOST { p.note { (more(told.derived.len())) } }
            }
        }
        @if !told.undetermined.is_empty() {
            section aria-labelledby="_undetermined" {
                h3 #_undetermined { (texts.say("preview-undetermined")) }
                p.note { (texts.say("preview-undetermined-explained")) }
                ul { @for (key, name) in told.undetermined.iter().take(MOST) { li { a href=(links.figure(key, language)) { (name) } } } }
                @if told.undetermined.len() > MOST { p.note { (more(told.undetermined.len())) } }
            }
        }
    }
}

fn findings(
    texts: &Texts,
    heading: &str,
    id: &str,
    list: &[Found],
    address: impl Fn(&str) -> Option<String>,
) -> Markup {
    html! {
        @if !list.is_empty() {
            section aria-labelledby=(id) {
                h3 id=(id) { (heading) }
                ul.found {
                    @for one in list {
                        li class=(one.severity.name()) {
                            @match address(&one.id) {
                                Some(address) => { a href=(address) { (severity(texts, one.severity)) } }
                                None => { strong { (severity(texts, one.severity)) } }
                            }
                            (texts.say("colon")) (one.message)
                        }
                    }
                }
            }
        }
    }
}

/// Where a number is printed, how it is now, and how it would be.
fn printed(
    report: &Report,
    texts: &Texts,
    page: Option<&PageId>,
    change: &Reprinted,
    links: &Links,
) -> Markup {
    let language = report.language.as_str();
    let anchor = if change.anchor.is_empty() { &change.section } else { &change.anchor };
    let section = report.sections.iter().find(|section| section.id == change.section);
    let beside = page.and_then(|page| {
        let mut all = report.pages.iter().flat_map(|group| &group.pages);
        all.find(|link| link.id == *page)
    });
    html! {
        @if let Some(page) = page {
            a href=(links.page(page, language)) { (beside.map_or_else(|| page.to_string(), |link| link.title.clone())) }
        } @else if anchor.is_empty() {
            a href=(links.report(language)) { (texts.say("headline")) }
        } @else {
            a href=(links.section(anchor, language)) {
                @match section {
                    Some(section) => { @if let Some(number) = &section.number { (number) " " } (section.title) }
                    None => { (change.section) }
                }
            }
        }
        (texts.say("colon"))
        (texts.say_with("preview-change", &[("before", Arg::Text(&change.before)), ("after", Arg::Text(&change.after))]))
    }
}
