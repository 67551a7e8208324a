//! Projects.

use ::api::projects::v1::{GetProjectRequest, ListProjectsRequest, ListProjectsResponse, Project};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use tonic::Status;

const LIST: Listable = Listable {
    table: "projects",
    collection: "projects",
    fields: &["id", "aggregate", "count", "area", "period", "label"],
    order: "period desc, id",
};

pub(super) async fn get(engine: &Engine, request: GetProjectRequest) -> Result<Project, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListProjectsRequest,
) -> Result<ListProjectsResponse, Status> {
    let ListProjectsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListProjectsResponse {
        projects: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> Project {
    Project {
        aggregate: entry.aggregate(),
        count: entry.count(),
        area: entry.text("area"),
        period: entry.text("period"),
        label: entry.labels("label"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
