//! What an expression comes to over figures, with the arithmetic that a finding can show.

use crate::figure::MissingReason;
use crate::interval::Reading;
use crate::quantity::{Quantity, QuantityError};
use crate::rational::Rational;
use crate::statement::missing::MissingStrategy;
use crate::statement::{Relation, Statement};
use crate::unit::dimension::Dimension;
use crate::unit::{Unit, symbol};
use crate::value::Value;

use super::{Expression, Number, Reference};

mod run;

use run::Run;

/// One figure that a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its canonical key.
    pub key: String,
    /// Its value and unit, or why it has none.
    pub value: Result<(Value, Unit), Absence>,
}

/// Why a figure has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Absence {
    /// It is known to have none.
    #[error("{}", .0.name())]
    Missing(MissingReason),
    /// Its service did not answer.
    #[error("unavailable")]
    Unavailable,
    /// Nothing of that name has records.
    #[error("nothing recorded")]
    Nothing,
    /// The key has no answer, with the message.
    #[error("{0}")]
    Refused(String),
}

/// How expressions are evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How printed values are read.
    pub reading: Reading,
    /// What missing items make of the only side, or the left one.
    pub left: MissingStrategy,
    /// What they make of the right side.
    pub right: MissingStrategy,
}

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A number.
    Quantity(Box<Quantity>),
    /// A statement, judged.
    Statement(Box<Statement>),
    /// A side is null, since items are missing.
    Null,
}

/// One line of arithmetic: a part of the expression and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The part, or the key of a figure.
    pub part: String,
    /// What it comes to.
    pub result: Quantity,
}

/// What an expression comes to, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The result.
    pub outcome: Outcome,
    /// The arithmetic from the inside out, left before right; at most 1 000 lines.
    pub steps: Vec<Step>,
    /// Figures without a value, each once, with the reason.
    pub absent: Vec<(String, Absence)>,
    /// Both sides, `None` for a null one; the right one only of a statement.
    pub sides: Vec<Option<Quantity>>,
}

/// Why an expression comes to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// An operation has no result.
    #[error("`{part}`: {error}")]
    Operation {
        /// The part of the expression.
        part: String,
        /// Why.
        error: QuantityError,
    },
    /// A name stands for several figures where one is needed.
    #[error("`{name}` stands for {count} figures; put it into sum, mean, min, max or count")]
    Several {
        /// The name.
        name: String,
        /// How many it stands for.
        count: usize,
    },
}

impl Expression {
    /// Evaluates over `lookup`, which gives each figure that a name stands for, in the order to show them; of a name without records
    /// it may give none, which counts as one missing item.
    ///
    /// Where the strategy of a side counts missing items as zero, sums and differences do; mean, min, max and count leave them out,
    /// since a mean over nothing known would not be one.
    ///
    /// # Errors
    /// [`EvaluationError`] where units do not go together, a divisor may be zero, or one name stands for several figures outside
    /// of a function that takes them.
    pub fn evaluate(
        &self,
        settings: &Settings,
        mut lookup: impl FnMut(&Reference) -> Vec<Found>,
    ) -> Result<Evaluation, EvaluationError> {
        let mut run = Run::new(settings);
        for reference in self.references() {
            if !run.knows(reference) {
                run.look(reference, lookup(reference));
            }
        }
        let left = run.side(&self.left, settings.left)?;
        let Some((relation, right)) = &self.right else {
            let outcome = left.clone().map_or(Outcome::Null, |q| Outcome::Quantity(Box::new(q)));
            return Ok(run.done(outcome, vec![left]));
        };
        let right = run.side(right, settings.right)?;
        let outcome = match (&left, &right) {
            (Some(left), Some(right)) => Outcome::Statement(Box::new(self.judge(left, *relation, right)?)),
            (None, _) | (_, None) => Outcome::Null,
        };
        Ok(run.done(outcome, vec![left, right]))
    }

    fn judge(
        &self,
        left: &Quantity,
        relation: Relation,
        right: &Quantity,
    ) -> Result<Statement, EvaluationError> {
        Statement::judge(left, relation, right)
            .map_err(|error| EvaluationError::Operation { part: self.to_string(), error })
    }
}

/// A number with its unit, a prefix being a factor.
pub(super) fn literal(number: &Number) -> Quantity {
    let exact = Rational::from(number.number);
    let Some(unit) = &number.unit else { return Quantity::exact(exact, Dimension::Bare) };
    let (prefix, unit) = symbol::parse(unit.code()).unwrap_or_else(|| (Rational::one(), unit.clone()));
    let (dimension, factor) = Dimension::of(&unit);
    Quantity::exact(exact.times(&prefix).times(&factor), dimension)
}

#[cfg(test)]
mod tests;
