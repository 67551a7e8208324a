//! Values, units, periods, keys and intervals: the pure arithmetic of figures.
//!
//! A *figure* is a number that can be printed: what it counts, in which unit, for which period, how exactly it is known, and
//! where it comes from. This crate does no I/O, knows no clock and uses no binary floating point. Start with [`figure::Figure`],
//! then [`key::FigureKey`] (how it is asked for) and [`measure::Measure`] (what can be asked).
//!
//! A printed value stands for an [`Interval`] with ends that are [`Rational`]; with its unit it is a [`Quantity`], of which a [`Statement`]
//! is true, false or undecidable. [`totals`] holds a total against its parts, an [`Expression`] computes with keys, and [`joint`]
//! tells whether identities that share figures can hold together. [`mean`] averages parts of a whole and says how much of it they are. [`conversion`] holds a converted number against its original and its rate. [`outlier`] and [`granularity`] look at one value among others.

#![cfg_attr(
    not(test),
    deny(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::as_conversions)
)]

pub mod conversion;
pub mod expression;
pub mod figure;
pub mod granularity;
pub mod interval;
pub mod joint;
pub mod key;
pub mod listing;
pub mod mean;
pub mod measure;
pub mod outlier;
pub mod period;
pub mod quantity;
pub mod rational;
pub mod statement;
pub mod totals;
pub mod unit;
pub mod value;

pub use conversion::{Conversion, Conversions};
pub use expression::Expression;
pub use figure::{
    Alternative, Answer, AnswerError, Basis, Figure, MissingReason, OtherUnit, Records, Sought, Source,
    Status,
};
pub use interval::{End, Interval, Reading, Rounding, Truth};
pub use key::{CellRef, FigureKey, KeyError, Selector};
pub use listing::{Cell, Column, ColumnType, Listing, ListingRow};
pub use measure::{Aggregation, Catalogue, Labels, Measure, MeasureKind};
pub use period::{Period, PeriodError, PeriodRelation};
pub use quantity::{Quantity, QuantityError};
pub use rational::Rational;
pub use rust_decimal::Decimal;
pub use statement::{Grade, Relation, Statement};
pub use unit::Unit;
pub use unit::dimension::{Dimension, Mismatch};
pub use value::{Bound, Decimals, Value, ValueError};
