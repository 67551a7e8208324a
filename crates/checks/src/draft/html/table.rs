//! A table of a page while it is read; tables within its cells are read as the cells' text.

use crate::draft::builder::{CellText, Grid, Piece};
use crate::draft::place::Origin;

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    grid: Grid,
    row: Vec<CellText>,
    caption: Piece,
    within: Within,
    /// Rows of `thead` name columns.
    head: bool,
    inner: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Between,
    Caption,
    Cell,
}

impl OpenTable {
    /// The text that is being read; between cells there is none.
    pub(super) fn cell(&mut self) -> Option<&mut Piece> {
        match self.within {
            Within::Caption => Some(&mut self.caption),
            Within::Cell => self.row.last_mut().map(|c| &mut c.piece),
            // What stands between cells is drawn before the table; it is kept with its caption.
            Within::Between => Some(&mut self.caption),
        }
    }

    /// No table within a cell is open.
    pub(super) fn is_outer(&self) -> bool {
        self.inner == 0
    }

    pub(super) fn begin_cell(&mut self, head: bool, columns: usize, rows: usize) {
        self.row.push(CellText { head, columns, rows, ..CellText::default() });
        self.within = Within::Cell;
    }

    pub(super) fn open(&mut self, name: &str) {
        match name {
            "table" => self.inner = self.inner.saturating_add(1),
            "caption" if self.is_outer() => self.within = Within::Caption,
            "thead" if self.is_outer() => {
                self.end_row();
                self.head = true;
            }
            "tbody" | "tfoot" if self.is_outer() => {
                self.end_row();
                self.head = false;
            }
            "tr" if self.is_outer() => self.end_row(),
            "p" | "div" | "li" | "td" | "th" | "tr" => self.part(),
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match name {
            "table" => self.inner = self.inner.saturating_sub(1),
            "tr" if self.is_outer() => self.end_row(),
            "td" | "th" | "caption" if self.is_outer() => self.within = Within::Between,
            "thead" if self.is_outer() => {
                self.end_row();
                self.head = false;
            }
            _ => {}
        }
    }

    /// Paragraphs of a cell are parted by a space.
    fn part(&mut self) {
        if let Some(piece) = self.cell()
            && !piece.text.is_empty()
            && !piece.text.ends_with(' ')
        {
            piece.push(" ", Origin::Made);
        }
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.row);
        self.within = Within::Between;
        if !cells.is_empty() {
            let head = self.head || (cells.len() > 1 && cells.iter().all(|c| c.head));
            self.grid.row(head, cells);
        }
    }

    /// The caption and the rows.
    pub(super) fn finish(mut self) -> (Piece, Grid) {
        self.end_row();
        (self.caption, self.grid)
    }
}
