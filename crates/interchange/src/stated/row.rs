//! One row: a value with its measure's unit and no digits beyond its decimals, or the reason why there is none.

use figures::{Measure, MeasureKind, MissingReason, Unit, Value};

use super::{KeyOf, Stated, own_document, reasons};
use crate::context::Context;
use crate::mistake::{Mistake, Mistakes, Problem, quote};
use crate::register::Record;

pub(super) struct Row<'a> {
    pub(super) record: &'a Record,
    pub(super) file: &'a str,
    pub(super) context: &'a Context,
    pub(super) mistakes: &'a mut Mistakes,
    /// Whether rows of the file can be accepted.
    pub(super) decides: bool,
}

impl Row<'_> {
    fn push(&mut self, field: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        let place = self.record.place(self.file, field);
        self.mistakes.push(Mistake::new(place, problem, remedy).of(field));
    }

    pub(super) fn stated(&mut self, key: KeyOf<'_>) -> Option<Stated> {
        let record = self.record;
        let key = match key(record)? {
            Ok(key) => key,
            Err(problem) => {
                self.push("indicator", problem.problem, problem.remedy);
                return None;
            }
        };
        let context = self.context;
        let measure = context.measures.as_ref().and_then(|c| c.get(&key.service, &key.measure));
        let unit = self.unit(measure);
        let missing = self.missing();
        let value = if missing.is_none() { self.value() } else { None };
        self.check_decision();
        self.check_document();
        if value.is_none() && missing.is_none() {
            return None;
        }
        let text = |field: &str| record.text(field).unwrap_or_default().to_owned();
        Some(Stated {
            key,
            value,
            missing,
            unit: unit?,
            document: text("document"),
            section: text("section"),
            locator: text("locator"),
            note: record.text("note").map(str::to_owned),
            accepted: record.yes("accepted"),
            reason: record.text("reason").map(str::to_owned),
            line: record.line,
        })
    }

    fn unit(&mut self, measure: Option<&Measure>) -> Option<Unit> {
        if measure.is_some_and(|m| m.kind == MeasureKind::Listing) {
            self.push(
                "unit",
                "the measure is a listing and has no values",
                "state a value of another measure",
            );
            return None;
        }
        let expected = measure.and_then(|m| m.unit.clone());
        let given = self.record.text("unit").and_then(|u| Unit::new(u).ok());
        match (given, expected) {
            (Some(given), Some(expected)) if given != expected => {
                let problem = format!("the unit {} is not the measure's", quote(given.code()));
                self.push("unit", problem, format!("state the value in `{expected}`"));
                None
            }
            (None, Some(expected)) if self.record.text("status").is_some() => Some(expected),
            (None, _) => {
                if self.record.text("unit").is_none() && !self.record.has_mistake("unit") {
                    self.push("unit", "`unit` is empty", "write the measure's unit");
                }
                None
            }
            (given, _) => given,
        }
    }

    fn missing(&mut self) -> Option<MissingReason> {
        let record = self.record;
        let reason = record.text("missing_reason").and_then(MissingReason::from_name);
        if record.text("status").is_none() {
            if reason.is_some() {
                self.push(
                    "missing_reason",
                    "a value that is there has a reason to be missing",
                    "write `missing` as status, or remove the reason",
                );
            }
            return None;
        }
        if record.decimal("value").is_some() {
            self.push("value", "a missing value has a value", "leave the value empty, or the status");
        }
        if reason.is_none() {
            let names = reasons().collect::<Vec<_>>().join(", ");
            self.push("missing_reason", "a missing value has no reason", format!("write one of {names}"));
        }
        reason
    }

    fn value(&mut self) -> Option<Value> {
        let record = self.record;
        let number = record.decimal("value");
        let decimals = record.decimals("decimals");
        for (field, given) in [("value", number.is_some()), ("decimals", decimals.is_some())] {
            if !given && !record.has_mistake(field) && record.text("status").is_none() {
                self.push(field, format!("`{field}` is empty"), "write it, or make the status `missing`");
            }
        }
        match Value::new(number?, decimals?, record.bound("bound")) {
            Ok(value) => Some(value),
            Err(error) => {
                let problem = Problem::of_error(&error);
                self.push("value", problem.problem, problem.remedy);
                None
            }
        }
    }

    /// In a document's own file no row is of another one, so that each row has one file.
    fn check_document(&mut self) {
        let given = self.record.text("document");
        if let Some(own) = own_document(self.file).filter(|own| given.is_some_and(|given| given != *own)) {
            let problem = format!("the file holds what {} says, and nothing else", quote(own));
            self.push("document", problem, "move the row to the file of its document");
        }
    }

    fn check_decision(&mut self) {
        match (self.record.yes("accepted"), self.record.text("reason")) {
            (true, None) => {
                self.push("reason", "the value is accepted without a reason", "say why it is the right one")
            }
            (false, Some(_)) if self.decides => {
                self.push(
                    "accepted",
                    "there is a reason and nothing is accepted",
                    "write `yes`, or put the words into note",
                );
            }
            _ => {}
        }
    }
}
