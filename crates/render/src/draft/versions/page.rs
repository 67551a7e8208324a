//! A page with both versions side by side, their marks, and what was found below: one file, no script, nothing fetched.

use checks::draft::compare::{Comparison, Difference};
use checks::draft::{Draft, Mark, Span};
use maud::{Markup, html};

use super::{Versions, class, counted, counts, names};
use crate::draft::page::{document, shown};
use crate::texts::Texts;
use crate::words;

/// Two texts beside each other, the findings over them.
const COLUMNS: &str = ".versions { grid-template-columns: repeat(2, minmax(0, 1fr)); } .findings { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; } \
    @media (max-width: 60rem) { .versions { grid-template-columns: minmax(0, 1fr); } }";

/// The page, with its own words in a language.
#[must_use]
pub fn page(versions: Versions<'_>, found: &Comparison, language: &str) -> String {
    let texts = Texts::of(language);
    let [first, second] = versions;
    let title = format!("{} – {}", first.name, second.name);
    let [here, there] = [marks(found, |d| d.first.as_ref()), marks(found, |d| d.second.as_ref())];
    let body = html! {
        header { h1 { (title) } p { (words::findings(texts, counts(found))) } }
        aside.findings aria-labelledby="_found" {
            h2 #_found { (texts.say("findings-heading")) }
            @if found.differences.is_empty() { p { (texts.say("findings-none")) } }
            ol { @for (number, difference) in (1_usize..).zip(&found.differences) { (finding(versions, number, difference)) } }
            (sections(versions, found))
        }
        main.draft.versions { (version(first, &here, "_m")) (version(second, &there, "_n")) }
    };
    document(texts, language, &title, COLUMNS, &body)
}

fn version(draft: &Draft, marks: &[Mark], anchor: &str) -> Markup {
    html! {
        section lang=(draft.language.code().unwrap_or_default()) dir="auto" aria-label=(draft.name) {
            @for (index, block) in draft.blocks.iter().enumerate() { (shown(index, block, marks, anchor)) }
        }
    }
}

/// The sections in which something was found.
fn sections(versions: Versions<'_>, found: &Comparison) -> Markup {
    html! {
        ul { @for pair in found.sections.iter().filter(|pair| pair.differing > 0) {
            li { @for (at, name) in names(versions, pair).iter().enumerate() { @if at > 0 { " / " } bdi { (name) } } ": " (counted(pair)) }
        } }
    }
}

fn finding([first, second]: Versions<'_>, number: usize, difference: &Difference) -> Markup {
    let place = |draft: &Draft, span: &Span, anchor: &str| {
        html! { p { a href={ "#" (anchor) (number) } { q dir="auto" { (draft.words(span)) } } " " span.place { (crate::draft::named(draft, span)) } } }
    };
    html! {
        li id={ "_f" (number) } class=(class(difference.severity)) {
            p { code { (difference.severity.name()) "[" (difference.rule) "]" } " " b { (difference.message) } }
            @if let Some(span) = &difference.first { (place(first, span, "_m")) }
            @if let Some(span) = &difference.second { (place(second, span, "_n")) }
            @for note in &difference.notes { p { (note) } }
            @if !difference.help.is_empty() { p.help { (difference.help) } }
        }
    }
}

/// A mark for each finding, so that numbers are the same on both sides; of those without words on this one a mark nowhere.
fn marks(found: &Comparison, span: impl Fn(&Difference) -> Option<&Span>) -> Vec<Mark> {
    let mark = |difference: &Difference| Mark {
        id: difference.id.clone(),
        rule: difference.rule.clone(),
        severity: difference.severity,
        span: span(difference).cloned().unwrap_or(super::NOWHERE),
        message: difference.message.clone(),
        notes: Vec::new(),
        help: String::new(),
        figure: None,
        link: None,
    };
    found.differences.iter().map(mark).collect()
}
