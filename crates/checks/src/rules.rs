//! The rules, each a function from what it looks at to what it finds.

pub(crate) mod averages;
pub(crate) mod bounds;
pub(crate) mod cause;
pub(crate) mod completeness;
pub(crate) mod countries;
pub(crate) mod disputes;
pub(crate) mod granularity;
pub(crate) mod growth;
pub(crate) mod indicators;
pub(crate) mod outliers;
pub(crate) mod parts;
pub(crate) mod passages;
pub(crate) mod periods;
pub(crate) mod printed;
pub(crate) mod restated;
pub(crate) mod scales;
pub(crate) mod series;
pub(crate) mod services;
pub(crate) mod shares;
pub(crate) mod stated;
pub(crate) mod superlatives;
pub(crate) mod texts;
pub(crate) mod together;
pub(crate) mod totals;
pub(crate) mod wording;
