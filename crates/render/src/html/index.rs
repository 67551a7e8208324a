//! The list of reports.

use maud::{Markup, html};
use report::model::State;

use super::page::{self, Page};
use crate::links::Links;
use crate::texts::{Arg, Texts};
use crate::words;

/// One report in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportEntry {
    /// Who reports.
    pub organisation: String,
    /// The title, in the language of the list where it has one.
    pub title: String,
    /// The year reported on.
    pub year: i16,
    /// Draft or edition.
    pub state: State,
    /// The languages that it exists in.
    pub languages: Vec<String>,
    /// Its path: `/reports/2024`.
    pub path: String,
}

/// The list of reports in a language; `languages` are those that the list itself is offered in.
#[must_use]
pub fn index(reports: &[ReportEntry], language: &str, languages: &[String], links: &Links) -> String {
    let texts = Texts::of(language);
    let alternates: Vec<_> = languages.iter().map(|l| (l.clone(), links.home(l))).collect();
    let body = html! {
        header.top { (page::bar(links, language, &html! {}, &alternates)) }
        main.single #_text {
            h1 { (texts.say("reports")) }
            @if reports.is_empty() { p { (texts.say("reports-none")) } }
            ul.reports { @for entry in reports { li { (entry_of(texts, entry, language, links)) } } }
        }
    };
    let title = texts.say("reports");
    let description = words::join(texts, "separator-facts", reports.iter().map(|entry| entry.title.clone()));
    Page { alternates, description, ..Page::new(links, language, title) }.around(&body)
}

fn entry_of(texts: &Texts, entry: &ReportEntry, language: &str, links: &Links) -> Markup {
    let links = Links { report: entry.path.clone(), ..links.clone() };
    let year = entry.year.to_string();
    html! {
        h2 { a href=(links.report(language)) { (entry.title) } }
        p {
            (words::join(texts, "separator-facts", [
                entry.organisation.clone(),
                texts.say_with("report-of-year", &[("year", Arg::Text(&year))]),
                words::state(texts, entry.state),
            ]))
        }
        p.read {
            (texts.say("report-read")) (texts.say("colon"))
            @for (i, language) in entry.languages.iter().enumerate() {
                @if i > 0 { (texts.say("separator-list")) }
                a href=(links.report(language)) lang=(language) hreflang=(language) { (Texts::name_of(language)) }
            }
        }
    }
}
