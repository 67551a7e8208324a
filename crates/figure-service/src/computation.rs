//! How a measure is computed from registers: as data where a sum says it, as code where none does.

mod mean;
mod sum;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use figures::conversion::Rate;
use figures::{Bound, Decimal, Decimals, MeasureKind, Period, Source};
use store::{Snapshot, StoreError};

pub use mean::{Mean, Shows};
pub use sum::{PeriodOf, Quantity, Sum};

/// How one measure is computed. What is said here of kind, unit and dimensions must agree with `measures.csv`.
#[derive(Clone, Debug)]
pub struct Computation {
    /// The measure's name.
    pub measure: &'static str,
    /// Its kind.
    pub kind: MeasureKind,
    /// Its unit.
    pub unit: &'static str,
    /// The way.
    pub how: How,
    /// Listings of the service whose rows are the records; of a difference those of both sides.
    pub listings: Vec<&'static str>,
}

/// The way a measure is computed.
#[derive(Clone, Debug)]
pub enum How {
    /// The sum of a column, or the number of records.
    Sum(Box<Sum>),
    /// One sum less another; never from a partial record set.
    Difference(Box<(Sum, Sum)>),
    /// A mean over the economies of an area, of other figures.
    Mean(Box<Mean>),
    /// What no declaration can say.
    Code(Arc<dyn Compute>),
}

impl Computation {
    /// A measure that is a sum.
    #[must_use]
    pub fn sum(measure: &'static str, kind: MeasureKind, unit: &'static str, sum: Sum) -> Self {
        Self { measure, kind, unit, how: How::Sum(Box::new(sum)), listings: Vec::new() }
    }

    /// A measure that is one sum less another.
    #[must_use]
    pub fn difference(
        measure: &'static str,
        kind: MeasureKind,
        unit: &'static str,
        plus: Sum,
        minus: Sum,
    ) -> Self {
        Self { measure, kind, unit, how: How::Difference(Box::new((plus, minus))), listings: Vec::new() }
    }

    /// A measure that is a mean over economies, or its coverage.
    #[must_use]
    pub fn over_economies(measure: &'static str, mean: Mean) -> Self {
        let how = How::Mean(Box::new(mean));
        Self { measure, kind: MeasureKind::Rate, unit: "percent", how, listings: Vec::new() }
    }

    /// The mean, if it is one.
    #[must_use]
    pub fn mean(&self) -> Option<&Mean> {
        match &self.how {
            How::Mean(mean) => Some(mean),
            How::Sum(_) | How::Difference(_) | How::Code(_) => None,
        }
    }

    /// The same, its records being the rows of these listings.
    #[must_use]
    pub fn listed(mut self, listings: &[&'static str]) -> Self {
        self.listings = listings.to_vec();
        self
    }

    /// The dimensions that the computation tells apart, `period` not among them.
    #[must_use]
    pub fn dimensions(&self) -> BTreeSet<&'static str> {
        match &self.how {
            How::Sum(sum) => sum.dimensions.iter().map(|(name, _)| *name).collect(),
            How::Difference(sums) => sums.0.dimensions.iter().map(|(name, _)| *name).collect(),
            How::Mean(_) => BTreeSet::from(["area"]),
            How::Code(code) => code.dimensions().into_iter().collect(),
        }
    }

    /// The tables whose records it uses.
    #[must_use]
    pub fn tables(&self) -> Vec<&'static str> {
        match &self.how {
            How::Sum(sum) => sum.tables(),
            How::Difference(sums) => [sums.0.tables(), sums.1.tables()].concat(),
            // What it is made from are figures.
            How::Mean(_) => Vec::new(),
            How::Code(code) => code.tables(),
        }
    }

    /// How it is computed, in words: `sum of funding.amount`.
    #[must_use]
    pub fn formula(&self) -> String {
        match &self.how {
            How::Sum(sum) => sum.formula(),
            How::Difference(sums) => format!("{} less {}", sums.0.formula(), sums.1.formula()),
            How::Mean(mean) => mean.formula(),
            How::Code(code) => code.formula(),
        }
    }
}

/// What a batch asks of one measure: for each dimension the codes that matter, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Codes by dimension; a dimension that is not there is asked for all its codes. Records coded to the total are
    /// wanted in any case: a total that is not told apart makes its parts partial.
    pub codes: BTreeMap<&'static str, BTreeSet<String>>,
    /// The dimensions to be told apart.
    pub grouping: BTreeSet<&'static str>,
}

/// Records of equal coordinates, period, exactness and place, added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The code of each dimension told apart; a dimension that is not there is coded to its total.
    pub coordinates: BTreeMap<&'static str, String>,
    /// The records' dates.
    pub dates: Dates,
    /// The unit; `None` where records name none, or have no value.
    pub unit: Option<String>,
    /// The sum; `None` where no record has a value.
    pub number: Option<Decimal>,
    /// How exactly it is known.
    pub decimals: Decimals,
    /// How the source limits each.
    pub bound: Bound,
    /// How many rows there are.
    pub rows: i64,
    /// How many of them have no value.
    pub unknown: i64,
    /// The sum of `count`.
    pub records: i64,
    /// Whether they are aggregate records, which state their own values.
    pub aggregate: bool,
    /// Where they come from.
    pub source: Source,
    /// By which rate their numbers were converted from another unit; `None` where they were not.
    pub converted: Option<Rate>,
    /// The newest revision among the rows.
    pub revision: i64,
}

/// The dates of records, as they bear on a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dates {
    /// Something over this period; `None` where it is not given.
    Within(Option<Period>),
    /// A state at this date; `None` where it is not given.
    At(Option<Period>),
    /// Held from a date up to another. No last date means still; no first date means always, or, of what has ended, that it
    /// is not known since when.
    During(Option<Period>, Option<Period>),
    /// Another dimension fixes the period.
    Fixed,
}

/// A computation that no declaration can say. One grouped query for a whole batch, not one a key.
#[async_trait]
pub trait Compute: Send + Sync + fmt::Debug {
    /// The dimensions that it tells apart, `period` not among them.
    fn dimensions(&self) -> Vec<&'static str>;

    /// The tables whose records it uses; where one of them is partial, so is what is computed.
    fn tables(&self) -> Vec<&'static str>;

    /// How it is computed, in words.
    fn formula(&self) -> String;

    /// Whether a partial record set still gives a lower bound: counts and sums of values that are never negative.
    fn never_negative(&self) -> bool;

    /// The records, grouped.
    ///
    /// # Errors
    /// Those of the store, among them an overflow of a sum.
    async fn groups(&self, snapshot: &Snapshot, asked: &Asked) -> Result<Vec<Group>, StoreError>;
}
