//! A page with both versions side by side, their marks, and what was found below: one file, no script, nothing fetched.

use checks::draft::compare::{Comparison, Difference};
use checks::draft::{Draft, Mark, Span, Words};
use maud::{Markup, html};

use super::{Versions, class, counted, counts, names};
use crate::draft::page::{direction, document, headed, shown};

/// Two texts beside each other, the findings over them.
const COLUMNS: &str = ".versions { grid-template-columns: repeat(2, minmax(0, 1fr)); } .findings { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; } \
    @media (max-width: 60rem) { .versions { grid-template-columns: minmax(0, 1fr); } }";

/// The page, what stands around the findings' own texts in `words`.
#[must_use]
pub fn page(versions: Versions<'_>, found: &Comparison, words: &Words) -> String {
    let [first, second] = versions;
    let title = format!("{} – {}", first.name, second.name);
    let [here, there] = [marks(found, |d| d.first.as_ref()), marks(found, |d| d.second.as_ref())];
    let body = html! {
        header { h1 { (title) } p { (crate::draft::counted(counts(found), words)) } }
        aside.findings aria-labelledby="_found" {
            h2 #_found { (words.phrase("findings", &[])) }
            @if found.differences.is_empty() { p { (words.phrase("nothing-found", &[])) } }
            ol { @for (number, difference) in (1_usize..).zip(&found.differences) { (finding(versions, number, difference, words)) } }
            (sections(versions, found, words))
        }
        main.draft.versions { (version(first, &here, "_m")) (version(second, &there, "_n")) }
    };
    document(words, &title, COLUMNS, &body)
}

fn version(draft: &Draft, marks: &[Mark], anchor: &str) -> Markup {
    let language = draft.language.code().unwrap_or_default();
    html! {
        section lang=(language) dir=(direction(language)) aria-label=(draft.name) {
            @for (index, block) in draft.blocks.iter().enumerate() { (shown(index, block, marks, anchor)) }
        }
    }
}

/// The sections in which something was found.
fn sections(versions: Versions<'_>, found: &Comparison, words: &Words) -> Markup {
    html! {
        ul { @for pair in found.sections.iter().filter(|pair| pair.differing > 0) {
            li { @for (at, name) in names(versions, pair, words).iter().enumerate() { @if at > 0 { " / " } bdi { (name) } } ": " (counted(pair, words)) }
        } }
    }
}

fn finding([first, second]: Versions<'_>, number: usize, difference: &Difference, words: &Words) -> Markup {
    let place = |draft: &Draft, span: &Span, anchor: &str| {
        html! { p { a href={ "#" (anchor) (number) } { q dir="auto" { (draft.words(span)) } } " " span.place { (crate::draft::named(draft, span, words)) } } }
    };
    html! {
        li id={ "_f" (number) } class=(class(difference.severity)) {
            (headed(difference.severity, &difference.rule, &difference.message, words))
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
