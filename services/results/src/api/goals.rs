//! Goals.

use ::api::results::v1::{
    CreateGoalRequest, DeleteGoalRequest, GetGoalRequest, Goal, ListGoalsRequest, ListGoalsResponse,
    UpdateGoalRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
use tonic::Status;

const LIST: Listable =
    Listable { table: "goals", collection: "goals", fields: &["id", "label"], order: "id" };

pub(super) async fn get(engine: &Engine, request: GetGoalRequest) -> Result<Goal, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(engine: &Engine, request: ListGoalsRequest) -> Result<ListGoalsResponse, Status> {
    let ListGoalsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListGoalsResponse {
        goals: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(LIST, Goal { goal, goal_id }, CreateGoalRequest, UpdateGoalRequest, DeleteGoalRequest);

fn encode(entry: Entry) -> Goal {
    Goal {
        label: entry.labels("label"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(goal: Goal) -> Cells {
    let Goal { label, provenance, .. } = goal;
    Cells::new().labels("label", label).provenance(provenance)
}
