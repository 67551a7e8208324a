//! Exact quotients: what decimals become when they are divided.
//!
//! Decimals alone lose here: a third has no finite expansion, and an interval whose end is rounded may leave out the very value that
//! a printed number stands for.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "integers of any size do not overflow, and every divisor is compared with zero first"
)]

use std::fmt;

use dashu_int::ops::{Abs, BitTest, UnsignedAbs};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use rust_decimal::Decimal;

/// The largest power of ten, either way, that [`Rational::power_of_ten`] makes.
pub const MAX_POWER: i32 = 100;

/// Decimals that are written of a number without a finite expansion.
const SHOWN_DECIMALS: u32 = 6;

/// The longest expansion of a decimal.
const MAX_SCALE: u32 = 28;

/// An exact quotient of integers of any size, in lowest terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(RBig);

/// Digits for people, and whether they are all there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The number with a point, without grouping.
    pub digits: String,
    /// Whether the digits are rounded, halves away from zero.
    pub rounded: bool,
}

impl Rational {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self(RBig::ZERO)
    }

    /// One.
    #[must_use]
    pub fn one() -> Self {
        Self(RBig::ONE)
    }

    /// The quotient of two whole numbers; `None` over zero.
    #[must_use]
    pub fn of(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self(RBig::from_parts_signed(numerator.into(), denominator.into())))
    }

    /// 10^n; an `n` beyond [`MAX_POWER`] either way is taken as that power, so that no exponent costs memory.
    #[must_use]
    pub fn power_of_ten(n: i32) -> Self {
        let size = n.unsigned_abs().min(MAX_POWER.unsigned_abs());
        let power = ten_to(size);
        Self(if n < 0 { RBig::from_parts(IBig::ONE, power) } else { power.into() })
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// The quotient; `None` over zero.
    #[must_use]
    pub fn over(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| Self(&self.0 / &other.0))
    }

    /// The same number with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self(-&self.0)
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.clone().abs())
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        *self.0.numerator() < IBig::ZERO
    }

    /// Whether it is more than zero.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        *self.0.numerator() > IBig::ZERO
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.is_int()
    }

    /// Whether it is a whole, even number.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.is_whole() && !self.0.numerator().bit(0)
    }

    /// The largest whole number that is not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(self.0.floor().into())
    }

    /// Rounded to 10^-decimals, halves away from zero.
    #[must_use]
    pub fn nearest(&self, decimals: i32) -> Self {
        let step = Self::power_of_ten(decimals);
        Self(RBig::from((&self.0 * &step.0).round()) / step.0)
    }

    /// How many 64-bit words its longer half takes beyond the first: what a multiplication costs grows with the square.
    pub(crate) fn words(&self) -> usize {
        self.0.numerator().bit_len().max(self.0.denominator().bit_len()) / 64
    }

    /// The same number as a decimal, if it has a finite expansion that a decimal holds (28 digits).
    #[must_use]
    pub fn to_decimal(&self) -> Option<Decimal> {
        let scale = self.scale().filter(|s| *s <= MAX_SCALE)?;
        let mantissa = (&self.0 * RBig::from(ten_to(scale))).trunc();
        Decimal::try_from_i128_with_scale(mantissa.try_into().ok()?, scale).ok().map(|d| d.normalize())
    }

    /// Digits after the point of a finite expansion.
    fn scale(&self) -> Option<u32> {
        let mut rest = self.0.denominator().clone();
        let [twos, fives] = [2_u8, 5].map(|factor| {
            let (factor, mut count) = (UBig::from(factor), 0_u32);
            while (&rest % &factor).is_zero() {
                rest /= &factor;
                count = count.saturating_add(1);
            }
            count
        });
        rest.is_one().then(|| twos.max(fives))
    }

    /// Its digits for people: all of them where there are at most `decimals` after the point, else rounded there.
    #[must_use]
    pub fn shown(&self, decimals: u32) -> Shown {
        let decimals = decimals.min(MAX_POWER.unsigned_abs());
        let exact = self.scale().filter(|s| *s <= decimals);
        let places = exact.unwrap_or(decimals);
        let scaled = (&self.0 * RBig::from(ten_to(places))).round();
        let sign = if scaled < IBig::ZERO { "-" } else { "" };
        let width = usize::try_from(places).unwrap_or_default();
        let digits = format!("{:0>1$}", scaled.unsigned_abs().to_string(), width.saturating_add(1));
        let (whole, part) = digits.split_at(digits.len().saturating_sub(width));
        let point = if part.is_empty() { "" } else { "." };
        Shown { digits: format!("{sign}{whole}{point}{part}"), rounded: exact.is_none() }
    }
}

fn ten_to(power: u32) -> UBig {
    UBig::from(10_u8).pow(usize::try_from(power).unwrap_or_default())
}

impl From<Decimal> for Rational {
    fn from(number: Decimal) -> Self {
        Self(RBig::from_parts(number.mantissa().into(), ten_to(number.scale())))
    }
}

impl From<&Decimal> for Rational {
    fn from(number: &Decimal) -> Self {
        Self::from(*number)
    }
}

impl From<i64> for Rational {
    fn from(number: i64) -> Self {
        Self(IBig::from(number).into())
    }
}

impl From<&Rational> for Rational {
    fn from(number: &Rational) -> Self {
        number.clone()
    }
}

/// All digits where the expansion is finite and short, else the rounded ones behind `≈`.
impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(decimal) => write!(f, "{decimal}"),
            None => write!(f, "{}", self.shown(SHOWN_DECIMALS)),
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.rounded { "≈" } else { "" }, self.digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::parse_decimal;

    fn of(numerator: i64, denominator: i64) -> Rational {
        Rational::of(numerator, denominator).expect("no zero below")
    }

    #[test]
    fn a_quotient_without_an_end_is_shown_rounded_and_says_so() {
        for (number, text) in [
            (of(1, 3), "≈0.333333"),
            (of(-2, 3), "≈-0.666667"),
            (of(1, 8), "0.125"),
            (of(-1, 2), "-0.5"),
            (of(91_800_000, 1), "91800000"),
            (of(0, 7), "0"),
            (of(10, 4), "2.5"),
        ] {
            assert_eq!(number.to_string(), text);
        }
        assert_eq!(of(1, 8).shown(2), Shown { digits: "0.13".into(), rounded: true });
        assert_eq!(of(1, 3).to_decimal(), None);
        assert_eq!(Rational::power_of_ten(60).to_decimal(), None);
        assert_eq!(of(1, 0x4000_0000).over(&Rational::zero()), None);
    }

    #[test]
    fn halves_go_away_from_zero_and_steps_may_be_large() {
        assert_eq!(of(5, 2).nearest(0), of(3, 1));
        assert_eq!(of(-5, 2).nearest(0), of(-3, 1));
        assert_eq!(of(91_849_999, 1).nearest(-5), of(91_800_000, 1));
        assert_eq!(of(1, 3).nearest(2), of(33, 100));
    }

    #[test]
    fn no_exponent_costs_memory() {
        assert_eq!(Rational::power_of_ten(i32::MAX), Rational::power_of_ten(MAX_POWER));
        assert_eq!(Rational::power_of_ten(i32::MIN), Rational::power_of_ten(-MAX_POWER));
    }

    proptest! {
        #[test]
        fn a_decimal_comes_back(mantissa: i64, scale in 0_u32..=28) {
            let decimal = Decimal::from_i128_with_scale(i128::from(mantissa), scale);
            prop_assert_eq!(Rational::from(decimal).to_decimal(), Some(decimal.normalize()));
        }

        #[test]
        fn what_is_shown_in_full_reads_back(mantissa: i64, scale in 0_u32..=18) {
            let decimal = Decimal::new(mantissa, scale);
            let shown = Rational::from(decimal).shown(18);
            prop_assert!(!shown.rounded);
            prop_assert_eq!(parse_decimal(&shown.digits).map(Rational::from), Ok(Rational::from(decimal)));
        }

        #[test]
        fn division_undoes_multiplication(a: i64, b: i64, c in 1_i64..) {
            let [a, b, c] = [a, b, c].map(Rational::from);
            let quotient = a.times(&c).plus(&b).over(&c).expect("not zero");
            prop_assert_eq!(quotient.minus(&b.over(&c).expect("not zero")), a);
        }
    }
}
