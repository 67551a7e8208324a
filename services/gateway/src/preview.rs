//! What would change if a figure had another value: findings that appear or go, numbers of the report that are printed otherwise.
//!
//! The documents that print the figure are assembled once more from the answers that they rest on, with the value put in, and the check
//! is run over them. Services are not asked and nothing is kept: what a service computes from other records stays as it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::consequences::{self, Consequences};
use figures::value::parse_decimal;
use figures::{Answer, AnswerError, Decimals, Figure, FigureKey, Interval, Sought, Status, Value};
use report::model::{FindingCounts, PageId, Reprinted};
use report::{AssembleOptions, Problem, Report, assemble};

use crate::app::Inner;
use crate::check::{Checked, found};
use crate::content::Loaded;
use crate::error::GatewayError;

/// What is asked: which figure, with which value, and the language in which printed numbers are told.
pub(crate) struct Supposed {
    /// The figure's key.
    pub(crate) key: String,
    /// The value in the base unit.
    pub(crate) value: String,
    /// The language; empty for the report's first.
    pub(crate) language: String,
}

/// What would change.
pub(crate) struct Preview {
    /// The check as it is.
    pub(crate) checked: Arc<Checked>,
    /// The figure as it is.
    pub(crate) before: Figure,
    /// The figure as it would be.
    pub(crate) after: Figure,
    /// What the check would find otherwise.
    pub(crate) findings: Consequences,
    /// How many findings would be open.
    pub(crate) counts: FindingCounts,
    /// What would be printed otherwise, in the language: the report's own numbers, then those of pages.
    pub(crate) printed: Vec<(Option<PageId>, Reprinted)>,
}

impl Inner {
    /// The figure that a key stands for, as a document prints it or a rule asks for it.
    pub(crate) async fn supposed(&self, year: &str, asked: &str) -> Result<Figure, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let key = key(asked, &loaded)?;
        let checked = self.check(year).await?;
        known(&key, &checked).ok_or_else(|| unknown(&key))
    }

    /// What would change if a figure had another value.
    pub(crate) async fn preview(&self, year: &str, supposed: Supposed) -> Result<Preview, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let language = loaded.language(Some(&supposed.language))?.to_string();
        let key = key(&supposed.key, &loaded)?;
        let checked = self.check(year).await?;
        let before = known(&key, &checked).ok_or_else(|| unknown(&key))?;
        let after = Figure { value: Some(value(&supposed.value, &before)?), ..before.clone() };
        // One at a time: it takes as long as assembling a good part of everything, and anybody may ask.
        let turn = tokio::time::timeout(self.timing.deadline, self.previewing.lock()).await;
        let _turn = turn.map_err(|_| GatewayError::Busy)?;
        let previewing = move || Preview::of(checked, before, settled(after), &language);
        tokio::task::spawn_blocking(previewing)
            .await
            .map_err(|broken| GatewayError::Internal(broken.to_string()))
    }
}

/// The canonical key of one figure.
fn key(text: &str, loaded: &Loaded) -> Result<String, GatewayError> {
    let key: FigureKey =
        text.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
    if !key.is_exact() {
        let problem = "the key stands for several figures; write the code of one in place of *".to_owned();
        return Err(GatewayError::Field { field: "key", problem });
    }
    Ok(loaded.content.canonical(&key).unwrap_or(key).to_string())
}

/// The figure as a document prints it, or a rule asks for it.
fn known(key: &str, checked: &Checked) -> Option<Figure> {
    let printed = checked.documents().find_map(|(made, _)| made.answers.figure(key).cloned());
    let asked = || {
        let lists = checked.rule_answers().values().filter_map(|answer| match answer {
            Answer::Figures(figures) => Some(figures),
            Answer::Listing(_) | Answer::Error(_) => None,
        });
        lists.flatten().find(|figure| figure.key == key).cloned()
    };
    printed.or_else(asked).map(|figure| Figure::clone(&figure))
}

fn unknown(key: &str) -> GatewayError {
    let message =
        format!("neither the report nor a rule of it asks for {key}, so nothing of it would change");
    GatewayError::Answer(AnswerError::NotFound { what: Sought::Code, message, nearest: None })
}

/// The value that a figure would have: as exactly known as it is, or as exactly as it is written.
fn value(text: &str, figure: &Figure) -> Result<Value, GatewayError> {
    let wrong = |problem: String| GatewayError::Field { field: "value", problem };
    let number = parse_decimal(text).map_err(|error| wrong(error.to_string()))?;
    let (decimals, bound) =
        figure.value.map_or((Decimals::Inf, Default::default()), |v| (v.decimals, v.bound));
    let written = i32::try_from(number.scale()).map_or(Decimals::Inf, Decimals::Exp);
    let made = Value::new(number, decimals, bound).or_else(|_| Value::new(number, written, bound));
    made.map_err(|error| wrong(error.to_string()))
}

/// A figure with what follows from its value: it is there, and alternatives dispute it where their intervals do not meet.
fn settled(mut figure: Figure) -> Figure {
    let Some(accepted) = figure.value else { return figure };
    let own = Interval::of(&accepted);
    for other in &mut figure.alternatives {
        other.disputes = own.distance(&Interval::of(&other.value)).is_some();
    }
    figure.disputed = figure.alternatives.iter().any(|other| other.disputes);
    figure.status = Status::Available;
    figure
}

/// A figure in a language that has the value of another one.
fn valued(figure: &Figure, other: &Figure) -> Figure {
    let Figure { value, alternatives, disputed, status, .. } = other.clone();
    Figure { value, alternatives, disputed, status, ..figure.clone() }
}

impl Preview {
    fn of(checked: Arc<Checked>, before: Figure, after: Figure, language: &str) -> Self {
        let content = &checked.loaded.content;
        let again = |options: &AssembleOptions, made: &crate::made::Made| {
            let answers = made.answers.with(&before.key, |figure| valued(figure, &after))?;
            Some(assemble(content, &answers, options))
        };
        let assembled: Vec<Option<(Report, Vec<Problem>)>> =
            checked.documents().map(|(made, options)| again(&options, made)).collect();
        let mut documents: Vec<(&Report, &[Problem])> = Vec::new();
        let mut printed = Vec::new();
        for ((made, options), again) in checked.documents().zip(&assembled) {
            let Some((report, problems)) = again else {
                documents.push((made.report(), made.problems.as_slice()));
                continue;
            };
            documents.push((report, problems.as_slice()));
            if options.language == language {
                let changes = report::model::reprinted(made.report(), report);
                printed.extend(changes.into_iter().map(|change| (options.page.clone(), change)));
            }
        }
        let answers = answers(checked.rule_answers(), &after);
        let then = found(&checked.loaded, &documents, &answers);
        let findings = consequences::between(&checked.check.findings, &then);
        let counts = checks::finding::counts(&then);
        Self { findings, counts, printed, before, after, checked: Arc::clone(&checked) }
    }
}

/// The answers to the rules' keys with the value put in.
fn answers(known: &BTreeMap<String, Answer>, after: &Figure) -> BTreeMap<String, Answer> {
    let mut answers = known.clone();
    for answer in answers.values_mut() {
        match answer {
            Answer::Figures(figures) => {
                for figure in figures.iter_mut().filter(|figure| figure.key == after.key) {
                    *figure = Arc::new(valued(figure, after));
                }
            }
            Answer::Listing(_) | Answer::Error(_) => {}
        }
    }
    answers
}
