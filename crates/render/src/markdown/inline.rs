//! Running text as Markdown.

use report::model::{Inline, Printed};

use super::Context;
use super::escape::{address, at_line_start, within};
use crate::{links, words};

/// A number as text, with its signs and the reference to its footnote.
pub(super) fn printed(cx: Context<'_>, printed: &Printed) -> String {
    let mut text = within(&printed.text);
    text.push_str(&within(&words::signs(cx.texts, &printed.marks)));
    if let Some(number) = printed.footnote {
        text.push_str(&format!("[^{number}]"));
    }
    text
}

/// Pieces of running text, as one line that may begin a block.
pub(super) fn line(cx: Context<'_>, list: &[Inline]) -> String {
    at_line_start(inlines(cx, list).trim_matches(' '))
}

fn inlines(cx: Context<'_>, list: &[Inline]) -> String {
    let mut out = String::new();
    for piece in list {
        let text = inline(cx, piece, out.ends_with('*'));
        out.push_str(&text);
    }
    out
}

/// `after_star`: the text before ends with a delimiter of emphasis, which another one would join.
fn inline(cx: Context<'_>, piece: &Inline, after_star: bool) -> String {
    match piece {
        // A reference to a section is text as well, as in print: anchors are not part of Markdown.
        Inline::Text(text)
        | Inline::Name(text)
        | Inline::Term { text, .. }
        | Inline::SectionRef { text, .. } => within(text),
        Inline::Figure(number) => printed(cx, number),
        Inline::DocumentRef { text, url, .. } => linked(url.as_deref(), within(text)),
        Inline::Emphasis(inner) => emphasised("*", "em", &inlines(cx, inner), after_star),
        Inline::Strong(inner) => emphasised("**", "strong", &inlines(cx, inner), after_star),
        Inline::Link { href, inlines: inner } => linked(Some(href), inlines(cx, inner)),
    }
}

fn linked(href: Option<&str>, escaped: String) -> String {
    match href.and_then(links::safe) {
        Some(href) => format!("[{escaped}]({})", address(&href)),
        None => escaped,
    }
}

/// Emphasis by stars where they are sure to be read as such, else by HTML's own element.
///
/// CommonMark's stars do not open or close beside punctuation that touches a letter, which in Chinese is the rule: `**“…”**是`.
fn emphasised(star: &str, element: &str, escaped: &str, after_star: bool) -> String {
    let solid = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if solid(escaped.chars().next()) && solid(escaped.chars().next_back()) && !after_star {
        format!("{star}{escaped}{star}")
    } else if escaped.is_empty() {
        String::new()
    } else {
        format!("<{element}>{escaped}</{element}>")
    }
}
