//! Tables: each cell's key, the units in the heads, the cells as printed.

use figures::Unit;

use super::Assembler;
use super::ask::Got;
use super::rounding::{Shown, misses};
use super::rows::Line;
use crate::model::{Inline, Printed, Table, TableColumn, TableRow};
use crate::outline::{self, Column, Located};
use crate::print::{Form, Printing, UnitPlace};

/// A cell before it is printed.
struct Pending {
    got: Got,
    form: Form,
    place: interchange::Place,
}

impl<'a> Assembler<'a> {
    pub(super) fn table(&mut self, table: &outline::Table) -> Table {
        let (caption, stub) = (self.plain(&table.caption), self.plain(&table.stub));
        let keys: Vec<&Located> = table.columns.iter().filter_map(|c| c.key.as_ref()).collect();
        let lines = self.lines(&table.rows, "row", &keys, table.total.as_ref());
        let cells: Vec<Vec<Option<Pending>>> =
            lines.iter().map(|line| self.pending_row(line, &table.columns)).collect();
        let heads: Vec<(UnitPlace, String)> =
            (0..table.columns.len()).map(|i| self.unit_head(i, table.columns.get(i), &cells)).collect();
        let rounded = self.misses_by_rounding(&cells, &heads);
        let rows = lines.into_iter().zip(cells).map(|(line, row)| {
            let cells = row.into_iter().zip(&heads);
            let cells = cells.map(|(cell, (unit, _))| self.print_pending(cell?, *unit)).collect();
            TableRow { label: line.label, total: line.total, cells }
        });
        let rows = rows.collect();
        let columns = table.columns.iter().zip(&heads);
        let columns = columns
            .map(|(column, (_, unit))| TableColumn { label: self.plain(&column.label), unit: unit.clone() });
        let columns = columns.collect();
        let mut notes = self.notes(&table.notes);
        notes.extend(rounded.then(|| vec![Inline::Text(self.style.may_not_add().to_owned())]));
        Table { id: table.id.clone(), caption, stub, columns, rows, notes }
    }

    /// Whether what is printed in some row or column misses its total by rounding alone.
    fn misses_by_rounding(&self, cells: &[Vec<Option<Pending>>], heads: &[(UnitPlace, String)]) -> bool {
        let shown = |(cell, (place, _)): (&Option<Pending>, &(UnitPlace, String))| {
            let Some(Pending { got: Got::Figure(figure, most), form, .. }) = cell else { return None };
            let printed = figure.value.as_ref().and_then(|value| {
                let (unit, most_decimals) = (&figure.unit, *most);
                let printing = Printing { value, unit, most_decimals, place: *place };
                self.style.as_printed(&printing, form).ok().flatten()
            });
            self.shown(figure, printed)
        };
        let rows: Vec<Vec<Option<Shown<'_>>>> =
            cells.iter().map(|row| row.iter().zip(heads).map(shown).collect()).collect();
        let column =
            |at: usize| rows.iter().filter_map(|row| row.get(at)?.as_ref()).collect::<Vec<&Shown<'_>>>();
        rows.iter().any(|row| misses(&row.iter().flatten().collect::<Vec<_>>()))
            || (0..heads.len()).any(|at| misses(&column(at)))
    }

    fn print_pending(&mut self, cell: Pending, unit: UnitPlace) -> Option<Printed> {
        Some(self.print(cell.got, &cell.form, unit, &cell.place))
    }

    fn pending_row(&mut self, line: &Line<'_>, columns: &[Column]) -> Vec<Option<Pending>> {
        let cell = |(index, column)| self.pending(line, index, column);
        columns.iter().enumerate().map(cell).collect()
    }

    /// The row's cell goes before the row's key, that before the column's.
    fn pending(&mut self, line: &Line<'_>, index: usize, column: &Column) -> Option<Pending> {
        let row = line.listed;
        let cell = row.and_then(|r| r.cells.as_ref());
        let located = match cell {
            Some(cells) => cells.get(index)?.as_ref()?,
            None => row.and_then(|r| r.key.as_ref()).or(column.key.as_ref())?,
        };
        let reference = located.reference.with_variable("row", &line.code);
        let reference = reference.with_variable("column", column.code.as_deref().unwrap_or_default());
        let form = row.and_then(|r| r.form.clone()).or_else(|| column.form.clone()).unwrap_or_default();
        let place = located.place.clone();
        let got = self.get(&reference, &place);
        Some(Pending { got, form, place })
    }

    /// Where the unit of a column stands, and its text in the head: there if all cells share unit and scale.
    fn unit_head(
        &self,
        index: usize,
        column: Option<&Column>,
        cells: &[Vec<Option<Pending>>],
    ) -> (UnitPlace, String) {
        let cells: Vec<&Pending> = cells.iter().filter_map(|row| row.get(index)?.as_ref()).collect();
        let forced = column.is_some_and(|c| c.units_in_cells);
        let units = cells.iter().map(|cell| match &cell.got {
            Got::Figure(figure, _) => Some((&figure.unit, &cell.form)),
            Got::Cell(..) | Got::Nothing(_) => None,
        });
        self.shared_unit(units).filter(|_| !forced).map_or((UnitPlace::Number, String::new()), |unit| unit)
    }

    /// The head of figures whose units print alike: those of one unit and scale, or plain counts of whatever.
    pub(super) fn shared_unit<'f>(
        &self,
        units: impl Iterator<Item = Option<(&'f Unit, &'f Form)>>,
    ) -> Option<(UnitPlace, String)> {
        let mut shared: Option<String> = None;
        for unit in units {
            let (unit, form) = unit?;
            let head = self.style.head(unit, form).ok().filter(|_| self.style.unit_fits_head(unit, form))?;
            if shared.as_ref().is_some_and(|known| *known != head) {
                return None;
            }
            shared = Some(head);
        }
        shared.map(|head| (UnitPlace::Head, head))
    }
}
