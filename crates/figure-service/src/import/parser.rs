//! A large file becomes rows, piece by piece. It knows no store and waits for nothing, so that it runs beside what does.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use interchange::mistake::Mistakes;
use interchange::stated::ObservationsReading;
use interchange::{Context, Mistake, Stated};
use store::{Row, StoreError};

use crate::domain::StatedFile;
use crate::stated;

/// So many places are remembered to notice two rows of one place, 8 bytes each. In a longer file the store looks for them.
const MOST_PLACES: usize = 1_800_000;

/// A file on its way into rows.
pub(super) struct Parser {
    file: StatedFile,
    context: Arc<Context>,
    reading: ObservationsReading,
    mistakes: Mistakes,
    places: Places,
}

/// What came of a file.
pub(super) struct Parsed {
    /// The rows of what came last.
    pub(super) rows: Vec<(u32, Row)>,
    /// All mistakes.
    pub(super) mistakes: Vec<Mistake>,
    /// Whether two rows may be of one key and place.
    pub(super) repeats: bool,
}

impl Parser {
    pub(super) fn new(service: &str, file: StatedFile, context: Arc<Context>) -> Self {
        let reading = ObservationsReading::new(service, file.file, &context);
        Self { file, context, reading, mistakes: Mistakes::default(), places: Places::default() }
    }

    /// The rows that are whole now, but none once there is a mistake: the rest is only checked.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Vec<(u32, Row)>, StoreError> {
        let Self { file, context, reading, mistakes, places } = self;
        let mut rows = Rows { file, places, rows: Vec::new(), failed: None };
        reading.push(bytes, context, mistakes, &mut |one, mistakes| rows.add(one, mistakes));
        rows.all()
    }

    /// What is left, and all mistakes in the order of lines.
    pub(super) fn end(self) -> Result<Parsed, StoreError> {
        let Self { file, context, mut reading, mut mistakes, mut places } = self;
        let mut rows = Rows { file: &file, places: &mut places, rows: Vec::new(), failed: None };
        reading.end(&context, &mut mistakes, &mut |one, mistakes| rows.add(one, mistakes));
        let rows = rows.all()?;
        Ok(Parsed { rows, mistakes: mistakes.sorted(), repeats: places.repeat })
    }
}

/// Rows in the making. What was read of one is let go before the next one is read.
struct Rows<'a> {
    file: &'a StatedFile,
    places: &'a mut Places,
    rows: Vec<(u32, Row)>,
    failed: Option<StoreError>,
}

impl Rows<'_> {
    fn add(&mut self, one: Stated, mistakes: &Mistakes) {
        if !mistakes.is_empty() || self.failed.is_some() {
            return;
        }
        let key = one.key.to_string();
        self.places.see(&key, &one);
        let line = one.line;
        match stated::row(self.file.table, Some(self.file), one, key, 0) {
            Ok(row) => self.rows.push((line, row)),
            Err(error) => self.failed = Some(error),
        }
    }

    fn all(self) -> Result<Vec<(u32, Row)>, StoreError> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.rows),
        }
    }
}

/// The places that were seen, as numbers that hardly two have in common. Two that have only make the store look.
#[derive(Default)]
struct Places {
    numbers: HashSet<u64>,
    hasher: RandomState,
    repeat: bool,
}

impl Places {
    fn see(&mut self, key: &str, one: &Stated) {
        if self.repeat {
            return;
        }
        let number = self.hasher.hash_one((key, &one.document, &one.section, &one.locator));
        if !self.numbers.insert(number) || self.numbers.len() > MOST_PLACES {
            self.repeat = true;
            self.numbers = HashSet::new();
        }
    }
}
