//! What a domain declares: its registers, how its measures are computed, its listings and its code lists.
//!
//! A domain is data. What is alike in all domains follows from the declaration: tables, import, keys, wildcards, answers,
//! lists. Only what no declaration can say is code: [`Compute`](crate::computation::Compute).

use interchange::{Register, stated};

use crate::col::Col;
use crate::computation::Computation;
use crate::listing_source::ListingSource;

/// Everything that `FigureService` needs to know of a domain.
#[derive(Clone, Debug, Default)]
pub struct Domain {
    /// The service's name, the first part of its keys: `projects`.
    pub name: &'static str,
    /// The files that hold its records.
    pub registers: Vec<DomainRegister>,
    /// Files of the shape of `stated.csv`, beside that file itself: `observations.csv`.
    pub stated: Vec<StatedFile>,
    /// How measures are computed from registers; a measure that is not named here is stated only.
    pub computations: Vec<Computation>,
    /// Numeric cells of records that are values of measures: the 452 entities of a state of the pledges.
    pub cells: Vec<Cells>,
    /// How the rows of listings are found.
    pub listings: Vec<ListingSource>,
    /// Dimensions whose codes are the records of a register.
    pub codes: Vec<RegisterCodes>,
}

/// A register and what a record set's filter means in it.
#[derive(Clone, Debug)]
pub struct DomainRegister {
    /// The file.
    pub register: Register,
    /// Dimensions that a record set may be limited to, and the field that holds each.
    pub dimensions: Vec<(&'static str, &'static str)>,
}

impl DomainRegister {
    /// A register whose record sets are always about the whole file.
    #[must_use]
    pub fn new(register: Register) -> Self {
        Self { register, dimensions: Vec::new() }
    }

    /// The same, where a record set may be limited to codes of a dimension (to a period, when it is `period`).
    #[must_use]
    pub fn limited_by(mut self, dimension: &'static str, field: &'static str) -> Self {
        self.dimensions.push((dimension, field));
        self
    }
}

/// A file of the shape of `observations.csv`: values of keys that its columns make up.
#[derive(Clone, Debug)]
pub struct StatedFile {
    /// The file: `observations.csv`.
    pub file: &'static str,
    /// Its table: `observations`.
    pub table: &'static str,
    /// The column that names the measure: `indicator`.
    pub measure: &'static str,
    /// The dimensions that the table has columns for, `area` and `period` among them; those of every measure of the file.
    pub dimensions: Vec<&'static str>,
}

impl StatedFile {
    /// Whether a file of a bundle holds rows of this table: the file itself, and the files that each hold one document's rows.
    #[must_use]
    pub fn holds(&self, file: &str) -> bool {
        self.file == file || stated::table_of(file).is_some_and(|table| table == self.file)
    }
}

/// Cells of a register that are values of a measure. A value read from a record's cell has basis stated.
#[derive(Clone, Debug)]
pub struct Cells {
    /// The register's table.
    pub table: &'static str,
    /// Other registers that the columns are taken from.
    pub joins: Vec<Join>,
    /// Which measure a cell belongs to.
    pub measure: MeasureOf,
    /// Each dimension of the key and where it is found; empty means the total.
    pub dimensions: Vec<(&'static str, Col)>,
    /// The field of the value.
    pub value: &'static str,
    /// The field that says how exactly it is known; without one it is exact.
    pub decimals: Option<&'static str>,
    /// The field that says how the source limits it.
    pub bound: Option<&'static str>,
    /// The field of a remark.
    pub note: Option<&'static str>,
}

/// Which measure a cell belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureOf {
    /// Always this one.
    Fixed(&'static str),
    /// The one whose name stands in a field.
    Field(&'static str),
}

impl Cells {
    /// The cells of a field as values of one measure.
    #[must_use]
    pub fn of(measure: &'static str, table: &'static str, value: &'static str) -> Self {
        Self::new(MeasureOf::Fixed(measure), table, value)
    }

    /// The cells of a field as values of the measures that another field names.
    #[must_use]
    pub fn by_field(measure: &'static str, table: &'static str, value: &'static str) -> Self {
        Self::new(MeasureOf::Field(measure), table, value)
    }

    fn new(measure: MeasureOf, table: &'static str, value: &'static str) -> Self {
        let (joins, dimensions) = (Vec::new(), Vec::new());
        Self { table, joins, measure, dimensions, value, decimals: None, bound: None, note: None }
    }

    /// Where a dimension of the key is found.
    #[must_use]
    pub fn by(mut self, dimension: &'static str, col: impl Into<Col>) -> Self {
        self.dimensions.push((dimension, col.into()));
        self
    }

    /// The field that says how exactly a value is known.
    #[must_use]
    pub fn decimals(mut self, field: &'static str) -> Self {
        self.decimals = Some(field);
        self
    }

    /// The field that says how the source limits a value.
    #[must_use]
    pub fn bound(mut self, field: &'static str) -> Self {
        self.bound = Some(field);
        self
    }

    /// The field of a remark.
    #[must_use]
    pub fn note(mut self, field: &'static str) -> Self {
        self.note = Some(field);
        self
    }

    /// Joins another register by its `id`.
    #[must_use]
    pub fn join(mut self, table: &'static str, field: &'static str) -> Self {
        self.joins.push(Join { table, field });
        self
    }
}

/// Another register whose record is named by a field: `projects` by `funding.project`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The other register's table, identified by `id`.
    pub table: &'static str,
    /// The field that holds its `id`.
    pub field: &'static str,
}

/// A dimension whose codes are the records of a register.
#[derive(Clone, Debug)]
pub struct RegisterCodes {
    /// The dimension: `event`.
    pub dimension: &'static str,
    /// The register's table, identified by `id`: `events`.
    pub table: &'static str,
    /// The localized field that names a record.
    pub label: &'static str,
    /// The fields of its first and its last day, where a record fixes the period of its figures.
    pub period: Option<(&'static str, &'static str)>,
}

impl Domain {
    /// The register of a table.
    #[must_use]
    pub fn register(&self, table: &str) -> Option<&Register> {
        self.registers.iter().map(|r| &r.register).find(|r| r.table == table)
    }
}
