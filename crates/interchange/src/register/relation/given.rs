//! Which fields of a row are given, and what it lacks.

use crate::mistake::{Mistakes, Problem};
use crate::register::{Datum, Record};

/// A row under judgement.
pub(super) struct Row<'a> {
    pub(super) record: &'a Record,
    pub(super) file: &'a str,
    pub(super) mistakes: &'a mut Mistakes,
}

impl Row<'_> {
    /// Whether a field holds something, be it a mistake that is told already.
    pub(super) fn has(&self, field: &str) -> bool {
        *self.record.get(field) != Datum::Null || self.record.has_mistake(field)
    }

    pub(super) fn tell(&mut self, field: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        let place = self.record.place(self.file, field);
        self.mistakes.push(Problem::new(problem, remedy).at(place).of(field));
    }
}

/// A number without a unit could be taken for one of any.
pub(super) fn measured(record: &Record, file: &str, (number, unit): (&str, &str), mistakes: &mut Mistakes) {
    let mut row = Row { record, file, mistakes };
    if row.has(number) && !row.has(unit) {
        let problem = format!("`{unit}` is empty, and `{number}` is given");
        row.tell(unit, problem, format!("write in which unit the number of `{number}` is"));
    }
}
