//! Finds the quantities of a text: numbers in digits and in words, with scale and unit.
//!
//! A language is a table of data (`data/reading/<lang>.toml`) read by one scanner; units are the words of the bundle's list `unit`.
//! Every run of digits is found, quantity or not, so that nothing slips through; which of them are dates or names is for the
//! caller to say. Words count from two upwards and only where a unit or a counter follows, or where they stand for a fraction.

mod amount;
mod language;
mod numeral;
mod scan;
mod suffix;
mod vocabulary;

pub use amount::{Amount, AmountError};
pub use language::{Language, LanguageError};
pub use scan::{Token, amount_alone, scan};
pub use vocabulary::Vocabulary;

#[cfg(test)]
mod tests;
