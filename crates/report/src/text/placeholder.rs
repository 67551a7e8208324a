//! Placeholders `{…}`: finding them in a text, and what each means.

use std::ops::Range;

use crate::print::{Form, FormError};
use crate::reference::{Reference, ReferenceError, TemplateError, period};

/// The longest placeholder that is read, in bytes.
const MAX_BYTES: usize = 2_048;

/// What stands between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// A figure or a cell, with its printing form.
    Value {
        /// What is named.
        reference: Reference,
        /// How it prints.
        form: Form,
    },
    /// A period that moves with the report's year, as its template.
    Period(String),
    /// A section, by id.
    Section(String),
    /// A document, by id.
    Document(String),
    /// An official name, by id; whether its short form is wanted.
    Term(String, bool),
    /// A literal name that may hold digits.
    Name(String),
}

/// What is wrong with a placeholder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceholderError {
    /// An opening brace without its end.
    #[error("`{{` is not closed; close it with `}}`, or write \\{{ for the brace itself")]
    Open,
    /// A closing brace without a beginning.
    #[error("`}}` closes nothing; remove it, or write \\}} for the brace itself")]
    Close,
    /// A brace in a placeholder.
    #[error("a placeholder holds another one; close the first before it")]
    Nested,
    /// A placeholder over an empty line, or endless.
    #[error("the placeholder is longer than a paragraph; close it with `}}`")]
    Long,
    /// Something after a literal name.
    #[error("`{0}` is no literal name; write {{\"…\"}} with nothing else between the braces")]
    Name(String),
    /// A reference of an unknown kind.
    #[error("`{0}:` is no kind of reference; write section:, doc: or term:")]
    Kind(String),
    /// A reference to nothing.
    #[error("`{0}:` names nothing; write its id after the colon")]
    NoId(String),
    /// A bad reference.
    #[error("{0}")]
    Reference(#[from] ReferenceError),
    /// A bad form.
    #[error("{0}")]
    Form(#[from] FormError),
    /// A bad period.
    #[error("{0}")]
    Period(#[from] TemplateError),
}

/// A placeholder as found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where, with its braces.
    pub(crate) range: Range<usize>,
    /// What it means.
    pub(crate) content: Result<Placeholder, PlaceholderError>,
}

/// Finds every placeholder of a text, in order. A backslash before a brace makes it an ordinary character.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
        match c {
            '\\' => at += 1 + text.get(at + 1..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8),
            '{' => {
                let next = one(text, at);
                at = next.range.end;
                found.push(next);
            }
            '}' => {
                found.push(Found { range: at..at + 1, content: Err(PlaceholderError::Close) });
                at += 1;
            }
            _ => at += c.len_utf8(),
        }
    }
    found
}

fn one(text: &str, start: usize) -> Found {
    match end(text, start) {
        Ok(end) => {
            let inner = text.get(start + 1..end - 1).unwrap_or_default();
            Found { range: start..end, content: parse(inner) }
        }
        Err(error) => Found { range: start..start + 1, content: Err(error) },
    }
}

/// The end of the placeholder that begins at an opening brace; braces in `"…"` do not count.
fn end(text: &str, start: usize) -> Result<usize, PlaceholderError> {
    let (mut quoted, mut escaped, mut empty_line) = (false, false, false);
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at <= start) {
        if at - start > MAX_BYTES || (c == '\n' && empty_line) {
            return Err(if quoted || at - start <= MAX_BYTES {
                PlaceholderError::Open
            } else {
                PlaceholderError::Long
            });
        }
        empty_line = c == '\n' || (empty_line && c.is_whitespace());
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' if !quoted => return Err(PlaceholderError::Nested),
            '}' if !quoted => return Ok(at + 1),
            _ => {}
        }
    }
    Err(PlaceholderError::Open)
}

/// Reads what stands between the braces.
pub(crate) fn parse(inner: &str) -> Result<Placeholder, PlaceholderError> {
    let inner = inner.trim();
    if inner.starts_with('"') {
        return literal(inner);
    }
    if inner.starts_with('@') {
        // Any year shows whether the template can be read.
        period(inner, 2000)?;
        return Ok(Placeholder::Period(inner.to_owned()));
    }
    if let Some((kind, id)) = inner.split_once(':').filter(|(kind, _)| crate::reference::is_alias(kind)) {
        return named(kind, id.trim());
    }
    let (reference, form) = split_form(inner);
    Ok(Placeholder::Value { reference: reference.parse()?, form: form.parse()? })
}

fn literal(inner: &str) -> Result<Placeholder, PlaceholderError> {
    let name = inner.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or_default();
    let unescaped = name.replace("\\\"", "\u{0}");
    if unescaped.trim().is_empty() || unescaped.contains('"') {
        return Err(PlaceholderError::Name(inner.chars().take(60).collect()));
    }
    let words = unescaped.replace('\u{0}', "\"");
    Ok(Placeholder::Name(words.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn named(kind: &str, id: &str) -> Result<Placeholder, PlaceholderError> {
    if id.is_empty() {
        return Err(PlaceholderError::NoId(kind.to_owned()));
    }
    match kind {
        "section" => Ok(Placeholder::Section(id.to_owned())),
        "doc" => Ok(Placeholder::Document(id.to_owned())),
        "term" => Ok(match id.split_once(char::is_whitespace) {
            Some((term, rest)) if rest.trim() == "short" => Placeholder::Term(term.to_owned(), true),
            _ => Placeholder::Term(id.to_owned(), false),
        }),
        _ => Err(PlaceholderError::Kind(kind.to_owned())),
    }
}

/// The form stands after a `|` that is set off by a space; others belong to a key.
fn split_form(inner: &str) -> (&str, &str) {
    let bar = inner.char_indices().filter(|(_, c)| *c == '|').map(|(at, _)| at).find(|at| {
        let before = inner.get(..*at).is_some_and(|t| t.ends_with(char::is_whitespace));
        before || inner.get(at + 1..).is_some_and(|t| t.starts_with(char::is_whitespace))
    });
    bar.and_then(|at| Some((inner.get(..at)?, inner.get(at + 1..)?))).unwrap_or((inner, ""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find(text).into_iter().map(|f| match f.content {
            Ok(_) => text[f.range].to_owned(),
            Err(error) => error.to_string(),
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn placeholders_are_found_with_braces_in_names_and_escapes() {
        check("a {b} c {\"5G\"} d", &["{b}", "{\"5G\"}"]);
        check(r#"{"a } b"} \{ \} {"say \"x\" 5"}"#, &[r#"{"a } b"}"#, r#"{"say \"x\" 5"}"#]);
        check("{internet-share\n@year-1}", &["{internet-share\n@year-1}"]);
        check(
            "{@year}, {section:4.7}, {doc:C25-45}, {term:p2c short}",
            &["{@year}", "{section:4.7}", "{doc:C25-45}", "{term:p2c short}"],
        );
    }

    #[test]
    fn the_form_stands_after_a_bar_set_off_by_a_space() {
        let Ok(Placeholder::Value { reference, form }) = parse("a/b?c=x|y @year | over 1e9") else {
            panic!("a value")
        };
        assert_eq!(reference.name, crate::reference::Name::Key("a/b?c=x|y".into()));
        assert!(form.statement.is_some());
    }

    #[test]
    fn unbalanced_and_unknown_ones_are_errors() {
        for text in [
            "{a",
            "a}",
            "{a {b}}",
            "{}",
            "{\"\"}",
            "{\"a\" b}",
            "{figure:a}",
            "{doc:}",
            "{@yaer}",
            "{a | bold}",
            "{a\n\nb}",
            "{A}",
        ] {
            assert!(find(text).iter().any(|f| f.content.is_err()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_in_order_and_in_bounds(text in "[{}\"\\\\a@|/:\\n 五]{0,40}") {
            let mut end = 0;
            for found in find(&text) {
                prop_assert!(found.range.start >= end && text.get(found.range.clone()).is_some());
                end = found.range.end;
            }
        }
    }
}
