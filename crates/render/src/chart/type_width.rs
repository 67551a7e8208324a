//! How wide words are in print, estimated, and how they break into lines.
//!
//! Fonts are the reader's, so no width is exact. Latin letters are counted by three classes that are wide enough for the fonts of the
//! stylesheet; letters of scripts that fill two cells of a terminal (Unicode Standard Annex 11) are as wide as they are high.

use unicode_width::UnicodeWidthChar;

/// The size of type in drawings, in pixels.
pub(super) const SIZE: i32 = 13;

/// From one line to the next.
pub(super) const LINE: i32 = 17;

/// Width in pixels of a text on one line.
pub(super) fn width(text: &str) -> i32 {
    let hundredths: i32 = text.chars().map(hundredths).sum();
    hundredths.saturating_mul(SIZE).saturating_add(99) / 100
}

fn hundredths(letter: char) -> i32 {
    match letter.width() {
        Some(0) | None => 0,
        Some(1) => match letter {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | ';' | '\'' | '|' | '’' | ' ' | '\u{a0}' => {
                34
            }
            'A'..='Z' | 'm' | 'w' | '%' | '@' | '—' => 72,
            _ => 58,
        },
        Some(_) => 100,
    }
}

/// A text in at most `most` lines of a width; what does not fit the last line is cut and ends in an ellipsis.
pub(super) fn wrap(text: &str, most_width: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let joined = format!("{line}{piece}");
        if line.is_empty() || width(joined.trim_end()) <= most_width {
            line = joined;
        } else {
            lines.push(std::mem::replace(&mut line, piece.to_owned()));
        }
    }
    lines.push(line);
    let cut = lines.len() > most;
    lines.truncate(most.max(1));
    let last = lines.len().saturating_sub(1);
    let mut out = Vec::new();
    for (i, line) in lines.into_iter().enumerate() {
        out.push(fit(line.trim_end(), most_width, cut && i == last));
    }
    out
}

/// What may stand on a line of its own: a word with its space, a letter of a script without spaces.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let wide = |c: char| c.width() == Some(2);
        let breaks =
            before.is_some_and(|b| b == ' ' || b == '-' || (wide(b) && wide(letter) && !closes(letter)));
        if breaks && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// Punctuation that no line begins with.
fn closes(letter: char) -> bool {
    matches!(letter, '，' | '。' | '、' | '）' | '》' | '”' | '：' | '；' | '％')
}

/// A line cut to a width.
fn fit(line: &str, most: i32, cut: bool) -> String {
    if width(line) <= most && !cut {
        return line.to_owned();
    }
    let mut short = line.to_owned();
    while width(&short) + width("…") > most && short.pop().is_some() {}
    format!("{}…", short.trim_end())
}
