//! `observations.csv` as it comes, in pieces.

use std::collections::BTreeSet;

use super::decided::Decided;
use super::row::Row;
use super::{Stated, dimensions_of, observations_register, observed_key};
use crate::context::Context;
use crate::mistake::Mistakes;
use crate::register::{Reading, Record};

/// A file of observations on its way: what [`read_observations`](super::read_observations) finds in the whole is found piece by piece.
#[derive(Debug)]
pub struct ObservationsReading {
    service: String,
    file: String,
    dimensions: BTreeSet<String>,
    reading: Reading,
    decided: Decided,
}

impl ObservationsReading {
    /// A file of which nothing has come yet; its columns are the dimensions of the service's measures.
    #[must_use]
    pub fn new(service: &str, file: &str, context: &Context) -> Self {
        let dimensions = dimensions_of(service, context);
        let reading = Reading::new(observations_register(&dimensions), file);
        let (service, file) = (service.to_owned(), file.to_owned());
        Self { service, file, dimensions, reading, decided: Decided::default() }
    }

    /// What the rows say that are whole now. `context` is the same for all pieces.
    pub fn push(&mut self, bytes: &[u8], context: &Context, mistakes: &mut Mistakes) -> Vec<Stated> {
        let records = self.reading.push(bytes, context, mistakes);
        self.stated(&records, context, mistakes)
    }

    /// What is left: nothing follows.
    pub fn end(&mut self, context: &Context, mistakes: &mut Mistakes) -> Vec<Stated> {
        let records = self.reading.end(context, mistakes);
        self.stated(&records, context, mistakes)
    }

    fn stated(&mut self, records: &[Record], context: &Context, mistakes: &mut Mistakes) -> Vec<Stated> {
        let key = |record: &Record| observed_key(&self.service, &self.dimensions, record, context);
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let file = &self.file;
            rows.extend(Row { record, file, context, mistakes: &mut *mistakes, decides: true }.stated(&key));
        }
        rows.iter().for_each(|row| self.decided.check(&self.file, row, mistakes));
        rows
    }
}
