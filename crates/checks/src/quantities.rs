//! Finds the quantities of a text in six languages: what is said, how exactly, of what, in which range, change and period.
//!
//! A language is a table of data (`data/quantities/<lang>.toml`); one scanner reads all of them, and the bundle adds the words of
//! its units. The text is walked once; what joins mentions (ranges, changes, periods) is found between neighbours, so that
//! the work grows with the length of the text. Every run of digits is in some mention, quantity or not.

mod changes;
mod concepts;
mod dates;
mod digits;
mod joint;
mod lexicon;
mod mention;
mod names;
mod nouns;
mod number;
mod numerals;
mod periods;
mod phrases;
mod plain;
mod ranges;
mod scan;
mod sense;
mod sounds;
mod suffix;
mod text;

pub(crate) use concepts::{Concept, Piece, concepts, pieces};
pub(crate) use joint::{Joint, Says, Word, Words};
pub use lexicon::{Lexicon, LexiconError};
pub use mention::{
    Change, Dated, DaysOfYear, Direction, Kind, Mention, RangeEnd, Reading, Relation, Role, UnitRead,
};
pub(crate) use nouns::content_words;
pub use nouns::nouns_near;
pub(crate) use plain::{Plain, alone, limits, numbers, spelled};
pub(crate) use sounds::sounds;

/// The mentions of one block of text (a paragraph, list item, heading or table cell), in order and without overlaps.
#[must_use]
pub fn read(text: &str, lexicon: &Lexicon) -> Vec<Mention> {
    read_counting(text, lexicon).0
}

/// The mentions, and how many steps they took.
fn read_counting(text: &str, lexicon: &Lexicon) -> (Vec<Mention>, u64) {
    let lexemes = text::Lexemes::of(text);
    let mut pieces = scan::scan(&lexemes, lexicon);
    changes::mark(&lexemes, lexicon, &mut pieces);
    ranges::join(&lexemes, lexicon, &mut pieces);
    periods::relate(&lexemes, &mut pieces);
    let steps = lexemes.steps();
    (pieces.into_iter().map(|piece| piece.mention).collect(), steps)
}

#[cfg(test)]
mod tests;
