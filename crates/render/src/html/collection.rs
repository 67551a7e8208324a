//! Who owes what: the requests to departments with what they have answered, and which sections of the report are cleared.

use jiff::Timestamp;
use maud::{Markup, html};
use report::Report;
use report::model::State;

use super::page::{self, Page};
use crate::links::Links;
use crate::texts::{Arg, Texts, period};
use crate::words;

/// The columns of requests, and whether they hold numbers.
const REQUEST_HEADS: [(&str, bool); 6] = [
    ("collection-department", false),
    ("state", false),
    ("collection-answered", true),
    ("collection-due", false),
    ("collection-focal-point", false),
    ("collection-workbook", false),
];
/// The same of sections.
const SECTION_HEADS: [(&str, bool); 4] =
    [("collection-section", false), ("state", false), ("collection-when", false), ("collection-why", false)];

/// How far a request can be.
pub const STATES: [&str; 5] = ["asked", "received", "nil", "queried", "cleared"];

/// What departments are asked for, and what is cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionPage {
    /// The requests: what is due first first.
    pub requests: Vec<RequestLine>,
    /// The sections, in their order.
    pub sections: Vec<SectionLine>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    /// Its id.
    pub id: String,
    /// The department, in words.
    pub department: String,
    /// Whom it is asked of; may be empty.
    pub focal_point: String,
    /// By when, in words; empty for no date.
    pub due: String,
    /// Whether that day is over and something is unanswered.
    pub late: bool,
    /// How far it is: `asked`, `received`, `nil`, `queried`, `cleared`.
    pub state: &'static str,
    /// What was asked back.
    pub question: String,
    /// How many figures are answered, and how many are asked for.
    pub answered: (usize, usize),
}

/// A section of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionLine {
    /// Its id.
    pub id: String,
    /// Its number and title.
    pub title: String,
    /// Whether it is printed as it was when it was cleared; none where it never was.
    pub as_cleared: Option<bool>,
    /// Who cleared it; empty where the reader is not told.
    pub actor: String,
    /// When.
    pub time: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// The page, in the language of the report; `links` are those of the report.
#[must_use]
pub fn collection(report: &Report, collection: &CollectionPage, links: &Links) -> String {
    let (texts, language) = (Texts::of(&report.language), report.language.as_str());
    let alternates: Vec<_> = report.languages.iter().map(|l| (l.clone(), links.collection(l))).collect();
    let body = html! {
        header.top {
            (page::bar(links, language, &html! { a href=(links.report(language)) { (report.title) } }, &alternates))
        }
        main.single.broad.collection #_text {
            h1 { (texts.say("collection-heading")) }
            p { (texts.say("collection-explained")) }
            (requests(texts, &collection.requests, links, language))
            (sections(texts, &collection.sections, links, language))
        }
    };
    let title =
        words::join(texts, "separator-facts", [texts.say("collection-heading"), report.title.clone()]);
    let description = texts.say("collection-explained");
    let unlisted = report.state == State::Draft;
    Page { description, unlisted, alternates, ..Page::new(links, language, title) }.around(&body)
}

fn requests(texts: &Texts, requests: &[RequestLine], links: &Links, language: &str) -> Markup {
    let heading = texts.say("collection-requests");
    html! {
        section aria-labelledby="_requests" {
            h2 #_requests { (heading) }
            @if requests.is_empty() { p { (texts.say("collection-none")) } }
            @if !requests.is_empty() {
                (page::rows(texts, &heading, &REQUEST_HEADS, &html! {
                    @for one in requests { (request(texts, one, links, language)) }
                }))
            }
        }
    }
}

fn request(texts: &Texts, one: &RequestLine, links: &Links, language: &str) -> Markup {
    let (answered, asked) = one.answered;
    let counts = [
        ("answered", Arg::Count(i64::try_from(answered).unwrap_or(i64::MAX))),
        ("asked", Arg::Count(i64::try_from(asked).unwrap_or(i64::MAX))),
    ];
    let owing = matches!(one.state, "asked" | "queried") || answered < asked;
    let file = format!("{}.xlsx", one.id);
    html! {
        tr {
            th scope="row" { (one.department) }
            td.state.silent[owing] {
                (texts.say(&format!("collection-{}", one.state)))
                @if !one.question.is_empty() { br; small { (one.question) } }
            }
            td.num { (texts.say_with("collection-of", &counts)) }
            td.when {
                @if one.due.is_empty() { (texts.say("collection-no-date")) } @else { (one.due) }
                @if one.late { br; strong { (texts.say("collection-late")) } }
            }
            td { @if one.focal_point.is_empty() { (texts.say("collection-nobody")) } @else { (one.focal_point) } }
            td { a href=(links.workbook(&file, language)) { (file) } }
        }
    }
}

fn sections(texts: &Texts, sections: &[SectionLine], links: &Links, language: &str) -> Markup {
    let heading = texts.say("collection-sections");
    html! {
        section aria-labelledby="_sections" {
            h2 #_sections { (heading) }
            (page::rows(texts, &heading, &SECTION_HEADS, &html! {
                @for one in sections { (section(texts, one, links, language)) }
            }))
        }
    }
}

fn section(texts: &Texts, one: &SectionLine, links: &Links, language: &str) -> Markup {
    let (state, silent) = match one.as_cleared {
        Some(true) => ("collection-section-cleared", false),
        Some(false) => ("collection-section-changed", true),
        None => ("collection-section-open", false),
    };
    html! {
        tr {
            th scope="row" { a href=(links.section(&one.id, language)) { (one.title) } }
            td.state.silent[silent] { (texts.say(state)) }
            td.when {
                @if let Some(time) = one.time {
                    time datetime=(period::moment(time)) { (period::instant(texts, time)) }
                    @if !one.actor.is_empty() { br; (one.actor) }
                }
            }
            td { (one.reason) }
        }
    }
}
