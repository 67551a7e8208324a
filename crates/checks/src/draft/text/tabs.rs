//! Tables of plain text: cells a line each with a tab before them, or rows a line each with tabs between cells.

use std::ops::Range;

use crate::draft::builder::{CellText, Grid, Piece};
use crate::draft::place::Origin;

/// The longest line without a tab that goes on with a cell, in characters.
const LONGEST_REST: usize = 60;

/// A table that was read.
pub(super) struct Tabbed {
    pub(super) grid: Grid,
    pub(super) cells: usize,
    /// The line after it.
    pub(super) end: usize,
    /// All rows have as many cells.
    pub(super) certain: bool,
}

/// The table that begins at a line, if one does; it is read on to one row beyond `most` cells.
pub(super) fn table(source: &str, lines: &[Range<usize>], at: usize, most: usize) -> Option<Tabbed> {
    let text = Text { source, lines, most };
    text.stacked(at).or_else(|| text.rows(at))
}

struct Text<'a> {
    source: &'a str,
    lines: &'a [Range<usize>],
    most: usize,
}

type Cells = Vec<Vec<Vec<Range<usize>>>>;

impl<'a> Text<'a> {
    fn line(&self, at: usize) -> Option<&'a str> {
        self.source.get(self.lines.get(at)?.clone())
    }

    fn opens_cell(&self, at: usize) -> bool {
        self.line(at).is_some_and(|l| l.starts_with('\t'))
    }

    fn is_empty(&self, at: usize) -> bool {
        self.line(at).is_some_and(|l| l.trim_matches(' ').is_empty())
    }

    /// The first line from one on that is not empty.
    fn past_empty(&self, mut at: usize) -> usize {
        while self.is_empty(at) {
            at = at.saturating_add(1);
        }
        at
    }

    /// Whether a line without a tab belongs to the cell before it.
    fn goes_on(&self, at: usize) -> bool {
        let short = self.line(at).is_some_and(|l| !l.is_empty() && l.chars().count() <= LONGEST_REST);
        let next = at.saturating_add(1);
        short && !self.opens_cell(at) && self.opens_cell(self.past_empty(next))
            || (short && self.is_empty(next) && self.opens_cell(self.past_empty(next)))
    }

    /// Cells a line each, rows parted by an empty line.
    fn stacked(&self, at: usize) -> Option<Tabbed> {
        if !self.opens_cell(at) {
            return None;
        }
        let mut second = at.saturating_add(1);
        if self.goes_on(second) && !self.is_empty(second.saturating_add(1)) {
            second = second.saturating_add(1);
        }
        if !self.opens_cell(second) {
            return None;
        }
        let (mut rows, mut end): (Cells, usize) = (vec![Vec::new()], at);
        let mut cells = 0_usize;
        loop {
            if cells > self.most {
                break;
            }
            if self.opens_cell(end) {
                cells = cells.saturating_add(1);
                rows.last_mut()?.push(vec![self.lines.get(end)?.clone()]);
                end = end.saturating_add(1);
            } else if self.is_empty(end) {
                let next = self.past_empty(end);
                if !self.opens_cell(next) || self.begins_again(&rows, next) {
                    break;
                }
                rows.push(Vec::new());
                end = next;
            } else if self.goes_on(end) {
                rows.last_mut()?.last_mut()?.push(self.lines.get(end)?.clone());
                end = end.saturating_add(1);
            } else {
                break;
            }
        }
        Some(self.grid(rows, end))
    }

    /// Whether the head of the table is said again: another table begins.
    fn begins_again(&self, rows: &Cells, at: usize) -> bool {
        let Some(head) = rows.first() else { return false };
        let same = |(index, cell): (usize, &Vec<Range<usize>>)| {
            let first = cell.first().and_then(|r| self.source.get(r.clone()));
            first == self.line(at.saturating_add(index))
        };
        rows.len() > 1 && head.len() > 1 && head.iter().enumerate().all(same)
    }

    /// Rows a line each, cells parted by tabs.
    fn rows(&self, at: usize) -> Option<Tabbed> {
        let tabs = |line: &str| line.trim_matches([' ', '\t']).matches('\t').count();
        let listed = |line: &str| super::layout::marker(line).is_some() || line.trim_start().starts_with('[');
        let first = self.line(at).filter(|l| !listed(l))?;
        let count = tabs(first);
        let alike = |at: usize| self.line(at).is_some_and(|l| tabs(l) == count && !listed(l));
        if count == 0 || (count == 1 && !alike(at.saturating_add(1))) || (count == 1 && numbered(first)) {
            return None;
        }
        let mut end = at;
        let cells = |end: usize| end.saturating_sub(at).saturating_mul(count.saturating_add(1));
        while alike(end) && cells(end) <= self.most {
            end = end.saturating_add(1);
        }
        let row = |line: &Range<usize>| {
            let mut start = line.start;
            let text = self.source.get(line.clone()).unwrap_or_default();
            let cells = text.split('\t').map(|cell| {
                let range = start..start.saturating_add(cell.len());
                start = range.end.saturating_add(1);
                vec![range]
            });
            cells.collect::<Vec<_>>()
        };
        let rows: Cells = self.lines.get(at..end)?.iter().map(row).collect();
        Some(self.grid(rows, end))
    }

    fn grid(&self, rows: Cells, end: usize) -> Tabbed {
        let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
        let certain = rows.len() > 1 && widths.windows(2).all(|pair| pair.first() == pair.last());
        let mut grid = Grid::default();
        for row in rows {
            let cells =
                row.into_iter().map(|parts| CellText { piece: self.cell(parts), ..CellText::default() });
            grid.row(false, cells.collect());
        }
        Tabbed { grid, cells: widths.iter().sum(), end, certain }
    }

    fn cell(&self, parts: Vec<Range<usize>>) -> Piece {
        let mut piece = Piece::default();
        let mut before: Option<usize> = None;
        for part in parts {
            if let Some(end) = before {
                piece.push(" ", Origin::Bytes(end..part.start));
            }
            before = Some(part.end);
            piece.copy(self.source, part);
        }
        piece.trim();
        piece
    }
}

/// A heading with its number: `3.1<tab>Title`.
fn numbered(line: &str) -> bool {
    let head = line.split('\t').next().unwrap_or_default();
    let level = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    head.trim().trim_end_matches('.').split('.').all(level)
}
