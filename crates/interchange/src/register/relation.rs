//! What must hold between the fields of one row, as data: a number is not without its unit, a converted number follows from its
//! original and its rate.
//!
//! A relation names fields of its register and no domain's words stand here. What is wrong with a cell alone is told by its type; a
//! relation passes over a cell that is told already.

mod converted;
mod given;

use super::Record;
use crate::mistake::Mistakes;
pub use converted::Converted;

/// What must hold between fields of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// A number is given with its unit only.
    Measured {
        /// The field of the number.
        number: String,
        /// The field of its unit.
        unit: String,
    },
    /// A number may have been converted from another unit; then the row says from which number, by which rate, of which day and document.
    Converted(Converted),
}

impl Relation {
    /// A number that is never without its unit.
    #[must_use]
    pub fn measured(number: &str, unit: &str) -> Self {
        Self::Measured { number: number.to_owned(), unit: unit.to_owned() }
    }

    /// Tells what does not hold in a row.
    pub(super) fn check(&self, record: &Record, file: &str, mistakes: &mut Mistakes) {
        match self {
            Self::Measured { number, unit } => given::measured(record, file, (number, unit), mistakes),
            Self::Converted(converted) => converted.check(record, file, mistakes),
        }
    }
}

#[cfg(test)]
mod tests;
