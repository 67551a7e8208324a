//! What is said of two numbers, whether it holds, and how well they agree.

use std::fmt;

use crate::interval::Truth;
use crate::quantity::{Quantity, QuantityError};
use crate::rational::Rational;

pub mod missing;

/// How two numbers are said to lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Less than.
    Less,
    /// Less than or equal.
    AtMost,
    /// More than.
    More,
    /// More than or equal.
    AtLeast,
}

/// How well two numbers agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// The numbers as printed do.
    Exact,
    /// The numbers as printed do not, or are bounds; some numbers that they may stand for do.
    ThanksToRounding,
    /// No numbers that they may stand for do.
    Inconsistent,
}

/// A relation of two quantities, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What is said.
    pub relation: Relation,
    /// Whether it holds whatever the numbers are; an equation of rounded numbers that agree is undecidable.
    pub truth: Truth,
    /// How well they agree.
    pub grade: Grade,
    /// The left side, in the unit of both.
    pub left: Quantity,
    /// The right side, in the unit of both.
    pub right: Quantity,
    /// By how much an inconsistent pair misses: what lies between the intervals.
    pub miss: Option<Rational>,
}

impl Relation {
    /// Every relation with its sign.
    pub const SIGNS: [(Self, &'static str); 6] = [
        (Self::Equal, "="),
        (Self::NotEqual, "!="),
        (Self::Less, "<"),
        (Self::AtMost, "<="),
        (Self::More, ">"),
        (Self::AtLeast, ">="),
    ];

    /// The sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        Self::SIGNS.iter().find(|(r, _)| *r == self).map_or("=", |(_, s)| s)
    }

    /// The relation of a sign; `≠`, `≤` and `≥` are read too.
    #[must_use]
    pub fn from_sign(sign: &str) -> Option<Self> {
        let sign = match sign {
            "≠" => "!=",
            "≤" => "<=",
            "≥" => ">=",
            other => other,
        };
        Self::SIGNS.iter().find(|(_, s)| *s == sign).map(|(r, _)| *r)
    }

    /// Whether two exact numbers lie so.
    #[must_use]
    pub fn holds(self, left: &Rational, right: &Rational) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

impl Statement {
    /// Judges what is said of two quantities.
    ///
    /// # Errors
    /// [`QuantityError::Units`] for numbers of different things.
    pub fn judge(left: &Quantity, relation: Relation, right: &Quantity) -> Result<Self, QuantityError> {
        let [left, right] = left.beside(right)?;
        let (a, b) = (&left.interval, &right.interval);
        let truth = match relation {
            Relation::Equal => a.equals(b),
            Relation::NotEqual => a.equals(b).negated(),
            Relation::Less => a.is_less(b),
            Relation::AtMost => a.is_at_most(b),
            Relation::More => b.is_less(a),
            Relation::AtLeast => b.is_at_most(a),
        };
        let printed = match (&left.nominal, &right.nominal) {
            (Some(x), Some(y)) => relation.holds(x, y),
            (None, _) | (_, None) => false,
        };
        let grade = match (truth, printed) {
            (Truth::False, _) => Grade::Inconsistent,
            (Truth::True | Truth::Undecidable, true) => Grade::Exact,
            (Truth::True | Truth::Undecidable, false) => Grade::ThanksToRounding,
        };
        let miss = (grade == Grade::Inconsistent).then(|| a.distance(b).unwrap_or_else(Rational::zero));
        Ok(Self { relation, truth, grade, left, right, miss })
    }
}

/// Both sides with what they may be: `117 person = 118 person`.
impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.left, self.relation, self.right)
    }
}

#[cfg(test)]
mod tests;
