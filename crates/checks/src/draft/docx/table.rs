//! A table of a document while it is read.

use quick_xml::events::BytesStart;

use super::xml;
use crate::draft::builder::{CellText, Grid, Piece};
use crate::draft::place::Origin;

/// A table that is open.
#[derive(Default)]
pub(super) struct OpenTable {
    grid: Grid,
    row: Vec<CellText>,
    head: bool,
    deleted: bool,
}

impl OpenTable {
    pub(super) fn start(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "tr" => {
                self.row.clear();
                self.head = false;
                self.deleted = false;
            }
            "tc" => self.row.push(CellText { columns: 1, rows: 1, ..CellText::default() }),
            "tblHeader" => self.head = xml::is_on(tag),
            "gridBefore" => {
                let columns = xml::value(tag, "val").and_then(|v| v.parse().ok()).unwrap_or(0);
                if columns > 0 {
                    self.row.push(CellText { columns, rows: 1, ..CellText::default() });
                }
            }
            "gridSpan" => {
                let columns = xml::value(tag, "val").and_then(|v| v.parse().ok()).unwrap_or(1);
                if let Some(cell) = self.row.last_mut() {
                    cell.columns = columns;
                }
            }
            "vMerge" => {
                // Without a value it goes on with the cell above.
                let goes_on = xml::value(tag, "val").is_none_or(|v| v != "restart");
                if let Some(cell) = self.row.last_mut() {
                    cell.continues = goes_on;
                }
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        if name == "tr" {
            let row = std::mem::take(&mut self.row);
            if !self.deleted {
                self.grid.row(self.head, row);
            }
        }
    }

    /// A reviewer took the row out.
    pub(super) fn delete_row(&mut self) {
        self.deleted = true;
    }

    /// Adds a paragraph to the cell that is open.
    pub(super) fn add(&mut self, mut piece: Piece) {
        piece.trim();
        let Some(cell) = self.row.last_mut() else { return };
        if !cell.piece.text.is_empty() && !piece.text.is_empty() {
            cell.piece.push(" ", Origin::Made);
        }
        cell.piece.append(piece);
    }

    pub(super) fn finish(self) -> Grid {
        self.grid
    }
}
