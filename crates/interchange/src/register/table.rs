//! Rows and cells of a CSV file (RFC 4180) with the place of each cell, and the bounds of what is read.
//!
//! The `csv` crate splits and unquotes; it knows where a record starts but not its cells, so a scanner walks the same text by
//! the same rules beside it. A property test holds the two together.

use crate::mistake::{Mistake, Mistakes, Place};

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;
/// The longest row that is read, in bytes.
pub const MAX_ROW_BYTES: usize = 1024 * 1024;
/// The longest cell that is read, in bytes.
pub const MAX_CELL_BYTES: usize = 64 * 1024;
/// The most columns that a file may have.
pub const MAX_COLUMNS: usize = 256;

/// The text of a file: not too large, UTF-8, without a byte-order mark and without NUL.
///
/// `None` when nothing of it can be read; a byte-order mark is a mistake and is passed over.
pub fn read_text<'a>(file: &str, bytes: &'a [u8], mistakes: &mut Mistakes) -> Option<&'a str> {
    if bytes.len() > MAX_FILE_BYTES {
        let problem = format!("the file has {} bytes, more than {MAX_FILE_BYTES}", bytes.len());
        mistakes.push(Mistake::new(Place::start(file), problem, "split it"));
        return None;
    }
    let text = plain_text(file, bytes, (1, 1), mistakes)?;
    Some(without_mark(file, text, mistakes))
}

/// The text of some bytes of a file, which begin in this line and column, if they are UTF-8 without NUL.
pub(super) fn plain_text<'a>(
    file: &str,
    bytes: &'a [u8],
    start: (u32, u32),
    mistakes: &mut Mistakes,
) -> Option<&'a str> {
    let mut refuse = |text: &str, offset: usize, problem: &str, remedy: &str| {
        let mut place = Place::of_offset(file, text, offset);
        if place.line == 1 {
            place.column = place.column.saturating_add(start.1.saturating_sub(1));
        }
        place.line = place.line.saturating_add(start.0.saturating_sub(1));
        mistakes.push(Mistake::new(place, problem, remedy));
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (good, _) = bytes.split_at(error.valid_up_to());
            let text = String::from_utf8_lossy(good);
            refuse(&text, good.len(), "the bytes here are not UTF-8", "save the file as UTF-8");
            return None;
        }
    };
    if let Some(offset) = text.find('\0') {
        refuse(text, offset, "the file holds a NUL character", "save the file as plain UTF-8 text");
        return None;
    }
    Some(text)
}

/// The text of a file behind a byte-order mark, which is a mistake.
pub(super) fn without_mark<'a>(file: &str, text: &'a str, mistakes: &mut Mistakes) -> &'a str {
    let Some(rest) = text.strip_prefix('\u{feff}') else { return text };
    let remedy = "save the file as UTF-8 without it";
    mistakes.push(Mistake::new(Place::start(file), "the file starts with a byte-order mark", remedy));
    rest
}

/// One row: its cells, unquoted, and where each starts.
pub(super) struct Row {
    pub(super) cells: csv::StringRecord,
    pub(super) spots: Vec<(u32, u32)>,
    pub(super) bytes: usize,
}

impl Row {
    /// Line and column of a cell; of one that is not there, of the last.
    pub(super) fn spot(&self, index: usize) -> (u32, u32) {
        self.spots.get(index).or(self.spots.last()).copied().unwrap_or((1, 1))
    }
}

/// The rows of a text, blank lines passed over.
pub(super) struct Table<'a> {
    reader: csv::Reader<&'a [u8]>,
    scanner: Scanner<'a>,
}

impl<'a> Table<'a> {
    /// The rows of a text that begins in this line and column of its file.
    pub(super) fn new(text: &'a str, start: (u32, u32)) -> Self {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        Self { reader, scanner: Scanner::new(text, start) }
    }

    /// Where a quote was opened that nothing closes.
    pub(super) fn unclosed(&self) -> Option<(u32, u32)> {
        self.scanner.unclosed
    }
}

impl Iterator for Table<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut cells = csv::StringRecord::new();
        match self.reader.read_record(&mut cells) {
            Ok(true) => {
                let start = self.scanner.at;
                let spots = self.scanner.row();
                Some(Row { cells, spots, bytes: self.scanner.at.saturating_sub(start) })
            }
            // A flexible reader over UTF-8 text in memory meets no error; one would end the file like its end.
            Ok(false) | Err(_) => None,
        }
    }
}

/// Walks bytes: what it looks for is ASCII, and a character's later bytes are passed over.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
    column: u32,
    unclosed: Option<(u32, u32)>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, (line, column): (u32, u32)) -> Self {
        Self { text: text.as_bytes(), at: 0, line, column, unclosed: None }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at = self.at.saturating_add(1);
        if byte == b'\n' {
            self.line = self.line.saturating_add(1);
            self.column = 1;
        } else if !is_continuation(byte) {
            self.column = self.column.saturating_add(1);
        }
        Some(byte)
    }

    /// The starts of the next row's cells; leaves the scanner behind the row's end.
    fn row(&mut self) -> Vec<(u32, u32)> {
        while matches!(self.peek(), Some(b'\r' | b'\n')) {
            self.take();
        }
        let mut spots = Vec::new();
        loop {
            spots.push((self.line, self.column));
            if self.cell() != Some(b',') {
                return spots;
            }
        }
    }

    /// Passes over one cell and answers what ended it.
    fn cell(&mut self) -> Option<u8> {
        if self.peek() == Some(b'"') {
            let start = (self.line, self.column);
            self.take();
            if !self.quoted() {
                self.unclosed = Some(start);
                return None;
            }
        }
        loop {
            if let end @ (Some(b',' | b'\r' | b'\n') | None) = self.take() {
                return end;
            }
        }
    }

    /// Passes over the inside of quotes and the closing one; false where the text ends before.
    fn quoted(&mut self) -> bool {
        while let Some(byte) = self.take() {
            if byte == b'"' {
                if self.peek() != Some(b'"') {
                    return true;
                }
                self.take();
            }
        }
        false
    }
}

/// Whether a byte is not the first of its character.
const fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_cell_has_its_line_and_column() {
        let rows: Vec<_> =
            Table::new("id,名称\r\n\r\na,\"x\ny\",三\nb,\"q\"\"r\",c", (1, 1)).map(|r| r.spots).collect();
        assert_eq!(rows[0], [(1, 1), (1, 4)]);
        assert_eq!(rows[1], [(3, 1), (3, 3), (4, 4)]);
        assert_eq!(rows[2], [(5, 1), (5, 3), (5, 10)]);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_found() {
        let mut table = Table::new("a,b\n1,\"x\n2,y\n", (1, 1));
        assert_eq!(table.by_ref().count(), 2);
        assert_eq!(table.unclosed(), Some((2, 3)));
    }

    proptest! {
        #[test]
        fn the_scanner_finds_as_many_cells_as_the_reader(text in "[a\",\r\n é]{0,40}") {
            for row in Table::new(&text, (1, 1)) {
                prop_assert_eq!(row.cells.len(), row.spots.len());
            }
        }
    }
}
