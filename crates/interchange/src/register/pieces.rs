//! A file that comes in pieces, cut where rows end.
//!
//! Only what follows the last end of a row is kept, so that a file of any length is read in the memory of its longest row. The rules of
//! quotes are those of `table`: a quote opens a cell only at its start, and inside one that is open a row does not end.

use super::table::MAX_ROW_BYTES;
use crate::mistake::count;

/// The bytes that came since the last end of a row.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    held: Vec<u8>,
    /// How far `held` was looked at.
    seen: usize,
    /// Where the last whole row in `held` ends.
    whole: usize,
    within: Within,
}

/// Where in a row the next byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: the end of the quotes, or the first of two that mean one.
    Quote,
}

impl Pieces {
    /// Adds what comes next.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
        let news = self.held.get(self.seen..).unwrap_or_default();
        for (at, byte) in (self.seen.saturating_add(1)..).zip(news) {
            self.within = match (self.within, byte) {
                (Within::Quoted, b'"') => Within::Quote,
                (Within::Quoted, _) | (Within::Start | Within::Quote, b'"') => Within::Quoted,
                (_, b',') => Within::Start,
                (_, b'\n' | b'\r') => {
                    self.whole = at;
                    Within::Start
                }
                (Within::Start | Within::Plain | Within::Quote, _) => Within::Plain,
            };
        }
        self.seen = self.held.len();
    }

    /// Whether a row has begun that is longer than any may be, by far.
    pub(super) fn overlong(&self) -> bool {
        self.held.len().saturating_sub(self.whole) > MAX_ROW_BYTES.saturating_mul(2)
    }

    /// Takes the whole rows.
    pub(super) fn rows(&mut self) -> Vec<u8> {
        let rest = self.held.split_off(self.whole);
        self.seen = rest.len();
        self.whole = 0;
        std::mem::replace(&mut self.held, rest)
    }

    /// Takes everything: nothing follows.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        self.seen = 0;
        self.whole = 0;
        std::mem::take(&mut self.held)
    }
}

/// The line and column behind a text that begins in these. A line ends with LF: a CR alone ends a row and no line.
pub(super) fn behind((line, column): (u32, u32), text: &str) -> (u32, u32) {
    match text.rsplit_once('\n') {
        Some((before, last)) => {
            let lines = count(before.matches('\n').count()).saturating_add(1);
            (line.saturating_add(lines), count(last.chars().count()).saturating_add(1))
        }
        None => (line, column.saturating_add(count(text.chars().count()))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::table::Table;
    use super::*;

    #[test]
    fn a_row_is_cut_at_its_end_and_not_within_quotes() {
        let mut pieces = Pieces::default();
        pieces.push(b"a,b\n1,\"x\n");
        assert_eq!(pieces.rows(), b"a,b\n");
        pieces.push(b"y\"\"\n\"\n2");
        assert_eq!(pieces.rows(), b"1,\"x\ny\"\"\n\"\n");
        assert_eq!(pieces.rows(), b"");
        assert_eq!(pieces.rest(), b"2");
    }

    proptest! {
        #[test]
        fn pieces_have_the_rows_of_the_whole(text in "[a\",\r\n é]{0,60}", size in 1_usize..9) {
            let cells = |row: super::super::table::Row| (row.cells, row.spots);
            let whole: Vec<_> = Table::new(&text, (1, 1)).map(cells).collect();
            let (mut pieces, mut found, mut at) = (Pieces::default(), Vec::new(), (1, 1));
            let mut take = |bytes: Vec<u8>| {
                let text = String::from_utf8(bytes).expect("cut between characters");
                found.extend(Table::new(&text, at).map(cells));
                at = behind(at, &text);
            };
            for piece in text.as_bytes().chunks(size) {
                pieces.push(piece);
                take(pieces.rows());
            }
            take(pieces.rest());
            prop_assert_eq!(found, whole);
        }
    }
}
