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
        let found = self.reading.push(bytes, &self.context, &mut self.mistakes);
        self.rows(&found)
    }

    /// What is left, and all mistakes in the order of lines.
    pub(super) fn end(mut self) -> Result<Parsed, StoreError> {
        let found = self.reading.end(&self.context, &mut self.mistakes);
        let rows = self.rows(&found)?;
        Ok(Parsed { rows, mistakes: self.mistakes.sorted(), repeats: self.places.repeat })
    }

    fn rows(&mut self, found: &[Stated]) -> Result<Vec<(u32, Row)>, StoreError> {
        if !self.mistakes.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows = Vec::with_capacity(found.len());
        for one in found {
            let key = one.key.to_string();
            self.places.see(&key, one);
            rows.push((one.line, stated::row(self.file.table, Some(&self.file), one, &key, 0)?));
        }
        Ok(rows)
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
