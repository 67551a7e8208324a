//! Text as Markdown that reads as that text and nothing else.
//!
//! After CommonMark 0.31 (backslash escapes, block starts) and GitHub's extensions (tables, strikethrough, footnotes, mathematics).
//! Characters that mean something anywhere are always escaped; those that mean something only where a line begins are escaped there.

/// Characters that mean something within a line.
const ANYWHERE: &str = "\\`*_[]<>|~&$";

/// Text escaped for the beginning of a line or anywhere after it; always one line without spaces at its ends.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = one_line(text);
    let text = text.trim_matches(' ');
    at_line_start(&within(text))
}

/// Text escaped for a heading, whose line may begin with anything but must not end with what would close it.
#[must_use]
pub fn heading(text: &str) -> String {
    let text = within(text);
    let text = text.trim_matches(' ');
    text.strip_suffix('#').map_or_else(|| text.to_owned(), |before| format!("{before}\\#"))
}

/// Text escaped for the middle of a line: spaces at its ends stay.
#[must_use]
pub fn within(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if ANYWHERE.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A line, already escaped within, made safe to begin a block: no list, heading, rule or underline starts by it.
#[must_use]
pub fn at_line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    // Only a space, or nothing more, makes a list's number of it: `5.1` is none.
    let marks = |behind: &str| behind.is_empty() || behind.starts_with([' ', '\t']);
    if digits > 0 && rest.strip_prefix(['.', ')']).is_some_and(marks) {
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '+', '-', '=', ':', '!']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

/// An address between angle brackets: nothing in it can end it.
#[must_use]
pub fn address(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len().saturating_add(2));
    escaped.push('<');
    for c in address.chars() {
        match c {
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '|' => escaped.push_str("%7C"),
            '\\' => escaped.push_str("%5C"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped.push('>');
    escaped
}

/// Line ends and tabs as spaces, other control characters left out.
fn one_line(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
    }

    #[test]
    fn what_means_something_is_escaped_where_it_does() {
        check("2024. A year", "2024\\. A year");
        check("3) no list", "3\\) no list");
        check("a_b * c", "a\\_b \\* c");
        check("x|y", "x\\|y");
        check("# no heading", "\\# no heading");
        check("- no item - here", "\\- no item - here");
        check("C&A <b>", "C\\&A \\<b\\>");
        check("68 % of 5.5 billion", "68 % of 5.5 billion");
        check("one\n\n# two", "one  # two");
    }

    #[test]
    fn a_heading_begins_as_it_is_and_closes_nothing() {
        assert_eq!(heading("3.1 Who is online"), "3.1 Who is online");
        assert_eq!(heading("C ##"), "C #\\#");
    }

    #[test]
    fn an_address_cannot_end_early() {
        assert_eq!(address("https://x/a b>c"), "<https://x/a b%3Ec>");
    }
}
