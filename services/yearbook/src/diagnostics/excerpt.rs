//! The line that a finding is about, and the part of it that is meant.

use std::ops::Range;
use std::path::Path;

use api::report::v1::Place;
use interchange::Bundle;

use crate::output::clean;

/// The longest line that is shown, in characters; of longer ones the part around the column.
const MOST: usize = 4_000;

/// Where lines are found: a bundle and the folder that it came from, a text beside it, or nowhere.
#[derive(Clone, Copy, Default)]
pub(crate) struct Files<'a> {
    folder: Option<&'a Path>,
    bundle: Option<&'a Bundle>,
    text: Option<(&'a str, &'a [u8])>,
}

/// A line and the bytes of it that are meant.
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

impl<'a> Files<'a> {
    /// Lines of a bundle, and the folder that it came from.
    pub(crate) fn of(folder: Option<&'a Path>, bundle: &'a Bundle) -> Self {
        Self { folder, bundle: Some(bundle), text: None }
    }

    /// Lines of a text, too.
    pub(crate) fn with_text(self, path: &'a str, text: &'a [u8]) -> Self {
        Self { text: Some((path, text)), ..self }
    }

    /// A file's path as it is to be typed.
    pub(crate) fn path(&self, file: &str) -> String {
        if self.text.is_some_and(|(path, _)| path == file) {
            return clean(file);
        }
        clean(&self.folder.map_or_else(|| file.to_owned(), |folder| folder.join(file).display().to_string()))
    }

    /// A place in a line: `data/stated.csv:7:12`; of what is only printed, the section.
    pub(crate) fn shown(&self, place: &Place) -> String {
        if place.file.is_empty() {
            return clean(&place.section);
        }
        format!("{}:{}:{}", self.path(&place.file), place.line, place.column)
    }

    /// The line of a place, if it is there. What is meant is what the message quotes, where that stands there.
    pub(crate) fn line(&self, place: &Place, message: &str) -> Option<Line> {
        let number = usize::try_from(place.line).ok()?.checked_sub(1)?;
        let text = self.text.filter(|(path, _)| *path == place.file).map(|(_, bytes)| bytes);
        let bytes = text.or_else(|| self.bundle?.file(&place.file))?;
        let line = bytes.split(|b| *b == b'\n').nth(number)?;
        let text = String::from_utf8_lossy(line);
        let column = usize::try_from(place.column).unwrap_or(0).saturating_sub(1);
        Some(excerpt(text.trim_end_matches('\r'), column, kind(&place.file), message))
    }
}

/// How far what is meant reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// To the end of the cell.
    Cells,
    /// To the end of the placeholder or the word.
    Words,
}

fn kind(file: &str) -> Kind {
    if file.ends_with(".csv") { Kind::Cells } else { Kind::Words }
}

fn excerpt(line: &str, column: usize, kind: Kind, message: &str) -> Line {
    let from = column.saturating_sub(MOST / 2);
    let cut: Vec<char> = line.chars().skip(from).take(MOST).collect();
    let start = column.saturating_sub(from).min(cut.len());
    let (before, rest) = cut.split_at(start);
    let length =
        quoted_in(message, rest).unwrap_or_else(|| meant(rest, kind)).max(usize::from(!rest.is_empty()));
    let bytes = |chars: &[char]| chars.iter().map(|c| c.len_utf8()).sum::<usize>();
    let begin = bytes(before);
    let end = begin.saturating_add(bytes(rest.get(..length).unwrap_or(rest)));
    Line { text: cut.iter().collect(), span: begin..end }
}

/// How many characters a text takes that the message quotes and that stands at the place.
fn quoted_in(message: &str, rest: &[char]) -> Option<usize> {
    let quoted = message.split('`').skip(1).step_by(2);
    let stands =
        |text: &&str| !text.is_empty() && rest.iter().copied().take(text.chars().count()).eq(text.chars());
    quoted.filter(stands).map(|text| text.chars().count()).max()
}

/// How many characters of the rest of a line are meant.
fn meant(rest: &[char], kind: Kind) -> usize {
    let until = |end: &dyn Fn(char) -> bool| rest.iter().position(|c| end(*c)).unwrap_or(rest.len());
    match (rest.first(), kind) {
        (Some('"'), Kind::Cells) => quoted(rest),
        (_, Kind::Cells) => until(&|c| c == ','),
        (Some('{'), Kind::Words) => until(&|c| c == '}').saturating_add(1).min(rest.len()),
        (Some(c), Kind::Words) if c.is_ascii_alphanumeric() => {
            until(&|c| !(c.is_ascii_alphanumeric() || "_-.%".contains(c)))
        }
        (_, Kind::Words) => 1,
    }
}

/// A quoted cell with its quotation marks; a doubled one is part of it.
fn quoted(rest: &[char]) -> usize {
    let mut open = false;
    for (index, c) in rest.iter().enumerate() {
        match c {
            '"' => open = !open,
            ',' if !open => return index,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, column: usize, kind: Kind, expected: &str) {
        let found = excerpt(line, column, kind, "");
        assert_eq!(&found.text[found.span], expected);
    }

    #[test]
    fn what_is_meant_is_a_cell_a_placeholder_or_a_word() {
        check("a,12x,c", 2, Kind::Cells, "12x");
        check("a,\"b, \"\"c\"\"\",d", 2, Kind::Cells, "\"b, \"\"c\"\"\"");
        check("a,,c", 2, Kind::Cells, ",");
        check("年份 {internet-usres} 人", 3, Kind::Words, "{internet-usres}");
        check("year = 20x4", 7, Kind::Words, "20x4");
        check("open {brace", 5, Kind::Words, "{brace");
        check("short", 99, Kind::Words, "");
        check("", 0, Kind::Cells, "");
    }

    #[test]
    fn what_the_message_quotes_is_meant_where_it_stands_there() {
        let found = excerpt("有55亿人", 1, Kind::Words, "`55亿` is bound to nothing");
        assert_eq!(&found.text[found.span], "55亿");
        let found = excerpt("有55亿人", 1, Kind::Words, "`56亿` is bound to nothing");
        assert_eq!(&found.text[found.span], "55");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_column_is_shown() {
        let line = format!("{},wrong,{}", "x".repeat(100_000), "y".repeat(100_000));
        let found = excerpt(&line, 100_001, Kind::Cells, "");
        assert_eq!(found.text.chars().count(), MOST);
        assert_eq!(&found.text[found.span], "wrong");
    }
}
