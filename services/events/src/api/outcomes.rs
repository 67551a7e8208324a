//! Outcomes.

use ::api::events::v1::{
    CreateOutcomeRequest, DeleteOutcomeRequest, GetOutcomeRequest, ListOutcomesRequest, ListOutcomesResponse,
    Outcome, UpdateOutcomeRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
use tonic::Status;

const LIST: Listable = Listable {
    table: "outcomes",
    collection: "outcomes",
    fields: &["id", "event", "kind", "count", "label"],
    order: "event, id",
};

pub(super) async fn get(engine: &Engine, request: GetOutcomeRequest) -> Result<Outcome, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListOutcomesRequest,
) -> Result<ListOutcomesResponse, Status> {
    let ListOutcomesRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListOutcomesResponse {
        outcomes: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(
    LIST,
    Outcome { outcome, outcome_id },
    CreateOutcomeRequest,
    UpdateOutcomeRequest,
    DeleteOutcomeRequest
);

fn encode(entry: Entry) -> Outcome {
    Outcome {
        event: entry.reference("events", "event"),
        kind: entry.text("kind"),
        count: entry.integer("count"),
        label: entry.labels("label"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(outcome: Outcome) -> Cells {
    let Outcome { event, kind, count, label, provenance, .. } = outcome;
    Cells::new()
        .reference("events", "event", &event)
        .text("kind", kind)
        .integer("count", count)
        .labels("label", label)
        .provenance(provenance)
}
