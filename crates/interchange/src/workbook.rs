//! The workbook that a department is asked by, and the same workbook filled in.
//!
//! One sheet has a row for each figure that is asked: what it is, last year's value, what is recorded already, and cells to fill in. All
//! other cells are locked. A second, hidden sheet says what a program must know: the request, the period, and what the words of the
//! choices mean, so that a workbook is read in whatever language it was made. A workbook is `.xlsx` (ECMA-376, Office Open XML).
//!
//! Its numbers are binary, as the format has them; what was typed is had back by rounding to the 15 digits that such a program keeps.

mod cells;
mod read;
mod write;

use figures::{Bound, Decimal, Decimals};
use jiff::civil::Date;

pub use read::read;
pub use write::{WorkbookError, write};

/// The largest file that is read, packed.
pub const MAX_BYTES: usize = 8 << 20;
/// The most that a file may hold, unpacked.
pub const MAX_UNPACKED: u64 = 16 << 20;
/// The most figures that one workbook asks for.
pub const MAX_LINES: usize = 5_000;

/// The name of the hidden sheet.
const HIDDEN: &str = "yearbook";
/// What the hidden sheet begins with, and the version of the form.
const FORM: (&str, &str) = ("yearbook-return", "1");
/// How exactly a value can be said to be known: ten to these powers; exactly comes first.
const KNOWN_TO: [i32; 12] = [0, -1, -2, -3, -4, -5, -6, -7, -8, -9, 1, 2];

/// The columns, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The measure's label.
    Figure,
    /// Of what: area, group, sector.
    Of,
    /// The measure's definition.
    Definition,
    /// The unit.
    Unit,
    /// Last year's value.
    Before,
    /// What is recorded for the year already.
    Recorded,
    /// The cell for the value.
    Value,
    /// The cell for how exactly it is known.
    KnownTo,
    /// The cell for how it is limited.
    Bound,
    /// The cell for a comment.
    Comment,
    /// The figure's key.
    Key,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Figure,
        Self::Of,
        Self::Definition,
        Self::Unit,
        Self::Before,
        Self::Recorded,
        Self::Value,
        Self::KnownTo,
        Self::Bound,
        Self::Comment,
        Self::Key,
    ];

    /// Its number, from 0.
    fn number(self) -> u16 {
        let at = Self::ALL.iter().position(|column| *column == self);
        at.and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
    }

    /// Its number as places count, from 1.
    #[must_use]
    pub fn place(self) -> u32 {
        u32::from(self.number()).saturating_add(1)
    }

    /// Its letter.
    fn letter(self) -> char {
        char::from(b'A'.saturating_add(u8::try_from(self.number()).unwrap_or_default()))
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The request's id.
    pub request: String,
    /// The period that values are asked for, ISO 8601.
    pub period: String,
    /// When it was asked; the file's date.
    pub asked: Date,
    /// The words of its language.
    pub words: Words,
    /// A row each.
    pub lines: Vec<Line>,
}

/// The words of a workbook in its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The sheet's name, at most 31 characters.
    pub sheet: String,
    /// The title.
    pub title: String,
    /// Who is asked, by when, and what to do: a line each.
    pub notes: Vec<String>,
    /// The head of each column.
    pub heads: [String; 11],
    /// For a figure that has no value this time.
    pub nil: String,
    /// For a figure that does not apply.
    pub not_applicable: String,
    /// For a value that is known exactly.
    pub exact: String,
    /// Each bound that can be chosen.
    pub bounds: Vec<(Bound, String)>,
    /// Whether it is read from right to left.
    pub right_to_left: bool,
}

/// A figure that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The canonical key.
    pub key: String,
    /// The measure's label.
    pub figure: String,
    /// Of what.
    pub of: String,
    /// The measure's definition.
    pub definition: String,
    /// The unit, in words.
    pub unit: String,
    /// Last year's value.
    pub before: Shown,
    /// What is recorded already.
    pub recorded: Shown,
    /// How exactly such a value is usually known.
    pub known_to: Decimals,
}

/// What a locked cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A number in the base unit.
    Number(Decimal),
    /// Why there is none, in words.
    Text(String),
}

/// A workbook that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// The request's id.
    pub request: String,
    /// The period that values were asked for.
    pub period: String,
    /// The rows in which something is filled in.
    pub answers: Vec<Answer>,
    /// The keys of all rows.
    pub keys: Vec<String>,
}

/// A row in which something is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The figure's key, as the row has it.
    pub key: String,
    /// What is answered; none where there is a comment alone.
    pub given: Option<Given>,
    /// How exactly the value is known; none where the cell is empty.
    pub known_to: Option<Decimals>,
    /// How the value is limited.
    pub bound: Bound,
    /// The comment.
    pub comment: Option<String>,
    /// The row, from 1.
    pub row: u32,
}

impl Answer {
    /// The cell of a column: `G7`.
    #[must_use]
    pub fn cell(&self, column: Column) -> String {
        format!("{}{}", column.letter(), self.row)
    }
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A value in the base unit.
    Value(Decimal),
    /// There is no value this time.
    Nil,
    /// The figure does not apply.
    NotApplicable,
}

/// How exactly a value is known, as it is chosen: `1 000` for -3.
fn step(power: i32) -> String {
    let digits = usize::try_from(power.unsigned_abs()).unwrap_or_default();
    if power > 0 {
        return format!("0.{}1", "0".repeat(digits.saturating_sub(1)));
    }
    let mut text = String::from("1");
    for left in (0..digits).rev() {
        if left % 3 == 2 {
            text.push(' ');
        }
        text.push('0');
    }
    text
}

#[cfg(test)]
mod tests;
