//! What a number in a text amounts to.

use std::fmt;
use std::str::FromStr;

use figures::Decimal;
use figures::value::{parse_decimal, power_of_ten};

/// The value of a number in the base unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A decimal number.
    Exact(Decimal),
    /// A fraction in words: numerator and denominator, the latter at least 2. A multiple in words ("doubled") is a number.
    Fraction(u32, u32),
    /// Digits that are no number: `4.8.2`, or more than 28 of them.
    None,
}

/// A text that is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no amount; write a decimal number, a fraction like 1/3, or nothing")]
pub struct AmountError(pub String);

impl Amount {
    /// The number of thousands, millions … that it is; unchanged where it is no decimal number, nothing when it leaves what can
    /// be held exactly.
    #[must_use]
    pub fn scaled(self, power: i32) -> Self {
        match self {
            Self::Exact(number) => power_of_ten(power)
                .and_then(|factor| number.checked_mul(factor))
                .map_or(Self::None, |n| Self::Exact(n.normalize())),
            Self::Fraction(..) | Self::None => self,
        }
    }

    /// Whether it is that much times a power of ten: what scale and prefix can make of the digits.
    #[must_use]
    pub fn is_scaled_from(self, digits: Self) -> bool {
        (-6..=18).any(|power| digits.scaled(power) == self)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(number) => write!(f, "{}", number.normalize()),
            Self::Fraction(n, d) => write!(f, "{n}/{d}"),
            Self::None => Ok(()),
        }
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let error = || AmountError(text.to_owned());
        if text.is_empty() {
            return Ok(Self::None);
        }
        if let Some((n, d)) = text.split_once('/') {
            let (n, d) = (n.parse().map_err(|_| error())?, d.parse().map_err(|_| error())?);
            return if d >= 2 { Ok(Self::Fraction(n, d)) } else { Err(error()) };
        }
        parse_decimal(text).map(|n| Self::Exact(n.normalize())).map_err(|_| error())
    }
}
