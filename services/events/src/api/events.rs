//! Events.

use ::api::events::v1::{Event, GetEventRequest, ListEventsRequest, ListEventsResponse};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
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
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
