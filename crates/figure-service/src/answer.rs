//! The answers to a batch of keys from one snapshot.
//!
//! Stated values are read once for the whole batch, each measure's records once for all its keys; the rest is arithmetic in memory.

mod expand;
mod figure;
mod gathered;
mod mean_figure;
mod means;

use std::collections::BTreeMap;

use figures::{Answer, AnswerError, Figure, FigureKey};
use store::{Snapshot, StoreError};

use crate::domain::Domain;
use crate::listing;
use crate::question::{Question, resolve};
use crate::reference::Reference;
use gathered::Gathered;

/// The most figures that one wildcard may stand for.
pub(crate) const MAX_EXPANDED: usize = 1_000;

/// What a batch is answered from.
pub(crate) struct Asking<'a> {
    pub(crate) domain: &'a Domain,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) reference: &'a Reference,
    pub(crate) language: Option<&'a str>,
}

impl Asking<'_> {
    /// The answers, one a key, in the order asked; none where they have more than `most` figures and rows. Equal keys are
    /// answered once.
    ///
    /// # Errors
    /// Those of the store; what is wrong with a single key is that key's answer.
    pub(crate) async fn answers(
        &self,
        keys: &[FigureKey],
        most: usize,
    ) -> Result<Option<Vec<Answer>>, StoreError> {
        let questions: Vec<Result<Question<'_>, AnswerError>> =
            keys.iter().map(|key| resolve(self.domain.name, key, self.reference)).collect();
        let figures: Vec<&Question<'_>> = questions.iter().flatten().filter(|q| !q.is_listing()).collect();
        let gathered = Gathered::of(self, &figures).await?;
        let mut answers: Vec<Answer> = Vec::with_capacity(keys.len());
        let mut first: BTreeMap<&FigureKey, usize> = BTreeMap::new();
        let mut size: usize = 0;
        for question in &questions {
            let before = question.as_ref().ok().and_then(|q| answers.get(*first.get(&q.key)?));
            let answer = match (before, question) {
                (Some(before), _) => before.clone(),
                (None, Err(error)) => Answer::Error(error.clone()),
                (None, Ok(question)) if question.is_listing() => listing::answer(self, question).await?,
                (None, Ok(question)) => self.figures(question, &gathered),
            };
            size = size.saturating_add(size_of(&answer));
            if size > most {
                return Ok(None);
            }
            if let Ok(question) = question {
                first.entry(&question.key).or_insert(answers.len());
            }
            answers.push(answer);
        }
        Ok(Some(answers))
    }

    /// The figure of an exact key as it is without any decision on its values.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn undecided(&self, key: &FigureKey) -> Result<Result<Figure, AnswerError>, StoreError> {
        let question = match resolve(self.domain.name, key, self.reference) {
            Ok(question) => question,
            Err(error) => return Ok(Err(error)),
        };
        let mut gathered = Gathered::of(self, &[&question]).await?;
        gathered.stated.values_mut().flatten().for_each(|stated| stated.accepted = false);
        Ok(self.figure(question.measure, &question.key, &gathered))
    }

    fn figures(&self, question: &Question<'_>, gathered: &Gathered) -> Answer {
        if question.key.is_exact() {
            return self
                .figure(question.measure, &question.key, gathered)
                .map_or_else(Answer::Error, |f| Answer::Figures(vec![f.into()]));
        }
        let keys = match self.expand(question, gathered) {
            Ok(keys) => keys,
            Err(error) => return Answer::Error(error),
        };
        let mut figures = Vec::new();
        for key in &keys {
            match self.figure(question.measure, key, gathered) {
                Ok(figure) if figure::is_recorded(&figure) => figures.push(figure.into()),
                Ok(_) => {}
                Err(error) => return Answer::Error(error),
            }
        }
        Answer::Figures(figures)
    }
}

/// How many figures or rows an answer has.
fn size_of(answer: &Answer) -> usize {
    match answer {
        Answer::Figures(figures) => figures.len(),
        Answer::Listing(listing) => listing.rows.len(),
        Answer::Error(_) => 0,
    }
}
