//! Measured numbers: an interval with its unit, and what the numbers as printed give.
//!
//! Both are carried through every operation. The interval says what is possible; the printed numbers say whether an agreement is
//! exact or only thanks to rounding. Operands are taken as independent of each other, so a number that occurs twice widens a
//! result and never narrows it.

use std::fmt;

use crate::interval::{Interval, Reading};
use crate::rational::Rational;
use crate::unit::Unit;
use crate::unit::dimension::{Dimension, Mismatch, Share};
use crate::value::{Bound, Value};

/// A measured number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// What the numbers as printed give; `None` where one of them is a bound, and so is no number.
    pub nominal: Option<Rational>,
    /// Every number that is possible.
    pub interval: Interval,
    /// What it is measured in.
    pub dimension: Dimension,
}

/// Why an operation has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// The units do not go together.
    #[error(transparent)]
    Units(#[from] Mismatch),
    /// The divisor may be zero.
    #[error(
        "the divisor {divisor} may be zero, so the quotient may be anything; divide by a number that is known to be above or below zero"
    )]
    DivisorMayBeZero {
        /// What the divisor may be.
        divisor: Box<Interval>,
    },
    /// A growth or a share of what may be zero or less.
    #[error(
        "{base} may be zero or less, so there is no share of it and no growth from it; take the difference"
    )]
    BaseNotPositive {
        /// What the base may be.
        base: Box<Interval>,
    },
    /// There is nothing to take the mean, the smallest or the largest of.
    #[error("there are no numbers; name at least one key that has a value")]
    Nothing,
}

impl Quantity {
    /// A printed value, read by the default rounding.
    #[must_use]
    pub fn of(value: &Value, unit: &Unit) -> Self {
        Self::read(value, unit, &Reading::default())
    }

    /// A printed value, read as told.
    #[must_use]
    pub fn read(value: &Value, unit: &Unit, reading: &Reading) -> Self {
        let (dimension, factor) = Dimension::of(unit);
        let nominal = (value.bound == Bound::Exact).then(|| Rational::from(value.number));
        Self { nominal, interval: reading.interval(value), dimension }.resized(&factor)
    }

    /// A number that is known exactly.
    #[must_use]
    pub fn exact(number: impl Into<Rational>, dimension: Dimension) -> Self {
        let number = number.into();
        Self { interval: Interval::point(&number), nominal: Some(number), dimension }
    }

    /// The same thing with numbers times a factor.
    fn resized(mut self, factor: &Rational) -> Self {
        if factor != &Rational::one() {
            self.interval = self.interval.scaled(factor);
            self.nominal = self.nominal.map(|n| n.times(factor));
        }
        self
    }

    fn with(&self, other: &Self, of: impl Fn(&Rational, &Rational) -> Rational) -> Option<Rational> {
        Some(of(self.nominal.as_ref()?, other.nominal.as_ref()?))
    }

    /// The sum.
    ///
    /// # Errors
    /// [`QuantityError::Units`] for numbers of different things.
    pub fn plus(&self, other: &Self) -> Result<Self, QuantityError> {
        let (dimension, factor) = self.dimension.plus(&other.dimension)?;
        let other = other.clone().resized(&factor);
        let nominal = self.with(&other, Rational::plus);
        Ok(Self { nominal, interval: self.interval.plus(&other.interval), dimension })
    }

    /// The difference; of two percents it is percentage points.
    ///
    /// # Errors
    /// [`QuantityError::Units`] for numbers of different things.
    pub fn minus(&self, other: &Self) -> Result<Self, QuantityError> {
        let (dimension, factor) = self.dimension.minus(&other.dimension)?;
        let other = other.clone().resized(&factor);
        let nominal = self.with(&other, Rational::minus);
        Ok(Self { nominal, interval: self.interval.minus(&other.interval), dimension })
    }

    /// The product, in the product of the units.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let (dimension, factor) = self.dimension.times(&other.dimension);
        let nominal = self.with(other, Rational::times);
        Self { nominal, interval: self.interval.times(&other.interval), dimension }.resized(&factor)
    }

    /// The quotient, in the quotient of the units.
    ///
    /// # Errors
    /// [`QuantityError::DivisorMayBeZero`] where it may.
    pub fn over(&self, divisor: &Self) -> Result<Self, QuantityError> {
        let (dimension, factor) = self.dimension.over(&divisor.dimension);
        let interval = self
            .interval
            .over(&divisor.interval)
            .ok_or_else(|| QuantityError::DivisorMayBeZero { divisor: Box::new(divisor.interval.clone()) })?;
        let nominal = match (&self.nominal, &divisor.nominal) {
            (Some(number), Some(by)) => number.over(by),
            (None, _) | (_, None) => None,
        };
        Ok(Self { nominal, interval, dimension }.resized(&factor))
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        self.scaled(&Rational::from(-1))
    }

    /// The number times a weight without a unit.
    #[must_use]
    pub fn scaled(&self, weight: &Rational) -> Self {
        self.clone().resized(weight)
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self {
            nominal: self.nominal.as_ref().map(Rational::abs),
            interval: self.interval.abs(),
            ..self.clone()
        }
    }

    /// The number rounded to 10^-decimals, halves away from zero.
    #[must_use]
    pub fn nearest(&self, decimals: i32) -> Self {
        Self {
            nominal: self.nominal.as_ref().map(|n| n.nearest(decimals)),
            interval: self.interval.nearest(decimals),
            ..self.clone()
        }
    }

    /// The other number in this one's unit.
    fn alike(&self, other: &Self) -> Result<Self, QuantityError> {
        let factor = self.dimension.compared(&other.dimension)?;
        let dimension = match self.dimension {
            Dimension::Bare => other.dimension.clone(),
            Dimension::Share(_) | Dimension::Powers(_) => self.dimension.clone(),
        };
        Ok(Self { dimension, ..other.clone().resized(&factor) })
    }

    /// The smaller of two.
    ///
    /// # Errors
    /// [`QuantityError::Units`] for numbers of different things.
    pub fn min(&self, other: &Self) -> Result<Self, QuantityError> {
        let other = self.alike(other)?;
        let nominal = self.with(&other, |a, b| a.min(b).clone());
        Ok(Self { nominal, interval: self.interval.min(&other.interval), dimension: other.dimension })
    }

    /// The larger of two.
    ///
    /// # Errors
    /// [`QuantityError::Units`] for numbers of different things.
    pub fn max(&self, other: &Self) -> Result<Self, QuantityError> {
        let other = self.alike(other)?;
        let nominal = self.with(&other, |a, b| a.max(b).clone());
        Ok(Self { nominal, interval: self.interval.max(&other.interval), dimension: other.dimension })
    }

    /// The sum of several; of none it is zero, without a unit.
    ///
    /// # Errors
    /// [`QuantityError::Units`] for numbers of different things.
    pub fn sum<'a>(items: impl IntoIterator<Item = &'a Self>) -> Result<Self, QuantityError> {
        let nothing = Self::exact(Rational::zero(), Dimension::Bare);
        items.into_iter().try_fold(nothing, |sum, item| sum.plus(item))
    }

    /// The mean of several.
    ///
    /// # Errors
    /// [`QuantityError::Nothing`] of none; [`QuantityError::Units`] for numbers of different things.
    pub fn mean<'a>(items: impl IntoIterator<Item = &'a Self>) -> Result<Self, QuantityError> {
        let mut count = Rational::zero();
        let counted = items.into_iter().inspect(|_| count = count.plus(&Rational::one()));
        let sum = Self::sum(counted)?;
        let each = Rational::one().over(&count).ok_or(QuantityError::Nothing)?;
        Ok(sum.scaled(&each))
    }

    /// Which part of a whole this is, in percent: `[a₁/b₂, a₂/b₁]` for a part of zero or more.
    ///
    /// # Errors
    /// [`QuantityError::BaseNotPositive`] where the whole may be zero or less; [`QuantityError::Units`] where part and whole
    /// are different things.
    pub fn share_of(&self, whole: &Self) -> Result<Self, QuantityError> {
        let whole = self.alike(whole)?;
        let ratio = self.relative_to(&whole)?;
        Ok(Self { dimension: Dimension::Share(Share::Percent), ..ratio.scaled(&Rational::from(100)) })
    }

    /// How much more this is than an earlier number, in percent of that: `[b₁/a₂ − 1, b₂/a₁ − 1]`.
    ///
    /// # Errors
    /// [`QuantityError::BaseNotPositive`] where the earlier number may be zero or less; [`QuantityError::Units`] where the two
    /// are different things.
    pub fn growth_from(&self, earlier: &Self) -> Result<Self, QuantityError> {
        let share = self.share_of(earlier)?;
        let whole = Rational::from(-100);
        Ok(Self {
            nominal: share.nominal.map(|n| n.plus(&whole)),
            interval: share.interval.plus(&Interval::point(whole)),
            ..share
        })
    }

    /// How much more this is than an earlier number: `[b₁ − a₂, b₂ − a₁]`; of percents it is percentage points.
    ///
    /// # Errors
    /// [`QuantityError::Units`] where the two are different things.
    pub fn difference_from(&self, earlier: &Self) -> Result<Self, QuantityError> {
        self.minus(earlier)
    }

    fn relative_to(&self, base: &Self) -> Result<Self, QuantityError> {
        let above = matches!(base.interval.low.point(), Some(low) if !low.is_negative());
        match self.interval.over(&base.interval).filter(|_| above) {
            Some(interval) => {
                let nominal = match (&self.nominal, &base.nominal) {
                    (Some(number), Some(by)) => number.over(by),
                    (None, _) | (_, None) => None,
                };
                Ok(Self { nominal, interval, dimension: Dimension::Share(Share::Ratio) })
            }
            None => Err(QuantityError::BaseNotPositive { base: Box::new(base.interval.clone()) }),
        }
    }

    /// Both intervals in the unit of the first, for comparing.
    pub(crate) fn beside(&self, other: &Self) -> Result<[Self; 2], QuantityError> {
        let right = self.alike(other)?;
        Ok([Self { dimension: right.dimension.clone(), ..self.clone() }, right])
    }
}

/// The number that printed values give with its interval and unit, `117 [116.5, 117.5] person`; a number that is exact stands alone.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.nominal, self.interval.single()) {
            (_, Some(number)) => write!(f, "{number}"),
            (Some(number), None) => write!(f, "{number} {}", self.interval),
            (None, None) => write!(f, "{}", self.interval),
        }?;
        if self.dimension == Dimension::Bare { Ok(()) } else { write!(f, " {}", self.dimension) }
    }
}

#[cfg(test)]
mod tests;
