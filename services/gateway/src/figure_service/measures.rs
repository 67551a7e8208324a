//! `ListMeasures`: the services' lists one after the other, by name. A service that does not answer is left out, and then out of
//! `revisions` too.

use std::sync::Arc;

use api::figures::v1::{ListMeasuresRequest, ListMeasuresResponse};
use tonic::{Request, Status};

use super::in_turn::{self, Page};
use super::{answered, for_itself, no_bare_revision, onward};
use crate::api::page_size;
use crate::app::Inner;
use crate::services::Service;

/// As many as come without a page size, and the most that come.
const PAGE: (usize, usize) = (100, 1_000);

pub(super) async fn call(
    inner: &Inner,
    request: Request<ListMeasuresRequest>,
) -> Result<ListMeasuresResponse, Status> {
    let (metadata, _, request) = request.into_parts();
    let size = page_size(request.page_size, PAGE.0, PAGE.1)?;
    no_bare_revision(request.as_of.as_ref())?;
    let asked = ListMeasuresRequest { page_size: 0, page_token: String::new(), ..request.clone() };
    let part = async |service: Arc<Service>, page_size, page_token| {
        let asked = ListMeasuresRequest { page_size, page_token, ..asked.clone() };
        let usual = inner.timing.deadline;
        let mut client = service.figures();
        let call = client.list_measures(onward(asked, &metadata, usual));
        let ListMeasuresResponse { measures, next_page_token, revisions } =
            answered(&service.name, &metadata, usual, call)
                .await
                .map_err(|status| for_itself(&service.name, status))?;
        Ok(Page { found: measures, next_page_token, revisions })
    };
    let Page { found, next_page_token, revisions } =
        in_turn::page(inner, size, &request.page_token, &asked, part).await?;
    Ok(ListMeasuresResponse { measures: found, next_page_token, revisions })
}
