//! Outline, narrative and assembly of the report: pure.
//!
//! [`model::Report`] is the one model of an assembled report; everything printed or sent is made from it. It holds no address, no
//! duration and no time of assembly, so that equal inputs give equal bytes on every replica.
//!
//! Read on in this order: [`outline`] (what a report is made of), [`narrative`] (running text), [`reference`](mod@reference) (how both
//! name figures), [`print`](mod@print) (how figures read), [`content`] (a bundle's part in it), [`mod@assemble`], [`search`], [`changes`].

pub mod assemble;
pub mod changes;
pub mod content;
pub mod model;
pub mod narrative;
pub mod outline;
pub mod print;
pub mod reference;
pub mod search;
pub mod text;

pub use assemble::{
    Answers, AssembleOptions, MAX_BATCH, Plan, Problem, ProblemKind, ServiceState, assemble, plan,
};
pub use content::Content;
pub use model::Report;
