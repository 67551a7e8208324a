//! `AcceptFigure`: one value of a figure is accepted, for a reason.

use api::figures::v1::{AcceptFigureRequest, AcceptFigureResponse, Basis, ErrorReason, Source};
use figures::value::parse_decimal;
use kit::caller::Caller;
use kit::errors::Failure;
use kit::intent;
use prost::Message;
use tonic::{Code, Request, Status};

use super::{batch, failure};
use crate::acceptance::{Acceptance, Choice, Refused};
use crate::engine::Engine;

pub(super) async fn call(
    engine: &Engine,
    request: Request<AcceptFigureRequest>,
) -> Result<AcceptFigureResponse, Status> {
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let request = request.into_inner();
    said(&request)?;
    let key = batch::key("key", &request.key)?;
    if !key.is_exact() {
        let problem = "a value is accepted of one figure; replace the wildcard by a code";
        return Err(Failure::invalid(ErrorReason::KeyInvalid, "key", problem).into());
    }
    let acceptance = Acceptance {
        key,
        choice: choice(&request)?,
        seen: match request.figure_revision {
            0 => None,
            seen if seen > 0 => Some(seen),
            _ => return Err(failure::field("figure_revision", "a revision is never negative")),
        },
        actor: caller.actor,
        hash: blake3::hash(&request.encode_to_vec()).to_hex().to_string(),
        reason: request.reason,
        request_id: request.request_id,
        validate_only: request.validate_only,
    };
    let accepted = engine.accept(&acceptance).await.map_err(refused)?;
    Ok(AcceptFigureResponse {
        figure: Some(accepted.figure.into()),
        revision: accepted.revision,
        changed: accepted.changed,
    })
}

/// Whether the request says by which id and why; all that is wrong is told at once.
fn said(request: &AcceptFigureRequest) -> Result<(), Status> {
    let wrong = intent::wrong(&request.request_id, &request.reason, request.validate_only);
    let Some((_, reason, message)) = wrong.first().cloned() else { return Ok(()) };
    let failure = Failure::new(Code::InvalidArgument, reason, message);
    Err(wrong.into_iter().fold(failure, |failure, (name, _, problem)| failure.at(name, problem)).into())
}

fn choice(request: &AcceptFigureRequest) -> Result<Choice, Status> {
    match (request.basis(), &request.source) {
        (Basis::Unspecified, _) => Err(failure::required(
            "basis",
            "BASIS_STATED for what a source says, BASIS_COMPUTED for what records give",
        )),
        (Basis::Computed, Some(_)) => {
            Err(failure::field("source", "a computed value has no place of its own; leave the source out"))
        }
        (Basis::Computed, None) => Ok(Choice::Computed),
        (Basis::Stated, None) => {
            Err(failure::required("source", "name the place as the figure or its alternative has it"))
        }
        (Basis::Stated, Some(source)) => {
            let Source { document, section, locator, .. } = source.clone();
            let value = request.value.as_ref().map(|value| parse_decimal(&value.value)).transpose();
            let value = value.map_err(|e| failure::field("value", e.to_string()))?;
            Ok(Choice::Stated { document, section, locator, value })
        }
    }
}

fn refused(refused: Refused) -> Status {
    let message = refused.to_string();
    match refused {
        Refused::Key(error) => super::history::answer_error(error),
        Refused::Listing => failure::field("key", message),
        Refused::NotStated { .. } => Failure::not_found(ErrorReason::RecordNotFound, message).into(),
        Refused::Several => failure::field("value", message),
        Refused::GoesBehind => {
            Failure::new(Code::FailedPrecondition, ErrorReason::ValueNotAcceptable, message).into()
        }
        Refused::Changed { revision } => Failure::new(Code::Aborted, ErrorReason::Conflict, message)
            .with("figure_revision", revision.to_string())
            .into(),
        Refused::Store(error) => failure::store(error),
    }
}
