//! Events.

use ::api::events::v1::{
    CreateEventRequest, DeleteEventRequest, Event, GetEventRequest, ListEventsRequest, ListEventsResponse,
    UpdateEventRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
use tonic::Status;

pub(super) const LIST: Listable = Listable {
    table: "events",
    collection: "events",
    fields: &[
        "id",
        "aggregate",
        "count",
        "kind",
        "organizer",
        "part_of",
        "edition",
        "label",
        "area",
        "starts",
        "ends",
        "format",
    ],
    order: "starts, id",
};

pub(super) async fn get(engine: &Engine, request: GetEventRequest) -> Result<Event, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(engine: &Engine, request: ListEventsRequest) -> Result<ListEventsResponse, Status> {
    let ListEventsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListEventsResponse {
        events: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(LIST, Event { event, event_id }, CreateEventRequest, UpdateEventRequest, DeleteEventRequest);

pub(super) fn encode(entry: Entry) -> Event {
    Event {
        aggregate: entry.aggregate(),
        count: entry.count(),
        kind: entry.text("kind"),
        organizer: entry.text("organizer"),
        part_of: entry.reference("events", "part_of"),
        edition: entry.integer("edition"),
        label: entry.labels("label"),
        theme: entry.labels("theme"),
        city: entry.labels("city"),
        area: entry.text("area"),
        starts: entry.text("starts"),
        ends: entry.text("ends"),
        format: entry.text("format"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(event: Event) -> Cells {
    let Event { name: _, aggregate, count, kind, organizer, part_of, edition, label, theme, city, .. } =
        event;
    let Event { area, starts, ends, format, provenance, .. } = event;
    Cells::new()
        .yes("aggregate", aggregate)
        .integer("count", count)
        .text("kind", kind)
        .text("organizer", organizer)
        .reference("events", "part_of", &part_of)
        .integer("edition", edition)
        .labels("label", label)
        .labels("theme", theme)
        .labels("city", city)
        .text("area", area)
        .text("starts", starts)
        .text("ends", ends)
        .text("format", format)
        .provenance(provenance)
}
