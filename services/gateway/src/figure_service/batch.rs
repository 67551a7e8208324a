//! `BatchGetFigures`: one batch to each service that has keys, all at once.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use figures::{Answer, AnswerError, FigureKey, Sought};
use futures::future::join_all;
use proto::as_of::Point;
use tonic::metadata::MetadataMap;
use tonic::{Code, Request, Status};

use super::{answered, for_itself, onward};
use crate::app::Inner;
use crate::ask::MAX_BATCH;
use crate::error::GatewayError;

/// The keys of one service and where their answers go.
#[derive(Default)]
struct Share {
    keys: Vec<String>,
    places: Vec<usize>,
}

/// What came of one service's share: an answer a key and the revision.
type Came = Result<proto::BatchGetFiguresResponse, Status>;

pub(crate) async fn call(
    inner: &Inner,
    request: Request<proto::BatchGetFiguresRequest>,
) -> Result<proto::BatchGetFiguresResponse, Status> {
    let (metadata, _, request) = request.into_parts();
    let shares = split(&request)?;
    let asking = shares.iter().map(|(service, share)| ask(inner, service, share, &request, &metadata));
    let came = join_all(asking).await;
    let mut answers = vec![proto::Answer::default(); request.keys.len()];
    let mut revisions = BTreeMap::new();
    for ((service, share), came) in shares.iter().zip(came) {
        let found = match came {
            Ok(response) if response.answers.len() == share.keys.len() => {
                revisions.extend(response.revisions.get(service).map(|r| (service.clone(), *r)));
                response.answers
            }
            Ok(_) => vec![without(service, "it did not answer every key"); share.keys.len()],
            Err(status) => vec![lacking(service, status)?; share.keys.len()],
        };
        for (place, answer) in share.places.iter().zip(found) {
            if let Some(slot) = answers.get_mut(*place) {
                *slot = answer;
            }
        }
    }
    Ok(proto::BatchGetFiguresResponse { revisions, answers })
}

/// The keys by service; a key that does not parse fails the call.
fn split(request: &proto::BatchGetFiguresRequest) -> Result<BTreeMap<String, Share>, GatewayError> {
    let asked = request.keys.len();
    if asked == 0 {
        return Err(GatewayError::NoKeys);
    }
    if asked > MAX_BATCH {
        return Err(GatewayError::TooManyKeys { asked, most: MAX_BATCH });
    }
    let point = request.as_of.as_ref().and_then(|as_of| as_of.point.as_ref());
    if matches!(point, Some(Point::Revision(_))) && asked > 1 {
        let problem = "a bare revision is one service's; ask for one key with it, or give as_of.revisions";
        return Err(GatewayError::AsOf(problem.to_owned()));
    }
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for (place, text) in request.keys.iter().enumerate() {
        let key: FigureKey =
            text.parse().map_err(|error| GatewayError::Key { field: format!("keys[{place}]"), error })?;
        let share = shares.entry(key.service).or_default();
        share.keys.push(text.clone());
        share.places.push(place);
    }
    Ok(shares)
}

async fn ask(
    inner: &Inner,
    service: &str,
    share: &Share,
    request: &proto::BatchGetFiguresRequest,
    metadata: &MetadataMap,
) -> Came {
    let known = inner.services.find(service)?;
    let message = proto::BatchGetFiguresRequest {
        keys: share.keys.clone(),
        as_of: request.as_of.clone(),
        min_revision: least(inner, service, request),
        language: request.language.clone(),
    };
    let usual = inner.timing.deadline;
    let mut client = known.figures();
    let call = client.batch_get_figures(onward(message, metadata, usual));
    answered(service, metadata, usual, call).await.map_err(|status| for_itself(service, status))
}

/// The revision that the replica which answers must have reached: what the client wants to see, and what this gateway has heard of, so that
/// a client that is served by one replica after the other never goes back.
fn least(inner: &Inner, service: &str, request: &proto::BatchGetFiguresRequest) -> BTreeMap<String, i64> {
    let known = inner.heads.known(service);
    let heard = known.head.filter(|_| known.confirmed).map(|(revision, _)| revision);
    let mut least = request.min_revision.clone();
    if let Some(revision) = heard.max(least.get(service).copied()) {
        least.insert(service.to_owned(), revision);
    }
    least
}

/// The answer to each key of a service that has none; what the service refuses fails the call.
fn lacking(service: &str, status: Status) -> Result<proto::Answer, Status> {
    match (status.code(), kit::errors::reason(&status)) {
        (Code::Unavailable, _) => Ok(without(service, status.message())),
        (_, proto::ErrorReason::ServiceNotFound) => {
            let message = status.message().to_owned();
            Ok(Answer::Error(AnswerError::NotFound { what: Sought::Service, message, nearest: None }).into())
        }
        _ => Err(status),
    }
}

fn without(service: &str, why: &str) -> proto::Answer {
    Answer::Error(AnswerError::Unavailable { message: format!("{service}: {why}") }).into()
}
