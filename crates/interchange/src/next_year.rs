//! The bundle to start next year's report from: what was accepted becomes a comparative, what is of one year starts empty.
//!
//! What is carried over, file by file (`docs/bundle.md` says the same to data authors):
//! - **Values**: the accepted figures become rows of `stated.csv`, each place of the source its row, and one row each of
//!   `published.csv`. Rows of `stated.csv` and `observations.csv` that no figure was handed in for stay where they are.
//! - **Yearly files**, those of a record set with a period in its filter, keep their header line only. A row of another file
//!   that refers to a record so dropped (a column `event` refers to `events.csv`) goes with it. A dropped record that a key
//!   still names becomes a code of the list of that dimension, so that last year's values can be asked for by name.
//! - **Standing files** (areas, terms, members, outline, narrative …) stay as they are, without rows whose `period` or `as_at`
//!   lies in the new year. `coverage.toml` and `source-numbers.csv` are about last year's
//!   text and are left out.
//! - **The new year has no values**: a value of a period in it is in `published.csv` only; projections beyond it stay.

mod describe;
mod rows;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use figures::{Figure, FigureKey, Status};

use crate::bundle::{Bundle, is_shared};
use crate::context::Context;
use crate::manifest;
use crate::mistake::Mistake;
use rows::Dropped;

/// Why no bundle could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NextYearError {
    /// The new year does not come after the old one.
    #[error("{year} does not come after {last}; name a later year")]
    Year {
        /// The year of the bundle to start from.
        last: i16,
        /// The year asked for.
        year: i16,
    },
    /// A figure's service did not answer, so its value would be lost.
    #[error("{key} is not available; start its service and try again")]
    Unavailable {
        /// The figure's key.
        key: String,
    },
    /// A figure's key is none.
    #[error("{key} is no key of one figure; hand in figures as services answer them")]
    Key {
        /// The text.
        key: String,
    },
    /// The bundle to start from has mistakes.
    #[error("the bundle has {} mistakes, the first one at {}; correct them first", .0.len(), first(.0))]
    Mistakes(Vec<Mistake>),
}

fn first(mistakes: &[Mistake]) -> String {
    mistakes.first().map(ToString::to_string).unwrap_or_default()
}

/// The code of an organisation's report on a year among the documents.
#[must_use]
pub fn report_document(year: i16) -> String {
    format!("ar-{year}")
}

/// The code of the document that departments' answers for a year are stated of: their returns.
#[must_use]
pub fn returns_document(year: i16) -> String {
    format!("returns-{year}")
}

/// A bundle for `year` from an earlier one and the figures that services answer for it: those the report printed and any others
/// whose value is to be kept. `named` are the keys that outline and texts name, those of listings among them: a dropped record
/// that they name stays known as a code, so that what is said of it is missing and not unknown.
///
/// # Errors
/// [`NextYearError`]; nothing of the bundle is changed.
pub fn new_from(
    bundle: &Bundle,
    accepted: &[Figure],
    named: &BTreeSet<FigureKey>,
    year: i16,
) -> Result<Bundle, NextYearError> {
    let last = bundle.manifest().report.year;
    if year <= last || year > 9998 {
        return Err(NextYearError::Year { last, year });
    }
    let (context, mistakes) = bundle.context();
    let mistakes = [Bundle::new(bundle.files().clone()).1, mistakes].concat();
    if !mistakes.is_empty() {
        return Err(NextYearError::Mistakes(mistakes));
    }
    let accepted = keyed(accepted)?;
    let year = Year { bundle, context: &context, last, year, accepted, named };
    let (next, mistakes) = Bundle::new(year.files()?);
    if mistakes.is_empty() { Ok(next) } else { Err(NextYearError::Mistakes(mistakes)) }
}

fn keyed(accepted: &[Figure]) -> Result<BTreeMap<FigureKey, &Figure>, NextYearError> {
    let mut found = BTreeMap::new();
    for figure in accepted {
        if figure.status == Status::Unavailable {
            return Err(NextYearError::Unavailable { key: figure.key.clone() });
        }
        let key = figure.key.parse::<FigureKey>().ok().filter(FigureKey::is_exact);
        let key = key.ok_or_else(|| NextYearError::Key { key: figure.key.clone() })?;
        found.insert(key, figure);
    }
    Ok(found)
}

struct Year<'a> {
    bundle: &'a Bundle,
    context: &'a Context,
    last: i16,
    year: i16,
    accepted: BTreeMap<FigureKey, &'a Figure>,
    named: &'a BTreeSet<FigureKey>,
}

impl Year<'_> {
    fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, NextYearError> {
        let yearly: BTreeSet<&str> = self.yearly().collect();
        let dropped = Dropped::find(self.bundle, &yearly, self.year);
        let mut files = BTreeMap::new();
        for (name, bytes) in self.bundle.files() {
            if let Some(bytes) = self.standing(name, bytes, &yearly, &dropped) {
                files.insert(name.clone(), bytes);
            }
        }
        let (stated, mut keys) = self.stated().map_err(NextYearError::Mistakes)?;
        files.insert("stated.csv".to_owned(), stated);
        files.insert("published.csv".to_owned(), self.published().map_err(NextYearError::Mistakes)?);
        for name in self.observation_files() {
            let bytes = self.observations(&name).map_err(NextYearError::Mistakes)?;
            files.insert(name, bytes);
        }
        keys.extend(self.named.iter().cloned());
        files.insert("codes.csv".to_owned(), self.codes(&dropped, &keys));
        Ok(files)
    }

    /// The files of which only the header line stays.
    fn yearly(&self) -> impl Iterator<Item = &str> {
        self.bundle.manifest().record_sets.iter().filter(|s| s.is_yearly()).map(|s| s.file.as_str())
    }

    fn observation_files(&self) -> Vec<String> {
        let yearly: BTreeSet<&str> = self.yearly().collect();
        let is_read = |name: &&String| *name == "observations.csv" || crate::stated::table_of(name).is_some();
        let files = self.bundle.files().keys().filter(is_read);
        files.filter(|name| !yearly.contains(name.as_str())).cloned().collect()
    }

    fn standing(
        &self,
        name: &str,
        bytes: &[u8],
        yearly: &BTreeSet<&str>,
        dropped: &Dropped,
    ) -> Option<Vec<u8>> {
        match name {
            "coverage.toml" | "source-numbers.csv" => None,
            manifest::FILE => Some(self.manifest(bytes)),
            "documents.csv" => Some(self.documents(bytes)),
            _ if is_shared(name) || !name.ends_with(".csv") || name == "terms.csv" => Some(bytes.to_vec()),
            _ if yearly.contains(name) => Some(rows::header_only(bytes)),
            _ => Some(dropped.kept(bytes)),
        }
    }

    fn is_of_new_year(&self, key: &FigureKey) -> bool {
        key.code("period").is_some_and(|p| rows::lies_in(p, self.year))
    }
}

#[cfg(test)]
mod tests;
