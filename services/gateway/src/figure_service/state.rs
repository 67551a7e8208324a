//! `StateFigures`: each service gets the statements of its own figures, with the caller's token.
//!
//! All services look at theirs before any writes. Where one fails after that, the same request sent again completes what the first did.

use std::collections::BTreeMap;

use api::figures::v1::{StateFiguresRequest, StateFiguresResponse, Statement};
use figures::FigureKey;
use kit::access;
use kit::caller::Caller;
use tonic::metadata::MetadataMap;
use tonic::{Request, Status};

use super::{LONGEST, answered, bearing, within};
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn call(
    inner: &Inner,
    request: Request<StateFiguresRequest>,
) -> Result<StateFiguresResponse, Status> {
    let (metadata, extensions, request) = request.into_parts();
    let caller = extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    state(inner, &caller, &metadata, request).await
}

/// States figures at their services, for a caller.
///
/// # Errors
/// `INVALID_ARGUMENT` with the path of what is wrong, in the request that came; `PERMISSION_DENIED` before anything is written.
pub(crate) async fn state(
    inner: &Inner,
    caller: &Caller,
    metadata: &MetadataMap,
    request: StateFiguresRequest,
) -> Result<StateFiguresResponse, Status> {
    let StateFiguresRequest { statements, reason, request_id, validate_only } = request;
    let parts = by_service(statements)?;
    if parts.is_empty() {
        let problem = "holds none; send at least one".to_owned();
        return Err(GatewayError::Field { field: "statements", problem }.into());
    }
    for service in parts.keys() {
        inner.services.find(service)?;
        access::check(caller, service)?;
    }
    let several = parts.len() > 1;
    let mut response = StateFiguresResponse::default();
    let rounds: &[bool] = if validate_only || !several { &[validate_only] } else { &[true, false] };
    for &only in rounds {
        response = StateFiguresResponse::default();
        for (name, (numbers, statements)) in &parts {
            let service = inner.services.find(name)?;
            let part = StateFiguresRequest {
                statements: statements.clone(),
                reason: reason.clone(),
                request_id: request_id.clone(),
                validate_only: only,
            };
            let onward = bearing(within(Request::new(part), metadata, Some(LONGEST)), metadata);
            let mut client = service.figures_for_others();
            let one = answered(&service.name, metadata, LONGEST, client.state_figures(onward)).await;
            let one = one.map_err(|status| kit::errors::renumbered(&status, "statements", numbers))?;
            response.revisions.extend(one.revisions);
            response.changed.extend(one.changed);
        }
    }
    Ok(response)
}

/// Statements with their numbers in the request.
type Part = (Vec<usize>, Vec<Statement>);

/// The statements of each service, with their numbers in the request.
fn by_service(statements: Vec<Statement>) -> Result<BTreeMap<String, Part>, GatewayError> {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for (number, statement) in statements.into_iter().enumerate() {
        let key: FigureKey = statement
            .key
            .parse()
            .map_err(|error| GatewayError::Key { field: format!("statements[{number}].key"), error })?;
        let (numbers, part) = parts.entry(key.service).or_default();
        numbers.push(number);
        part.push(statement);
    }
    Ok(parts)
}
