//! Asks for figures and cells, and prints what is answered.

use figures::{
    Answer, AnswerError, Basis, Cell, Figure, FigureKey, Labels, Listing, MissingReason, Status, Unit,
};
use interchange::Place;
use interchange::mistake::Problem as Words;

use super::problem::{Problem, ProblemKind};
use super::{Assembler, ServiceState};
use crate::model::{Mark, Printed};
use crate::outline::Located;
use crate::print::{Form, Printing, UnitPlace};
use crate::reference::Target;

/// What a reference turned out to be.
pub(super) enum Got {
    /// A figure.
    Figure(Box<Figure>),
    /// A cell, or the two ends of a range, with its key.
    Cell(String, Vec<Cell>, Option<Mark>),
    /// Nothing that can be asked.
    Nothing(String),
}

impl Assembler<'_> {
    pub(super) fn problem(&mut self, kind: ProblemKind, words: Words, place: &Place) {
        self.problems.add(Problem::at(kind, words, place));
    }

    /// A figure or cell as printed.
    pub(super) fn printed(&mut self, located: &Located, form: &Form, unit: UnitPlace) -> Printed {
        let got = self.get(located);
        self.print(got, form, unit, &located.place)
    }

    pub(super) fn print(&mut self, got: Got, form: &Form, unit: UnitPlace, place: &Place) -> Printed {
        match got {
            Got::Figure(figure) => self.print_figure(*figure, form, unit, place),
            Got::Cell(key, cells, mark) => self.print_cell(key, &cells, mark, form, place),
            Got::Nothing(key) => self.dash(key, Mark::Missing),
        }
    }

    /// What a reference names.
    pub(super) fn get(&mut self, located: &Located) -> Got {
        let Some(target) = self.target(located) else {
            return Got::Nothing(match &located.reference.name {
                crate::reference::Name::Alias(name) | crate::reference::Name::Key(name) => name.clone(),
            });
        };
        match target {
            Target::Figure(key) => self.exact(&key, &located.place),
            Target::Cell { key, column, to } => self.cell(&key, &column, to.as_deref(), &located.place),
        }
    }

    /// The target of a reference with its key in canonical form, which is now asked.
    pub(super) fn target(&mut self, located: &Located) -> Option<Target> {
        let aliases = &self.content.outline.aliases;
        let target = match located.reference.resolve(aliases, self.options.year) {
            Ok(target) => target,
            Err(error) => {
                self.problem(ProblemKind::Reference, Words::of_error(&error), &located.place);
                return None;
            }
        };
        match self.content.canonical(target.key()) {
            Ok(key) => {
                self.asked.insert(key.clone());
                Some(match target {
                    Target::Figure(_) => Target::Figure(key),
                    Target::Cell { column, to, .. } => Target::Cell { key, column, to },
                })
            }
            Err(words) => {
                self.problem(ProblemKind::Measure, words, &located.place);
                None
            }
        }
    }

    /// The figure of a canonical key, unless it is a listing's.
    fn exact(&mut self, key: &FigureKey, place: &Place) -> Got {
        let measure = self.content.catalogue.get(&key.service, &key.measure);
        if let Some(unit) = measure.and_then(|m| m.unit.clone()) {
            return Got::Figure(Box::new(self.figure(key, &unit, place)));
        }
        let words = Words::new(format!("`{key}` is a listing"), "name one of its cells: key#column");
        self.problem(ProblemKind::Misplaced, words, place);
        Got::Nothing(key.to_string())
    }

    /// The figure of a key; always one, if only to say that there is no value.
    fn figure(&mut self, key: &FigureKey, unit: &Unit, place: &Place) -> Figure {
        let text = key.to_string();
        let Some(answers) = self.answers else {
            return self.no_figure(key, unit, Status::Unavailable, None);
        };
        if let Some(figure) = answers.figure(&text) {
            return figure.clone();
        }
        match answers.get(&text) {
            Some(Answer::Figures(figures)) if figures.len() == 1 => figures
                .first()
                .cloned()
                .unwrap_or_else(|| self.no_figure(key, unit, Status::Unavailable, None)),
            Some(Answer::Error(AnswerError::Unavailable { .. })) => {
                self.no_figure(key, unit, Status::Unavailable, None)
            }
            Some(Answer::Error(error)) => {
                let words = Words::new(error.to_string(), "correct the key, or add what it asks for");
                self.problems.add(Problem::at(ProblemKind::Answer, words, place).of(&text));
                let note = Some(error.to_string());
                self.no_figure(key, unit, Status::Missing(MissingReason::NotRecorded), note)
            }
            Some(Answer::Figures(_) | Answer::Listing(_)) => {
                let words = Words::new(format!("`{text}` is not one figure"), "write the key of one figure");
                self.problems.add(Problem::at(ProblemKind::Misplaced, words, place).of(&text));
                self.no_figure(key, unit, Status::Missing(MissingReason::NotRecorded), None)
            }
            None => {
                self.unanswered(key, &text, place);
                self.no_figure(key, unit, Status::Unavailable, None)
            }
        }
    }

    fn unanswered(&mut self, key: &FigureKey, text: &str, place: &Place) {
        let state = self.answers.map_or(ServiceState::Unavailable, |a| a.state(&key.service));
        if state == ServiceState::Confirmed {
            let words = Words::new(format!("`{text}` was not answered"), "ask for the report again");
            self.problems.add(Problem::at(ProblemKind::Answer, words, place).of(text));
        }
    }

    /// A figure without a value.
    fn no_figure(&self, key: &FigureKey, unit: &Unit, status: Status, note: Option<String>) -> Figure {
        let measure = self.content.catalogue.get(&key.service, &key.measure);
        let period = key.code("period").and_then(|p| p.parse().ok());
        Figure {
            key: key.to_string(),
            measure: key.measure.clone(),
            label: measure.map_or_else(Labels::new, |m| m.label.clone()),
            value: None,
            unit: unit.clone(),
            period,
            basis: Basis::Stated,
            status,
            last_known_at: None,
            disputed: false,
            sources: Vec::new(),
            revision: 0,
            record_count: None,
            formula: None,
            alternatives: Vec::new(),
            note,
        }
    }

    fn print_figure(&mut self, mut figure: Figure, form: &Form, unit: UnitPlace, place: &Place) -> Printed {
        let service = figure.key.split('/').next().unwrap_or_default().to_owned();
        if let Some(since) = self.last_known(&service).filter(|_| figure.last_known_at.is_none()) {
            figure.last_known_at = since;
        }
        let text = figure.value.map(|value| self.value_text(&value, &figure, form, unit, place));
        let (marks, footnote) = self.marks(&figure, &service);
        let printed = Printed {
            text: text.unwrap_or_else(|| self.style.missing().to_owned()),
            key: figure.key.clone(),
            marks,
            footnote,
        };
        self.figures.entry(figure.key.clone()).or_insert(figure);
        printed
    }

    /// A value in a form, or in the automatic one where the form cannot be (which is a problem).
    pub(super) fn value_text(
        &mut self,
        value: &figures::Value,
        figure: &Figure,
        form: &Form,
        place_of_unit: UnitPlace,
        place: &Place,
    ) -> String {
        let service = figure.key.split('/').next().unwrap_or_default();
        let measure = self.content.catalogue.get(service, &figure.measure);
        let printing = Printing {
            value,
            unit: &figure.unit,
            most_decimals: measure.and_then(|m| m.decimals),
            place: place_of_unit,
        };
        let text = self.style.value(&printing, form).or_else(|error| {
            let problem = Problem::at(ProblemKind::Form, Words::of_error(&error), place);
            self.problems.add(problem.of(&figure.key));
            // Without a form, and with its unit, since the head may promise a scale that is not kept.
            self.style.value(&Printing { place: UnitPlace::Number, ..printing }, &Form::default())
        });
        text.unwrap_or_else(|_| value.number.to_string())
    }

    fn cell(&mut self, key: &FigureKey, column: &str, to: Option<&str>, place: &Place) -> Got {
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
        if listing.rows.len() != 1 {
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
    pub(super) fn answered_listing(&mut self, key: &FigureKey, place: &Place) -> Option<Listing> {
        let answers = self.answers?;
        let text = key.to_string();
        match answers.get(&text) {
            Some(Answer::Listing(listing)) => Some(listing.clone()),
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

    fn print_cell(
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
            Mark::Unavailable | Mark::LastKnown | Mark::Disputed => self.service_note(&key, mark),
        };
        Printed { text: self.style.missing().to_owned(), key, marks: vec![mark], footnote }
    }
}
