//! Where the rows of a listing come from.

use crate::col::Col;
use crate::computation::PeriodOf;
use crate::domain::Join;

/// A measure of kind listing and where its rows are found.
#[derive(Clone, Debug)]
pub struct ListingSource {
    /// The measure's name.
    pub measure: &'static str,
    /// What its rows are.
    pub rows: Rows,
}

impl ListingSource {
    /// A listing of records.
    #[must_use]
    pub fn records(measure: &'static str, records: Records) -> Self {
        Self { measure, rows: Rows::Records(records) }
    }

    /// A listing of one row a code.
    #[must_use]
    pub fn figures(measure: &'static str, per_code: PerCode) -> Self {
        Self { measure, rows: Rows::Figures(per_code) }
    }
}

/// What the rows of a listing are.
#[derive(Clone, Debug)]
pub enum Rows {
    /// The records of a register.
    Records(Records),
    /// One row for each code of a dimension that has figures.
    Figures(PerCode),
}

/// Records of a register as rows: named ones first, aggregate ones after them.
#[derive(Clone, Debug)]
pub struct Records {
    /// The register's table.
    pub table: &'static str,
    /// Other registers that columns are taken from.
    pub joins: Vec<Join>,
    /// Where each column of the listing is found; a column that is not named here is the field of its own name.
    pub columns: Vec<(&'static str, Col)>,
    /// Where each dimension is found.
    pub dimensions: Vec<(&'static str, Col)>,
    /// How the records' dates meet the period asked.
    pub period: PeriodOf,
    /// Columns that must hold one of some values.
    pub only: Vec<(Col, Vec<&'static str>)>,
    /// What rows are ordered by, after named and aggregate ones are told apart and before their ids.
    pub order: Vec<Col>,
}

impl Records {
    /// The records of a table.
    #[must_use]
    pub fn of(table: &'static str) -> Self {
        let (joins, columns, dimensions) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            table,
            joins,
            columns,
            dimensions,
            period: PeriodOf::Fixed,
            only: Vec::new(),
            order: Vec::new(),
        }
    }

    /// Where a column is found.
    #[must_use]
    pub fn column(mut self, name: &'static str, col: impl Into<Col>) -> Self {
        self.columns.push((name, col.into()));
        self
    }

    /// Where a dimension is found.
    #[must_use]
    pub fn by(mut self, dimension: &'static str, col: impl Into<Col>) -> Self {
        self.dimensions.push((dimension, col.into()));
        self
    }

    /// Joins another register by its `id`.
    #[must_use]
    pub fn join(mut self, table: &'static str, field: &'static str) -> Self {
        self.joins.push(Join { table, field });
        self
    }

    /// How the records' dates meet the period asked.
    #[must_use]
    pub fn period(mut self, period: PeriodOf) -> Self {
        self.period = period;
        self
    }

    /// Only records with one of these values.
    #[must_use]
    pub fn only(mut self, col: impl Into<Col>, values: &[&'static str]) -> Self {
        self.only.push((col.into(), values.to_vec()));
        self
    }

    /// What rows are ordered by.
    #[must_use]
    pub fn order(mut self, col: impl Into<Col>) -> Self {
        self.order.push(col.into());
        self
    }
}

/// One row for each code of a dimension, its cells being figures of the same service.
#[derive(Clone, Debug)]
pub struct PerCode {
    /// The dimension: `area`.
    pub dimension: &'static str,
    /// Of areas the kinds that rows are made for, in this order: `itu-region`; of other dimensions nothing.
    pub kinds: &'static [&'static str],
    /// Each column of the listing.
    pub columns: Vec<(&'static str, PerCodeCell)>,
}

impl PerCode {
    /// The measures whose figures are shown.
    pub(crate) fn measures(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().filter_map(|(_, cell)| match cell {
            PerCodeCell::Figure(measure, _) => Some(*measure),
            PerCodeCell::Code | PerCodeCell::Label => None,
        })
    }
}

/// A cell of a row that stands for a code.
#[derive(Clone, Debug)]
pub enum PerCodeCell {
    /// The code.
    Code,
    /// Its name.
    Label,
    /// The value of a measure at that code and the period asked, other dimensions fixed to these codes.
    Figure(&'static str, Vec<(&'static str, &'static str)>),
}
