//! Units as dimensions: what a product, a quotient or a sum of measured numbers is measured in.
//!
//! A dimension is a product of powers of base codes, as in UCUM: `bit/s/person` times `person` is `bit/s`. Shares are special. A
//! percent is a hundredth of a ratio as soon as it is multiplied with anything that has a unit; what lies between two percents is
//! percentage points, which are no growth and never compare with one.

use std::collections::BTreeMap;
use std::fmt;

use crate::rational::Rational;
use crate::unit::Unit;

/// What a number is measured in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// A number as such, without a unit: it takes that of what it is added to or compared with.
    Bare,
    /// A part of a whole, a growth or a ratio.
    Share(Share),
    /// Powers of base codes, none of them zero and at least one.
    Powers(BTreeMap<String, i32>),
}

/// How a share is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Share {
    /// As a ratio: 0.65.
    Ratio,
    /// Of a hundred: 65 %.
    Percent,
    /// A difference of percents.
    Points,
    /// Computed as a difference of shares: percentage points (68 % - 65 %), or a share again (100 % - 65 %).
    Either,
}

/// Two units that do not go together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// A sum, a difference or a comparison of different things.
    #[error(
        "`{left}` and `{right}` do not go together: only numbers of one unit are added, subtracted or compared"
    )]
    Different {
        /// The unit on the left.
        left: String,
        /// The unit on the right.
        right: String,
    },
    /// A share, such as a growth, where percentage points are meant, or the reverse.
    #[error(
        "`{left}` and `{right}` do not go together: percentage points are a difference of percents, never a share or a growth; take the difference of the two shares"
    )]
    Points {
        /// The unit on the left.
        left: String,
        /// The unit on the right.
        right: String,
    },
}

/// A unit of its own size within a dimension: one of it is `factor` of the base.
fn scaled_code(code: &str) -> Option<(&'static str, i64)> {
    match code {
        "t" => Some(("kg", 1_000)),
        "byte" => Some(("bit", 8)),
        _ => None,
    }
}

impl Dimension {
    /// The dimension of a unit and how much of it one of the unit is: a tonne is 1000 kg, a byte 8 bit.
    #[must_use]
    pub fn of(unit: &Unit) -> (Self, Rational) {
        let share = match unit.code() {
            "percent" | "%" => Some(Share::Percent),
            "pp" | "percentage-point" => Some(Share::Points),
            "ratio" => Some(Share::Ratio),
            _ => None,
        };
        if let Some(share) = share {
            return (Self::Share(share), Rational::one());
        }
        let mut dimension = Self::Bare;
        let mut factor = Rational::one();
        for (i, code) in unit.code().split('/').enumerate() {
            let part = Self::base(code);
            let size = scaled_code(code).map_or_else(Rational::one, |(_, size)| Rational::from(size));
            let (next, by) = if i == 0 { dimension.times(&part) } else { dimension.over(&part) };
            let size = if i == 0 { Some(size) } else { Rational::one().over(&size) };
            dimension = next;
            factor = factor.times(&by).times(&size.unwrap_or_else(Rational::one));
        }
        (dimension, factor)
    }

    fn base(code: &str) -> Self {
        match code {
            "" | "1" => Self::Bare,
            "percent" | "%" => Self::Share(Share::Percent),
            "ratio" => Self::Share(Share::Ratio),
            _ => {
                let code = scaled_code(code).map_or(code, |(base, _)| base);
                Self::Powers(BTreeMap::from([(code.to_owned(), 1)]))
            }
        }
    }

    /// The dimension of a product, and the factor that the product of the numbers takes: percent of persons are persons, and a
    /// hundredth of the product.
    #[must_use]
    pub fn times(&self, other: &Self) -> (Self, Rational) {
        match (self, other) {
            (Self::Bare, same) | (same, Self::Bare) => (same.clone(), Rational::one()),
            (Self::Share(Share::Ratio), Self::Share(share))
            | (Self::Share(share), Self::Share(Share::Ratio)) => (Self::Share(*share), Rational::one()),
            (Self::Share(a), Self::Share(b)) => {
                (Self::Share(Share::Ratio), a.in_ratios().times(&b.in_ratios()))
            }
            (Self::Share(share), Self::Powers(powers)) | (Self::Powers(powers), Self::Share(share)) => {
                (Self::Powers(powers.clone()), share.in_ratios())
            }
            (Self::Powers(a), Self::Powers(b)) => (joined(a, b, 1), Rational::one()),
        }
    }

    /// The dimension of a quotient, and the factor that the quotient of the numbers takes.
    #[must_use]
    pub fn over(&self, other: &Self) -> (Self, Rational) {
        let inverse = |share: &Share| Rational::one().over(&share.in_ratios()).unwrap_or_else(Rational::one);
        match (self, other) {
            (same, Self::Bare) => (same.clone(), Rational::one()),
            (Self::Share(a), Self::Share(b)) if b != &Share::Ratio => {
                (Self::Share(Share::Ratio), a.in_ratios().times(&inverse(b)))
            }
            (Self::Share(share), Self::Share(_)) => (Self::Share(*share), Rational::one()),
            (Self::Bare, Self::Share(share)) => (Self::Share(Share::Ratio), inverse(share)),
            (Self::Powers(powers), Self::Share(share)) => (Self::Powers(powers.clone()), inverse(share)),
            (Self::Bare, Self::Powers(b)) => (joined(&BTreeMap::new(), b, -1), Rational::one()),
            (Self::Share(share), Self::Powers(b)) => (joined(&BTreeMap::new(), b, -1), share.in_ratios()),
            (Self::Powers(a), Self::Powers(b)) => (joined(a, b, -1), Rational::one()),
        }
    }

    /// The dimension of a sum, and the factor that the second number takes to be added to the first.
    ///
    /// # Errors
    /// [`Mismatch`] where the two are of different things.
    pub fn plus(&self, other: &Self) -> Result<(Self, Rational), Mismatch> {
        self.combined(other, |a, b| match (a, b) {
            (Share::Points, share) | (share, Share::Points) => Some(share),
            (Share::Either, _) | (_, Share::Either) => Some(Share::Either),
            (Share::Ratio | Share::Percent, _) => Some(a),
        })
    }

    /// The dimension of a difference, and the factor that the second number takes to be subtracted from the first.
    ///
    /// # Errors
    /// [`Mismatch`] where the two are of different things, or a share is taken from percentage points.
    pub fn minus(&self, other: &Self) -> Result<(Self, Rational), Mismatch> {
        self.combined(other, |a, b| match (a, b) {
            (_, Share::Points) => Some(a),
            (Share::Points, Share::Ratio | Share::Percent) => None,
            (_, Share::Either | Share::Ratio | Share::Percent) => Some(Share::Either),
        })
    }

    /// The factor that brings a number of the other dimension to this one, so that the two can be compared.
    ///
    /// # Errors
    /// [`Mismatch`] where the two are of different things, or one is percentage points and the other a share.
    pub fn compared(&self, other: &Self) -> Result<Rational, Mismatch> {
        let level = |share| matches!(share, Share::Ratio | Share::Percent);
        let apart = |a, b| (level(a) && b == Share::Points) || (a == Share::Points && level(b));
        self.combined(other, |a, b| (!apart(a, b)).then_some(a)).map(|(_, factor)| factor)
    }

    fn combined(
        &self,
        other: &Self,
        shares: impl Fn(Share, Share) -> Option<Share>,
    ) -> Result<(Self, Rational), Mismatch> {
        let (left, right) = (self.to_string(), other.to_string());
        match (self, other) {
            (Self::Bare, same) | (same, Self::Bare) => Ok((same.clone(), Rational::one())),
            (Self::Share(a), Self::Share(b)) => {
                let share = shares(*a, *b).ok_or(Mismatch::Points { left, right })?;
                // The first number keeps its size, so the sum is written as it is.
                let share = match (a, share) {
                    (Share::Ratio, _) => Share::Ratio,
                    (Share::Percent | Share::Points | Share::Either, Share::Ratio) => Share::Percent,
                    (Share::Percent | Share::Points | Share::Either, _) => share,
                };
                let factor = b.in_ratios().over(&a.in_ratios()).unwrap_or_else(Rational::one);
                Ok((Self::Share(share), factor))
            }
            (Self::Powers(a), Self::Powers(b)) if a == b => Ok((self.clone(), Rational::one())),
            (Self::Powers(_), Self::Powers(_) | Self::Share(_)) | (Self::Share(_), Self::Powers(_)) => {
                Err(Mismatch::Different { left, right })
            }
        }
    }
}

impl Share {
    /// How much of a ratio one of it is.
    #[must_use]
    pub fn in_ratios(self) -> Rational {
        match self {
            Self::Ratio => Rational::one(),
            Self::Percent | Self::Points | Self::Either => Rational::power_of_ten(-2),
        }
    }
}

/// The powers of a product, or with `sign` -1 of a quotient; a ratio where nothing is left.
fn joined(a: &BTreeMap<String, i32>, b: &BTreeMap<String, i32>, sign: i32) -> Dimension {
    let mut powers = a.clone();
    for (code, power) in b {
        let sum = powers.entry(code.clone()).or_default();
        *sum = sum.saturating_add(power.saturating_mul(sign));
    }
    powers.retain(|_, power| *power != 0);
    if powers.is_empty() { Dimension::Share(Share::Ratio) } else { Dimension::Powers(powers) }
}

/// The code of the unit: `bit/s`, `CHF.person`, `1/person`; of a number as such `1`.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let powers = match self {
            Self::Bare => return f.write_str("1"),
            Self::Share(Share::Ratio) => return f.write_str("ratio"),
            Self::Share(Share::Percent) => return f.write_str("percent"),
            Self::Share(Share::Points | Share::Either) => return f.write_str("pp"),
            Self::Powers(powers) => powers,
        };
        let repeated = |up: bool| {
            let mut wanted: Vec<_> = powers.iter().filter(|(_, power)| (**power > 0) == up).collect();
            // What happens in a second is a rate first, and a rate of somebody after that.
            wanted.sort_by_key(|(code, _)| code.as_str() != "s");
            wanted.into_iter().flat_map(|(code, power)| {
                let times = usize::try_from(power.unsigned_abs()).unwrap_or(usize::MAX).min(MAX_WRITTEN);
                std::iter::repeat_n(code.as_str(), times)
            })
        };
        let above = repeated(true).collect::<Vec<_>>().join(".");
        f.write_str(if above.is_empty() { "1" } else { &above })?;
        repeated(false).try_for_each(|code| write!(f, "/{code}"))
    }
}

/// How often one code is written at most.
const MAX_WRITTEN: usize = 16;

#[cfg(test)]
mod tests;
