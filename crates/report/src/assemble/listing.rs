//! Listings: records as a table.

use figures::{Cell, FigureKey, Listing, ListingRow};
use interchange::Place;

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
            layout: listing.layout,
            columns,
            rows: Vec::new(),
            groups: Vec::new(),
            marks: Vec::new(),
        };
        let Some(resolved) = self.target(&listing.key.reference, &listing.key.place) else { return table };
        let key = resolved.target.key().clone();
        table.key = key.to_string();
        self.check_columns(&key, &listing.columns);
        if let Some((column, place)) = &listing.months {
            self.check_column(&key, column, place);
        }
        match self.answered_listing(&key, &listing.key.place) {
            Some(answer) => {
                let rows = match &listing.months {
                    Some((column, _)) => {
                        let (rows, groups) = self.by_month(answer, column);
                        table.groups = groups;
                        rows
                    }
                    None => answer.rows.iter().collect(),
                };
                table.rows = rows.into_iter().map(|row| self.record(answer, row, listing)).collect();
                table.marks.extend(self.last_known(&key.service).map(|_| Mark::LastKnown));
            }
            None => table.marks.extend(self.answers.map(|_| Mark::Unavailable)),
        }
        table
    }

    fn check_columns(&mut self, key: &FigureKey, columns: &[ListingColumn]) {
        for column in columns {
            for name in std::iter::once(&column.name).chain(&column.to) {
                self.check_column(key, name, &column.place);
            }
        }
    }

    fn check_column(&mut self, key: &FigureKey, name: &str, place: &Place) {
        if !self.has_column(key, name) {
            self.no_column(key, name, place);
        }
    }

    fn record(&mut self, answer: &Listing, row: &ListingRow, listing: &outline::Listing) -> ListingTableRow {
        let cells = listing.columns.iter().map(|column| {
            let names = std::iter::once(&column.name).chain(&column.to);
            let cells: Vec<Cell> = names.filter_map(|name| cell(answer, row, name)).collect();
            let key = format!("{}#{}", answer.key, column.name);
            let text = self.cell_text(&key, &cells, &column.form, &column.place);
            text.or_else(|| column.missing.as_ref().map(|texts| self.plain(texts)))
        });
        let cells = cells.collect();
        ListingTableRow { id: row.id.clone(), aggregate: row.aggregate.then_some(row.count), cells }
    }
}

/// A cell that is given, by its column.
pub(super) fn cell(listing: &Listing, row: &ListingRow, column: &str) -> Option<Cell> {
    let index = listing.columns.iter().position(|c| c.name == column)?;
    row.cells.get(index).filter(|cell| **cell != Cell::Missing).cloned()
}
