//! Rules, findings and the reading of texts: pure.
//!
//! [`check::check`] runs the rules over a bundle and the report that it gives; what it finds are [`finding::Finding`]s, whose words are data.
//! [`declared`] reads and judges the rules that a bundle declares.
//!
//! [`coverage`] holds a source text against a bundle: every number of the text must be accounted for by a figure, a cell of a
//! record or a named exception, and every row must stand in the text where its source says. [`reading`] lists the numbers of
//! a text for it, by [`quantities`], which finds what a text in six languages says with numbers. [`draft`] reads a report that
//! somebody else wrote, from a file of any form, and gives it back with marks. What people's data get wrong is a list of findings, never
//! an error.

pub mod check;
pub mod consequences;
pub mod coverage;
pub mod declared;
pub mod draft;
pub mod finding;
pub mod life;
pub mod quantities;
pub mod reading;
mod rules;
#[cfg(test)]
mod sample;

pub use check::{CheckInput, check, count};
pub use finding::{Cause, Finding, Grade, Rule, Severity, Words};
pub use rules::scales::slip;
