//! What is wrong with a report's content or answers, with every place that it touches.

use std::collections::BTreeMap;

use interchange::mistake::Problem as Words;
use interchange::{Mistake, Place};

/// What sort of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A reference that leads nowhere: an alias, a section, a document.
    Reference,
    /// A measure or dimension that does not exist.
    Measure,
    /// A service's answer is an error.
    Answer,
    /// A form says more than is known.
    Form,
    /// A wildcard, a figure or a cell where it cannot stand.
    Misplaced,
    /// A narrative that nobody wrote.
    Narrative,
    /// A text that the language lacks; it is printed in the first language.
    Translation,
    /// A code or a name that the bundle does not list; its code is printed.
    Unlisted,
}

impl ProblemKind {
    /// The name in findings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "dangling-reference",
            Self::Measure => "unknown-measure",
            Self::Answer => "answer-error",
            Self::Form => "printing-form",
            Self::Misplaced => "misplaced-figure",
            Self::Narrative => "missing-narrative",
            Self::Translation => "missing-translation",
            Self::Unlisted => "unlisted-name",
        }
    }

    /// Whether a bundle with it is refused; the others are findings, and depend on the figures.
    #[must_use]
    pub fn is_mistake(self) -> bool {
        matches!(self, Self::Reference | Self::Measure | Self::Misplaced | Self::Narrative)
    }

    /// Whether only a translation is missing.
    #[must_use]
    pub fn is_translation(self) -> bool {
        self == Self::Translation
    }
}

/// Something wrong, once for all its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort.
    pub kind: ProblemKind,
    /// The key that it concerns, if it is one's.
    pub key: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
    /// Where, in order, each once; empty when it concerns the whole report.
    pub places: Vec<Place>,
}

impl Problem {
    pub(super) fn at(kind: ProblemKind, words: Words, place: &Place) -> Self {
        let Words { problem, remedy } = words;
        Self { kind, key: None, problem, remedy, places: vec![place.clone()] }
    }

    pub(super) fn of(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub(super) fn no_words(language: &str) -> Self {
        Self {
            kind: ProblemKind::Translation,
            key: None,
            problem: format!("there are no printing words for `{language}`; those of English stand in"),
            remedy: "add a table to crates/report/data/printing".to_owned(),
            places: Vec::new(),
        }
    }

    /// The same as mistakes of the bundle's files, one a place.
    pub fn mistakes(self) -> impl Iterator<Item = Mistake> {
        let (problem, remedy, rule) = (self.problem, self.remedy, self.kind.name());
        self.places
            .into_iter()
            .map(move |place| Mistake::new(place, problem.clone(), remedy.clone()).under(rule))
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(place) = self.places.first() {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}; {}", self.problem, self.remedy)
    }
}

/// Problems met, equal ones put together.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    index: BTreeMap<(ProblemKind, Option<String>, String), usize>,
}

impl Problems {
    pub(super) fn add(&mut self, problem: Problem) {
        let identity = (problem.kind, problem.key.clone(), problem.problem.clone());
        match self.index.get(&identity).and_then(|i| self.list.get_mut(*i)) {
            Some(known) => {
                let new =
                    problem.places.into_iter().filter(|p| !known.places.contains(p)).collect::<Vec<_>>();
                known.places.extend(new);
            }
            None => {
                self.index.insert(identity, self.list.len());
                self.list.push(problem);
            }
        }
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.list
    }
}
