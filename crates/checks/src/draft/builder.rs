//! Putting blocks together piece by piece, with limits.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::DraftError;
use super::limits::{Limits, MOST_PIECES};
use super::model::{Block, Cell, Kind, Row, Table};
use super::place::{Origin, Segment};

/// The most columns or rows that one cell covers, as in HTML.
const MOST_COVERED: usize = 1_000;

/// The most columns of a grid in which cells from above are kept track of.
const MOST_COLUMNS: usize = 1_024;

/// The text of a block that is being read. Beyond [`MOST_PIECES`] nothing is added, and [`Blocks::add`] refuses it.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
    /// Something was left out.
    full: bool,
}

impl Piece {
    /// Whether something was left out, so that reading on is of no use.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Adds text that comes from somewhere.
    pub(super) fn push(&mut self, text: &str, origin: Origin) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        if let (Some(Segment { range, origin: Origin::Bytes(before) }), Origin::Bytes(next)) =
            (self.segments.last_mut(), &origin)
            && before.end == next.start
            && before.len() == range.len()
            && next.len() == text.len()
        {
            before.end = next.end;
            range.end = self.text.len();
            return;
        }
        if self.segments.len() >= MOST_PIECES {
            self.text.truncate(start);
            self.full = true;
            return;
        }
        self.segments.push(Segment { range: start..self.text.len(), origin });
    }

    /// Adds the very bytes of a text file.
    pub(super) fn copy(&mut self, source: &str, bytes: Range<usize>) {
        self.push(source.get(bytes.clone()).unwrap_or_default(), Origin::Bytes(bytes));
    }

    /// Adds all of another piece.
    pub(super) fn append(&mut self, other: Self) {
        if self.segments.len().saturating_add(other.segments.len()) > MOST_PIECES {
            self.full = true;
            return;
        }
        self.full |= other.full;
        let shift = self.text.len();
        self.text.push_str(&other.text);
        let moved = |r: Range<usize>| r.start.saturating_add(shift)..r.end.saturating_add(shift);
        self.segments
            .extend(other.segments.into_iter().map(|s| Segment { range: moved(s.range), origin: s.origin }));
    }

    /// Takes white space away at both ends.
    pub(super) fn trim(&mut self) {
        let space = |c: char| c.is_whitespace();
        let end = self.text.trim_end_matches(space).len();
        let start = self.text.len().saturating_sub(self.text.trim_start_matches(space).len()).min(end);
        self.cut(start..end);
    }

    /// Keeps only some bytes.
    pub(super) fn cut(&mut self, kept: Range<usize>) {
        if kept == (0..self.text.len()) {
            return;
        }
        let segments = std::mem::take(&mut self.segments);
        self.segments = segments.into_iter().filter_map(|s| narrowed(&self.text, s, &kept)).collect();
        self.text = self.text.get(kept).unwrap_or_default().to_owned();
    }
}

fn narrowed(text: &str, segment: Segment, kept: &Range<usize>) -> Option<Segment> {
    let Segment { range, origin } = segment;
    let start = range.start.max(kept.start);
    let end = range.end.min(kept.end);
    if start >= end {
        return None;
    }
    let front = start.saturating_sub(range.start);
    let cut = |bytes: Range<usize>| {
        if bytes.len() == range.len() {
            let first = bytes.start.saturating_add(front);
            first..first.saturating_add(end.saturating_sub(start))
        } else {
            bytes
        }
    };
    let origin = match origin {
        Origin::Bytes(bytes) => Origin::Bytes(cut(bytes)),
        Origin::Run { run, xml, offset } => {
            let before = text.get(range.start..start).unwrap_or_default().chars().count();
            Origin::Run { run, xml: cut(xml), offset: offset.saturating_add(before) }
        }
        Origin::Made => Origin::Made,
    };
    let shifted = start.saturating_sub(kept.start)..end.saturating_sub(kept.start);
    Some(Segment { range: shifted, origin })
}

/// Blocks that are being read.
#[derive(Debug)]
pub(super) struct Blocks {
    pub(super) list: Vec<Block>,
    place: String,
    left: usize,
    limit: usize,
    pieces_left: usize,
    most_pieces: usize,
}

impl Blocks {
    pub(super) fn new(place: &str, limits: &Limits) -> Self {
        Self {
            list: Vec::new(),
            place: place.to_owned(),
            left: limits.blocks,
            limit: limits.blocks,
            pieces_left: limits.pieces,
            most_pieces: limits.pieces,
        }
    }

    /// Adds a block; one without text is left out, but for a picture.
    pub(super) fn add(&mut self, kind: Kind, mut piece: Piece, certain: bool) -> Result<(), DraftError> {
        let left = self.pieces_left.checked_sub(piece.segments.len()).filter(|_| !piece.full);
        self.pieces_left = left.ok_or_else(|| self.too_many_pieces())?;
        let cells = matches!(kind, Kind::Table(_));
        if !cells {
            piece.trim();
        }
        if piece.text.is_empty() && !matches!(kind, Kind::Image) {
            return Ok(());
        }
        self.count()?;
        self.list.push(Block { kind, text: piece.text, segments: piece.segments, section: None, certain });
        Ok(())
    }

    pub(super) fn too_many_pieces(&self) -> DraftError {
        let place = self.place.clone();
        DraftError::TooMany { what: "pieces of text", place, limit: self.most_pieces }
    }

    /// How many blocks and cells may still be added.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Counts a block or a cell.
    pub(super) fn count(&mut self) -> Result<(), DraftError> {
        let too_many = || DraftError::TooMany {
            what: "paragraphs and cells",
            place: self.place.clone(),
            limit: self.limit,
        };
        self.left = self.left.checked_sub(1).ok_or_else(too_many)?;
        Ok(())
    }
}

/// A cell that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct CellText {
    pub(super) piece: Piece,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) head: bool,
    /// It goes on with the cell above and says nothing itself.
    pub(super) continues: bool,
}

/// A table that is being read, row by row.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    table: Table,
    piece: Piece,
    /// For each column, how many further rows a cell from above covers.
    covered: Vec<usize>,
    /// For each column, the last cell that begins at it: row and place in the row.
    last: BTreeMap<usize, (usize, usize)>,
}

impl Grid {
    /// Adds a row; cells from above keep their columns.
    pub(super) fn row(&mut self, head: bool, cells: Vec<CellText>) {
        if !self.table.rows.is_empty() {
            self.piece.push("\n", Origin::Made);
        }
        let mut row = Row { head, cells: Vec::with_capacity(cells.len()) };
        let mut next = vec![0_usize; self.covered.len()];
        for (column, below) in self.covered.iter().enumerate() {
            if let Some(slot) = next.get_mut(column) {
                *slot = below.saturating_sub(1);
            }
        }
        let mut column = 0_usize;
        for (index, mut cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.piece.push("\t", Origin::Made);
            }
            while self.covered.get(column).is_some_and(|below| *below > 0) {
                column = column.saturating_add(1);
            }
            let columns = cell.columns.clamp(1, MOST_COVERED);
            if cell.continues {
                self.stretch(column);
                column = column.saturating_add(columns);
                continue;
            }
            let rows = cell.rows.clamp(1, MOST_COVERED);
            cell.piece.trim();
            let start = self.piece.text.len();
            self.piece.append(cell.piece);
            let range = start..self.piece.text.len();
            self.last.insert(column, (self.table.rows.len(), row.cells.len()));
            row.cells.push(Cell { range, column, columns, rows, head: cell.head || head });
            let after = column.saturating_add(columns);
            if rows > 1 {
                next.resize(next.len().max(after.min(MOST_COLUMNS)), 0);
                next.iter_mut().take(after).skip(column).for_each(|slot| *slot = rows.saturating_sub(1));
            }
            column = after;
        }
        self.covered = next;
        self.table.rows.push(row);
    }

    /// Lets the cell that begins at a column of a row above reach one row further down.
    fn stretch(&mut self, column: usize) {
        let Some((row, index)) = self.last.get(&column) else { return };
        let cell = self.table.rows.get_mut(*row).and_then(|r| r.cells.get_mut(*index));
        if let Some(cell) = cell {
            cell.rows = cell.rows.saturating_add(1).min(MOST_COVERED);
        }
    }

    /// The table and its text; none where no cell says anything.
    pub(super) fn finish(self) -> Option<(Table, Piece)> {
        let says = self.piece.text.chars().any(|c| !c.is_whitespace());
        says.then_some((self.table, self.piece))
    }
}
