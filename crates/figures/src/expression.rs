//! Expressions over figures: `sum(projects/funding?area=itu-region:*&period=@year) = projects/funding?period=@year`.
//!
//! The grammar is in `docs/expressions.md`. The parser is written by hand: keys hold the signs of operators, so words have a rule of
//! their own; every error says what to do at its place; and nesting has a bound that a parser library would hide. Sums and products
//! are lists, so that only parentheses and calls nest.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::key::{FigureKey, KeyError};
use crate::statement::Relation;
use crate::unit::Unit;

pub mod evaluate;
mod function;
mod lexer;
pub mod linear;
mod parser;
mod print;
mod resolve;

pub use function::Function;

/// The longest expression that is read, in bytes.
pub const MAX_BYTES: usize = 8_192;

/// How deep parentheses, calls and signs may nest.
pub const MAX_DEPTH: usize = 32;

/// How many products, quotients, shares and growths an expression may hold: each makes exact numbers longer.
pub const MAX_FACTORS: usize = 64;

/// An expression: a number that is computed, or a statement of two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The only side, or the left one.
    pub left: Node,
    /// What is said of it, and the right side.
    pub right: Option<(Relation, Node)>,
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A number that is known exactly.
    Number(Number),
    /// A figure, or several.
    Reference(Reference),
    /// The same with the other sign.
    Negative(Box<Node>),
    /// Two or more numbers, each added or, where the flag is set, subtracted; the flag of the first is not set.
    Sum(Vec<(bool, Node)>),
    /// Two or more numbers, each multiplied or, where the flag is set, divided by; the flag of the first is not set.
    Product(Vec<(bool, Node)>),
    /// A function of one or more arguments.
    Call(Function, Vec<Node>),
}

/// A number in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number; what has no unit takes that of what it is added to or compared with.
    pub number: Decimal,
    /// The unit as written, with or without a prefix: `CHF`, `kbit/s`, `%`.
    pub unit: Option<Unit>,
}

/// What names a figure: a key, with placeholders such as `@year` or without, or the alias of one; behind either, after a space, may
/// stand another period (`internet-users @year-1`).
#[derive(Clone, Debug)]
pub struct Reference {
    text: String,
    at: usize,
}

/// What is wrong with an expression, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {problem}")]
pub struct ExpressionError {
    /// Byte offset of the offending part.
    pub offset: usize,
    /// The same in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub problem: String,
}

impl Reference {
    /// The text as written: a key or an alias.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset in the expression that it was read from.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Whether it is the alias of a key.
    #[must_use]
    pub fn is_alias(&self) -> bool {
        !self.text.split(' ').next().is_some_and(|name| name.contains('/'))
    }

    /// Whether it may stand for several figures.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.text.contains('*')
    }

    /// The key; placeholders must have been resolved.
    ///
    /// # Errors
    /// [`KeyError`] for an alias, or a name with another period.
    pub fn key(&self) -> Result<FigureKey, KeyError> {
        self.text.parse()
    }
}

/// Where it was read from makes no difference.
impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Reference {}

impl ExpressionError {
    fn new(text: &str, offset: usize, problem: impl Into<String>) -> Self {
        let offset = offset.min(text.len());
        let before = text.char_indices().take_while(|(at, _)| *at < offset).count();
        Self { offset, column: before.saturating_add(1), problem: problem.into() }
    }
}

impl Expression {
    /// Both sides.
    fn sides(&self) -> impl Iterator<Item = &Node> {
        std::iter::once(&self.left).chain(self.right.iter().map(|(_, node)| node))
    }

    /// Every name of a figure, from left to right, as often as it occurs.
    #[must_use]
    pub fn references(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        self.sides().for_each(|side| side.collect(&mut found));
        found
    }
}

impl Node {
    fn collect<'a>(&'a self, found: &mut Vec<&'a Reference>) {
        match self {
            Self::Number(_) => {}
            Self::Reference(reference) => found.push(reference),
            Self::Negative(node) => node.collect(found),
            Self::Sum(parts) | Self::Product(parts) => parts.iter().for_each(|(_, node)| node.collect(found)),
            Self::Call(_, arguments) => arguments.iter().for_each(|node| node.collect(found)),
        }
    }
}

impl FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, ExpressionError> {
        parser::parse(text)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.left)?;
        match &self.right {
            Some((relation, node)) => write!(f, " {relation} {node}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
