//! The rules, each a function from what it looks at to what it finds.

mod cause;
pub(crate) mod disputes;
pub(crate) mod printed;
pub(crate) mod services;
pub(crate) mod stated;
pub(crate) mod texts;
pub(crate) mod totals;
