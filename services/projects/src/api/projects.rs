//! Projects.

use ::api::projects::v1::{
    CreateProjectRequest, DeleteProjectRequest, GetProjectRequest, ListProjectsRequest, ListProjectsResponse,
    Project, UpdateProjectRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
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

typed_writes!(
    LIST,
    Project { project, project_id },
    CreateProjectRequest,
    UpdateProjectRequest,
    DeleteProjectRequest
);

fn encode(entry: Entry) -> Project {
    Project {
        aggregate: entry.aggregate(),
        count: entry.count(),
        area: entry.text("area"),
        period: entry.text("period"),
        label: entry.labels("label"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(project: Project) -> Cells {
    let Project { name: _, aggregate, count, area, period, label, provenance, revision: _, etag: _ } =
        project;
    Cells::new()
        .yes("aggregate", aggregate)
        .integer("count", count)
        .text("area", area)
        .text("period", period)
        .labels("label", label)
        .provenance(provenance)
}
