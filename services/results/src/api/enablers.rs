//! Enablers.

use ::api::results::v1::{
    CreateEnablerRequest, DeleteEnablerRequest, Enabler, GetEnablerRequest, ListEnablersRequest,
    ListEnablersResponse, UpdateEnablerRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
use tonic::Status;

const LIST: Listable = Listable {
    table: "enablers",
    collection: "enablers",
    fields: &["id", "section", "label", "department"],
    order: "section, id",
};

pub(super) async fn get(engine: &Engine, request: GetEnablerRequest) -> Result<Enabler, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListEnablersRequest,
) -> Result<ListEnablersResponse, Status> {
    let ListEnablersRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListEnablersResponse {
        enablers: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(
    LIST,
    Enabler { enabler, enabler_id },
    CreateEnablerRequest,
    UpdateEnablerRequest,
    DeleteEnablerRequest
);

fn encode(entry: Entry) -> Enabler {
    Enabler {
        section: entry.text("section"),
        label: entry.labels("label"),
        measures: entry.record.texts("measures").into_iter().map(str::to_owned).collect(),
        department: entry.text("department"),
        revision: entry.revision,
        etag: entry.etag(),
        name: entry.name,
    }
}

fn cells(enabler: Enabler) -> Cells {
    let Enabler { section, label, measures, department, .. } = enabler;
    Cells::new()
        .text("section", section)
        .labels("label", label)
        .texts("measures", &measures)
        .text("department", department)
}
