//! The rules, each a function from what it looks at to what it finds.

pub(crate) mod areas;
mod cause;
pub(crate) mod disputes;
pub(crate) mod keys;
pub(crate) mod texts;
