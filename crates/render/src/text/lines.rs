//! Lines of a terminal: wrapped, indented, aligned by cells, coloured when asked.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a piece of text looks where colour is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As the terminal has it.
    Plain,
    /// Bold.
    Strong,
    /// Faint.
    Quiet,
    /// Yellow; its text has a sign or a word as well.
    Warning,
}

/// Lines written so far.
#[derive(Debug)]
pub struct Lines {
    text: String,
    width: usize,
    colour: bool,
}

/// The cells that a text takes in a terminal.
#[must_use]
pub fn cells(text: &str) -> usize {
    clean(text).width()
}

impl Lines {
    /// No lines yet, for a terminal of `width` cells.
    #[must_use]
    pub fn new(width: usize, colour: bool) -> Self {
        Self { text: String::new(), width, colour }
    }

    /// Everything written.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A text with an indent, on as many lines as it needs.
    pub fn line(&mut self, indent: usize, style: Style, text: &str) {
        for part in wrap(text, self.width.saturating_sub(indent)) {
            self.push(indent, style, &part);
        }
    }

    /// A heading after an empty line.
    pub fn heading(&mut self, text: &str) {
        self.blank();
        self.line(0, Style::Strong, text);
    }

    /// A label in a column of `widest` cells and its text beside it.
    pub fn pair(&mut self, label: &str, text: &str, widest: usize) {
        let at = widest.saturating_add(2);
        let label = clean(label);
        let gap = at.saturating_sub(label.width()).max(1);
        for (i, part) in wrap(text, self.width.saturating_sub(at)).into_iter().enumerate() {
            if i == 0 {
                let label = self.styled(Style::Quiet, &label);
                self.text.push_str(&format!("{label}{}{part}\n", " ".repeat(gap)));
            } else {
                self.push(at, Style::Plain, &part);
            }
        }
    }

    /// Rows in columns as wide as their widest cell; `right` says which are set to the right. The last column wraps within the width.
    pub fn table(&mut self, indent: usize, rows: &[impl AsRef<[String]>], right: &[bool]) {
        let mut widths = vec![0; right.len()];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row.as_ref()) {
                *width = (*width).max(cells(cell));
            }
        }
        for (i, row) in rows.iter().enumerate() {
            let style = if i == 0 { Style::Quiet } else { Style::Plain };
            self.row(indent, row.as_ref(), &widths, right, style);
        }
    }

    fn row(&mut self, indent: usize, row: &[String], widths: &[usize], right: &[bool], style: Style) {
        let mut line = String::new();
        let (last, front) = row.split_last().map_or(("", row), |(l, f)| (l.as_str(), f));
        for ((cell, width), right) in front.iter().zip(widths).zip(right) {
            let cell = clean(cell);
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            line.push_str(&if *right { format!("{gap}{cell}  ") } else { format!("{cell}{gap}  ") });
        }
        let at = indent.saturating_add(line.width());
        let mut parts = wrap(last, self.width.saturating_sub(at).max(16)).into_iter();
        line.push_str(&parts.next().unwrap_or_default());
        self.push(indent, style, line.trim_end());
        for part in parts {
            self.push(at, style, &part);
        }
    }

    fn push(&mut self, indent: usize, style: Style, text: &str) {
        let text = self.styled(style, text);
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(&text);
        self.text.push('\n');
    }

    fn styled(&self, style: Style, text: &str) -> String {
        let code = match style {
            Style::Plain => return text.to_owned(),
            Style::Strong => "1",
            Style::Quiet => "2",
            Style::Warning => "33",
        };
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Content without control characters: a line's end becomes a space, anything else a visible replacement.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// A text on lines of at most `width` cells (at least 8): broken at spaces and between wide characters, in the middle only of a word
/// that is longer than a line.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = vec![String::new()];
    let mut used: usize = 0;
    for piece in pieces(&clean(text)) {
        let size = piece.width();
        if used.saturating_add(piece.trim_end().width()) > width && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for c in piece.chars() {
            let cell = c.width().unwrap_or(0);
            if size > width && used.saturating_add(cell) > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used = used.saturating_add(cell);
        }
    }
    lines.iter().map(|l| l.trim_end_matches(' ').to_owned()).collect()
}

/// Closing punctuation that must not begin a line.
const CLOSING: &str = "，。；：、）」』》！？”’";

/// Pieces between which a line may be broken: words with the spaces after them, single wide characters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let wide = c.width() == Some(2);
        let joins = if CLOSING.contains(c) { !pieces.is_empty() } else { open && !wide };
        match pieces.last_mut() {
            Some(last) if joins => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = c != ' ' && !wide;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("使用互联网的人数", 8), ["使用互联", "网的人数"]);
        assert_eq!(wrap("使用互联，网的人", 8), ["使用互", "联，网的", "人"]);
        assert_eq!(wrap("aaaaaaaaaaaa", 8), ["aaaaaaaa", "aaaa"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut lines = Lines::new(40, false);
        lines.line(0, Style::Plain, "a\u{1b}[31mb\u{7}\nc");
        assert_eq!(lines.finish(), "a\u{fffd}[31mb\u{fffd} c\n");
    }

    #[test]
    fn columns_line_up_by_cells() {
        let mut lines = Lines::new(40, false);
        let row = |a: &str, b: &str, c: &str| [a.to_owned(), b.to_owned(), c.to_owned()];
        lines.table(0, &[row("年", "x", "z"), row("2024", "网络", "w")], &[true, false, false]);
        assert_eq!(lines.finish(), "  年  x     z\n2024  网络  w\n");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_nothing_is_lost(text in "[a-z 网，é]{0,80}", width in 8_usize..40) {
            let lines = wrap(&text, width);
            for line in &lines {
                prop_assert!(line.width() <= width + 2, "{line:?}");
            }
            let bare = |t: &str| t.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
