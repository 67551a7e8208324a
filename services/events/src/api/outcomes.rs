//! Outcomes.

use ::api::events::v1::{GetOutcomeRequest, ListOutcomesRequest, ListOutcomesResponse, Outcome};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
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

fn encode(entry: Entry) -> Outcome {
    Outcome {
        event: entry.reference("events", "event"),
        kind: entry.text("kind"),
        count: entry.integer("count"),
        label: entry.labels("label"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
