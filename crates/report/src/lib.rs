//! Outline, narrative and assembly of the report: pure.
//!
//! [`model::Report`] is the one model of an assembled report; everything printed or sent is made from it. It holds no address, no
//! duration and no time of assembly, so that equal inputs give equal bytes on every replica.

pub mod model;
pub mod narrative;
pub mod print;
pub mod reference;
pub mod text;
