//! Mandates.

use ::api::results::v1::{
    CreateMandateRequest, DeleteMandateRequest, GetMandateRequest, ListMandatesRequest, ListMandatesResponse,
    Mandate, UpdateMandateRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
use tonic::Status;

const LIST: Listable = Listable {
    table: "mandates",
    collection: "mandates",
    fields: &["id", "instrument", "label", "department", "state", "reported_in"],
    order: "id",
};

pub(super) async fn get(engine: &Engine, request: GetMandateRequest) -> Result<Mandate, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListMandatesRequest,
) -> Result<ListMandatesResponse, Status> {
    let ListMandatesRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListMandatesResponse {
        mandates: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(
    LIST,
    Mandate { mandate, mandate_id },
    CreateMandateRequest,
    UpdateMandateRequest,
    DeleteMandateRequest
);

fn encode(entry: Entry) -> Mandate {
    Mandate {
        instrument: entry.text("instrument"),
        label: entry.labels("label"),
        department: entry.text("department"),
        state: entry.text("state"),
        reported_in: entry.text("reported_in"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(mandate: Mandate) -> Cells {
    let Mandate { instrument, label, department, state, reported_in, provenance, .. } = mandate;
    Cells::new()
        .text("instrument", instrument)
        .labels("label", label)
        .text("department", department)
        .text("state", state)
        .text("reported_in", reported_in)
        .provenance(provenance)
}
