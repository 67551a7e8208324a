//! Attendances.

use ::api::events::v1::{Attendance, GetAttendanceRequest, ListAttendancesRequest, ListAttendancesResponse};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use tonic::Status;

const LIST: Listable = Listable {
    table: "attendances",
    collection: "attendances",
    fields: &["id", "event", "measure", "value", "unit"],
    order: "event, id",
};

pub(super) async fn get(engine: &Engine, request: GetAttendanceRequest) -> Result<Attendance, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListAttendancesRequest,
) -> Result<ListAttendancesResponse, Status> {
    let ListAttendancesRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListAttendancesResponse {
        attendances: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> Attendance {
    Attendance {
        event: entry.reference("events", "event"),
        measure: entry.text("measure"),
        value: entry.quantity("value", "decimals", "bound", "unit"),
        note: entry.text("note"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
