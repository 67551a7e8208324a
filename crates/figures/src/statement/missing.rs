//! Rules with missing values, after DHIS2's validation rules.
//!
//! Each side of a rule has a strategy that says when missing items make the whole side null. A null side violates nothing but the two
//! pair rules, which are about being there.

use crate::quantity::{Quantity, QuantityError};
use crate::statement::{Grade, Relation, Statement};

/// When missing items make a side null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MissingStrategy {
    /// If any item is missing.
    #[default]
    SkipIfAny,
    /// If all items are; else a missing one counts as zero.
    SkipIfAll,
    /// Never: a missing item counts as zero.
    NeverSkip,
}

/// What a rule says of its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// They lie so to each other.
    Relation(Relation),
    /// Both are there or neither is.
    CompulsoryPair,
    /// Not both are there.
    ExclusivePair,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A side is null, so nothing was compared.
    Skipped,
    /// A pair rule holds.
    PairHolds,
    /// A pair rule is violated.
    PairViolated,
    /// The sides were compared.
    Compared(Box<Statement>),
}

impl MissingStrategy {
    /// Every strategy with its name in files.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::SkipIfAny, "skip-if-any"), (Self::SkipIfAll, "skip-if-all"), (Self::NeverSkip, "never-skip")];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(s, _)| *s == self).map_or("skip-if-any", |(_, n)| n)
    }

    /// The strategy of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(s, _)| *s)
    }

    /// Whether a side is null of whose `items` so many are missing.
    #[must_use]
    pub fn is_null(self, missing: usize, items: usize) -> bool {
        match self {
            Self::SkipIfAny => missing > 0,
            Self::SkipIfAll => missing > 0 && missing >= items,
            Self::NeverSkip => false,
        }
    }
}

impl Verdict {
    /// Whether the rule is violated; what is undecidable never is.
    #[must_use]
    pub fn is_violation(&self) -> bool {
        match self {
            Self::Skipped | Self::PairHolds => false,
            Self::PairViolated => true,
            Self::Compared(statement) => statement.grade == Grade::Inconsistent,
        }
    }
}

/// Judges a rule over two sides, `None` for a null one.
///
/// # Errors
/// [`QuantityError::Units`] where both sides are there and are of different things.
pub fn judge(
    rule: Rule,
    left: Option<&Quantity>,
    right: Option<&Quantity>,
) -> Result<Verdict, QuantityError> {
    let pair = |violated| if violated { Verdict::PairViolated } else { Verdict::PairHolds };
    Ok(match (rule, left, right) {
        (Rule::Relation(relation), Some(left), Some(right)) => {
            Verdict::Compared(Box::new(Statement::judge(left, relation, right)?))
        }
        (Rule::Relation(_), _, _) => Verdict::Skipped,
        (Rule::CompulsoryPair, left, right) => pair(left.is_some() != right.is_some()),
        (Rule::ExclusivePair, left, right) => pair(left.is_some() && right.is_some()),
    })
}

#[cfg(test)]
mod tests;
