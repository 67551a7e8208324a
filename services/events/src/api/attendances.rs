//! Attendances.

use ::api::events::v1::{
    Attendance, CreateAttendanceRequest, DeleteAttendanceRequest, GetAttendanceRequest,
    ListAttendancesRequest, ListAttendancesResponse, UpdateAttendanceRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::{Cells, QuantityColumns};
use figure_service::typed_writes;
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

typed_writes!(
    LIST,
    Attendance { attendance, attendance_id },
    CreateAttendanceRequest,
    UpdateAttendanceRequest,
    DeleteAttendanceRequest
);

fn encode(entry: Entry) -> Attendance {
    Attendance {
        event: entry.reference("events", "event"),
        measure: entry.text("measure"),
        value: entry.quantity("value", "decimals", "bound", "unit"),
        note: entry.text("note"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(attendance: Attendance) -> Cells {
    let Attendance { event, measure, value, note, provenance, .. } = attendance;
    let columns = QuantityColumns { number: "value", decimals: "decimals", bound: "bound", unit: "unit" };
    Cells::new()
        .reference("events", "event", &event)
        .text("measure", measure)
        .quantity("value", columns, value)
        .text("note", note)
        .provenance(provenance)
}
