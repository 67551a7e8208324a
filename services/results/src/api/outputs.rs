//! Outputs.

use ::api::results::v1::{
    CreateOutputRequest, DeleteOutputRequest, GetOutputRequest, ListOutputsRequest, ListOutputsResponse,
    Output, UpdateOutputRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
use tonic::Status;

const LIST: Listable = Listable {
    table: "outputs",
    collection: "outputs",
    fields: &["id", "section", "label", "department"],
    order: "section, id",
};

pub(super) async fn get(engine: &Engine, request: GetOutputRequest) -> Result<Output, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListOutputsRequest,
) -> Result<ListOutputsResponse, Status> {
    let ListOutputsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListOutputsResponse {
        outputs: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(
    LIST,
    Output { output, output_id },
    CreateOutputRequest,
    UpdateOutputRequest,
    DeleteOutputRequest
);

fn encode(entry: Entry) -> Output {
    Output {
        section: entry.text("section"),
        label: entry.labels("label"),
        measures: entry.record.texts("measures").into_iter().map(str::to_owned).collect(),
        department: entry.text("department"),
        revision: entry.revision,
        etag: entry.etag(),
        name: entry.name,
    }
}

fn cells(output: Output) -> Cells {
    let Output { section, label, measures, department, .. } = output;
    Cells::new()
        .text("section", section)
        .labels("label", label)
        .texts("measures", &measures)
        .text("department", department)
}
