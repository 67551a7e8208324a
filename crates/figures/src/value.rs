//! Exact values: a decimal in the base unit and how exactly it is known.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

/// How exactly a value is known, as XBRL's `decimals` attribute: to 10^-n, or exactly.
///
/// 91.8 million is `Exp(-5)`; 26 548.5 thousand is `Exp(-2)`; a count of things is `Inf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decimals {
    /// Known exactly (`INF`).
    Inf,
    /// Known to 10^-n.
    Exp(i32),
}

impl Decimals {
    /// The less exact of two: what a sum of values so known is known to.
    #[must_use]
    pub fn coarsest(self, other: Self) -> Self {
        match (self, other) {
            (Self::Inf, d) | (d, Self::Inf) => d,
            (Self::Exp(a), Self::Exp(b)) => Self::Exp(a.min(b)),
        }
    }
}

impl fmt::Display for Decimals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inf => f.write_str("INF"),
            Self::Exp(n) => write!(f, "{n}"),
        }
    }
}

impl FromStr for Decimals {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if text == "INF" {
            return Ok(Self::Inf);
        }
        match text.parse::<i32>() {
            Ok(n) if (-18..=18).contains(&n) => Ok(Self::Exp(n)),
            Ok(_) | Err(_) => Err(ValueError::Decimals(text.to_owned())),
        }
    }
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Not a decimal number.
    #[error("`{0}` is not a decimal number; write digits with a point, without grouping: 1343 or 0.94")]
    Number(String),
    /// A decimal number of more digits than any number here has.
    #[error("`{0}` has more digits than are kept exactly; write at most 18")]
    Digits(String),
    /// Not a `decimals`.
    #[error("`{0}` is not a number of decimals; write INF or a whole number from -18 to 18")]
    Decimals(String),
    /// The value has digits that `decimals` says are not known.
    #[error("{value} has digits beyond decimals = {decimals}; round it or state more decimals")]
    Excess {
        /// The value as given.
        value: Decimal,
        /// The decimals it was given with.
        decimals: i32,
    },
    /// The value does not fit the stored form, a 64-bit mantissa.
    #[error("{0} is too large to be kept exactly (18 digits)")]
    TooLarge(Decimal),
    /// Not a bound.
    #[error(
        "`{0}` is not a bound; use exact, at-least, more-than, at-most, less-than, about, just-under or just-over"
    )]
    Bound(String),
}

/// Parses an exact decimal: an optional minus, digits, at most one point. No exponent, no grouping.
///
/// # Errors
/// [`ValueError::Number`] when the text is anything else, [`ValueError::Digits`] when it has more than 28 digits.
pub fn parse_decimal(text: &str) -> Result<Decimal, ValueError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let shaped = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    if !shaped {
        return Err(ValueError::Number(text.to_owned()));
    }
    Decimal::from_str_exact(text).map_err(|_| ValueError::Digits(text.to_owned()))
}

/// Splits a decimal into the stored form: integer mantissa and scale (number of digits after the point).
///
/// # Errors
/// [`ValueError::TooLarge`] when the mantissa does not fit 64 bits.
pub fn to_parts(number: Decimal) -> Result<(i64, u32), ValueError> {
    i64::try_from(number.mantissa()).map(|m| (m, number.scale())).map_err(|_| ValueError::TooLarge(number))
}

/// Joins mantissa and scale; the inverse of [`to_parts`].
///
/// # Errors
/// [`ValueError::Number`] when the scale is over 28.
pub fn from_parts(mantissa: i64, scale: u32) -> Result<Decimal, ValueError> {
    Decimal::try_from_i128_with_scale(i128::from(mantissa), scale)
        .map_err(|_| ValueError::Number(format!("{mantissa} scale {scale}")))
}

/// 10^n as an exact decimal, for n from -28 to 28.
#[must_use]
pub fn power_of_ten(n: i32) -> Option<Decimal> {
    let size = n.unsigned_abs();
    if n <= 0 {
        Decimal::try_from_i128_with_scale(1, size).ok()
    } else {
        10_i128.checked_pow(size).and_then(|m| Decimal::try_from_i128_with_scale(m, 0).ok())
    }
}

/// How a source limits a value: "5 000+" is at least, "nearly 100" is just under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The value as known.
    #[default]
    Exact,
    /// This or more ("5 000+").
    AtLeast,
    /// More than this.
    MoreThan,
    /// This or less ("up to").
    AtMost,
    /// Less than this.
    LessThan,
    /// Around this.
    About,
    /// A little less ("nearly").
    JustUnder,
    /// A little more.
    JustOver,
}

impl Bound {
    /// Every bound with its name in files.
    pub const NAMES: [(Self, &'static str); 8] = [
        (Self::Exact, "exact"),
        (Self::AtLeast, "at-least"),
        (Self::MoreThan, "more-than"),
        (Self::AtMost, "at-most"),
        (Self::LessThan, "less-than"),
        (Self::About, "about"),
        (Self::JustUnder, "just-under"),
        (Self::JustOver, "just-over"),
    ];

    /// The name in files and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(b, _)| *b == self).map_or("exact", |(_, n)| n)
    }
}

impl FromStr for Bound {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Ok(Self::Exact);
        }
        let found = Self::NAMES.iter().find(|(_, n)| *n == text);
        found.map(|(b, _)| *b).ok_or_else(|| ValueError::Bound(text.to_owned()))
    }
}

/// A number in the base unit with its exactness and bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// The number, in the base unit of its figure; trailing zeros carry no meaning.
    pub number: Decimal,
    /// How exactly it is known.
    pub decimals: Decimals,
    /// How the source limits it.
    pub bound: Bound,
}

impl Value {
    /// A value after checking that it has no digits beyond its decimals.
    ///
    /// # Errors
    /// [`ValueError::Excess`] when it has; [`ValueError::TooLarge`] when it cannot be stored exactly.
    pub fn new(number: Decimal, decimals: Decimals, bound: Bound) -> Result<Self, ValueError> {
        let number = number.normalize();
        to_parts(number)?;
        if let Decimals::Exp(n) = decimals {
            let excess = if n >= 0 {
                i64::from(number.scale()) > i64::from(n)
            } else {
                power_of_ten(n.saturating_neg())
                    .and_then(|step| number.checked_rem(step))
                    .is_none_or(|rest| !rest.is_zero())
            };
            if excess {
                return Err(ValueError::Excess { value: number, decimals: n });
            }
        }
        Ok(Self { number, decimals, bound })
    }

    /// An exact whole number.
    #[must_use]
    pub fn exact(number: i64) -> Self {
        Self { number: Decimal::from(number), decimals: Decimals::Inf, bound: Bound::Exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_digits_are_told_as_that() {
        for long in ["9".repeat(40), format!("0.{}", "1".repeat(60)), "9".repeat(29)] {
            let told = parse_decimal(&long).expect_err("too long").to_string();
            assert!(told.contains("more digits than are kept exactly"), "{told}");
        }
        assert!(
            parse_decimal("1e5").expect_err("no decimal").to_string().contains("is not a decimal number")
        );
    }

    #[track_caller]
    fn check(number: &str, decimals: &str, ok: bool) {
        let value = Value::new(
            parse_decimal(number).expect("a number"),
            decimals.parse().expect("decimals"),
            Bound::Exact,
        );
        assert_eq!(value.is_ok(), ok, "{number} with decimals {decimals}: {value:?}");
    }

    #[test]
    fn digits_beyond_the_decimals_are_an_error() {
        check("5500000000", "-8", true);
        check("5510000000", "-8", false);
        check("26548500", "-2", true);
        check("26548550", "-2", false);
        check("0.94", "2", true);
        check("0.945", "2", false);
        check("68", "0", true);
        check("7.8", "INF", true);
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for good in ["0", "-2.5", "1343", "0.94", "5500000000"] {
            assert!(parse_decimal(good).is_ok(), "{good}");
        }
        for bad in ["", "-", ".5", "5.", "1,343", "1e9", "+3", "1 343", "١٢", "0x1", "1.2.3"] {
            assert!(parse_decimal(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn mantissa_and_scale_come_back() {
        let number = parse_decimal("-28.66").expect("a number");
        let (mantissa, scale) = to_parts(number).expect("it fits");
        assert_eq!((mantissa, scale), (-2866, 2));
        assert_eq!(from_parts(mantissa, scale), Ok(number));
    }

    #[test]
    fn every_bound_has_one_name() {
        for (bound, name) in Bound::NAMES {
            assert_eq!(name.parse(), Ok(bound));
            assert_eq!(bound.name(), name);
        }
    }
}
