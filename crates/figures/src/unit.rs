//! Base units, by code.

use std::fmt;

pub mod dimension;
pub mod symbol;

/// The code of a base unit: `person`, `CHF`, `percent`, `bit/s/person`.
///
/// Units are codes of the bundle's list `unit`; factors are joined by `/`. Prefixes and "million" belong to printing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unit(String);

/// A text that is no unit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a unit code; use letters, digits, `-`, `_`, `%` and `/`, as in the list `unit` of codes.csv"
)]
pub struct UnitError(pub String);

impl Unit {
    /// A unit by its code.
    ///
    /// # Errors
    /// [`UnitError`] for an empty code or one with other characters than letters, digits, `-`, `_`, `%` and `/`.
    pub fn new(code: &str) -> Result<Self, UnitError> {
        let good = !code.is_empty()
            && code.len() <= 64
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'%' | b'/'));
        if good { Ok(Self(code.to_owned())) } else { Err(UnitError(code.to_owned())) }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
