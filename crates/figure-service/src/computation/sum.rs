//! Sums as data: of which records, by which dimensions, over which periods.

use crate::col::Col;
use crate::domain::Join;

/// The sum of a column of a register (or the number of its records), by dimensions and period.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The register's table.
    pub table: &'static str,
    /// Other registers that columns are taken from.
    pub joins: Vec<Join>,
    /// What is added.
    pub quantity: Quantity,
    /// Where each dimension is found; an empty cell means that the record is coded to the total.
    pub dimensions: Vec<(&'static str, Col)>,
    /// How the records' dates meet the period asked.
    pub period: PeriodOf,
    /// Columns that must hold one of some values.
    pub only: Vec<(Col, Vec<&'static str>)>,
    /// Where the bound of each value is found.
    pub bound: Option<&'static str>,
    /// Where a record says that it stands for several; such a record states its own value.
    pub aggregate: Option<Col>,
}

/// What is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// `count` of each record: 1 where a named record leaves it empty, unknown where an aggregate one does.
    Count,
    /// A decimal field, with the fields that say how exactly it is known and in which unit.
    Amount {
        /// The field of the amount.
        field: &'static str,
        /// The field of its decimals.
        decimals: Option<&'static str>,
        /// The field of its unit; amounts in another unit than the measure's are left out and make a sum partial.
        unit: Option<&'static str>,
    },
}

/// How the records' dates meet the period asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeriodOf {
    /// The record's period lies within the one asked (a flow); one without a period lies in none.
    Within(Col),
    /// The record is the state at this very date (a stock of states).
    At(Col),
    /// The record holds from the first date up to the second, which is no longer included (a stock of records).
    During(Col, Col),
    /// The measure has no period of its own; another dimension fixes it.
    Fixed,
}

impl Sum {
    /// The number of records of a table.
    #[must_use]
    pub fn count(table: &'static str) -> Self {
        Self::new(table, Quantity::Count)
    }

    /// The sum of a decimal field of a table, with its fields of decimals and unit.
    #[must_use]
    pub fn amount(
        table: &'static str,
        field: &'static str,
        decimals: &'static str,
        unit: &'static str,
    ) -> Self {
        Self::new(table, Quantity::Amount { field, decimals: Some(decimals), unit: Some(unit) })
    }

    fn new(table: &'static str, quantity: Quantity) -> Self {
        let (joins, dimensions, only) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            table,
            joins,
            quantity,
            dimensions,
            period: PeriodOf::Fixed,
            only,
            bound: None,
            aggregate: None,
        }
    }

    /// Joins another register by its `id`, named by a field of this one.
    #[must_use]
    pub fn join(mut self, table: &'static str, field: &'static str) -> Self {
        self.joins.push(Join { table, field });
        self
    }

    /// Where a dimension is found.
    #[must_use]
    pub fn by(mut self, dimension: &'static str, col: impl Into<Col>) -> Self {
        self.dimensions.push((dimension, col.into()));
        self
    }

    /// The record's period lies within the one asked; an empty one (nobody has left yet) lies in none.
    #[must_use]
    pub fn within(mut self, col: impl Into<Col>) -> Self {
        self.period = PeriodOf::Within(col.into());
        self
    }

    /// The record is the state at this date.
    #[must_use]
    pub fn at(mut self, col: impl Into<Col>) -> Self {
        self.period = PeriodOf::At(col.into());
        self
    }

    /// The record holds from one date up to another; an empty second date means still, an empty first one always, or,
    /// of a record that has ended, that it is not known since when: before its end it is counted at no date.
    #[must_use]
    pub fn during(mut self, from: impl Into<Col>, to: impl Into<Col>) -> Self {
        self.period = PeriodOf::During(from.into(), to.into());
        self
    }

    /// Only records with one of these values.
    #[must_use]
    pub fn only(mut self, col: impl Into<Col>, values: &[&'static str]) -> Self {
        self.only.push((col.into(), values.to_vec()));
        self
    }

    /// The field of each value's bound.
    #[must_use]
    pub fn bound(mut self, field: &'static str) -> Self {
        self.bound = Some(field);
        self
    }

    /// Where a record says that it stands for several.
    #[must_use]
    pub fn aggregate(mut self, col: impl Into<Col>) -> Self {
        self.aggregate = Some(col.into());
        self
    }

    pub(super) fn tables(&self) -> Vec<&'static str> {
        std::iter::once(self.table).chain(self.joins.iter().map(|j| j.table)).collect()
    }

    pub(super) fn formula(&self) -> String {
        match self.quantity {
            Quantity::Count => format!("number of {}", self.table),
            Quantity::Amount { field, .. } => format!("sum of {}.{field}", self.table),
        }
    }
}
