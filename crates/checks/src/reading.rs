//! The numbers of a text with the unit words of a bundle, as coverage accounts for them.
//!
//! Numbers are found by [`crate::quantities`]; here each stands by itself, those of dates and names too, so that nothing slips
//! through; which of them state no quantity is for the caller to say. Units are the words of the bundle's list `unit`. Words
//! count from two upwards and only where a unit or a counter follows, or where they stand for a fraction.

mod amount;
mod scan;
mod vocabulary;

pub use amount::{Amount, AmountError};
pub use scan::{Token, amount_alone, scan};
pub use vocabulary::Vocabulary;

#[cfg(test)]
mod tests;
