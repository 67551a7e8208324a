//! What services answered, and whether they are to be trusted to be current.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use figures::{Answer, Figure};
use jiff::Timestamp;

/// How current a service's answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceState {
    /// As of its head.
    Confirmed,
    /// Of the last confirmed revision, committed then.
    LastKnown(Option<Timestamp>),
    /// Nothing of it is known.
    Unavailable,
}

/// The answers to a plan's keys, from all services. They are shared with whoever keeps them for later.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    answers: HashMap<Arc<str>, Arc<Answer>>,
    /// Figures that were asked by another key than their own (a wildcard): the answer that holds each, and which one it is.
    figures: HashMap<String, (Arc<str>, usize)>,
    services: BTreeMap<String, (Option<i64>, ServiceState)>,
}

impl Answers {
    /// No answers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the answer to a key as it was asked.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, answer: impl Into<Arc<Answer>>) {
        let (key, answer) = (key.into(), answer.into());
        if let Answer::Figures(figures) = answer.as_ref() {
            for (index, figure) in figures.iter().enumerate().filter(|(_, f)| *f.key != *key) {
                self.figures.insert(figure.key.clone(), (Arc::clone(&key), index));
            }
        }
        self.answers.insert(key, answer);
    }

    /// Says of which revision a service's answers are (the gateway's own content among them) and how current.
    pub fn service(&mut self, name: impl Into<String>, revision: Option<i64>, state: ServiceState) {
        self.services.insert(name.into(), (revision, state));
    }

    /// The answer to a key, asked so.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.answers.get(key).map(Arc::as_ref)
    }

    /// A figure by its canonical key, out of whatever answer holds it (a wildcard's, too).
    #[must_use]
    pub fn figure(&self, key: &str) -> Option<&Arc<Figure>> {
        if let Some(own) = self.get(key).and_then(|answer| figures(answer).iter().find(|f| f.key == key)) {
            return Some(own);
        }
        let (answer, index) = self.figures.get(key)?;
        figures(self.get(answer)?).get(*index)
    }

    /// The same answers, but for figures that are changed wherever they stand; nothing where none of them stands anywhere.
    #[must_use]
    pub fn with(&self, change: impl Fn(&Figure) -> Option<Figure>) -> Option<Self> {
        let mut changed: Option<Self> = None;
        for (key, answer) in &self.answers {
            let new: Vec<(usize, Figure)> = figures(answer)
                .iter()
                .enumerate()
                .filter_map(|(index, figure)| Some((index, change(figure)?)))
                .collect();
            if new.is_empty() {
                continue;
            }
            let all = changed.get_or_insert_with(|| self.clone());
            if let Some(Answer::Figures(figures)) = all.answers.get_mut(key).map(Arc::make_mut) {
                for (index, figure) in new {
                    if let Some(old) = figures.get_mut(index) {
                        *old = Arc::new(figure);
                    }
                }
            }
        }
        changed
    }

    /// How current a service is; one that nobody spoke of is unavailable.
    pub(super) fn state(&self, service: &str) -> ServiceState {
        self.services.get(service).map_or(ServiceState::Unavailable, |(_, state)| *state)
    }

    pub(super) fn services(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    pub(super) fn revisions(&self) -> BTreeMap<String, i64> {
        self.services.iter().filter_map(|(name, (revision, _))| Some((name.clone(), (*revision)?))).collect()
    }
}

fn figures(answer: &Answer) -> &[Arc<Figure>] {
    match answer {
        Answer::Figures(figures) => figures,
        Answer::Listing(_) | Answer::Error(_) => &[],
    }
}
