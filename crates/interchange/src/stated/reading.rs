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

    /// Gives what the rows say that are whole now, one after another. `context` is the same for all pieces.
    pub fn push(
        &mut self,
        bytes: &[u8],
        context: &Context,
        mistakes: &mut Mistakes,
        each: &mut dyn FnMut(Stated, &Mistakes),
    ) {
        let Self { service, file, dimensions, reading, decided } = self;
        let mut telling = Telling { service, file, dimensions, decided, context, each };
        reading.push(bytes, context, mistakes, &mut |record, mistakes| telling.record(&record, mistakes));
    }

    /// Gives what is left: nothing follows.
    pub fn end(
        &mut self,
        context: &Context,
        mistakes: &mut Mistakes,
        each: &mut dyn FnMut(Stated, &Mistakes),
    ) {
        let Self { service, file, dimensions, reading, decided } = self;
        let mut telling = Telling { service, file, dimensions, decided, context, each };
        reading.end(context, mistakes, &mut |record, mistakes| telling.record(&record, mistakes));
    }
}

/// From records to what they say.
struct Telling<'a> {
    service: &'a str,
    file: &'a str,
    dimensions: &'a BTreeSet<String>,
    decided: &'a mut Decided,
    context: &'a Context,
    each: &'a mut dyn FnMut(Stated, &Mistakes),
}

impl Telling<'_> {
    fn record(&mut self, record: &Record, mistakes: &mut Mistakes) {
        let (service, dimensions, context, file) = (self.service, self.dimensions, self.context, self.file);
        let key = |record: &Record| observed_key(service, dimensions, record, context);
        let row = Row { record, file, context, mistakes: &mut *mistakes, decides: true }.stated(&key);
        if let Some(row) = row {
            self.decided.check(file, &row, mistakes);
            (self.each)(row, mistakes);
        }
    }
}
