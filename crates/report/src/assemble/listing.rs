//! Listings: records as a table.

use figures::{Cell, FigureKey, Listing, ListingRow};

use super::Assembler;
use crate::model::{ListingTable, ListingTableRow, Mark};
use crate::outline::{self, ListingColumn};

impl Assembler<'_> {
    pub(super) fn listing(&mut self, listing: &outline::Listing) -> ListingTable {
        let caption = self.plain(&listing.caption);
        let columns = listing.columns.iter().map(|c| self.plain(&c.label)).collect();
        let mut table = ListingTable {
            id: listing.id.clone(),
            caption,
            key: String::new(),
            columns,
            rows: Vec::new(),
            marks: Vec::new(),
        };
        let Some(resolved) = self.target(&listing.key.reference, &listing.key.place) else { return table };
        let key = resolved.target.key().clone();
        table.key = key.to_string();
        self.check_columns(&key, &listing.columns);
        match self.answered_listing(&key, &listing.key.place) {
            Some(answer) => {
                table.rows = answer.rows.iter().map(|row| self.record(answer, row, listing)).collect();
                table.marks.extend(self.last_known(&key.service).map(|_| Mark::LastKnown));
            }
            None => table.marks.extend(self.answers.map(|_| Mark::Unavailable)),
        }
        table
    }

    fn check_columns(&mut self, key: &FigureKey, columns: &[ListingColumn]) {
        for column in columns {
            for name in std::iter::once(&column.name).chain(&column.to) {
                if !self.has_column(key, name) {
                    self.no_column(key, name, &column.place);
                }
            }
        }
    }

    fn record(&mut self, answer: &Listing, row: &ListingRow, listing: &outline::Listing) -> ListingTableRow {
        let cells = listing.columns.iter().map(|column| {
            let names = std::iter::once(&column.name).chain(&column.to);
            let cells: Vec<Cell> = names.filter_map(|name| cell(answer, row, name)).collect();
            let key = format!("{}#{}", answer.key, column.name);
            self.cell_text(&key, &cells, &column.form, &column.place)
        });
        let cells = cells.collect();
        ListingTableRow { id: row.id.clone(), aggregate: row.aggregate.then_some(row.count), cells }
    }
}

/// A cell that is given, by its column.
fn cell(listing: &Listing, row: &ListingRow, column: &str) -> Option<Cell> {
    let index = listing.columns.iter().position(|c| c.name == column)?;
    row.cells.get(index).filter(|cell| **cell != Cell::Missing).cloned()
}
