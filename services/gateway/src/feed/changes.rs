//! Which figures of the report a revision changed: what they were before it and what they are after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use api::figures::v1 as proto;
use figures::{Answer, Figure, FigureKey, Status};
use proto::as_of::Point;
use render::feed::{Changed, State};
use report::Report;
use tonic::Request;

use crate::app::Inner;
use crate::ask::MAX_BATCH;
use crate::figure::{Words, plain_name};
use crate::figure_service::batch;

/// The keys of a service that the report prints, of these measures, or of all where none are named.
pub(super) fn printed(report: &Report, service: &str, measures: &[String]) -> Vec<String> {
    let measures: BTreeSet<&str> = measures.iter().map(String::as_str).collect();
    let own = |figure: &&Arc<Figure>| {
        let of_service = figure.key.split_once('/').is_some_and(|(own, _)| own == service);
        of_service && (measures.is_empty() || measures.contains(figure.measure.as_str()))
    };
    report.figures.iter().filter(own).take(MAX_BATCH).map(|figure| figure.key.clone()).collect()
}

/// What the report calls the codes of figures: dimension, code and name.
pub(super) fn names<'a>(
    report: &'a Report,
    keys: &'a [String],
) -> impl Iterator<Item = (String, String, String)> + 'a {
    let told = keys.iter().filter_map(|text| Some((text.parse().ok()?, report.words.get(text)?)));
    told.flat_map(|(key, words): (FigureKey, _)| words.names(&key))
}

impl Inner {
    /// The figures of exact keys as of a revision of their service, in the order asked; none of one that was not known then. Nothing where
    /// the service does not answer.
    pub(super) async fn as_of(
        &self,
        service: &str,
        revision: i64,
        keys: &[String],
        language: &str,
    ) -> Option<Vec<Option<Figure>>> {
        // Before the first revision there was nothing, and of no keys nothing is asked.
        if revision < 1 || keys.is_empty() {
            return Some(vec![None; keys.len()]);
        }
        let by_service = [(service.to_owned(), revision)].into();
        let request = proto::BatchGetFiguresRequest {
            keys: keys.to_vec(),
            as_of: Some(proto::AsOf { point: Some(Point::Revisions(proto::RevisionVector { by_service })) }),
            language: language.to_owned(),
            ..Default::default()
        };
        let response = batch::call(self, Request::new(request)).await.ok()?;
        let read = |answer: proto::Answer| match Answer::try_from(answer).ok()? {
            Answer::Error(figures::AnswerError::Unavailable { .. }) => None,
            answer @ (Answer::Figures(_) | Answer::Error(_) | Answer::Listing(_)) => {
                Some(answer.into_figures().into_iter().next())
            }
        };
        response.answers.into_iter().map(read).collect()
    }
}

/// The figures whose value is another after than before.
pub(super) fn between(
    keys: &[String],
    before: &[Option<Figure>],
    after: &[Option<Figure>],
    words: &Words,
) -> Vec<Changed> {
    let changed = |((key, before), after): ((&String, &Option<Figure>), &Option<Figure>)| {
        let any = after.as_ref().or(before.as_ref())?;
        let said = |figure: &Option<Figure>| figure.as_ref().map(|figure| (figure.value, figure.status));
        (said(before) != said(after)).then(|| Changed {
            key: key.clone(),
            name: plain_name(any, words),
            before: state(before.as_ref(), words),
            after: state(after.as_ref(), words),
        })
    };
    keys.iter().zip(before).zip(after).filter_map(changed).collect()
}

fn state(figure: Option<&Figure>, words: &Words) -> State {
    let Some(figure) = figure else { return State::Unknown };
    match (&figure.value, figure.status) {
        (Some(value), _) => State::Value(words.printed(value, figure)),
        (None, Status::Missing(reason)) => State::Missing(reason),
        (None, Status::Available | Status::Unavailable) => State::Unknown,
    }
}
