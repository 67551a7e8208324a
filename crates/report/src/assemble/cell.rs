//! Cells of listings, and what has no value.

use figures::{Answer, AnswerError, Cell, FigureKey, Listing, MissingReason};
use interchange::Place;
use interchange::mistake::Problem as Words;

use super::Assembler;
use super::ask::Got;
use super::problem::{Problem, ProblemKind};
use crate::model::{Mark, Printed};
use crate::print::Form;

impl<'a> Assembler<'a> {
    pub(super) fn cell(&mut self, key: &FigureKey, column: &str, to: Option<&str>, place: &Place) -> Got {
        let text = to.map_or_else(|| format!("{key}#{column}"), |to| format!("{key}#{column}..{to}"));
        for name in std::iter::once(column).chain(to) {
            if !self.has_column(key, name) {
                self.no_column(key, name, place);
                return Got::Nothing(text);
            }
        }
        let Some(listing) = self.answered_listing(key, place) else {
            let mark = self.answers.map(|_| Mark::Unavailable);
            return Got::Cell(text, Vec::new(), mark);
        };
        // Nothing recorded of a code that is known is missing, as a figure would be.
        if listing.rows.len() > 1 {
            let problem = format!("`{key}` has {} rows, a cell is of one", listing.rows.len());
            let words = Words::new(problem, "narrow the key to one record");
            self.problems.add(Problem::at(ProblemKind::Misplaced, words, place).of(&text));
            return Got::Nothing(text);
        }
        let cells = std::iter::once(column).chain(to);
        let cells = cells.filter_map(|name| listing.only_cell(name).cloned()).collect();
        let mark = self.last_known(&key.service).map(|_| Mark::LastKnown);
        Got::Cell(text, cells, mark)
    }

    /// The rows of a listing; `None` where there is no answer.
    pub(super) fn answered_listing(&mut self, key: &FigureKey, place: &Place) -> Option<&'a Listing> {
        let answers = self.answers?;
        let text = key.to_string();
        match answers.get(&text) {
            Some(Answer::Listing(listing)) => Some(listing),
            Some(Answer::Error(AnswerError::Unavailable { .. })) => None,
            Some(Answer::Error(error)) => {
                let words = Words::new(error.to_string(), "correct the key, or add what it asks for");
                self.problems.add(Problem::at(ProblemKind::Answer, words, place).of(&text));
                None
            }
            Some(Answer::Figures(_)) | None => {
                self.unanswered(key, &text, place);
                None
            }
        }
    }

    pub(super) fn has_column(&self, key: &FigureKey, column: &str) -> bool {
        let measure = self.content.catalogue.get(&key.service, &key.measure);
        measure.is_some_and(|m| m.columns.iter().any(|c| c.name == column))
    }

    pub(super) fn no_column(&mut self, key: &FigureKey, column: &str, place: &Place) {
        let measure = self.content.catalogue.get(&key.service, &key.measure);
        let names: Vec<&str> = measure.iter().flat_map(|m| &m.columns).map(|c| c.name.as_str()).collect();
        let remedy = if names.is_empty() {
            "leave out the column: this is a measure, not a listing".to_owned()
        } else {
            format!("its columns are {}", names.join(", "))
        };
        let problem = format!("`{}/{}` has no column `{column}`", key.service, key.measure);
        self.problem(ProblemKind::Reference, Words::new(problem, remedy), place);
    }

    pub(super) fn print_cell(
        &mut self,
        key: String,
        cells: &[Cell],
        mark: Option<Mark>,
        form: &Form,
        place: &Place,
    ) -> Printed {
        let text = self.cell_text(&key, cells, form, place);
        match (text, mark) {
            (Some(text), None) => Printed { text, key, marks: Vec::new(), footnote: None },
            (Some(text), Some(mark)) => {
                let footnote = self.service_note(&key, mark);
                Printed { text, key, marks: vec![mark], footnote }
            }
            (None, mark) => self.dash(key, mark.unwrap_or(Mark::Missing)),
        }
    }

    /// One cell, or two dates as a range.
    pub(super) fn cell_text(
        &mut self,
        key: &str,
        cells: &[Cell],
        form: &Form,
        place: &Place,
    ) -> Option<String> {
        let printed = match cells {
            [Cell::Date(from), Cell::Date(to)]
                if *form == Form::default() || form.shape == Some(crate::print::Shape::Date) =>
            {
                Ok(Some(self.style.range(from, to)))
            }
            [cell, ..] => {
                let code =
                    if let Cell::Code(code) = cell { Some(self.cell_code(key, code, place)) } else { None };
                self.style.cell(cell, form, |plain| code.clone().unwrap_or_else(|| plain.to_owned()))
            }
            [] => Ok(None),
        };
        printed.unwrap_or_else(|error| {
            let problem = Problem::at(ProblemKind::Form, Words::of_error(&error), place);
            self.problems.add(problem.of(key));
            let cell = cells.first()?;
            self.style.cell(cell, &Form::default(), str::to_owned).ok().flatten()
        })
    }

    /// The dash of what has no value.
    pub(super) fn dash(&mut self, key: String, mark: Mark) -> Printed {
        let footnote = match mark {
            Mark::Missing => self.missing_note(&key, MissingReason::NotRecorded, None),
            Mark::Unavailable | Mark::LastKnown | Mark::Disputed | Mark::Restated | Mark::Converted => {
                self.service_note(&key, mark)
            }
        };
        Printed { text: self.style.missing().to_owned(), key, marks: vec![mark], footnote }
    }
}
