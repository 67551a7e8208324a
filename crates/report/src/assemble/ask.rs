//! Asks for figures and cells, and prints what is answered.

use std::collections::HashMap;
use std::sync::Arc;

use figures::{Answer, AnswerError, Basis, Cell, Figure, FigureKey, Labels, MissingReason, Status, Unit};
use interchange::Place;
use interchange::mistake::Problem as Words;

use super::problem::{Problem, ProblemKind};
use super::{Assembler, ServiceState};
use crate::model::{Mark, Printed};
use crate::print::{Form, Printing, UnitPlace};
use crate::reference::{Name, Reference, Target};

/// What a reference turned out to be.
pub(super) enum Got {
    /// A figure, and the most decimals that its measure ever shows.
    Figure(Arc<Figure>, Option<i32>),
    /// A cell, or the two ends of a range, with its key.
    Cell(String, Vec<Cell>, Option<Mark>),
    /// Nothing that can be asked.
    Nothing(String),
}

/// A reference whose key exists.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    /// What it names, with the key in canonical form.
    pub(crate) target: Target,
    /// The key as text.
    text: String,
    /// The measure's unit; a listing has none.
    unit: Option<Unit>,
    most_decimals: Option<i32>,
}

/// References that were resolved before, for the year of the bundle.
pub(crate) type Targets = HashMap<Reference, Arc<Resolved>>;

impl<'a> Assembler<'a> {
    pub(super) fn problem(&mut self, kind: ProblemKind, words: Words, place: &Place) {
        self.problems.add(Problem::at(kind, words, place));
    }

    /// A figure or cell as printed in running text.
    pub(super) fn printed(
        &mut self,
        reference: &Reference,
        form: &Form,
        unit: UnitPlace,
        place: &Place,
    ) -> Printed {
        let resolved = self.target(reference, place);
        if resolved.as_ref().is_some_and(|r| !r.target.key().is_exact()) {
            let remedy = "name one; rows of tables may be many";
            let words = Words::new("a wildcard stands for several figures", remedy);
            self.problem(ProblemKind::Misplaced, words, place);
        }
        let got = self.got(resolved, reference, place);
        self.print(got, form, unit, place)
    }

    pub(super) fn print(&mut self, got: Got, form: &Form, unit: UnitPlace, place: &Place) -> Printed {
        match got {
            Got::Figure(figure, most) => self.print_figure(figure, most, form, unit, place),
            Got::Cell(key, cells, mark) => self.print_cell(key, &cells, mark, form, place),
            Got::Nothing(key) => self.dash(key, Mark::Missing),
        }
    }

    /// What a reference names.
    pub(super) fn get(&mut self, reference: &Reference, place: &Place) -> Got {
        let resolved = self.target(reference, place);
        self.got(resolved, reference, place)
    }

    fn got(&mut self, resolved: Option<Arc<Resolved>>, reference: &Reference, place: &Place) -> Got {
        let Some(resolved) = resolved else {
            return Got::Nothing(match &reference.name {
                Name::Alias(name) | Name::Key(name) => name.clone(),
            });
        };
        match (&resolved.target, &resolved.unit) {
            (Target::Figure(key), Some(unit)) => {
                Got::Figure(self.figure(key, &resolved.text, unit, place), resolved.most_decimals)
            }
            (Target::Figure(_), None) => {
                let problem = format!("`{}` is a listing", resolved.text);
                let words = Words::new(problem, "name one of its cells: key#column");
                self.problem(ProblemKind::Misplaced, words, place);
                Got::Nothing(resolved.text.clone())
            }
            (Target::Cell { key, column, to }, _) => self.cell(key, column, to.as_deref(), place),
        }
    }

    /// The target of a reference with its key in canonical form, which is now asked.
    pub(super) fn target(&mut self, reference: &Reference, place: &Place) -> Option<Arc<Resolved>> {
        let reference = match self.scoped(reference) {
            Ok(reference) => reference,
            Err(error) => {
                self.problem(ProblemKind::Reference, Words::of_error(&error), place);
                return None;
            }
        };
        let reference = reference.as_ref();
        let known = self.targets.get(reference).or_else(|| self.known_targets()?.get(reference)).cloned();
        let resolved = known.or_else(|| {
            let resolved = Arc::new(self.resolve(reference, place)?);
            self.targets.insert(reference.clone(), Arc::clone(&resolved));
            Some(resolved)
        })?;
        let key = resolved.target.key();
        if self.answers.is_none() {
            self.asked.insert(key.clone());
        } else if !self.services.contains(&key.service) {
            self.services.insert(key.service.clone());
        }
        Some(resolved)
    }

    fn known_targets(&self) -> Option<&'a Targets> {
        Some(&self.content.targets).filter(|_| self.options.year == self.content.manifest.report.year)
    }

    fn resolve(&mut self, reference: &Reference, place: &Place) -> Option<Resolved> {
        let aliases = &self.content.outline.aliases;
        let target = match reference.resolve(aliases, self.options.year) {
            Ok(target) => target,
            Err(error) => {
                self.problem(ProblemKind::Reference, Words::of_error(&error), place);
                return None;
            }
        };
        let key = match self.content.canonical(target.key()) {
            Ok(key) => key,
            Err(words) => {
                self.problem(ProblemKind::Measure, words, place);
                return None;
            }
        };
        let measure = self.content.catalogue.get(&key.service, &key.measure);
        let (unit, most_decimals) = (measure.and_then(|m| m.unit.clone()), measure.and_then(|m| m.decimals));
        let text = key.to_string();
        let target = match target {
            Target::Figure(_) => Target::Figure(key),
            Target::Cell { column, to, .. } => Target::Cell { key, column, to },
        };
        Some(Resolved { target, text, unit, most_decimals })
    }

    /// The figure of a key; always one, if only to say that there is no value.
    fn figure(&mut self, key: &FigureKey, text: &str, unit: &Unit, place: &Place) -> Arc<Figure> {
        let none = |status, note| Arc::new(self.no_figure(key, unit, status, note));
        let unrecorded = Status::Missing(MissingReason::NotRecorded);
        let Some(answers) = self.answers else { return none(Status::Unavailable, None) };
        if let Some(figure) = answers.figure(text) {
            return Arc::clone(figure);
        }
        match answers.get(text) {
            Some(Answer::Error(AnswerError::Unavailable { .. })) => none(Status::Unavailable, None),
            Some(Answer::Error(error)) => {
                let figure = none(unrecorded, Some(error.to_string()));
                let words = Words::new(error.to_string(), "correct the key, or add what it asks for");
                self.problems.add(Problem::at(ProblemKind::Answer, words, place).of(text));
                figure
            }
            Some(Answer::Figures(list)) if list.len() == 1 => {
                list.first().map_or_else(|| none(Status::Unavailable, None), Arc::clone)
            }
            Some(Answer::Figures(_) | Answer::Listing(_)) => {
                let figure = none(unrecorded, None);
                let words = Words::new(format!("`{text}` is not one figure"), "write the key of one figure");
                self.problems.add(Problem::at(ProblemKind::Misplaced, words, place).of(text));
                figure
            }
            None => {
                let figure = none(Status::Unavailable, None);
                self.unanswered(key, text, place);
                figure
            }
        }
    }

    pub(super) fn unanswered(&mut self, key: &FigureKey, text: &str, place: &Place) {
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
            records: None,
            conversions: None,
        }
    }

    fn print_figure(
        &mut self,
        mut figure: Arc<Figure>,
        most_decimals: Option<i32>,
        form: &Form,
        unit: UnitPlace,
        place: &Place,
    ) -> Printed {
        let service = figure.key.split('/').next().unwrap_or_default().to_owned();
        if let Some(since) = self.last_known(&service).filter(|_| figure.last_known_at.is_none()) {
            Arc::make_mut(&mut figure).last_known_at = since;
        }
        let text = figure.value.map(|value| {
            let printing = Printing { value: &value, unit: &figure.unit, most_decimals, place: unit };
            self.value_text(&printing, &figure.key, form, place)
        });
        let (marks, footnote) = self.marks(&figure, &service);
        let text = text.unwrap_or_else(|| self.style.missing().to_owned());
        let printed = Printed { text, key: figure.key.clone(), marks, footnote };
        let plain = unit == UnitPlace::Number && *form == Form::default() && figure.value.is_some();
        let plain = || plain.then(|| printed.text.clone());
        match self.figures.get_mut(&figure.key) {
            Some((_, text @ None)) => *text = plain(),
            Some(_) => {}
            None => {
                let text = plain();
                self.figures.insert(figure.key.clone(), (figure, text));
            }
        }
        printed
    }

    /// A value in a form, or in the automatic one where the form cannot be (which is a problem).
    fn value_text(&mut self, printing: &Printing<'_>, key: &str, form: &Form, place: &Place) -> String {
        let text = self.style.value(printing, form).or_else(|error| {
            let problem = Problem::at(ProblemKind::Form, Words::of_error(&error), place);
            self.problems.add(problem.of(key));
            // Without a form, and with its unit, since the head may promise a scale that is not kept.
            self.style.value(&Printing { place: UnitPlace::Number, ..*printing }, &Form::default())
        });
        text.unwrap_or_else(|_| printing.value.number.to_string())
    }
}
