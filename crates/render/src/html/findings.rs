//! The page of what the check of a report found: errors first, each with its arithmetic, where it is printed, stated and written, and what
//! to do.
//!
//! Every finding has its id as its anchor, so that a mail or a decision can point at it. Names stand for keys in the sentences: a key is
//! a link away.

mod sentence;

use std::collections::BTreeMap;

use checks::life::{Decision, Settled};
use checks::{Finding, Severity, Words};
use figures::{Period, Source};
use maud::{Markup, html};
use report::model::{FindingCounts, PrintedAt, Report, State};

use self::sentence::{Piece, pieces, unbroken};
use super::inline;
use super::page::{self, Page};
use crate::figure_page::Document;
use crate::links::Links;
use crate::texts::{Arg, Texts, period};
use crate::words;

pub use self::sentence::with_names;

/// The most places, figures or sources of one finding that are listed.
const MOST: usize = 8;
/// The same of a note.
const MOST_OF_NOTE: usize = 3;

/// What was found in a report and the pages beside it, and the words around it.
#[derive(Clone, Debug)]
pub struct FindingsPage<'a> {
    /// The findings: what is open before what is settled, errors first.
    pub findings: &'a [Finding],
    /// Decisions whose findings are found no more.
    pub fixed: &'a [Decision],
    /// How many findings are open.
    pub counts: FindingCounts,
    /// What figures are called, by key; one that is not here goes by its key.
    pub names: BTreeMap<String, String>,
    /// Documents by code, for sources.
    pub documents: BTreeMap<String, Document>,
}

struct Context<'a> {
    report: &'a Report,
    page: &'a FindingsPage<'a>,
    links: &'a Links,
    texts: &'static Texts,
    words: Option<Words>,
    /// Where the report prints each figure, in its own words.
    places: BTreeMap<String, Vec<PrintedAt>>,
}

/// The page, in the language of the report; `links` are those of the report.
#[must_use]
pub fn findings(report: &Report, found: &FindingsPage<'_>, links: &Links) -> String {
    let (texts, language) = (Texts::of(&report.language), report.language.as_str());
    let words = Words::of(texts.language()).or_else(|_| Words::of("en")).ok();
    let cx = Context { report, page: found, links, texts, words, places: report::model::places(report) };
    let alternates: Vec<_> = report.languages.iter().map(|l| (l.clone(), links.findings(l))).collect();
    let body = html! {
        header.top {
            (page::bar(links, language, &html! { a href=(links.report(language)) { (report.title) } }, &alternates))
        }
        main.single.findings #_text {
            h1 { (texts.say("findings-heading")) }
            p.counts { (words::findings(texts, found.counts)) }
            p { (texts.say("findings-explained")) }
            @for severity in [Severity::Error, Severity::Warning, Severity::Note] { (of_severity(&cx, severity)) }
            (settled(&cx))
            (fixed(&cx))
            p.note { a href=(links.findings_json(language)) type="application/json" { (texts.say("findings-json")) } }
            p.note { a href=(links.collection(language)) { (texts.say("collection-link")) } }
        }
    };
    let title = words::join(texts, "separator-facts", [texts.say("findings-heading"), report.title.clone()]);
    let forms = vec![("application/json", links.findings_json(language))];
    let description = texts.say("findings-explained");
    // A draft's findings are for those who write it.
    let unlisted = report.state == State::Draft;
    Page { description, unlisted, alternates, forms, ..Page::new(links, language, title) }.around(&body)
}

fn of_severity(cx: &Context<'_>, severity: Severity) -> Markup {
    let found: Vec<&Finding> =
        cx.page.findings.iter().filter(|f| f.severity == severity && f.settled().is_none()).collect();
    let (id, heading) = match severity {
        Severity::Error => ("_errors", cx.texts.say("findings-of-errors")),
        Severity::Warning => ("_warnings", cx.texts.say("findings-of-warnings")),
        Severity::Note => ("_notes", cx.texts.say("findings-of-notes")),
    };
    html! {
        @if !found.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (heading) }
                @if severity == Severity::Note {
                    ul.found { @for finding in found { (note(cx, finding)) } }
                } @else {
                    @for finding in found { (one(cx, finding)) }
                }
            }
        }
    }
}

/// A note in a line: there are many, and most say all in their sentence.
fn note(cx: &Context<'_>, finding: &Finding) -> Markup {
    let message = cx.words.as_ref().map(|words| words.message(finding)).unwrap_or_default();
    let more = finding.places.len().saturating_sub(MOST_OF_NOTE);
    html! {
        li id=(finding.id) {
            (linked(cx, &message, finding))
            @for key in finding.figures.iter().filter(|key| !message.contains(key.as_str())).take(MOST_OF_NOTE) { " " (figure(cx, key)) }
            small {
                @for place in finding.places.iter().take(MOST_OF_NOTE) { code dir="ltr" { (place.to_string()) } " " }
                @if more > 0 { (cx.texts.say_with("finding-more", &[("count", Arg::Text(&more.to_string()))])) " " }
                @if finding.decision.is_some() { (state(cx, finding)) " " }
                (settling(cx, finding))
            }
        }
    }
}

/// What a row of `findings.csv` names: the finding's id, and what the values concerned are.
fn settling(cx: &Context<'_>, finding: &Finding) -> Markup {
    html! { code dir="ltr" { (finding.id) } (cx.texts.say("separator-list")) code dir="ltr" { (finding.values) } }
}

/// What was decided on, while no value has changed since.
fn settled(cx: &Context<'_>) -> Markup {
    let found: Vec<&Finding> = cx.page.findings.iter().filter(|f| f.settled().is_some()).collect();
    html! {
        @if !found.is_empty() {
            section aria-labelledby="_settled" {
                h2 #_settled { (cx.texts.say("findings-settled")) }
                @for finding in found { (one(cx, finding)) }
            }
        }
    }
}

/// What was decided on and is found no more.
fn fixed(cx: &Context<'_>) -> Markup {
    html! {
        @if !cx.page.fixed.is_empty() {
            section aria-labelledby="_fixed" {
                h2 #_fixed { (cx.texts.say("findings-fixed")) }
                ul { @for decision in cx.page.fixed { li id=(decision.finding) { code dir="ltr" { (decision.finding) } } } }
            }
        }
    }
}

/// The state in words: that it is open, or what was decided, by whom, when and why.
fn state(cx: &Context<'_>, finding: &Finding) -> Markup {
    let Some(decision) = &finding.decision else { return html! { (cx.texts.say("finding-open")) } };
    let what = match decision.state {
        Settled::Accepted => cx.texts.say("finding-accepted"),
        Settled::NotOurs => cx.texts.say("finding-not-ours"),
        Settled::Confirmed => cx.texts.say("finding-confirmed"),
    };
    let day = decision.on.parse::<Period>();
    let day = day.map_or_else(|_| decision.on.clone(), |day| period::period(cx.texts, &day));
    let told = [("what", Arg::Text(&what)), ("office", Arg::Text(&decision.by)), ("day", Arg::Text(&day))];
    let reason = decision.reason.get(&cx.report.language).or_else(|| decision.reason.values().next());
    html! {
        @if finding.settled().is_none() { (cx.texts.say("finding-reopened")) (cx.texts.say("separator-sentences")) }
        (cx.texts.say_with("finding-decided", &told))
        @if let Some(reason) = reason { (cx.texts.say("separator-sentences")) (reason) }
        @if !decision.evidence.is_empty() { (cx.texts.say("separator-sentences")) (decision.evidence) }
    }
}

fn one(cx: &Context<'_>, finding: &Finding) -> Markup {
    let say = |what: fn(&Words, &Finding) -> String| {
        cx.words.as_ref().map(|w| what(w, finding)).unwrap_or_default()
    };
    let (message, cause, remedy) = (say(Words::message), say(Words::cause), say(Words::remedy));
    let class = format!("finding {}", finding.severity.name());
    html! {
        article id=(finding.id) class=(class) {
            h3 {
                span.severity { (severity(cx.texts, finding.severity)) }
                " " code dir="ltr" { (finding.rule.name()) }
                a.here href={ "#" (finding.id) } aria-label=(cx.texts.say_with("link-here", &[("id", Arg::Text(&finding.id))])) {}
            }
            p { (linked(cx, &message, finding)) }
            dl.facts {
                @if !cause.is_empty() { div { dt { (cx.texts.say("finding-cause")) } dd { (cause) } } }
                @if !remedy.is_empty() { div { dt { (cx.texts.say("finding-remedy")) } dd { (linked(cx, &remedy, finding)) } } }
                (printed(cx, finding))
                (figures(cx, finding, &message))
                (sources(cx, finding))
                (places(cx, finding))
                div { dt { (cx.texts.say("state")) } dd { (state(cx, finding)) } }
                @if finding.settled().is_none() {
                    div {
                        dt { (cx.texts.say("finding-settle")) }
                        dd { (settling(cx, finding)) }
                    }
                }
            }
        }
    }
}

/// The word for how bad a finding is.
pub(super) fn severity(texts: &Texts, severity: Severity) -> String {
    match severity {
        Severity::Error => texts.say("finding-error"),
        Severity::Warning => texts.say("finding-warning"),
        Severity::Note => texts.say("finding-note"),
    }
}

/// A sentence with the names of figures, as links, in place of their keys.
fn linked(cx: &Context<'_>, sentence: &str, finding: &Finding) -> Markup {
    html! {
        @for piece in pieces(sentence, &finding.figures) {
            @match piece {
                Piece::Text(text) => { (unbroken(text)) }
                Piece::Key(key) => { (figure(cx, key)) }
            }
        }
    }
}

/// A figure's name as a link to its page.
fn figure(cx: &Context<'_>, key: &str) -> Markup {
    html! {
        a href=(cx.links.figure(key, &cx.report.language)) {
            @match cx.page.names.get(key) { Some(name) => { (name) } None => { code dir="ltr" { (key) } } }
        }
    }
}

/// A row of facts with a list, cut where it is long; nothing where there is nothing.
fn row(cx: &Context<'_>, label: &str, items: &[Markup]) -> Markup {
    let more = items.len().saturating_sub(MOST);
    html! {
        @if !items.is_empty() {
            div {
                dt { (label) }
                dd {
                    ul {
                        @for item in items.iter().take(MOST) { li { (item) } }
                        @if more > 0 { li { (cx.texts.say_with("finding-more", &[("count", Arg::Text(&more.to_string()))])) } }
                    }
                }
            }
        }
    }
}

/// Where the report prints the figures concerned; a section that prints one alike in several places is named once.
fn printed(cx: &Context<'_>, finding: &Finding) -> Markup {
    let mut places: Vec<&PrintedAt> = Vec::new();
    for at in finding.figures.iter().filter_map(|key| cx.places.get(key)).flatten() {
        if !places.iter().any(|known| known.section == at.section && known.text == at.text) {
            places.push(at);
        }
    }
    let items: Vec<Markup> = places.into_iter().map(|at| printed_at(cx, at)).collect();
    row(cx, &cx.texts.say("finding-printed"), &items)
}

fn printed_at(cx: &Context<'_>, at: &PrintedAt) -> Markup {
    let language = cx.report.language.as_str();
    let section = cx.report.sections.iter().find(|section| section.id == at.section);
    let anchor = if at.anchor.is_empty() { &at.section } else { &at.anchor };
    let address =
        if anchor.is_empty() { cx.links.report(language) } else { cx.links.section(anchor, language) };
    html! {
        a href=(address) {
            @match section {
                Some(section) => {
                    @if let Some(number) = &section.number { (number) " " }
                    (section.title)
                }
                None => { (cx.texts.say("headline")) }
            }
        }
        (cx.texts.say("colon")) (at.text)
    }
}

/// The figures concerned that the sentence does not name.
fn figures(cx: &Context<'_>, finding: &Finding, message: &str) -> Markup {
    let unnamed = finding.figures.iter().filter(|key| !message.contains(key.as_str()));
    let items: Vec<Markup> = unnamed.map(|key| figure(cx, key)).collect();
    row(cx, &cx.texts.say("finding-figures"), &items)
}

fn sources(cx: &Context<'_>, finding: &Finding) -> Markup {
    let mut seen: Vec<&Source> = Vec::new();
    for source in &finding.sources {
        if !seen.contains(&source) {
            seen.push(source);
        }
    }
    let items: Vec<Markup> = seen.into_iter().map(|source| source_of(cx, source)).collect();
    row(cx, &cx.texts.say("finding-sources"), &items)
}

fn source_of(cx: &Context<'_>, source: &Source) -> Markup {
    let known = cx.page.documents.get(&source.document);
    let name = known.map_or(source.document.as_str(), |document| {
        if document.symbol.is_empty() { document.title.as_str() } else { document.symbol.as_str() }
    });
    let rest = [words::source_section(cx.texts, source), source.locator.clone()];
    let rest = words::join(cx.texts, "separator-list", rest);
    html! {
        (inline::linked(known.and_then(|document| document.url.as_deref()), &html! { cite { (name) } }))
        @if !rest.is_empty() { (cx.texts.say("separator-list")) (rest) }
    }
}

/// Where in the files of the bundle, as editors and compilers write a place.
fn places(cx: &Context<'_>, finding: &Finding) -> Markup {
    let items: Vec<Markup> =
        finding.places.iter().map(|place| html! { code dir="ltr" { (place.to_string()) } }).collect();
    row(cx, &cx.texts.say("finding-places"), &items)
}
