//! Which values a file decides on: of the rows of one key only equal ones may be accepted.

use std::collections::BTreeMap;

use figures::{FigureKey, MissingReason, Value};

use super::Stated;
use crate::mistake::{Mistake, Mistakes, Place, quote};

/// The most rows of one file that may be accepted: each is a decision of somebody, and is kept until the whole file is read.
const MOST: usize = 200_000;

/// The first accepted row of each key.
#[derive(Debug, Default)]
pub(super) struct Decided {
    first: BTreeMap<FigureKey, (u32, Option<Value>, Option<MissingReason>)>,
    full: bool,
}

impl Decided {
    /// Looks at a row of the file, in the order of its lines.
    pub(super) fn check(&mut self, file: &str, row: &Stated, mistakes: &mut Mistakes) {
        if !row.accepted || self.full {
            return;
        }
        let place = || Place::new(file, row.line, 1);
        if let Some((line, value, missing)) = self.first.get(&row.key) {
            if (*value, *missing) != (row.value, row.missing) {
                let problem =
                    format!("another value of {} is accepted in line {line}", quote(&row.key.to_string()));
                mistakes.push(Mistake::new(place(), problem, "accept one of them").of("accepted"));
            }
        } else if self.first.len() < MOST {
            self.first.insert(row.key.clone(), (row.line, row.value, row.missing));
        } else {
            self.full = true;
            let problem = format!("more than {MOST} values are accepted in one file");
            mistakes.push(Mistake::new(place(), problem, "accept only what is disputed").of("accepted"));
        }
    }
}
