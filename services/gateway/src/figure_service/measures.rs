//! `ListMeasures`: the services' lists one after the other, by name.
//!
//! A page token is `SERVICE:DIGEST:TOKEN`: the service to go on with, a digest of what was asked, and the service's own token, which is
//! empty at its beginning. A service that does not answer is left out, and
//! then out of `revisions` too.

use std::collections::BTreeMap;

use api::figures::v1::as_of::Point;
use api::figures::v1::{AsOf, ListMeasuresRequest, ListMeasuresResponse};
use prost::Message;
use tonic::metadata::MetadataMap;
use tonic::{Code, Request, Status};

use super::{answered, onward};
use crate::api::page_size;
use crate::app::Inner;
use crate::error::GatewayError;
use crate::services::Service;

/// As many as come without a page size, and the most that come.
const PAGE: (usize, usize) = (100, 1_000);

pub(super) async fn call(
    inner: &Inner,
    request: Request<ListMeasuresRequest>,
) -> Result<ListMeasuresResponse, Status> {
    let (metadata, _, request) = request.into_parts();
    let size = page_size(request.page_size, PAGE.0, PAGE.1)?;
    if let Some(AsOf { point: Some(Point::Revision(_)) }) = request.as_of {
        let problem =
            "a bare revision is one service's, and the measures are those of all; give as_of.revisions";
        return Err(GatewayError::AsOf(problem.to_owned()).into());
    }
    let digest = digest(&request);
    let (first, mut token) = begin(inner, &request.page_token, &digest)?;
    let mut page = ListMeasuresResponse { revisions: BTreeMap::new(), ..Default::default() };
    for service in inner.services.iter().filter(|service| service.name >= first) {
        loop {
            let room = size.saturating_sub(page.measures.len());
            if room == 0 {
                page.next_page_token = format!("{}:{digest}:{token}", service.name);
                return Ok(page);
            }
            let asked = ListMeasuresRequest {
                page_size: i32::try_from(room).unwrap_or(i32::MAX),
                page_token: std::mem::take(&mut token),
                ..request.clone()
            };
            let Some(part) = part(inner, service, asked, &metadata).await? else { break };
            page.measures.extend(part.measures.into_iter().take(room));
            page.revisions.extend(part.revisions);
            token = part.next_page_token;
            if token.is_empty() {
                break;
            }
        }
    }
    Ok(page)
}

/// The service to begin with, and its token.
fn begin(inner: &Inner, token: &str, digest: &str) -> Result<(String, String), GatewayError> {
    if token.is_empty() {
        return Ok(Default::default());
    }
    let (service, rest) = token.split_once(':').ok_or(GatewayError::PageToken)?;
    let own =
        rest.strip_prefix(digest).and_then(|own| own.strip_prefix(':')).ok_or(GatewayError::PageToken)?;
    inner.services.get(service).ok_or(GatewayError::PageToken)?;
    Ok((service.to_owned(), own.to_owned()))
}

/// What decides which measures there are, so that a token serves its own question only.
fn digest(request: &ListMeasuresRequest) -> String {
    let asked = ListMeasuresRequest { page_size: 0, page_token: String::new(), ..request.clone() };
    blake3::hash(&asked.encode_to_vec()).to_hex().chars().take(16).collect()
}

/// A page of one service; none of one that does not answer.
async fn part(
    inner: &Inner,
    service: &Service,
    asked: ListMeasuresRequest,
    metadata: &MetadataMap,
) -> Result<Option<ListMeasuresResponse>, Status> {
    let usual = inner.timing.deadline;
    let mut client = service.figures();
    let call = client.list_measures(onward(asked, metadata, usual));
    match answered(&service.name, metadata, usual, call).await {
        Ok(part) => Ok(Some(part)),
        Err(status) if status.code() == Code::Unavailable => Ok(None),
        Err(status) => Err(status),
    }
}
