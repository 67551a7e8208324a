//! Holds a source text against a bundle: every number accounted for, every row found where its source says.
//!
//! A number is accounted for by one row (of `stated.csv`, `observations.csv`, or a numeric cell of a named record) whose source
//! names this document, the section and the paragraph, with the same value, unit and time, or by a named exception at its very place.
//! One row accounts for one place. The text itself need not be there: [`write_numbers`] keeps its numbers with their places, and the
//! same check runs on them. See `docs/coverage.md`.

mod matching;
mod number;
mod numbers_file;
mod order;
mod outcome;
mod periods;
mod rows;
mod source_map;
mod toml_place;

use std::collections::BTreeMap;

use interchange::{Context, Mistake, Place, codes};

use crate::quantities::Lexicon;
use crate::reading::Vocabulary;

pub use number::{Number, extract};
pub use numbers_file::{read as read_numbers, write as write_numbers};
pub use outcome::{Coverage, Crossed, Open, Stale, Stray};
pub use periods::Periods;
pub use rows::{Row, RowUnit};
pub use source_map::{Exception, SourceMap};

/// The file of a bundle that says how a source text is divided and which of its numbers state no quantity.
pub const MAP_FILE: &str = "coverage.toml";
/// The file of a bundle that holds the numbers of a source text without the text.
pub const NUMBERS_FILE: &str = "source-numbers.csv";

/// The files of a bundle: name and bytes. Only those that coverage needs are read.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a text's numbers are held against: map, vocabulary and rows of one bundle.
#[derive(Clone, Debug)]
pub struct Basis {
    map: SourceMap,
    vocabulary: Vocabulary,
    rows: Vec<Row>,
}

impl Basis {
    /// Reads `coverage.toml`, `codes.csv` and every file with rows that may account for a number.
    ///
    /// # Errors
    /// All mistakes of these files, each with its place and remedy; only what coverage uses of a row is looked at.
    pub fn read(files: &Files) -> Result<Self, Vec<Mistake>> {
        let bytes = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice);
        let (map, mut mistakes) = source_map::read(MAP_FILE, bytes(MAP_FILE));
        // What else is wrong with the code lists is for the bundle's own check; without units nothing can be read.
        let (lists, of_codes) = codes::read("codes.csv", bytes("codes.csv"), &Context::default());
        if lists.list("unit").is_empty() {
            mistakes.extend(of_codes);
            mistakes.push(no_units());
        }
        let lexicon = Lexicon::new(&map.language, &lists);
        let (rows, of_rows) = rows::read(files, &map.document);
        mistakes.extend(of_rows);
        match lexicon {
            Ok(lexicon) if mistakes.is_empty() => {
                let vocabulary = Vocabulary::new(lexicon, &map.language, &lists);
                match map.unknown_unit(&vocabulary) {
                    None => Ok(Self { map, vocabulary, rows }),
                    Some(unit) => Err(vec![source_map::of_unit(MAP_FILE, unit)]),
                }
            }
            Ok(_) => Err(mistakes),
            Err(error) => {
                mistakes.push(source_map::of_language(MAP_FILE, &error));
                Err(mistakes)
            }
        }
    }

    /// The numbers of a source text, in order.
    #[must_use]
    pub fn extract(&self, text: &str) -> Vec<Number> {
        extract(text, &self.map, &self.vocabulary)
    }

    /// Reads the numbers that [`write_numbers`] kept.
    ///
    /// # Errors
    /// All mistakes of the file; among them numbers whose value is not what is written, whatever the scale.
    pub fn read_numbers(&self, file: &str, bytes: &[u8]) -> Result<Vec<Number>, Vec<Mistake>> {
        read_numbers(file, bytes, &self.vocabulary)
    }

    /// Holds numbers against exceptions and rows.
    #[must_use]
    pub fn cover(&self, numbers: &[Number]) -> Coverage {
        matching::cover(numbers, &self.map, &self.rows, &self.vocabulary)
    }

    /// The rows of the bundle that this document is the source of, those of aggregate records among them.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How the text is divided, and its exceptions.
    #[must_use]
    pub fn map(&self) -> &SourceMap {
        &self.map
    }
}

fn no_units() -> Mistake {
    let remedy = "add the units of the bundle, with the words that stand beside a number";
    Mistake::new(Place::start("codes.csv"), "the list `unit` is empty", remedy)
}

#[cfg(test)]
mod tests;
