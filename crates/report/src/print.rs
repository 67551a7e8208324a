//! Printing numbers, dates and cells as a language and the house style have them.
//!
//! A [`Style`] is made once for a report; [`Style::value`] prints a value in a [`Form`] or refuses to, when the form says more
//! than is known. Words and patterns are data (`data/printing/<lang>.toml`), digits and signs come from CLDR where the house
//! style is silent. What is printed without a form reads back as a value inside the figure's interval: digits that are not
//! known are never shown, except the zeros that hold the places of a whole number (`91 800`).

mod column;
mod date;
mod form;
mod layout;
mod statement;
mod style;
mod symbols;
mod table;
mod value;

pub use column::Column;
pub use form::{Form, FormError, Scale, Shape, Statement};
pub use style::Style;
pub use table::filled;
pub use value::{Printing, UnitPlace};

use figures::Decimal;

/// Why a value cannot be printed in a form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// The form shows more digits than are known (or than the measure ever shows).
    #[error(
        "{value} is known to {known} decimals in the base unit and the form shows {asked}; use a larger scale or fewer digits"
    )]
    Excess {
        /// The value.
        value: Decimal,
        /// How many decimals are known.
        known: i32,
        /// How many the form shows.
        asked: i32,
    },
    /// The statement does not hold for every value that the figure may stand for.
    #[error("the value {value} does not bear out “{statement}”; choose another number or form")]
    NotTrue {
        /// The value.
        value: Decimal,
        /// The statement as it would print.
        statement: String,
    },
    /// The unit takes no prefix.
    #[error("`{unit}` takes no prefix; use scale=thousand, million, billion or trillion")]
    NoPrefix {
        /// The unit's code.
        unit: String,
    },
    /// The language has no word for the scale.
    #[error("there is no word for 10^{exponent} in `{language}`; use another scale")]
    NoWord {
        /// The language.
        language: String,
        /// The power of ten.
        exponent: i32,
    },
    /// Not a small whole number.
    #[error("{0} is not printed in words; words are for exact whole numbers from 0 to 20")]
    NotSmall(Decimal),
    /// Not an exact whole number.
    #[error("{0} is not an exact whole number; ordinals are")]
    NotWhole(Decimal),
    /// Not a ratio.
    #[error("a figure in `{0}` is not printed as a percentage; `percent` is for ratios")]
    NotRatio(String),
    /// A form of dates for what is no date.
    #[error("this is no date; leave out date, month, year and day")]
    NoDate,
    /// A form of numbers for what is no number.
    #[error("this is no number; leave out the form, or use a form of dates for a date")]
    NoNumber,
    /// The date is less exact than the form.
    #[error("the date is only known as {0}; use `date`")]
    Coarse(String),
    /// The arithmetic leaves what can be held exactly.
    #[error("{0} is too large to be printed in this form")]
    TooLarge(Decimal),
}
