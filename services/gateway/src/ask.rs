//! One question to one service: all keys of a report in one batch, and whether the answer makes sense.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use api::figures::v1 as proto;
use figures::{Answer, FigureKey};
use jiff::Timestamp;
use kit::channel::Repeatable;
use tokio::time::Instant;
use tonic::{Request, Status};

use crate::figure_service::is_refusal;
use crate::heads::Point;
use crate::services::Service;

/// The most keys of one batch.
pub(crate) const MAX_BATCH: usize = 5_000;

/// What one service is asked for a report: prepared once for each content and language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    /// The keys.
    pub(crate) keys: Vec<FigureKey>,
    /// The same as they are written.
    pub(crate) texts: Vec<Arc<str>>,
    /// Their measures.
    pub(crate) measures: Arc<BTreeSet<String>>,
}

impl Question {
    /// A question for keys.
    pub(crate) fn new(keys: Vec<FigureKey>) -> Self {
        let texts = keys.iter().map(|key| key.to_string().into()).collect();
        let measures = keys.iter().map(|key| key.measure.clone()).collect();
        Self { keys, texts, measures: Arc::new(measures) }
    }
}

/// What a service answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    /// The revision that was read.
    pub(crate) revision: i64,
    /// One answer a key, in the order asked.
    pub(crate) answers: Vec<Answer>,
}

/// Why a service's figures are not to be had.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum AskError {
    /// The gateway was given no address of it.
    #[error("the gateway was given no address of it; add --service NAME=URL")]
    NoAddress,
    /// It did not answer in time.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// It failed a moment ago, and has not been heard from since: it is not waited for again.
    #[error("it failed a moment ago, and is not heard from")]
    Lately,
    /// It does not let the gateway read.
    #[error(
        "it does not let the gateway read: give the gateway a token that it knows (--service-token-file)"
    )]
    Refused,
    /// It failed, or could not be reached.
    #[error("{:?}: {}", .0.code(), .0.message())]
    Failed(Box<Status>),
    /// What it answered is no answer to what was asked.
    #[error("the answer makes no sense: {0}")]
    Nonsense(String),
}

impl From<Status> for AskError {
    fn from(status: Status) -> Self {
        if is_refusal(&status) { Self::Refused } else { Self::Failed(Box::new(status)) }
    }
}

/// Asks in a language: as of an instant where one is given, else at the head, and in any case not before `point`.
///
/// # Errors
/// [`AskError`]; whatever it is, it concerns this service only.
pub(crate) async fn ask(
    service: &Service,
    question: &Question,
    point: &Point,
    as_of: Option<Timestamp>,
    language: &str,
    deadline: Duration,
) -> Result<Reply, AskError> {
    let until = Instant::now() + deadline;
    let asking = batches(service, question, point, as_of, language, until);
    tokio::time::timeout_at(until, asking).await.map_err(|_| AskError::Late(deadline))?
}

async fn batches(
    service: &Service,
    question: &Question,
    point: &Point,
    as_of: Option<Timestamp>,
    language: &str,
    until: Instant,
) -> Result<Reply, AskError> {
    let mut reply: Option<Reply> = None;
    for (batch, texts) in question.keys.chunks(MAX_BATCH).zip(question.texts.chunks(MAX_BATCH)) {
        let request = proto::BatchGetFiguresRequest {
            keys: texts.iter().map(ToString::to_string).collect(),
            as_of: match &reply {
                Some(first) => Some(at(proto::as_of::Point::Revision(first.revision))),
                None => as_of.map(|instant| at(proto::as_of::Point::Time(instant.into()))),
            },
            min_revision: least(
                &service.name,
                reply.as_ref().map(|first| first.revision).max(point.revision),
            ),
            language: language.to_owned(),
        };
        let mut request = Request::new(request);
        request.set_timeout(until.saturating_duration_since(Instant::now()));
        request.extensions_mut().insert(Repeatable);
        let answered = service.figures().batch_get_figures(request).await;
        let answered = answered.map_err(AskError::from)?.into_inner();
        let next = sense(&service.name, batch, point, answered)?;
        match &mut reply {
            None => reply = Some(next),
            Some(first) => first.answers.extend(next.answers),
        }
    }
    reply.ok_or_else(|| AskError::Nonsense("nothing was asked".to_owned()))
}

/// The revision that a replica must have reached before it answers: calls take turns over replicas, and one may be behind the other that told
/// the head, or that answered the batch before.
fn least(service: &str, revision: Option<i64>) -> BTreeMap<String, i64> {
    revision.map(|revision| (service.to_owned(), revision)).into_iter().collect()
}

fn at(point: proto::as_of::Point) -> proto::AsOf {
    proto::AsOf { point: Some(point) }
}

/// The reply that a message is, if it is one to these keys.
fn sense(
    service: &str,
    keys: &[FigureKey],
    point: &Point,
    message: proto::BatchGetFiguresResponse,
) -> Result<Reply, AskError> {
    let nonsense = |what: String| Err(AskError::Nonsense(what));
    let Some(revision) = message.revisions.get(service).copied() else {
        return nonsense(format!("it does not say which revision of {service} was read"));
    };
    if revision < point.revision.unwrap_or(0) {
        return nonsense(format!("revision {revision} was read, earlier than asked"));
    }
    if message.answers.len() != keys.len() {
        return nonsense(format!("{} answers to {} keys", message.answers.len(), keys.len()));
    }
    let mut answers = Vec::with_capacity(keys.len());
    for (key, answer) in keys.iter().zip(message.answers) {
        match Answer::try_from(answer) {
            Ok(answer) if fits(key, &answer) => answers.push(answer),
            Ok(_) => return nonsense(format!("the answer to {key} is about something else")),
            Err(error) => return nonsense(format!("the answer to {key}: {error}")),
        }
    }
    Ok(Reply { revision, answers })
}

/// Whether an answer is about what its key asks for.
fn fits(key: &FigureKey, answer: &Answer) -> bool {
    let path = format!("{}/{}", key.service, key.measure);
    let about = |found: &str| found.split('?').next() == Some(path.as_str());
    match answer {
        Answer::Figures(figures) if key.is_exact() => matches!(figures.as_slice(), [one] if about(&one.key)),
        Answer::Figures(figures) => figures.iter().all(|figure| about(&figure.key)),
        Answer::Listing(listing) => about(&listing.key) && rows_fit(listing),
        Answer::Error(_) => true,
    }
}

fn rows_fit(listing: &figures::Listing) -> bool {
    listing.rows.iter().all(|row| row.cells.len() == listing.columns.len())
}
